"""Upload packages coming in: pass 1 checks everything and keeps nothing, pass 2 hands it out."""

import hashlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from core.envelope import Identity, VerifyKey, sha256
from core.intake import parts
from core.intake.wire import archive, members, seal
from core.intake.wire.index import Index, parse_index
from core.intake.wire.line import RecordLine
from core.intake.wire.manifest import File, Manifest, read_manifest
from core.intake.wire.members import Attachment, Tally
from core.intake.wire.refused import Code, Refused, refusing
from core.progress import Progress, silent

_MANIFEST_CEILING = 64 << 20

Enrolled = Mapping[str, Sequence[VerifyKey]]


@dataclass(frozen=True, slots=True)
class Verified:
    """A package that passed every check; `digest` is its identity."""

    path: Path
    index: Index
    manifest: Manifest
    digest: str


@dataclass(slots=True)
class _Seen:
    files: list[File] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    tail: dict[str, bytes] = field(default_factory=dict)


def read_index(path: Path) -> Index:
    """What a package says of itself outside; nothing of it is proved yet."""
    return parse_index(parts.small(parts.index_path(path)))


def verify(
    path: Path, enrolled: Enrolled, identity: Identity, progress: Progress = silent
) -> Verified:
    """Check a package wholly. `enrolled` holds the keys of each unit, `identity` opens it."""
    path = parts.index_path(path)
    raw_index = parts.small(path)
    index = parse_index(raw_index)
    keys = enrolled.get(index.node, ())
    if not keys:
        text = f"单位“{index.node}”尚未登记，请先核对并登记它的密钥卡，再接收数据包。"
        raise Refused(Code.UNKNOWN_SENDER, text)
    _prove(seal.INDEX, raw_index, parts.small(path.with_suffix(".sig")), keys)
    parts.check(index, path, progress)
    with closing(parts.opened(index, path, identity)) as chunks:
        seen = _walk(chunks, progress)
    with refusing("清单"):
        raw, signed = seen.tail[members.MANIFEST], seen.tail[members.SIGNATURES]
    _prove(seal.MANIFEST, raw, signed, keys)
    manifest = read_manifest(raw)
    _prove(seal.MANIFEST, raw, signed, [_person(manifest)])
    _agree(index, manifest, seen, sha256(raw))
    return Verified(path, index, manifest, sha256(raw))


def lines(package: Verified, identity: Identity) -> Generator[RecordLine, None, None]:
    """Every change in the package, in its order; to be closed by who stops before the end."""
    for file, member in _again(package, identity, members.RECORDS):
        stored = member.content(members.MOST_STORED)
        if sha256(stored) != file.sha256:
            raise _changed()
        yield from members.record_lines(members.unpack(stored, file.size))


def attachments(package: Verified, identity: Identity) -> Generator[Attachment, None, None]:
    """Every attachment in the package; its chunks are proved when the last one has come."""
    for file, member in _again(package, identity, members.ATTACHMENTS):
        yield Attachment(file.sha256, file.size, _proved(member.chunks, file.sha256))


def _proved(chunks: Iterable[bytes], promised: str) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
        yield chunk
    if digest.hexdigest() != promised:
        raise _changed()


def _again(
    package: Verified, identity: Identity, prefix: str
) -> Iterator[tuple[File, archive.Member]]:
    """The members of one kind, as they were when the package was verified."""
    files = package.manifest.files
    wanted = sum(file.path.startswith(prefix) for file in files)
    if not wanted:
        return
    with closing(parts.opened(package.index, package.path, identity)) as chunks:
        for file, member in zip(files, archive.members(chunks), strict=False):
            if member.name != file.path:
                raise _changed()
            if file.path.startswith(prefix):
                yield file, member
                wanted -= 1
            if not wanted:
                return
    raise _changed()


def _changed() -> Refused:
    text = "数据包在接收过程中被改动，没有接收任何内容，请重新拷贝后再接收。"
    return Refused(Code.DIGEST, text)


def _walk(chunks: Iterable[bytes], progress: Progress) -> _Seen:
    seen = _Seen()
    for member in archive.members(chunks):
        progress("正在核验内容", len(seen.files))
        if member.name in {members.MANIFEST, members.SIGNATURES}:
            if member.name in seen.tail:
                raise _mismatch("清单重复")
            seen.tail[member.name] = member.content(_MANIFEST_CEILING)
        elif member.name.startswith(members.RECORDS):
            seen.files.append(_records(member, seen.tally))
        else:
            seen.files.append(_hashed(member))
    return seen


def _records(member: archive.Member, tally: Tally) -> File:
    stored = member.content(members.MOST_STORED)
    raw = members.unpack(stored)
    tally.update((line.table, line.op) for line in members.record_lines(raw))
    return File(member.name, len(raw), sha256(stored))


def _hashed(member: archive.Member) -> File:
    digest = hashlib.sha256()
    for chunk in member.chunks:
        digest.update(chunk)
    return File(member.name, member.size, digest.hexdigest())


def _agree(index: Index, manifest: Manifest, seen: _Seen, digest: str) -> None:
    header = manifest.header
    inside = (header.sender.org, header.sender.epoch, header.seq, header.prev, header.feed, digest)
    outside = (index.node, index.epoch, index.seq, index.prev, index.feed, index.digest)
    if inside != outside:
        raise _mismatch("索引与清单不一致")
    named = [file.path for file in manifest.files]
    if named != [file.path for file in seen.files] or len(set(named)) < len(named):
        raise _mismatch("内容与清单不一致，有多余、重复或缺少的文件")
    if manifest.counts != members.counts(seen.tally):
        raise _mismatch("记录数与清单不一致")
    if manifest.files != tuple(seen.files) or not all(map(_well_named, seen.files)):
        text = "数据包里的文件与清单的校验值不符，请发送单位重新生成数据包。"
        raise Refused(Code.DIGEST, text)


def _well_named(file: File) -> bool:
    attached = file.path.startswith(members.ATTACHMENTS)
    return not attached or file.path == members.ATTACHMENTS + file.sha256


def _mismatch(what: str) -> Refused:
    return Refused(Code.INCOMPLETE, f"数据包{what}，请发送单位重新生成数据包。")


def _person(manifest: Manifest) -> VerifyKey:
    with refusing("签名"):
        return VerifyKey.from_text(manifest.person_key)


def _prove(purpose: str, message: bytes, signed: bytes, keys: Sequence[VerifyKey]) -> None:
    with refusing("签名"):
        proved = any(seal.signed_by(purpose, message, signed, key) for key in keys)
    if not proved:
        text = "数据包的签名无效，可能被改动或由未登记的密钥签发，请与发送单位核对后重新拷贝。"
        raise Refused(Code.SIGNATURE, text)
