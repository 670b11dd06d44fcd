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


def draw(tx: Tx, committee: UUID | None, year: int, series: str = _CASE) -> str:
    """The next number of a committee's year, such as 石桥镇人调字〔2026〕第001号."""
    of = _committee(tx.session, committee)
    line = _line(tx, committee, year, series)
    line.last += 1
    short = (of.short_name if of else None) or settings.value(tx.session, SHORT_NAME)
    digits = int(settings.value(tx.session, NUMBER_DIGITS))
    return f"{short}{series}〔{year}〕第{line.last:0{digits}d}号"


def keep_up(tx: Tx, committee: UUID | None, number: str, series: str = _CASE) -> None:
    """A number taken over from paper: the series goes on behind it."""
    found = re.search(r"(\d{4})\D+(\d+)号?$", number)
    if found is None:
        raise Invalid("卷号要写明年份和序号，如“石桥镇人调字〔2026〕第001号”。")
    line = _line(tx, committee, int(found[1]), series)
    line.last = max(line.last, int(found[2]))


@operation("设定起始编号", needs=Right.MANAGE)
def start(tx: Tx, committee: UUID | None, year: int, last: int, series: str = _CASE) -> None:
    """Say which number was the last one used on paper this year."""
    line = _line(tx, committee, year, series)
    if last < line.last:
        raise Invalid(f"今年已经用到第 {line.last} 号，起始编号不能比它小。")
    line.last = last


@dataclass(frozen=True, slots=True)
class Series:
    """How far one committee's numbers have come this year."""

    committee: UUID | None
    name: str
    year: int
    last: int


def series(session: Session, year: int) -> list[Series]:
    """The series of a year, to be compared with what is written on paper."""
    query = select(Numbering).where(Numbering.year == year, Numbering.series == _CASE)
    return [
        Series(one.committee, of.name if of else "", one.year, one.last)
        for one in session.scalars(query.order_by(Numbering.id))
        for of in [_committee(session, one.committee)]
    ]


def _committee(session: Session, named: UUID | None) -> Organisation | None:
    """The committee named, else the station's own: the first that was registered."""
    if named is not None:
        return session.get(Organisation, named)
    query = select(Organisation).where(Organisation.kind == _KIND).order_by(Organisation.id)
    return session.scalars(query).first()


def _line(tx: Tx, committee: UUID | None, year: int, series: str) -> Numbering:
    of = _committee(tx.session, committee)
    owner = of.id if of is not None else committee
    query = select(Numbering).where(
        Numbering.committee == owner, Numbering.series == series, Numbering.year == year
    )
    found = tx.session.scalars(query).first()
    if found is None:
        found = Numbering(committee=owner, series=series, year=year, last=0)
        tx.add(found)
    return found
