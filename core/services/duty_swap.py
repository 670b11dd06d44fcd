"""Swaps (换班): asked, agreed to by the other, approved; only then do the shifts change hands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid
from core.records import ledger
from core.records.duty import DutyShift, DutySwap
from core.records.staff import Staff
from core.rights import Right
from core.services import duty, duty_sheet, records
from core.services.duty import Lines
from core.services.duty_sheet import Cell, Shift
from core.services.pending import day_words
from core.station import Tx, operation

ASKED, AGREED, APPROVED, REFUSED = "asked", "agreed", "approved", "refused"


@dataclass(frozen=True, slots=True)
class Wish:
    """Who gives which shift to whom, and what is taken in return, if anything."""

    given: Cell
    other: UUID
    taken: Cell | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap as it is listed."""

    id: UUID
    state: str
    text: str
    state_name: str


@operation("申请换班", needs=Right.KEEP)
def ask(tx: Tx, wish: Wish, asked_on: date | None = None) -> UUID:
    """Register that somebody wants to give a shift away, and against which."""
    if wish.given.staff == wish.other:
        raise Invalid("换班的两个人是同一个人，请另选一位。")
    if wish.taken is not None and wish.taken.staff != wish.other:
        raise Invalid("换入的班不是接班人的，请重新选。")
    cells = [one for one in (wish.given, wish.taken) if one is not None]
    lines = Lines(tx, cells)
    kept = [_line(lines, one) for one in cells]
    swap = DutySwap(
        asker=wish.given.staff,
        other=wish.other,
        given=kept[0].id,
        taken=kept[1].id if wish.taken else None,
        asked_on=asked_on or tx.today,
        reason=wish.reason.strip() or None,
        state=ASKED,
    )
    _exchanged(tx, [_shift(one) for one in kept], wish.other)
    tx.add(swap)
    tx.detail = duty.span_words(one.day for one in cells)
    return swap.id


@operation("对方同意换班", needs=Right.KEEP)
def agree(tx: Tx, swap: UUID, how: str, day: date | None = None) -> None:
    """The other agrees; `how` says by mouth, by telephone or on paper."""
    one = _open(tx, swap, ASKED)
    if codes.item("consent_way", how) is None:
        raise Invalid("请选对方是怎样同意的：口头、电话或纸面。")
    one.state, one.agreed_how, one.agreed_on = AGREED, how, _day(tx, day)


@operation("批准换班", needs=Right.KEEP)
def approve(tx: Tx, swap: UUID, by: UUID, day: date | None = None) -> None:
    """Whoever decides agrees too: the shifts change hands."""
    one = _open(tx, swap, AGREED)
    records.get(tx.session, Staff, by)
    given = [
        records.get(tx.session, DutyShift, identity)
        for identity in (one.given, one.taken)
        if identity
    ]
    if any(line.binned is not None for line in given) or not _unmoved(one, given):
        raise Invalid("这次换班之后值班表又改过，请重新申请换班。")
    shifts = _exchanged(tx, [_shift(line) for line in given], one.other)
    lines = Lines(tx, [*(_cell(line) for line in given), *(shift.cell for shift in shifts)])
    for line in given:
        lines.take_off(_cell(line))
    for shift in shifts:
        lines.put(shift)
    one.state, one.approved_by, one.approved_on = APPROVED, by, _day(tx, day)
    tx.detail = duty.span_words(shift.day for shift in shifts)


@operation("不换班", needs=Right.KEEP)
def refuse(tx: Tx, swap: UUID) -> None:
    """The swap does not come about."""
    one = records.get(tx.session, DutySwap, swap)
    if one.state in (APPROVED, REFUSED):
        raise Invalid("这次换班已经办完，不能再改。要换回来请另申请一次。")
    one.state = REFUSED


def swaps(session: Session, since: date, until: date) -> list[Swap]:
    """The swaps of shifts in these days, those still open first."""
    query = (
        select(DutySwap, DutyShift)
        .join(DutyShift, DutyShift.id == DutySwap.given)
        .where(DutySwap.binned.is_(None), DutyShift.day.between(since, until))
        .order_by(DutyShift.day, DutySwap.id)
    )
    found = [(swap, given) for swap, given in session.execute(query)]
    people = {person for swap, _ in found for person in (swap.asker, swap.other)}
    names = records.apart(session, ledger("staff"), records.titles(session, "staff", people))
    taken = records.titles(session, duty.TABLE, {swap.taken for swap, _ in found if swap.taken})
    listed = [_listed(swap, given, names, taken) for swap, given in found]
    return sorted(listed, key=lambda one: one.state in (APPROVED, REFUSED))


def _listed(
    swap: DutySwap, given: DutyShift, names: dict[UUID, str], taken: dict[UUID, str]
) -> Swap:
    asker, other = names.get(swap.asker, ""), names.get(swap.other, "")
    text = f"{asker}{day_words(given.day)}的班由{other}值"
    if swap.taken:
        text += f"，换{other}{day_words(date.fromisoformat(taken[swap.taken]))}的班"
    return Swap(swap.id, swap.state, text, codes.name_of("swap_state", swap.state))


def _exchanged(tx: Tx, given: list[Shift], other: UUID) -> list[Shift]:
    """The shifts as they would be, refused where somebody is away or has one that day already."""
    hands = {given[0].staff: other, other: given[0].staff}
    shifts = [
        Shift(one.day, one.shift, one.role, hands[one.staff], one.staff, one.note) for one in given
    ]
    cells = [one.cell for one in shifts]
    people = duty_sheet.people_of(tx.session, {one.staff for one in cells})
    lines = Lines(tx, cells)
    leaving = {one.cell for one in given}
    for cell in cells:
        if cell.staff not in people:
            raise Invalid("换班的人已不在花名册里，请另选一位。")
        name, day = people[cell.staff].told, day_words(cell.day)
        why = duty.absences(tx.session, [cell], people).get(cell)
        if why:
            raise Invalid(f"{name}{day}{why}，不能换这个班。请另选一天。")
        if lines.live(cell) and cell not in leaving:
            raise Invalid(f"{name}{day}本来就有班，不能再接。请另选一位。")
    return shifts


def _open(tx: Tx, swap: UUID, state: str) -> DutySwap:
    one = records.get(tx.session, DutySwap, swap)
    if one.state != state:
        now = codes.name_of("swap_state", one.state)
        raise Invalid(f"这次换班现在是“{now}”，请刷新后按顺序办：对方同意，再批准。")
    return one


def _line(lines: Lines, cell: Cell) -> DutyShift:
    there = lines.live(cell)
    if not there:
        raise Invalid(f"{day_words(cell.day)}没有这个班，请刷新值班表后重新选。")
    return there[0]


def _unmoved(swap: DutySwap, given: list[DutyShift]) -> bool:
    return [line.staff for line in given] == [swap.asker, swap.other][: len(given)]


def _cell(line: DutyShift) -> Cell:
    return Cell(line.day, line.staff)


def _shift(line: DutyShift) -> Shift:
    return Shift(line.day, line.shift, line.role, line.staff, line.replaces, line.note or "")


def _day(tx: Tx, day: date | None) -> date:
    if day is not None and day > tx.today:
        raise Invalid("日期不能晚于今天，请核对。")
    return day or tx.today
