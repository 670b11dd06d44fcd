"""Putting people on duty and taking them off; who is on a day.

One person has one line a day: it is written anew, never beside an older one, so that whatever is
painted, copied, handed over or undone, nobody stands twice in the same shift.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid
from core.records.duty import DutyShift
from core.rights import Right
from core.services import duty_sheet
from core.services.duty_sheet import LEADER, MEMBER, Cell, Mark, Person, Shift
from core.services.pending import Item, day_words
from core.station import Tx, operation

TABLE = "duty_shift"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Painted:
    """How many lines were written, and who was left off because of being away."""

    count: int
    left_off: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the clerk is told."""
        told = f"已排 {self.count} 人次"
        if self.left_off:
            more = "等" if len(self.left_off) > _NAMED else ""
            told += f"；{'、'.join(self.left_off[:_NAMED])}{more}，没有排"
        return told


@operation("排班", needs=Right.KEEP)
def paint(tx: Tx, cells: Sequence[Cell], mark: Mark) -> Painted:
    """Put people on a shift; who is away on the day is left off and named."""
    for table, code in (("shift_kind", mark.shift), ("duty_role", mark.role)):
        if codes.item(table, code) is None:
            raise Invalid("没有这种班次或值班岗位，请刷新后再排。")
    done = put_on(tx, [Shift(day, mark.shift, mark.role, staff) for day, staff in cells])
    if done.left_off and not done.count:
        raise Invalid(f"{'、'.join(done.left_off[:_NAMED])}，不能排值班。请另排一位。")
    return done


@operation("撤下值班", needs=Right.KEEP)
def erase(tx: Tx, cells: Sequence[Cell]) -> int:
    """Take people off duty; return how many lines that were."""
    lines = Lines(tx, cells)
    tx.detail = span_words(one.day for one in cells)
    return sum(map(lines.take_off, dict.fromkeys(cells)))


def put_on(tx: Tx, wanted: Sequence[Shift]) -> Painted:
    """Write these shifts but for those whose person is away; part of an act."""
    cells = list(dict.fromkeys(one.cell for one in wanted))
    people = duty_sheet.people_of(tx.session, {one.staff for one in cells})
    if any(one.staff not in people for one in cells):
        raise Invalid("有人已不在花名册里，请刷新后再排。")
    away = absences(tx.session, cells, people)
    lines = Lines(tx, cells)
    for one in wanted:
        if one.cell not in away:
            lines.put(one)
    tx.detail = span_words(one.day for one in cells)
    told = (
        f"{people[one.staff].told}{day_words(one.day)}{away[one]}" for one in cells if one in away
    )
    return Painted(len(cells) - len(away), tuple(told))


def absences(
    session: Session, cells: Sequence[Cell], people: dict[UUID, Person]
) -> dict[Cell, str]:
    """Which of these people cannot be on that day, and why."""
    if not cells:
        return {}
    days = [one.day for one in cells]
    found = duty_sheet.away(session, min(days), max(days), people)
    return {one: found[one] for one in cells if one in found}


class Lines:
    """The lines of some cells, binned ones too: each is written anew where there is one."""

    def __init__(self, tx: Tx, cells: Iterable[Cell]) -> None:
        self._tx = tx
        self._kept: dict[Cell, list[DutyShift]] = {}
        wanted = set(cells)
        query = select(DutyShift).where(
            DutyShift.day.in_({one.day for one in wanted}),
            DutyShift.staff.in_({one.staff for one in wanted}),
        )
        for one in tx.session.scalars(query.order_by(DutyShift.id)):
            self._kept.setdefault(Cell(one.day, one.staff), []).append(one)

    def live(self, cell: Cell) -> list[DutyShift]:
        """The lines that stand."""
        return [one for one in self._kept.get(cell, []) if one.binned is None]

    def put(self, wanted: Shift) -> None:
        """Write the one line of a cell; others that stand there go to the recycle bin."""
        there = self.live(wanted.cell) or self._kept.get(wanted.cell, [])[:1]
        self.take_off(wanted.cell)
        line = there[0] if there else DutyShift(day=wanted.day, staff=wanted.staff)
        line.binned, line.shift, line.role = None, wanted.shift, wanted.role
        line.replaces, line.note = wanted.replaces, wanted.note or line.note
        if not there:
            self._tx.add(line)
            self._kept[wanted.cell] = [line]

    def take_off(self, cell: Cell) -> int:
        """Bin what stands in a cell; return how many lines that were."""
        there = self.live(cell)
        for one in there:
            self._tx.bin(one)
        return len(there)


def span_words(days: Iterable[date]) -> str:
    """The days an act was about, for the journal: no person in it."""
    known = sorted(set(days))
    if not known:
        return ""
    first, last = day_words(known[0]), day_words(known[-1])
    return f"：{first}" if first == last else f"：{first}至{last}"


def on(session: Session, day: date) -> list[Item]:
    """Who is on duty on `day`, one matter a shift: who leads, then who is on."""
    sheet = duty_sheet.read(session, day, day)
    found = []
    for shift in codes.table("shift_kind").items:
        there = [one for one in sheet.shifts if one.shift == shift.code]
        told = [
            f"{word}{'、'.join(called(sheet, one) for one in there if one.role == role)}"
            for word, role in (("带班", LEADER), ("值班", MEMBER))
            if any(one.role == role for one in there)
        ]
        if told:
            found.append(Item(f"{shift.name}：{'，'.join(told)}", "", TABLE))
    return found


def called(sheet: duty_sheet.Sheet, one: Shift) -> str:
    """Who is on, and for whom."""
    instead = sheet.name(one.replaces) if one.replaces else ""
    return sheet.name(one.staff) + (f"（替{instead}）" if instead else "")
