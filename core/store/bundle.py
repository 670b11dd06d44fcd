"""The file of a backup: an uncompressed tar of what is encrypted already, its manifest last.

The manifest counts and digests; it names no person and no unit. A file without one was cut short.
"""

import hashlib
import io
import os
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from core import places
from core.envelope import canonical, parsed, sha256, unhex
from core.errors import Invalid

TOO_NEW = "这份备份是更新版本的程序做的，请先升级本机程序，再恢复。"
SUFFIX = ".zzbak"
ATTACHMENTS = "attachments"
BLOCK = 1 << 20

_MANIFEST = "manifest"
_FORMAT, _VERSION, _ALGORITHM = "grid-station-backup", 1, "sha256"
_DIGEST = hashlib.sha256().digest_size
_ATTACHED = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")

Counted = Callable[[int], object]
"""Told how many bytes have passed; raises `Cancelled` to stop."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The size and the digest of stored bytes."""

    size: int
    sha256: str

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """As the manifest has it; ValueError for anything else."""
        unhex(body["sha256"], _DIGEST)
        return cls(int(body["size"]), body["sha256"])


@dataclass(frozen=True, slots=True)
class Facts:
    """What a database says of itself: whose it is, how far its journal goes, how many records."""

    epoch: str
    seq: int
    head: str
    schema: str
    counts: Mapping[str, int]

    @property
    def records(self) -> int:
        """All records together."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup. Attachments that are `pooled` lie in a folder beside it.

    A database that is not `indexed` came from a server, and is to be indexed anew.
    """

    moment: str
    program: str
    facts: Facts
    members: Mapping[str, Stored]
    attachments: Mapping[str, Stored]
    pooled: bool
    indexed: bool

    @property
    def raw(self) -> bytes:
        """The manifest as it is stored."""
        body = {"format": _FORMAT, "version": _VERSION, "alg": _ALGORITHM, **asdict(self)}
        return canonical(body | {"sum": sha256(canonical(body))})

    @property
    def inside(self) -> dict[str, Stored]:
        """Every member of the file by its name."""
        attached = {} if self.pooled else self.attachments
        return {**self.members, **{f"{ATTACHMENTS}/{name}": one for name, one in attached.items()}}

    @classmethod
    def read(cls, raw: bytes) -> Self:
        """The manifest from its stored form; ValueError and the like for anything else."""
        body = parsed(raw)
        if body["format"] != _FORMAT or body.pop("sum") != sha256(canonical(body)):
            raise ValueError("no manifest of ours")
        if (body["version"], body["alg"]) != (_VERSION, _ALGORITHM):
            raise Invalid(TOO_NEW)
        if not all(map(_ATTACHED.fullmatch, body["attachments"])):
            raise ValueError("a name that is no attachment's")
        return cls(
            body["moment"],
            body["program"],
            Facts(**body["facts"]),
            {name: Stored.read(one) for name, one in body["members"].items()},
            {name: Stored.read(one) for name, one in body["attachments"].items()},
            body["pooled"],
            body["indexed"],
        )


class Writer:
    """Writes members one after the other; `close` adds the manifest."""

    def __init__(self, out: BinaryIO, counted: Counted) -> None:
        self._tar = tarfile.TarFile(fileobj=out, mode="w", copybufsize=BLOCK)
        self._counted = counted

    def add(self, name: str, path: Path) -> Stored:
        """Copy a file in, and tell what was copied."""
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            seen = _Digested(file, self._counted)
            self._add(name, size, seen)
        return Stored(size, seen.hash.hexdigest())

    def close(self, manifest: Manifest) -> None:
        """End the file."""
        self._add(_MANIFEST, len(manifest.raw), io.BytesIO(manifest.raw))
        self._tar.close()

    def _add(self, name: str, size: int, content: Any) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, content)


class _Digested:
    """A file on its way into another, digested as it passes."""

    def __init__(self, file: BinaryIO, counted: Counted) -> None:
        self.hash = hashlib.sha256()
        self._file = file
        self._counted = counted

    def read(self, size: int) -> bytes:
        chunk = self._file.read(size)
        self.hash.update(chunk)
        self._counted(len(chunk))
        return chunk


def manifest(path: Path) -> Manifest:
    """What a backup says of itself; only `unpack` proves it."""
    with _reading(path), tarfile.TarFile(path) as tar:
        last = tar.getmembers()[-1]
        file = tar.extractfile(last)
        if last.name != _MANIFEST or file is None:
            raise ValueError("cut short before its manifest")
        return Manifest.read(file.read())


def member(path: Path, name: str, known: Manifest) -> bytes:
    """One small member, such as the key file, as the manifest knows it."""
    with _reading(path), tarfile.TarFile(path) as tar:
        file = tar.extractfile(name)
        raw = file.read() if file else b""
        if sha256(raw) != known.members[name].sha256:
            raise ValueError("a member that is not as it was written")
        return raw


def unpack(
    path: Path, known: Manifest, place: Callable[[str], Path | None], counted: Counted
) -> None:
    """Read all of a backup and compare it with its manifest; write each member to its `place`."""
    with _reading(path), tarfile.TarFile(path) as tar:
        uncached(tar.fileobj)
        found = {}
        for info in tar:
            file = tar.extractfile(info)
            if file is None or info.name in found:
                raise ValueError("a member that is no file, or comes twice")
            to = place(info.name) if info.name in known.inside else None
            found[info.name] = copied(file, to, counted)
        if found != known.inside | {_MANIFEST: Stored(len(known.raw), sha256(known.raw))}:
            raise ValueError("not what the manifest says")


def copied(file: Any, to: Path | None, counted: Counted) -> Stored:
    """Read a file to its end, write it where it is to go, and tell what it was."""
    seen, size = hashlib.sha256(), 0
    with _written(to) as out:
        while chunk := file.read(BLOCK):
            seen.update(chunk)
            size += len(chunk)
            out.write(chunk)
            counted(len(chunk))
    return Stored(size, seen.hexdigest())


def uncached(file: Any) -> None:
    """Let what was just written be read from the disk itself, where systems can be told to."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _written(to: Path | None) -> Iterator[Any]:
    if to is None:
        yield _Nowhere
        return
    with places.telling(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())


class _Nowhere:
    """Where bytes go that are only read to be proved."""

    @staticmethod
    def write(_chunk: bytes) -> None: ...


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Invalid(f"读不到备份“{path.name}”。请检查 U 盘是否插好，再试一次。") from error
    except (tarfile.TarError, EOFError, ValueError, TypeError, KeyError, IndexError) as error:
        raise _damaged(path) from error


def _damaged(path: Path) -> Invalid:
    return Invalid(f"“{path.name}”不是完整的备份：没拷全，或者被改动过。请换一份备份。")
