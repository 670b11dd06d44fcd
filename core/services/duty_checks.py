"""What clashes on the duty schedule, what is missing, and how evenly it is shared out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from uuid import UUID

from core import codes
from core.services.duty_sheet import DAY, HOLIDAY, LEADER, WEEKEND, Sheet, Shift, Slot
from core.services.pending import day_words

GAP = "gap"
"""The kind of a conflict that is only a want of people."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that breaks a rule, on a day, with the person it is about if it is one's."""

    kind: str
    day: date
    text: str
    staff: UUID | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How often one person is on; without a table of holidays only `total` is known."""

    staff: UUID
    name: str
    total: int
    weekend: int = 0
    holiday: int = 0


def conflicts(sheet: Sheet) -> list[Conflict]:
    """Everything that breaks a rule, by day."""
    found = [
        *_twice(sheet),
        *_absent(sheet),
        *_holidays_off(sheet),
        *_running(sheet),
        *_rest(sheet),
        *gaps(sheet),
    ]
    return sorted(found, key=lambda one: (one.day, one.kind == GAP))


def gaps(sheet: Sheet) -> Iterator[Conflict]:
    """The shifts that have fewer people than they need."""
    for slot in sheet.slots():
        missing = sheet.rules.wanted(slot.role) - len(sheet.on(slot))
        if missing > 0:
            yield Conflict(GAP, slot.day, f"{slot_words(slot)}{_short(slot, missing)}")


def shares(sheet: Sheet) -> list[Share]:
    """How often everybody of the sheet is on; a person's two shifts of one day are two."""
    kinds = {one.date: one.kind for one in sheet.days}
    counted = Counter((one.staff, kinds[one.day]) for one in sheet.shifts)
    total = Counter(one.staff for one in sheet.shifts)
    return [
        Share(
            one.id,
            one.told,
            total[one.id],
            counted[one.id, WEEKEND],
            counted[one.id, HOLIDAY],
        )
        for one in sheet.rows()
    ]


def slot_words(slot: Slot) -> str:
    """A shift as it is told: 3月5日夜班; a whole day is only the day."""
    return day_words(slot.day) + shift_words(slot.shift)


def shift_words(shift: str) -> str:
    """白班 or 夜班; nothing for the shift that is the whole day."""
    return "" if shift == "whole" else codes.name_of("shift_kind", shift)


def _short(slot: Slot, missing: int) -> str:
    return "没有带班领导" if slot.role == LEADER else f"还缺{missing}人值班"


def _twice(sheet: Sheet) -> Iterator[Conflict]:
    """Nobody is on two shifts of the same hours."""
    by_cell = defaultdict(list)
    for one in sheet.shifts:
        by_cell[one.cell].append(one)
    for cell, there in by_cell.items():
        if any(first.meets(second.shift) for first, second in combinations(there, 2)):
            text = f"{day_words(cell.day)}{sheet.told(cell.staff)}同一班排了两次"
            yield Conflict("twice", cell.day, text, cell.staff)


def _absent(sheet: Sheet) -> Iterator[Conflict]:
    for one in _once(sheet.shifts):
        why = sheet.away.get(one.cell)
        if why:
            text = f"{day_words(one.day)}{sheet.told(one.staff)}{why}，还排着值班"
            yield Conflict("away", one.day, text, one.staff)


def _holidays_off(sheet: Sheet) -> Iterator[Conflict]:
    """Who is marked as not on duty on holidays is not put on then."""
    spared = {one.staff for one in sheet.turns if not one.holidays}
    holidays = {one.date for one in sheet.days if one.kind == HOLIDAY}
    for one in _once(sheet.shifts):
        if one.staff in spared and one.day in holidays:
            text = f"{day_words(one.day)}{sheet.told(one.staff)}不排节假日，还排着值班"
            yield Conflict("spared", one.day, text, one.staff)


def _running(sheet: Sheet) -> Iterator[Conflict]:
    """Nobody is on more days running than the rule has."""
    for staff, run in _runs(sheet):
        if len(run) > sheet.rules.longest:
            day = max(run[0], sheet.first)
            span = f"{day_words(run[0])}至{day_words(run[-1])}"
            text = (
                f"{sheet.told(staff)}连值{len(run)}天（{span}），规定不超过{sheet.rules.longest}天"
            )
            yield Conflict("run", day, text, staff)


def _rest(sheet: Sheet) -> Iterator[Conflict]:
    """Between two turns of duty lie at least as many days as the rule has."""
    before: dict[UUID, date] = {}
    for staff, run in _runs(sheet, touching=False):
        last = before.get(staff)
        before[staff] = run[-1]
        free = (run[0] - last).days - 1 if last else sheet.rules.rest
        if free < sheet.rules.rest and sheet.first <= run[0] <= sheet.last:
            text = f"{sheet.told(staff)}{day_words(run[0])}离上次值班只隔{free}天"
            text += f"，规定至少隔{sheet.rules.rest}天"
            yield Conflict("rest", run[0], text, staff)


def _runs(sheet: Sheet, *, touching: bool = True) -> Iterator[tuple[UUID, list[date]]]:
    """The stretches of days running of everybody; only those that touch the sheet."""
    for staff, days in sheet.days_on().items():
        for run in stretches(days):
            if not touching or (run[-1] >= sheet.first and run[0] <= sheet.last):
                yield staff, run


def stretches(days: Iterable[date]) -> Iterator[list[date]]:
    """Days put together where one follows the other."""
    ordered = sorted(days)
    run = ordered[:1]
    for one, following in pairwise(ordered):
        if following != one + DAY:
            yield run
            run = []
        run.append(following)
    if run:
        yield run


def _once(shifts: Iterable[Shift]) -> Iterator[Shift]:
    """One shift of each cell."""
    yield from {one.cell: one for one in shifts}.values()
