"""What lies beside the parts: readable without any key, signed by the station."""

from dataclasses import asdict, dataclass

from core.envelope import canonical
from core.intake.wire.fields import HEAD, digest, opened, previous, take, whole
from core.intake.wire.refused import refusing

SUFFIX = ".zzpkg"


@dataclass(frozen=True, slots=True)
class Part:
    """One volume of the encrypted stream."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Index:
    """`digest` is the manifest's, `node` and `epoch` the sender, `feed` journal entries."""

    node: str
    epoch: str
    seq: int
    prev: str
    feed: tuple[int, int]
    digest: str
    parts: tuple[Part, ...]

    @property
    def raw(self) -> bytes:
        """The canonical form, which is what is signed."""
        return canonical(
            HEAD
            | {
                "node": self.node,
                "epoch": self.epoch,
                "seq": self.seq,
                "prev": self.prev,
                "feed": {"from": self.feed[0], "to": self.feed[1]},
                "digest": self.digest,
                "parts": [asdict(part) for part in self.parts],
            }
        )


def parse_index(raw: bytes) -> Index:
    """The index in `raw`; fields of a later minor version are passed over."""
    body = opened(raw, "索引")
    with refusing("索引"):
        return Index(
            node=take(body, "node", str),
            epoch=take(body, "epoch", str),
            seq=whole(body, "seq"),
            prev=previous(body),
            feed=(whole(body["feed"], "from"), whole(body["feed"], "to")),
            digest=digest(body, "digest"),
            parts=tuple(
                Part(whole(part, "size"), digest(part, "sha256")) for part in body["parts"]
            ),
        )


def part_name(stem: str, number: int) -> str:
    """The file name of a part, counted from 1."""
    return f"{stem}{SUFFIX}.{number:03d}"
