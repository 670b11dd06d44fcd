"""How a measurement is taken: the program's act against the least that could do it, in one run."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ratio:
    """Milliseconds of the program and of its floor; `unit` says of what."""

    ours: float
    floor: float
    unit: str

    @property
    def facts(self) -> dict[str, Any]:
        """As `main.py bench --json` prints it."""
        return {**asdict(self), "ratio": round(self.ours / self.floor, 2)}


def milliseconds(act: Callable[[], object], times: int = 5) -> float:
    """The median time of one act."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        spent.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(spent), 3)


def compared(
    unit: str, ours: Callable[[], object], floor: Callable[[], object], times: int = 5
) -> Ratio:
    """Both acts, taken in turn, so that a busy machine weighs on both alike."""
    spent = [(milliseconds(ours, 1), milliseconds(floor, 1)) for _ in range(times)]
    mine, least = (round(statistics.median(one), 3) for one in zip(*spent, strict=True))
    return Ratio(mine, least, unit)


def late(
    unit: str,
    ours: Callable[[], float],
    floor: Callable[[], float],
    times: int,
    share: float = 0.95,
) -> Ratio:
    """The time within which `share` of the acts were done; each act tells its own milliseconds."""
    spent = [(ours(), floor()) for _ in range(times)]
    mine, least = (round(_within(one, share), 3) for one in zip(*spent, strict=True))
    return Ratio(mine, least, unit)


def _within(spent: Sequence[float], share: float) -> float:
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * share))]
