"""The station that is measured: a roster of invented people, made once for all benches."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.records import ledger
from core.records.staff import Staff
from core.rights import Right
from core.services import founding
from core.station import Station, Tx, operation
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock

STAFF = ledger("staff")
LEDGER = STAFF
BATCH = 5000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


def person(n: int) -> dict[str, object]:
    """Invented person number `n`: what a roster says of one."""
    return {
        "name": SURNAMES[n % 20] + GIVEN[n % 24] + GIVEN[n // 24 % 24],
        "phone": f"0000-88{n % 100000:05d}",
        "joined": date(2025, n % 12 + 1, n % 28 + 1),
        "state": "on",
        "note": f"东风村第{n % 97}网格，负责巡查走访和矛盾纠纷排查，编号{n}",
    }


@operation("备料", needs=Right.KEEP)
def fill(tx: Tx, first: int, last: int) -> None:
    """The people of these numbers."""
    for n in range(first, last):
        tx.add(Staff(**person(n)))


@dataclass(frozen=True, slots=True)
class Bench:
    """A station with `rows` people in it, made once for all measurements."""

    station: Station
    rows: int
    folder: Path
    megabytes: int

    @classmethod
    def made(cls, rows: int, folder: Path, megabytes: int = 4) -> "Bench":
        station, _ = founding.create(folder / "station", FACTS, PASSWORD, FixedClock(), QUICK)
        for first in range(0, rows, BATCH):
            station.perform(fill, first, min(rows, first + BATCH))
        return cls(station, rows, folder, megabytes)
