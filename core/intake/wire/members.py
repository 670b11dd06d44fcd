"""The members of a package: records in compressed lines, attachments by their digest."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import zstandard

from core.intake.wire.line import RecordLine, parse_line
from core.intake.wire.manifest import Counts
from core.intake.wire.refused import Code, Refused, refusing

RECORDS = "rec/"
ATTACHMENTS = "att/"
MANIFEST = "manifest.json"
SIGNATURES = "manifest.sig"

MOST_LINES = 5_000
LONGEST_LINE = 16 << 20
MOST_BYTES = 32 << 20
MOST_STORED = MOST_BYTES + (1 << 20)

_LEVEL = 3

Tally = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by its digest; `chunks` are taken once, before the next attachment is."""

    sha256: str
    size: int
    chunks: Iterable[bytes]


def record_path(number: int) -> str:
    """The name of a member with records, counted from 0."""
    return f"{RECORDS}{number:05d}.jsonl.zst"


def pack(lines: bytes) -> bytes:
    """Lines as they are stored; the length stands in the frame."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(lines)


def unpack(stored: bytes, ceiling: int = MOST_BYTES) -> bytes:
    """The lines again; refused before anything is unpacked if they are longer than `ceiling`."""
    try:
        size = zstandard.frame_content_size(stored)
        if 0 < size <= ceiling:
            return zstandard.ZstdDecompressor().decompress(stored, allow_extra_data=False)
    except zstandard.ZstdError:
        pass
    raise Refused(Code.INCOMPLETE, "数据包里的记录解不开或超出限度，请发送单位重新生成数据包。")


def record_lines(raw: bytes) -> Iterator[RecordLine]:
    """The changes in an unpacked member."""
    with refusing("记录"):
        rows = raw.split(b"\n")
        if rows.pop() or len(rows) > MOST_LINES:
            raise ValueError("not lines, or too many")
    for row in rows:
        with refusing("记录"):
            line = parse_line(row)
        yield line


def counts(tally: Tally) -> Counts:
    """How many changes of each kind each table has, as the manifest says it."""
    tables: dict[str, dict[str, int]] = {}
    for (table, operation), number in sorted(tally.items()):
        tables.setdefault(table, {})[operation] = number
    return tables
