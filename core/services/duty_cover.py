"""Leave and duty: the substitute takes over the shifts, and gives back what is still ahead."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from core.records.leave import Leave
from core.services import absence, duty_sheet
from core.services.duty import Lines
from core.services.duty_sheet import Cell, Shift
from core.services.pending import day_words
from core.station import Tx


class Former(NamedTuple):
    """What a leave was before it was changed."""

    since: date
    until: date
    substitute: UUID | None

    @classmethod
    def of(cls, leave: Leave) -> "Former":
        """As it is now."""
        return cls(leave.since, leave.until, leave.substitute)


@dataclass(frozen=True, slots=True)
class Covered:
    """How many shifts went over, and the days that still want somebody."""

    count: int
    left: tuple[date, ...] = ()

    @property
    def text(self) -> str:
        """What the clerk is told; nothing where there was no duty."""
        told = f"{self.count} 个班已由代岗人接替" if self.count else ""
        days = "、".join(map(day_words, self.left))
        open_ = f"{days}的值班还没有人接替，请在值班表上另排" if days else ""
        return "；".join(filter(None, (told, open_)))


def take_over(tx: Tx, leave: Leave) -> Covered:
    """Once leave is granted: its substitute has the shifts of its days, as far as he can."""
    mine = _shifts(tx, leave, leave.since, leave.staff)
    cells = {one.day: Cell(one.day, _acting(tx, leave, one.day)) for one in mine}
    lines = Lines(tx, [*cells.values(), *(one.cell for one in mine)])
    people = duty_sheet.people_of(tx.session, {one.staff for one in cells.values()})
    away = duty_sheet.away(tx.session, leave.since, leave.until, people)
    left = []
    for one in mine:
        cell = cells[one.day]
        if cell.staff == one.staff or cell in away or lines.live(cell) or cell.staff not in people:
            left.append(one.day)
            continue
        lines.take_off(one.cell)
        lines.put(Shift(one.day, one.shift, one.role, cell.staff, one.staff, one.note))
    return Covered(len(mine) - len(left), tuple(left))


def move(tx: Tx, leave: Leave, former: Former) -> None:
    """Granted leave that is changed: what lies ahead in its days or the former goes anew."""
    first, last = min(leave.since, former.since), max(leave.until, former.until)
    _return(tx, leave, duty_sheet.shifts_in(tx.session, max(first, tx.today), last), former)
    tx.session.flush()
    take_over(tx, leave)


def give_back(tx: Tx, leave: Leave, day: date) -> int:
    """Leave that ends early: from `day` on the shifts go back; return how many."""
    kept = duty_sheet.shifts_in(tx.session, max(day, leave.since), leave.until)
    return _return(tx, leave, kept, Former.of(leave))


def _return(tx: Tx, leave: Leave, kept: Iterable[Shift], former: Former) -> int:
    """The shifts whoever acted for him has are his own again; what he swapped stays swapped."""
    his = [
        one
        for one in kept
        if one.replaces == leave.staff
        and one.staff in (former.substitute, _acting(tx, leave, one.day))
    ]
    lines = Lines(tx, [*(one.cell for one in his), *_cells(his, leave.staff)])
    back = [one for one in his if not lines.live(Cell(one.day, leave.staff))]
    for one in back:
        lines.take_off(one.cell)
        lines.put(Shift(one.day, one.shift, one.role, leave.staff, None, one.note))
    return len(back)


def _shifts(tx: Tx, leave: Leave, since: date, staff: UUID) -> list[Shift]:
    kept = duty_sheet.shifts_in(tx.session, since, leave.until)
    return [one for one in kept if one.staff == staff]


def _acting(tx: Tx, leave: Leave, day: date) -> UUID:
    """Who acts on a day: the substitute, or whoever acts for him."""
    absent = absence.away(tx.session, day) | {leave.staff: leave}
    return absence.acting(absent, leave.staff)


def _cells(shifts: Iterable[Shift], staff: UUID) -> list[Cell]:
    return [Cell(one.day, staff) for one in shifts]
