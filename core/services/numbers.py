"""Official numbers: drawn inside the transaction, never given twice, gaps known by their void."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.numbering import Numbering
from core.records.organisation import Organisation
from core.rights import Right
from core.services import settings
from core.settings import NUMBER_DIGITS, SHORT_NAME
from core.station import Tx, operation

_CASE = "人调字"
_KIND = "committee"
VISIT = "来访来电"
TASK = "交字"
_SERIES = {"visit": VISIT, "task": TASK}
_STATION = {VISIT: VISIT, TASK: "交办"}
"""Series that are the station's own, no committee's, and what each is called."""
_VISIT_DIGITS = 4
_RANK = re.compile("(?:镇|乡|街道)$")
_PARTS = re.compile(r"(\d{4})\D+(\d+)号?$")


def draw(tx: Tx, committee: UUID | None, year: int, series: str = _CASE) -> str:
    """The next number of a committee's year, such as 石桥镇人调字〔2026〕第001号."""
    of = _committee(tx.session, committee)
    line = _line(tx, committee, year, series)
    line.last += 1
    short = (of.short_name if of else None) or settings.value(tx.session, SHORT_NAME)
    digits = int(settings.value(tx.session, NUMBER_DIGITS))
    return f"{short}{series}〔{year}〕第{line.last:0{digits}d}号"


def draw_for_visit(tx: Tx, year: int) -> str:
    """The next number of the station's register of visits, such as 2026-石桥-0123."""
    line = _line(tx, None, year, VISIT)
    line.last += 1
    place = _RANK.sub("", settings.value(tx.session, SHORT_NAME))
    return "-".join(filter(None, (str(year), place, f"{line.last:0{_VISIT_DIGITS}d}")))


def draw_for_task(tx: Tx, year: int) -> str:
    """The next number of the station's tasks, such as 〔2026〕交字第1号."""
    line = _line(tx, None, year, TASK)
    line.last += 1
    return f"〔{year}〕{TASK}第{line.last}号"


def parts(number: str) -> tuple[int, int] | None:
    """The year and the place in its series that an official number names."""
    found = _PARTS.search(number.strip())
    return (int(found[1]), int(found[2])) if found else None


def series_of(ledger: str) -> str:
    """The series that the official numbers of a ledger belong to."""
    return _SERIES.get(ledger, _CASE)


def keep_up(tx: Tx, committee: UUID | None, number: str, series: str = _CASE) -> None:
    """A number taken over from paper: the series goes on behind it."""
    named = parts(number)
    if named is None:
        raise Invalid("卷号要写明年份和序号，如“石桥镇人调字〔2026〕第001号”。")
    line = _line(tx, committee, named[0], series)
    line.last = max(line.last, named[1])


@operation("设定起始编号", needs=Right.MANAGE)
def start(tx: Tx, committee: UUID | None, year: int, last: int, series: str = _CASE) -> None:
    """Say which number was the last one used on paper this year."""
    line = _line(tx, committee, year, series)
    if last < line.last:
        raise Invalid(f"今年已经用到第 {line.last} 号，起始编号不能比它小。")
    line.last = last


@dataclass(frozen=True, slots=True)
class Series:
    """How far the numbers of one committee, or a series of the station's, have come this year."""

    committee: UUID | None
    name: str
    year: int
    last: int
    series: str = _CASE


def series(session: Session, year: int) -> list[Series]:
    """The series of a year, to be compared with what is written on paper."""
    query = select(Numbering).where(
        Numbering.year == year, Numbering.series.in_((_CASE, *_STATION))
    )
    return [
        Series(one.committee, _called(session, one), one.year, one.last, one.series)
        for one in session.scalars(query.order_by(Numbering.id))
    ]


def _called(session: Session, one: Numbering) -> str:
    of = _committee(session, one.committee) if one.series == _CASE else None
    return _STATION.get(one.series) or (of.name if of else "")


def _committee(session: Session, named: UUID | None) -> Organisation | None:
    """The committee named, else the station's own: the first that was registered."""
    if named is not None:
        return session.get(Organisation, named)
    query = select(Organisation).where(Organisation.kind == _KIND).order_by(Organisation.id)
    return session.scalars(query).first()


def _line(tx: Tx, committee: UUID | None, year: int, series: str) -> Numbering:
    of = None if series in _STATION else _committee(tx.session, committee)
    owner = of.id if of is not None else committee
    query = select(Numbering).where(
        Numbering.committee == owner, Numbering.series == series, Numbering.year == year
    )
    found = tx.session.scalars(query).first()
    if found is None:
        found = Numbering(committee=owner, series=series, year=year, last=0)
        tx.add(found)
    return found
