"""A month proposed by a solver: rules that clash give way, and are named (grid.md §6.8).

What cannot be is left out of the model: who is away, and who is on that day already. Everything
else is a rule with a slack: people wanted, days running, days between, holidays, even shares.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.progress import Progress, silent
from core.services import duty_sheet
from core.services.duty_checks import slot_words
from core.services.duty_model import Model
from core.services.duty_sheet import (
    DAY,
    HOLIDAY,
    LEADER,
    WEEKEND,
    Cell,
    Sheet,
    Shift,
    Slot,
)
from core.services.duty_turn import Proposal
from core.services.pending import day_words

_WANTED, _SPARED, _RUNNING, _BETWEEN = 1000.0, 200.0, 60.0, 30.0
_EVEN, _EVEN_POOL = 4.0, 3.0

_Choices = dict[tuple[Slot, UUID], int]


@dataclass(frozen=True, slots=True)
class _Plan:
    """The model while it is built: which column puts whom on which shift."""

    sheet: Sheet
    model: Model
    choices: _Choices

    def by_day(self) -> dict[Cell, list[int]]:
        """The columns that put somebody on, day by day."""
        found: dict[Cell, list[int]] = defaultdict(list)
        for (slot, staff), column in self.choices.items():
            found[Cell(slot.day, staff)].append(column)
        return found


def propose(session: Session, day: date, progress: Progress = silent) -> Proposal:
    """A schedule for the month of `day`: fills what is open and says which rules clash."""
    return solved(duty_sheet.read(session, *duty_sheet.month(day)), progress)


def solved(sheet: Sheet, progress: Progress = silent) -> Proposal:
    """The proposal for a sheet; what stands on it already stays."""
    sheet.require_calendar()
    if not sheet.turns:
        raise Invalid("还没有值班人员名单。请先在“值班人员名单”里登记，再自动排班。")
    progress("正在准备")
    plan = planned(sheet)
    values = plan.model.solved(progress)
    shifts = (
        Shift(slot.day, slot.shift, slot.role, staff)
        for (slot, staff), column in plan.choices.items()
        if values[column] > 1 / 2
    )
    return Proposal(tuple(shifts), tuple(plan.model.gave_way(values)))


def planned(sheet: Sheet) -> _Plan:
    """The model of a sheet: whom to choose from, and every rule."""
    missing = {slot: sheet.rules.wanted(slot.role) - len(sheet.on(slot)) for slot in sheet.slots()}
    open_ = {slot: count for slot, count in missing.items() if count > 0}
    plan = _Plan(sheet, Model(), {})
    for slot in open_:
        _offer(plan, slot)
    for slot, count in open_.items():
        _want(plan, slot, count)
    for columns in plan.by_day().values():
        if len(columns) > 1:
            plan.model.at_most(dict.fromkeys(columns, 1.0), 1)
    _keep_runs(plan)
    _keep_rest(plan)
    _share(plan)
    return plan


def _offer(plan: _Plan, slot: Slot) -> None:
    """A column for everyone who can be on a shift; a holiday costs where somebody is spared it."""
    sheet = plan.sheet
    holiday = any(one.date == slot.day and one.kind == HOLIDAY for one in sheet.days)
    stands = {one.cell for one in sheet.shifts}
    for one in sheet.turns:
        cell = Cell(slot.day, one.staff)
        if one.role != slot.role or cell in stands or cell in sheet.away:
            continue
        if holiday and not one.holidays:
            rule = f"{day_words(slot.day)}{sheet.told(one.staff)}不排节假日，只好排上"
            plan.choices[slot, one.staff] = plan.model.slack(rule, _SPARED)
        else:
            plan.choices[slot, one.staff] = plan.model.column()


def _want(plan: _Plan, slot: Slot, count: int) -> None:
    """As many people as the shift wants; where they cannot be had, it says who is there at all."""
    pool = [one for one in plan.sheet.turns if one.role == slot.role]
    gone = sum(Cell(slot.day, one.staff) in plan.sheet.away for one in pool)
    rule = f"{slot_words(slot)}{'没有带班领导' if slot.role == LEADER else '值班人员不够'}"
    rule += f"（名单上{len(pool)}人，当天{gone}人不在）"
    terms = {column: 1.0 for (known, _), column in plan.choices.items() if known == slot}
    short = plan.model.slack(rule, _WANTED, count)
    plan.model.exactly({**terms, short: 1.0}, count)


def _keep_runs(plan: _Plan) -> None:
    """Nobody is on more days running than the rule has."""
    sheet, longest = plan.sheet, plan.sheet.rules.longest
    fixed, free = sheet.days_on(), plan.by_day()
    for staff in {one.staff for one in free}:
        for window in _windows(sheet, longest + 1):
            terms = {column: 1.0 for day in window for column in free.get(Cell(day, staff), ())}
            most = longest - sum(day in fixed.get(staff, ()) for day in window)
            if len(terms) > most:
                name = f"{sheet.told(staff)}{day_words(window[0])}至{day_words(window[-1])}"
                slack = plan.model.slack(f"{name}连值超过{longest}天", _RUNNING, len(window))
                plan.model.at_most({**terms, slack: -1.0}, max(most, 0))


def _keep_rest(plan: _Plan) -> None:
    """Two stretches of duty do not lie closer than the rule has; one day apart always holds."""
    sheet, free, fixed = plan.sheet, plan.by_day(), plan.sheet.days_on()
    for staff in {one.staff for one in free}:
        for apart in range(1, sheet.rules.rest):
            for first, *between, last in _windows(sheet, apart + 2):
                ends = [*free.get(Cell(first, staff), ()), *free.get(Cell(last, staff), ())]
                inner = [one for day in between for one in free.get(Cell(day, staff), ())]
                stand = sum(day in fixed.get(staff, ()) for day in (first, last))
                held = any(day in fixed.get(staff, ()) for day in between)
                if ends and not held:
                    rule = f"{sheet.told(staff)}{day_words(first)}、{day_words(last)}只隔{apart}天"
                    slack = plan.model.slack(rule, _BETWEEN)
                    terms = dict.fromkeys(ends, 1.0) | dict.fromkeys([*inner, slack], -1.0)
                    plan.model.at_most(terms, 1 - stand if stand < len((first, last)) else 0)


def _share(plan: _Plan) -> None:
    """Everybody of a list is on as often as the others: in all, on weekends, on holidays."""
    for role in {one.role for one in plan.sheet.turns}:
        _even(plan, role, {one.date for one in plan.sheet.days}, _EVEN)
        for kind in (WEEKEND, HOLIDAY):
            days = {one.date for one in plan.sheet.days if one.kind == kind}
            _even(plan, role, days, _EVEN_POOL)


def _even(plan: _Plan, role: str, days: set[date], cost: float) -> None:
    """What goes beyond an even share of these days costs, and what stays below."""
    pool = {one.staff for one in plan.sheet.turns if one.role == role}
    slots = [slot for slot in plan.sheet.slots() if slot.role == role and slot.day in days]
    stands = Counter(one.staff for slot in slots for one in plan.sheet.on(slot))
    wanted = len(slots) * plan.sheet.rules.wanted(role)
    for staff in pool:
        mine = {
            column: 1.0
            for (slot, one), column in plan.choices.items()
            if one == staff and slot.role == role and slot.day in days
        }
        if mine:
            over, under = (plan.model.column(cost, len(days)) for _ in range(2))
            plan.model.at_most({**mine, over: -1.0}, -(-wanted // len(pool)) - stands[staff])
            least = wanted // len(pool) - stands[staff]
            plan.model.at_most({**dict.fromkeys(mine, -1.0), under: -1.0}, -least)


def _windows(sheet: Sheet, length: int) -> Iterator[list[date]]:
    """Days running of which at least one is on the sheet."""
    count = (sheet.last - sheet.first).days + 1
    for start in range(1 - length, count):
        yield [sheet.first + (start + number) * DAY for number in range(length)]
