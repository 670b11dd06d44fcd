"""UUIDv7 identities (RFC 9562): they sort by birth, also after the clock was set back."""

import secrets
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

Clock = Callable[[], datetime]

_COUNTER_BITS = 12
_RANDOM_BITS = 62


class Ids:
    """Gives out identities in rising order; clock and random bits are injected."""

    def __init__(self, clock: Clock, randbits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._randbits = randbits
        self._last = 0

    def not_before(self, identity: UUID) -> None:
        """Never give out an identity that sorts before `identity` (the journal's head)."""
        self._last = max(
            self._last, identity.int >> 80 << _COUNTER_BITS | identity.int >> 64 & 0xFFF
        )

    def new(self) -> UUID:
        """Return the next identity: 48 bits of milliseconds, 12 of counter, 62 random."""
        now = int(self._clock().timestamp() * 1000) << _COUNTER_BITS
        self._last = now if now > self._last else self._last + 1
        milliseconds, counter = self._last >> _COUNTER_BITS, self._last & 0xFFF
        return UUID(
            int=milliseconds << 80
            | 0x7 << 76
            | counter << 64
            | 0b10 << 62
            | self._randbits(_RANDOM_BITS)
        )
