"""Parts on a stick: written under a passing name, proved by reading them again, then renamed."""

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.envelope import BLOCK
from core.errors import Invalid
from core.intake.wire.index import SUFFIX, Part, part_name
from core.progress import Progress

_FULL = {errno.ENOSPC, errno.EDQUOT}
_BARRED = {errno.EROFS, errno.EACCES, errno.EPERM}


class Volumes:
    """A sink that rolls over to the next part when one is full."""

    def __init__(self, folder: Path, name: str, part_size: int) -> None:
        self.parts: list[Part] = []
        self._folder = folder
        self._name = name
        self._part_size = part_size
        self._room = 0
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._made: list[Path] = []

    def write(self, chunk: bytes) -> int:
        rest = memoryview(chunk)
        with _writable(self._folder):
            while rest:
                file = self._open()
                taken, rest = rest[: self._room], rest[self._room :]
                file.write(taken)
                self._digest.update(taken)
                self._room -= len(taken)
        return len(chunk)

    def _open(self) -> BinaryIO:
        if self._file and self._room:
            return self._file
        self._finish()
        path = self._folder / f"{part_name(self._name, len(self._made) + 1)}.part"
        self._file = path.open("wb", buffering=BLOCK)
        self._made.append(path)
        self._room = self._part_size
        self._digest = hashlib.sha256()
        return self._file

    def _finish(self) -> None:
        if self._file:
            size = self._part_size - self._room
            _settle(self._file)
            self._file.close()
            self._file = None
            self.parts.append(Part(size, self._digest.hexdigest()))

    def close(self) -> None:
        """End the last part."""
        with _writable(self._folder):
            self._finish()

    def prove(self, progress: Progress) -> None:
        """Read every part again from the medium."""
        total, done = sum(part.size for part in self.parts), 0
        for path, part in zip(self._made, self.parts, strict=True):
            digest = hashlib.sha256()
            for chunk in _read(path):
                digest.update(chunk)
                done += len(chunk)
                progress("正在核对写入的内容", done, total)
            if digest.hexdigest() != part.sha256:
                raise Invalid("写入的内容读出来不一致，这个 U 盘可能已损坏，请换一个重新生成。")

    def publish(self, stem: str, beside: Mapping[str, bytes]) -> tuple[Path, ...]:
        """Give the parts their names; the files `beside` them, by suffix, come last."""
        with _writable(self._folder):
            for suffix, content in beside.items():
                path = self._folder / f"{stem}{SUFFIX}{suffix}.part"
                self._made.append(path)
                with path.open("wb") as file:
                    file.write(content)
                    _settle(file)
            names = [part_name(stem, number) for number in range(1, len(self.parts) + 1)]
            names += [f"{stem}{SUFFIX}{suffix}" for suffix in beside]
            for number, name in enumerate(names):
                self._made[number] = self._made[number].replace(self._folder / name)
            _settle_folder(self._folder)
        return tuple(self._made)

    def discard(self) -> None:
        """Leave nothing behind, as far as the medium still answers."""
        if self._file:
            with suppress(OSError):
                self._file.close()
        for path in self._made:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _read(path: Path) -> Iterator[bytes]:
    with _writable(path.parent), path.open("rb", buffering=0) as file:
        while chunk := file.read(BLOCK):
            yield chunk


def _settle(file: BinaryIO) -> None:
    """Bring the content to the medium, and let a later reading come from there."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _settle_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        os.fsync(handle)
        os.close(handle)


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            text = "磁盘或 U 盘空间不足，请腾出空间或换一个 U 盘后重新生成。"
        elif error.errno in _BARRED:
            text = f"不能写入“{folder}”，请检查 U 盘是否写保护、文件夹是否允许写入。"
        else:
            text = f"写入“{folder}”失败，请检查 U 盘是否插好，再重新生成。"
        raise Invalid(text) from error
