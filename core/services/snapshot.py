"""The identities of a list in one piece of memory: sixteen bytes each, however long the list."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload
from uuid import UUID

from typing_extensions import override

SIZE = 16


class Snapshot(Sequence[UUID]):
    """The order of a list at one moment; a slice is a snapshot too."""

    __slots__ = ("raw",)

    def __init__(self, raw: bytes = b"") -> None:
        self.raw = raw

    @classmethod
    def of(cls, identities: Iterable[UUID]) -> "Snapshot":
        """The snapshot of these identities."""
        if isinstance(identities, Snapshot):
            return identities
        return cls(b"".join(one.bytes for one in identities))

    @classmethod
    def joined(cls, parts: Iterable["Snapshot"]) -> "Snapshot":
        """One snapshot after the other."""
        return cls(b"".join(one.raw for one in parts))

    @override
    def __len__(self) -> int:
        return len(self.raw) // SIZE

    @overload
    def __getitem__(self, place: int) -> UUID: ...
    @overload
    def __getitem__(self, place: slice) -> "Snapshot": ...
    @override
    def __getitem__(self, place: int | slice) -> "UUID | Snapshot":
        if isinstance(place, slice):
            first, last, step = place.indices(len(self))
            if step == 1:
                return Snapshot(self.raw[first * SIZE : last * SIZE])
            return Snapshot.of(self[n] for n in range(first, last, step))
        n = range(len(self))[place]
        return UUID(bytes=self.raw[n * SIZE : (n + 1) * SIZE])

    @override
    def __iter__(self) -> Iterator[UUID]:
        return (UUID(bytes=self.raw[n : n + SIZE]) for n in range(0, len(self.raw), SIZE))

    @override
    def __contains__(self, identity: object) -> bool:
        return isinstance(identity, UUID) and self._find(identity.bytes, 0) >= 0

    def place(self, identity: UUID) -> int | None:
        """Where an identity stands in the list; none where it does not."""
        found = self._find(identity.bytes, 0)
        return found if found >= 0 else None

    @override
    def index(self, identity: Any, start: int = 0, stop: int | None = None) -> int:
        first, last, _ = slice(start, stop).indices(len(self))
        found = self._find(identity.bytes, first) if isinstance(identity, UUID) else -1
        if not 0 <= found < last:
            raise ValueError(identity)
        return found

    @override
    def __eq__(self, other: object) -> bool:
        if isinstance(other, Snapshot):
            return self.raw == other.raw
        return isinstance(other, list | tuple) and list(self) == list(other)

    @override
    def __hash__(self) -> int:
        return hash(self.raw)

    def only_lost(self, later: "Snapshot") -> bool:
        """Whether `later` is this list with at most some records taken out of it."""
        mine = theirs = 0
        while theirs < len(later):
            place = self._find(later.raw[theirs * SIZE : (theirs + 1) * SIZE], mine)
            if place < 0:
                return False
            alike = self._alike(place, later, theirs)
            mine, theirs = place + alike, theirs + alike
        return True

    def _alike(self, mine: int, other: "Snapshot", theirs: int) -> int:
        """How many places the two lists go on alike from there."""
        most = min(len(self) - mine, len(other) - theirs)
        alike, step = 0, most
        while step:
            a, b = (mine + alike) * SIZE, (theirs + alike) * SIZE
            if alike + step <= most and self._same(a, other, b, step):
                alike += step
            else:
                step //= 2
        return alike

    def _same(self, mine: int, other: "Snapshot", theirs: int, step: int) -> bool:
        size = step * SIZE
        here, there = memoryview(self.raw), memoryview(other.raw)
        return here[mine : mine + size] == there[theirs : theirs + size]

    def _find(self, raw: bytes, start: int) -> int:
        """The place of an identity at or after `start`; bytes that only straddle two are passed."""
        found = self.raw.find(raw, start * SIZE)
        while found >= 0 and found % SIZE:
            found = self.raw.find(raw, found + 1)
        return found // SIZE if found >= 0 else -1


EMPTY = Snapshot()
