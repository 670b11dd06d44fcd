"""Upload packages going out: records and attachments, signed, encrypted, cut into parts."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from core import envelope
from core.envelope import SigningKey, sha256
from core.errors import Invalid
from core.intake.wire import archive, members, seal
from core.intake.wire.index import Index
from core.intake.wire.line import RecordLine
from core.intake.wire.manifest import Header, Manifest
from core.intake.wire.members import Attachment
from core.progress import Progress, silent
from reports.outbound.manifest import Draft
from reports.outbound.volumes import Volumes

GIBIBYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Medium:
    """Where the package goes: FAT32 and a CD hold the usual part, a re-copied part is short."""

    folder: Path
    part_size: int = GIBIBYTE


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes in; both are read once, one after the other."""

    lines: Iterable[RecordLine]
    attachments: Iterable[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Keys:
    """Who signs, and for whom it is encrypted."""

    person: SigningKey
    station: SigningKey
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A package on the medium; `digest` is its identity."""

    files: tuple[Path, ...]
    manifest: Manifest
    digest: str


def write(
    medium: Medium, header: Header, contents: Contents, keys: Keys, progress: Progress = silent
) -> Written:
    """Write a whole package and read it again, or leave nothing on the medium."""
    if not keys.recipients:
        raise Invalid("还没有登记上级单位的密钥卡，请先登记再生成数据包。")
    draft = Draft()
    with ExitStack() as undo:
        volumes = Volumes(medium.folder, header.package_id, medium.part_size)
        undo.callback(volumes.discard)
        envelope.encrypt(_stream(header, contents, keys, draft, progress), volumes, keys.recipients)
        volumes.close()
        volumes.prove(progress)
        manifest = draft.finished(header, keys.person.public)
        digest = sha256(manifest.raw)
        index = _index(header, digest, volumes).raw
        signed = seal.signatures(seal.INDEX, index, [keys.station])
        files = volumes.publish(_stem(header, digest), {".sig": signed, ".idx": index})
        undo.pop_all()
    return Written(files, manifest, digest)


def _index(header: Header, digest: str, volumes: Volumes) -> Index:
    return Index(
        node=header.sender.org,
        epoch=header.sender.epoch,
        seq=header.seq,
        prev=header.prev,
        feed=header.feed,
        digest=digest,
        parts=tuple(volumes.parts),
    )


def _stem(header: Header, digest: str) -> str:
    org = re.sub("[^0-9A-Za-z]", "", header.sender.org) or "station"
    return f"{org}-{header.seq:04d}-{digest[:8]}"


def _stream(
    header: Header, contents: Contents, keys: Keys, draft: Draft, progress: Progress
) -> Iterator[bytes]:
    for number, raw in enumerate(_batches(contents.lines, draft)):
        stored = members.pack(raw)
        path = members.record_path(number)
        draft.add(path, len(raw), sha256(stored))
        yield from _member(path, stored)
        progress("正在写入记录", draft.lines)
    for attachment in _once(contents.attachments):
        yield from _attached(attachment, draft)
        progress("正在写入附件", len(draft.files))
    raw = draft.finished(header, keys.person.public).raw
    signed = seal.signatures(seal.MANIFEST, raw, [keys.person, keys.station])
    yield from _member(members.MANIFEST, raw)
    yield from _member(members.SIGNATURES, signed)
    yield archive.END


def _batches(lines: Iterable[RecordLine], draft: Draft) -> Iterator[bytes]:
    rows: list[bytes] = []
    size = 0
    for line in lines:
        row = line.raw + b"\n"
        if len(row) > members.LONGEST_LINE:
            raise Invalid("有一条记录的文字过长，不能上报，请把它缩短后重新生成。")
        if len(rows) == members.MOST_LINES or size + len(row) > members.MOST_BYTES:
            yield b"".join(rows)
            rows, size = [], 0
        rows.append(row)
        size += len(row)
        draft.count(line)
    if rows:
        yield b"".join(rows)


def _once(attachments: Iterable[Attachment]) -> Iterator[Attachment]:
    sent = set()
    for attachment in attachments:
        if attachment.sha256 not in sent:
            sent.add(attachment.sha256)
            yield attachment


def _attached(attachment: Attachment, draft: Draft) -> Iterator[bytes]:
    path = members.ATTACHMENTS + attachment.sha256
    yield archive.header(path, attachment.size)
    digest, size = hashlib.sha256(), 0
    for chunk in attachment.chunks:
        digest.update(chunk)
        size += len(chunk)
        yield chunk
    if (digest.hexdigest(), size) != (attachment.sha256, attachment.size):
        raise Invalid("有一个附件与登记时不一致，可能已损坏，请先检查数据再生成数据包。")
    yield archive.padding(size)
    draft.add(path, size, attachment.sha256)


def _member(path: str, content: bytes) -> Iterator[bytes]:
    yield archive.header(path, len(content))
    yield content
    yield archive.padding(len(content))
