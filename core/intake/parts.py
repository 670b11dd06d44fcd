"""The files of a package as they lie on a stick: index, signature and parts."""

import hashlib
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from core import envelope
from core.envelope import BLOCK, Identity
from core.intake.wire.index import SUFFIX, Index, Part, part_name
from core.intake.wire.refused import Code, Refused
from core.progress import Progress

_BESIDE = re.compile(rf"(.+){re.escape(SUFFIX)}\.(idx|sig|\d{{3,}})")
_CEILING = 1 << 20


def index_path(path: Path) -> Path:
    """The index of the package that `path`, whichever of its files, belongs to."""
    named = _BESIDE.fullmatch(path.name)
    if not named:
        text = f"“{path.name}”不是数据包，请选择扩展名为 {SUFFIX}.idx 的文件。"
        raise Refused(Code.INCOMPLETE, text)
    return path.with_name(f"{named[1]}{SUFFIX}.idx")


def small(path: Path) -> bytes:
    """A file beside the parts, refused if it is longer than any true one."""
    with _readable(path), path.open("rb") as file:
        raw = file.read(_CEILING + 1)
    if len(raw) > _CEILING:
        raise Refused(Code.INCOMPLETE, f"“{path.name}”不是有效的索引文件，请重新拷贝。")
    return raw


def check(index: Index, path: Path, progress: Progress) -> None:
    """Compare every part with the index at `path`, and name all that must be copied again."""
    total = sum(part.size for part in index.parts)
    done = 0
    faults: list[tuple[Code, str]] = []
    for number, part in enumerate(index.parts, 1):
        progress("正在核对分卷", done, total)
        faults += _faults(_part(path, number), part)
        done += part.size
    if faults:
        text = "；".join(what for _, what in faults)
        raise Refused(faults[0][0], f"数据包不完整：{text}。请从原电脑重新拷贝这些文件。")


def _faults(path: Path, part: Part) -> list[tuple[Code, str]]:
    with _readable(path):
        if not path.is_file():
            return [(Code.INCOMPLETE, f"缺少“{path.name}”")]
        size = path.stat().st_size
    if size != part.size:
        what = "没有拷完" if size < part.size else "比原来长"
        return [(Code.INCOMPLETE, f"“{path.name}”{what}")]
    digest = hashlib.sha256()
    for chunk in _chunks(path):
        digest.update(chunk)
    return [] if digest.hexdigest() == part.sha256 else [(Code.DIGEST, f"“{path.name}”已损坏")]


def opened(index: Index, path: Path, identity: Identity) -> Generator[bytes, None, None]:
    """The stream inside the parts, decrypted; nothing of it touches the disk."""
    joined = (
        chunk for number in range(1, len(index.parts) + 1) for chunk in _chunks(_part(path, number))
    )
    try:
        yield from envelope.decrypt(joined, identity)
    except envelope.NotAddressed:
        text = "这个数据包不是发给本单位的，请核对文件，或与发送单位核对收件单位。"
        raise Refused(Code.NOT_FOR_US, text) from None
    except envelope.Damaged:
        text = "数据包的内容已损坏，请从原电脑重新拷贝全部分卷。"
        raise Refused(Code.DIGEST, text) from None


def _part(index: Path, number: int) -> Path:
    return index.with_name(part_name(index.name.removesuffix(f"{SUFFIX}.idx"), number))


def _chunks(path: Path) -> Iterator[bytes]:
    with _readable(path), path.open("rb") as file:
        while chunk := file.read(BLOCK):
            yield chunk


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        text = f"缺少“{path.name}”，请从原电脑把它拷到同一个文件夹再试。"
        raise Refused(Code.INCOMPLETE, text) from None
    except OSError:
        text = f"读取“{path.name}”失败，请检查 U 盘是否插好，或重新拷贝。"
        raise Refused(Code.INCOMPLETE, text) from None
