"""One folder of backups: what they are called, which are kept, where their attachments lie."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import Invalid
from core.store import bundle, thinning
from core.store.bundle import ATTACHMENTS, SUFFIX, Manifest
from core.store.pool import Pool
from core.store.thinning import Rule

NAME = "网格工作站备份-"
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The backups of one station in one folder, thinned by `rule`. Moments are local ones."""

    folder: Path
    rule: Rule
    same_disk: bool = False

    def place(self, moment: datetime) -> Path:
        """Where the backup of that moment goes."""
        return self.folder / f"{NAME}{moment:{_STAMP}}{SUFFIX}"

    def pool(self, *, thorough: bool = False) -> Pool:
        """Their attachments; what the youngest backup proved is believed unless `thorough`."""
        files = self._files()
        newest = _manifest(files[max(files)]) if files else None
        known = newest.attachments if newest is not None and newest.pooled else {}
        return Pool(pool_of(self.folder), known, thorough, self.same_disk)

    def thin(self, now: datetime) -> None:
        """Let the old ones go, then the attachments that no backup asks for any more."""
        files = self._files()
        stay = thinning.kept(files, now.replace(tzinfo=None), self.rule)
        for moment in files.keys() - stay:
            files[moment].unlink(missing_ok=True)
        left = [_manifest(files[moment]) for moment in stay]
        known = [one for one in left if one is not None]
        if len(known) == len(left):
            self.pool().tidy({name for one in known for name in one.attachments})

    def clear(self) -> None:
        """Remove what a backup that was killed left half written."""
        for pattern in (f"{NAME}*.part", f"{ATTACHMENTS}/??/*.part"):
            for path in self.folder.glob(pattern):
                path.unlink(missing_ok=True)

    def _files(self) -> dict[datetime, Path]:
        found = {}
        for path in self.folder.glob(f"{NAME}*{SUFFIX}"):
            stamp = path.name.removeprefix(NAME).removesuffix(SUFFIX)
            try:
                found[datetime.strptime(stamp, _STAMP)] = path  # noqa: DTZ007 local on purpose
            except ValueError:
                continue
        return found


def pool_of(folder: Path) -> Path:
    """The folder beside backups that their attachments lie in."""
    return folder / ATTACHMENTS


def _manifest(path: Path) -> Manifest | None:
    try:
        return bundle.manifest(path)
    except Invalid:
        return None
