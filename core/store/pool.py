"""The attachments of many backups in one folder: each copied once, under the name it has."""

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from core import places
from core.errors import Invalid
from core.store.bundle import Counted, Stored, copied, uncached

_NONE: Mapping[str, Stored] = {}
_NAME = re.compile(r"[0-9a-f]{64}")
_NOT_PROVED = "附件写完后读回来核对不上，备份没有做成。U 盘或磁盘可能坏了，请换一个再备份。"


def contents(folder: Path) -> dict[str, Path]:
    """Every stored content of a station: its name in backups, and where it lies."""
    found = (one for one in places.attachments(folder).glob("??/*") if _NAME.fullmatch(one.name))
    return {f"{one.parent.name}/{one.name}": one for one in sorted(found)}


@dataclass(frozen=True, slots=True)
class Pool:
    """Where the attachments of the backups in one place lie.

    `known` were proved by an earlier backup here; unless `thorough`, their presence is enough.
    On the station's own disk a content gets a second name instead of a second copy.
    """

    folder: Path
    known: Mapping[str, Stored] = field(default_factory=dict)
    thorough: bool = False
    same_disk: bool = False

    def take(
        self, contents: Mapping[str, Path], counted: Counted, wanted: Mapping[str, Stored] = _NONE
    ) -> dict[str, Stored]:
        """Bring the pool up to the contents of a station; what is purged meanwhile is left out.

        Where a backup is carried here, its own words on each content are `wanted`.
        """
        taken = {}
        for name, path in contents.items():
            with suppress(FileNotFoundError):
                kept = self._kept(name, wanted.get(name), counted)
                taken[name] = kept or self._copy(name, path, counted)
        return taken

    def lacking(self, wanted: Mapping[str, Stored]) -> list[str]:
        """What of a backup's attachments is not here, or has another size."""
        return [name for name, stored in wanted.items() if self._size(name) != stored.size]

    def give(self, name: str, to: Path, stored: Stored, counted: Counted) -> bool:
        """Copy a content into a restored station; whether it was here, and what it should be."""
        try:
            with (self.folder / name).open("rb") as file:
                whole = copied(file, to, counted) == stored
        except FileNotFoundError:
            return False
        if not whole:
            to.unlink()
        return whole

    def tidy(self, wanted: Collection[str]) -> None:
        """Remove what no backup here asks for any more."""
        for path in self.folder.glob("??/*"):
            if f"{path.parent.name}/{path.name}" not in wanted:
                path.unlink(missing_ok=True)

    def _size(self, name: str) -> int | None:
        path = self.folder / name
        return path.stat().st_size if path.is_file() else None

    def _kept(self, name: str, wanted: Stored | None, counted: Counted) -> Stored | None:
        """The content proved before, if it still is what it was."""
        before = self.known.get(name)
        if before is None or self._size(name) != before.size or wanted not in (None, before):
            return None
        return before if not self.thorough or self._read(name, counted) == before else None

    def _read(self, name: str, counted: Counted) -> Stored:
        with (self.folder / name).open("rb") as file:
            uncached(file)
            return copied(file, None, counted)

    def _copy(self, name: str, path: Path, counted: Counted) -> Stored:
        to = self.folder / name
        part = to.with_name(f"{to.name}.part")
        part.unlink(missing_ok=True)
        try:
            with path.open("rb") as file:
                stored = copied(file, None if self._linked(path, part) else part, counted)
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)
        if self._read(name, counted) != stored:
            to.unlink()
            raise Invalid(_NOT_PROVED)
        return stored

    def _linked(self, path: Path, to: Path) -> bool:
        if not self.same_disk:
            return False
        try:
            to.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, to)
        except OSError:
            return False
        return True
