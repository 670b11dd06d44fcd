"""Attachments kept outside the station: one under a chosen name, several in a chosen folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core import places
from core.progress import Progress, silent
from core.records.attachment import Attachment
from core.store.files import Files
from gui import ask
from gui.tasks import Desk, Work


def keep(desk: Desk, owner: QWidget, store: Files, wanted: Sequence[Attachment]) -> bool:
    """Ask where, and write them there; whether that was begun."""
    if len(wanted) == 1:
        target = ask.save_file(owner, "另存附件", Path.home() / wanted[0].name)
        targets = [] if target is None else [(wanted[0].digest, target)]
    else:
        folder = ask.open_folder(owner, f"把 {len(wanted)} 个附件存到") if wanted else None
        targets = [] if folder is None else free_names(folder, wanted)
    if targets:
        Work(desk, owner, write, store, targets).start()
    return bool(targets)


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
