"""Attachments written outside the station, each whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from core import places
from core.progress import Progress, silent
from core.records.attachment import Attachment
from core.store.files import Files


def free_names(folder: Path, wanted: Sequence[Attachment]) -> list[tuple[str, Path]]:
    """A path for each in `folder`; nothing that is there already is written over."""
    taken = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    found = []
    for one in wanted:
        stem, suffix = Path(one.name).stem, Path(one.name).suffix
        name, n = one.name, 1
        while name in taken:
            n += 1
            name = f"{stem}（{n}）{suffix}"
        taken.add(name)
        found.append((one.digest, folder / name))
    return found


def write(store: Files, targets: Sequence[tuple[str, Path]], progress: Progress = silent) -> int:
    """Write contents to their paths, each whole or not at all; how many."""
    for done, (digest, target) in enumerate(targets):
        progress("正在另存附件", done, len(targets))
        with places.writing(target) as part, part.open("wb") as file:
            for chunk in store.read(digest):
                file.write(chunk)
    return len(targets)
