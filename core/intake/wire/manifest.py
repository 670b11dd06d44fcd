"""What a package says of itself: the signed table of contents that is its identity."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from core.envelope import canonical
from core.intake.wire.fields import HEAD, digest, opened, previous, take, whole
from core.intake.wire.refused import refusing

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who made the package. `epoch` names the database, which changes on restore and copy."""

    org: str
    name: str
    epoch: str
    app: str
    schema: str


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a package before it is built.

    `prev` is the digest of the package before, empty for the first; `feed` the first and last
    journal entry in it; `period` two ISO days, or two empty texts; `prepared_by` who signs.
    """

    package_id: str
    sender: Sender
    seq: int
    prev: str
    feed: tuple[int, int]
    period: tuple[str, str]
    created: str
    prepared_by: str
    kind: str = "delta"
    profile: str = "full"


@dataclass(frozen=True, slots=True)
class File:
    """One member: its length when unpacked, and the digest of its bytes as they are stored."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`person_key` is the preparing person's, for which the station's signature answers."""

    header: Header
    person_key: str
    counts: Counts
    files: tuple[File, ...]

    @property
    def raw(self) -> bytes:
        """The canonical form, which is what is signed."""
        known = self.header
        return canonical(
            HEAD
            | {
                "profile": known.profile,
                "package_id": known.package_id,
                "kind": known.kind,
                "sender": asdict(known.sender),
                "seq": known.seq,
                "prev": known.prev,
                "feed": {"from": known.feed[0], "to": known.feed[1]},
                "period": {"from": known.period[0], "to": known.period[1]},
                "created": known.created,
                "counts": self.counts,
                "files": [asdict(file) for file in self.files],
                "prepared_by": {"id": known.prepared_by, "key": self.person_key},
            }
        )


def read_manifest(raw: bytes) -> Manifest:
    """The manifest in `raw`; fields of a later minor version are passed over."""
    body = opened(raw, "清单")
    with refusing("清单"):
        counts = {
            table: {op: whole(known, op) for op in known} for table, known in body["counts"].items()
        }
        files = tuple(
            File(take(one, "path", str), whole(one, "size"), digest(one, "sha256"))
            for one in body["files"]
        )
        return Manifest(_header(body), take(body["prepared_by"], "key", str), counts, files)


def _header(body: dict[str, Any]) -> Header:
    feed, period = body["feed"], body["period"]
    return Header(
        package_id=take(body, "package_id", str),
        sender=Sender(**{one.name: take(body["sender"], one.name, str) for one in fields(Sender)}),
        seq=whole(body, "seq"),
        prev=previous(body),
        feed=(whole(feed, "from"), whole(feed, "to")),
        period=(take(period, "from", str), take(period, "to", str)),
        created=take(body, "created", str),
        prepared_by=take(body["prepared_by"], "id", str),
        kind=take(body, "kind", str),
        profile=take(body, "profile", str),
    )
