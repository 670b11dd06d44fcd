"""The station that is measured: a register of invented visits, made once for all benches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import checks, indexing
from core.records import ledger
from core.records.grid import Grid
from core.records.visit import Visit
from core.rights import Right
from core.services import founding
from core.station import Station, Tx, operation
from core.store import search
from tests.conftest import FACTS, PASSWORD, QUICK, FixedClock

VISITS = ledger("visit")
BATCH = 5000
JOURNALLED = 20_000
FIRST = date(2018, 1, 1)
DAYS = 3000
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = "伟芳娜敏静秀英丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"
VILLAGES = "东西南北上下前后新老大小"
MATTERS = (
    "排水沟堵塞",
    "路灯不亮",
    "工资拖欠",
    "宅基地边界",
    "广场舞噪声",
    "饮水管漏水",
    "占道堆放",
)
GRIDS = 8
KINDS = ("A01", "A02", "A03", "A06")


def person(n: int) -> dict[str, object]:
    """Invented person number `n`: what a roster says of one."""
    return {
        "name": name(n),
        "phone": f"0000-88{n % 100000:05d}",
        "joined": date(2025, n % 12 + 1, n % 28 + 1),
        "state": "on",
        "note": f"{VILLAGES[n % 12]}塘村第{n % 97}网格，负责巡查走访和矛盾纠纷排查，编号{n}",
    }


def name(n: int) -> str:
    """What person number `n` is called."""
    return SURNAMES[n % 20] + GIVEN[n % 24] + GIVEN[n // 24 % 24]


def identity(n: int) -> str:
    """An identity number of a place there is not, with its check digit."""
    body = f"999999{1950 + n % 60}{n % 12 + 1:02d}{n % 28 + 1:02d}{n % 1000:03d}"
    return body + checks._id_check(body)


def visit(n: int) -> dict[str, object]:
    """Invented visit number `n`; numbers of people and telephones are ones nobody can have."""
    day = FIRST + timedelta(n % DAYS)
    village, matter = f"{VILLAGES[n % 12]}塘村", MATTERS[n // 7 % len(MATTERS)]
    return {
        "number": f"{day.year}-石桥-{n:07d}",
        "came_on": day,
        "came_at": time(8 + n % 9, n % 60),
        "source": "visit" if n % 3 else "call",
        "title": f"{village}{n % 19}组{matter}",
        "name": name(n),
        "heads": 1 + n % 5,
        "sex": "12"[n % 2],
        "phone": f"0000-88{n % 100000:05d}",
        "address": f"{village}{n % 19}组{n % 211}号",
        "id_no": identity(n),
        "kind": KINDS[n % 4],
        "summary": f"{name(n)}反映{village}{matter}，影响{n % 37}户，多次协商没有结果，编号{n}",
        "urgency": "normal",
        "unit": f"{village}委会",
        "due": day + timedelta(10),
        "reply": f"已到现场查看，{matter}一事由村里{n % 15 + 1}日内处理",
        "reply_way": "face",
        "closed_on": day + timedelta(n % 9) if n % 10 else None,
        "satisfaction": "good",
    }


COLUMNS = tuple(visit(0))
"""The twenty columns that leave in workbooks, and come in."""


@operation("备料", needs=Right.KEEP)
def divide(tx: Tx) -> None:
    """The villages, each with its grids."""
    for place in VILLAGES:
        village = Grid(name=f"{place}塘村", kind="01", level="village")
        tx.add(village)
        for n in range(1, GRIDS + 1):
            name = f"{place}塘村第{n}网格"
            tx.add(Grid(name=name, parent=village.id, kind="02", level="base"))


def grids(session: Session) -> list[UUID]:
    """The grids as `divide` made them, village by village."""
    listed = session.scalars(select(Grid.id).where(Grid.level == "base").order_by(Grid.id))
    return list(listed)


def filed(n: int, known: Sequence[UUID]) -> dict[str, Any]:
    """What the register says of visit number `n`, besides what was told."""
    place = n % len(VILLAGES) * GRIDS + n // len(VILLAGES) % GRIDS
    return {**visit(n), "state": "closed" if n % 10 else "registered", "grid": known[place]}


@operation("备料", needs=Right.KEEP)
def fill(tx: Tx, first: int, last: int) -> None:
    """The visits of these numbers."""
    known = grids(tx.session)
    for n in range(first, last):
        tx.add(Visit(**filed(n, known)))


def furnish(station: Station, first: int, last: int) -> None:
    """The visits of these numbers as if they had always been there: in table and index, no journal.

    A million acts of the journal would take the better part of an hour to make.
    """
    with Session(station.engine.execution_options(writing=True)) as session:
        known = grids(session)
        new = [
            Visit(id=station.ids.new(), version=1, **filed(n, known)) for n in range(first, last)
        ]
        session.add_all(new)
        session.flush()
        search.add(session.connection(), list(indexing._entries(session, VISITS, new)))
        session.commit()


@dataclass(frozen=True, slots=True)
class Bench:
    """A station with `rows` visits in it, made once for all measurements."""

    station: Station
    rows: int
    folder: Path
    megabytes: int

    @classmethod
    def made(cls, rows: int, folder: Path, megabytes: int = 4) -> "Bench":
        """The station in `folder`, made there unless it stands there already."""
        place = folder / "station"
        if place.exists():
            station = founding.open_station(place, FACTS.user, PASSWORD, FixedClock())
        else:
            station, _ = founding.create(place, FACTS, PASSWORD, FixedClock(), QUICK)
            station.perform(divide)
            for first in range(0, rows, BATCH):
                last = min(rows, first + BATCH)
                if first < JOURNALLED:
                    station.perform(fill, first, last)
                else:
                    furnish(station, first, last)
        return cls(station, rows, folder, megabytes)
