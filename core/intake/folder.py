"""What a folder or a stick holds that could be taken in, the youngest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.errors import Invalid
from core.intake.incoming import fingerprint, telling
from core.intake.media import FORMS
from core.progress import Progress, silent

MOST = 2000
_CAMERA = "DCIM"
_SUFFIXES = frozenset(suffix for form in FORMS for suffix in form.suffixes) - {".txt"} | {".heic"}


@dataclass(frozen=True, slots=True)
class Found:
    """One file that may be taken in."""

    path: Path
    size: int
    changed: datetime


@dataclass(frozen=True, slots=True)
class Scan:
    """What is new, and how many were taken in before."""

    new: tuple[Found, ...]
    kept: int


def scan(folder: Path, known: frozenset[str], progress: Progress = silent) -> Scan:
    """Look through a folder; of a phone or a camera only its pictures (DCIM)."""
    camera = folder / _CAMERA
    with telling(folder.name):
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        listed = sorted(_files(camera if camera.is_dir() else folder, progress), key=_age)
    if len(listed) > MOST:
        raise Invalid(f"这个文件夹里有 {len(listed)} 个文件，太多了。请选里面的某一个文件夹。")
    new = []
    for done, one in enumerate(listed):
        progress("正在比对", done, len(listed))
        with telling(one.path.name):
            if fingerprint(one.path) not in known:
                new.append(one)
    return Scan(tuple(new), len(listed) - len(new))


def _files(folder: Path, progress: Progress) -> Iterator[Found]:
    for path in folder.rglob("*"):
        progress("正在查看文件夹")
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in _SUFFIXES and not hidden and path.is_file():
            facts = path.stat()
            yield Found(path, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def _age(one: Found) -> float:
    return -one.changed.timestamp()
