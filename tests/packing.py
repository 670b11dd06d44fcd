"""A station that sends, a county that receives, and a forger who holds the station's keys."""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import envelope
from core.envelope import Identity, SigningKey, canonical, parsed, sha256
from core.intake import parts
from core.intake.wire import archive, members, seal
from core.intake.wire.index import parse_index
from core.intake.wire.line import RecordLine
from core.intake.wire.manifest import Header, Sender
from core.intake.wire.members import Attachment
from core.progress import Progress, silent
from reports.outbound.package import Contents, Keys, Medium, Written, write

ORG = "999999101201"
Members = list[tuple[str, bytes]]


def header(**given: Any) -> Header:
    """The first weekly package of 石桥镇."""
    facts = {
        "package_id": "019a0000-0000-7000-8000-000000000001",
        "sender": Sender(ORG, "石桥镇综治中心", "e1", "0.1.0", "2026.1"),
        "seq": 1,
        "prev": "",
        "feed": (1, 40),
        "period": ("2026-03-20", "2026-03-26"),
        "created": "2026-03-26T08:40:00+00:00",
        "prepared_by": "019a0000-0000-7000-8000-0000000000aa",
    }
    return Header(**facts | given)


def line(number: int, **given: Any) -> RecordLine:
    """One villager's dispute, told in a few columns."""
    facts = {
        "table": "mediation_case",
        "id": f"019a0000-0000-7000-8000-{number:012d}",
        "version": 1,
        "op": "create",
        "new": {"title": f"第{number}起相邻通行纠纷", "amount": "120.50", "closed": None},
        "by": "李海燕",
        "at": "2026-03-25T00:10:00+00:00",
    }
    return RecordLine(**facts | given)


def attachment(content: bytes) -> Attachment:
    return Attachment(sha256(content), len(content), [content])


@dataclass
class World:
    """Everybody's keys, and the folder the package travels in."""

    folder: Path
    county: Identity = field(default_factory=Identity.generate)
    recovery: Identity = field(default_factory=Identity.generate)
    own: Identity = field(default_factory=Identity.generate)
    person: SigningKey = field(default_factory=SigningKey.generate)
    station: SigningKey = field(default_factory=SigningKey.generate)

    @property
    def enrolled(self) -> dict[str, list[envelope.VerifyKey]]:
        return {ORG: [self.station.public]}

    @property
    def keys(self) -> Keys:
        readers = (self.county, self.recovery, self.own)
        return Keys(self.person, self.station, tuple(reader.recipient for reader in readers))

    def send(
        self,
        lines: Iterable[RecordLine],
        attachments: Iterable[Attachment] = (),
        part_size: int = 1 << 30,
        progress: Progress = silent,
    ) -> Written:
        medium = Medium(self.folder, part_size)
        return write(medium, header(), Contents(lines, attachments), self.keys, progress)


def index_of(package: Written) -> Path:
    return package.files[-1]


def taken_apart(path: Path, reader: Identity) -> Members:
    """The members of a package, as the reader's program would see them."""
    stream = parts.opened(parse_index(path.read_bytes()), path, reader)
    return [(one.name, b"".join(one.chunks)) for one in archive.members(stream)]


def tar(contents: Members) -> Iterator[bytes]:
    for name, content in contents:
        yield archive.header(name, len(content)) + content + archive.padding(len(content))
    yield archive.END


def forge(world: World, path: Path, change: Callable[[dict[str, Any], Members], None]) -> None:
    """Make the package again with other contents, signed as if they were true."""
    contents = taken_apart(path, world.county)
    body, rest = parsed(dict(contents)[members.MANIFEST]), contents[:-2]
    change(body, rest)
    raw = canonical(body)
    signed = seal.signatures(seal.MANIFEST, raw, [world.person, world.station])
    tail = [(members.MANIFEST, raw), (members.SIGNATURES, signed)]
    replace_stream(world, path, tar(rest + tail), digest=sha256(raw))


def replace_stream(world: World, path: Path, stream: Iterable[bytes], **fields: Any) -> None:
    """Put another stream into the first part and sign the index anew."""
    part = path.with_suffix(".001")
    with part.open("wb") as file:
        envelope.encrypt(stream, file, world.keys.recipients)
    raw = part.read_bytes()
    listed = [{"size": len(raw), "sha256": sha256(raw)}]
    sign_index(world, path, parsed(path.read_bytes()) | {"parts": listed} | fields)


def sign_index(world: World, path: Path, body: dict[str, Any]) -> None:
    raw = canonical(body)
    path.write_bytes(raw)
    path.with_suffix(".sig").write_bytes(seal.signatures(seal.INDEX, raw, [world.station]))


def entry(name: str, content: bytes, size: int | None = None) -> dict[str, Any]:
    """What an honest manifest says of a member."""
    length = len(content) if size is None else size
    return {"path": name, "size": length, "sha256": hashlib.sha256(content).hexdigest()}


def reading() -> list[str]:
    """Threads that still decrypt."""
    return [one.name for one in threading.enumerate() if one.name.startswith("decrypt")]
