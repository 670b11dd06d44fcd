"""Nobody is on duty twice in the same hours, whatever brings it about: a form, the bin, a file.

Painting, swaps and leave write one line a person and day; what is asked here are the other ways.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from core import codes
from core.errors import Invalid, Problem
from core.journal.recorder import Watched
from core.record import Value
from core.records.duty import DutyShift, meet
from core.services import names
from core.services.verdict import WRITTEN, PlannedRow
from core.station import Tx

_WHERE = frozenset({"day", "shift", "staff", "binned"})
_PLACE = "staff"


class _Cell(NamedTuple):
    """One person on one day."""

    day: date
    staff: UUID


@dataclass(frozen=True, slots=True)
class _Line:
    """One shift of one person, known by the record or by the line of a file."""

    of: UUID | int
    cell: _Cell
    shift: str


_Lines = Mapping[_Cell, Sequence[_Line]]


def keep(tx: Tx) -> None:
    """Refuse the act so far where it puts somebody twice into the same hours."""
    assert isinstance(tx.session, Watched), "only an act changes records"
    tx.session.flush()
    moved = [
        one.record
        for one in tx.session.recorder.records()
        if isinstance(one.record, DutyShift) and (one.created or _WHERE & one.before.keys())
    ]
    live = [_kept(one) for one in moved if one.binned is None]
    there = _there(tx.session, [one.cell for one in live])
    for one in live:
        other = _met(one, there)
        if other is not None:
            raise Invalid([Problem(_PLACE, _told(tx.session, other))])


def weigh(session: Session, rows: Sequence[PlannedRow]) -> tuple[PlannedRow, ...]:
    """Rows of a file: the ones that put somebody on twice fail, each with its sentence."""
    changed = [one.identity for one in rows if one.verdict in WRITTEN and one.identity]
    before = {one.id: one for one in session.scalars(_lines().where(DutyShift.id.in_(changed)))}
    planned = {
        one.line: line
        for one in rows
        if one.verdict in WRITTEN and (line := _planned(one, before)) is not None
    }
    there = _there(session, [one.cell for one in planned.values()], before.keys())
    return tuple(_weighed(session, one, planned.get(one.line), there) for one in rows)


def _weighed(
    session: Session, row: PlannedRow, line: _Line | None, there: dict[_Cell, list[_Line]]
) -> PlannedRow:
    """One row after the other: each stands in the way of those below it."""
    if line is None:
        return row
    other = _met(line, there)
    if other is None:
        there[line.cell].append(line)
        return row
    return row._replace(problems=(Problem(_PLACE, _told(session, other)),), verdict="failed")


def _planned(row: PlannedRow, before: Mapping[UUID, DutyShift]) -> _Line | None:
    """Where a row would put its person; nothing where it does not say."""
    kept = before.get(row.identity) if row.identity else None

    def said(key: str) -> Value:
        value: Value = row.values.get(key, getattr(kept, key, None))
        return value

    day, shift, staff = said("day"), said("shift"), said("staff")
    if not (isinstance(day, date) and isinstance(shift, str) and isinstance(staff, UUID)):
        return None
    return _Line(row.identity or row.line, _Cell(day, staff), shift)


def _there(
    session: Session, cells: Sequence[_Cell], but: Iterable[UUID] = ()
) -> dict[_Cell, list[_Line]]:
    """The shifts that stand in these cells."""
    found: dict[_Cell, list[_Line]] = defaultdict(list)
    query = _lines().where(
        DutyShift.day.in_({one.day for one in cells}),
        DutyShift.staff.in_({one.staff for one in cells}),
    )
    spared = set(but)
    for one in session.scalars(query) if cells else ():
        if one.id not in spared:
            found[_Cell(one.day, one.staff)].append(_kept(one))
    return found


def _lines() -> Select[tuple[DutyShift]]:
    return select(DutyShift).where(DutyShift.binned.is_(None)).order_by(DutyShift.id)


def _kept(one: DutyShift) -> _Line:
    return _Line(one.id, _Cell(one.day, one.staff), one.shift)


def _met(line: _Line, there: _Lines) -> _Line | None:
    """Another shift of the same person that day whose hours are the same, or hold them."""
    others = (one for one in there.get(line.cell, ()) if one.of != line.of)
    return next((one for one in others if meet(one.shift, line.shift)), None)


def _told(session: Session, other: _Line) -> str:
    day, staff = other.cell
    name = names.titles(session, "staff", [staff]).get(staff, "")
    shift = codes.name_of("shift_kind", other.shift)
    at = f"第 {other.of} 行" if isinstance(other.of, int) else "已"
    return (
        f"{name}{day.month}月{day.day}日{at}排了{shift}，同一时间只排一次。"
        "请改日期、班次或人，要换班次就改原来那一班。"
    )
