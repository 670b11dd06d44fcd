"""A month's schedule filled in one act: the turn goes on, or a proposal is kept."""

from datetime import date

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.rights import Right
from core.services import duty, duty_sheet, duty_turn
from core.services.duty import Painted
from core.services.duty_sheet import DAY, Sheet
from core.services.duty_turn import Proposal
from core.station import Tx, operation


def carried_on(session: Session, day: date) -> Proposal:
    """What `复制上月并顺延` would put on in the month of `day`."""
    sheet, before = _months(session, day)
    if not any(duty_turn.turns(sheet, before, role) for role in ("leader", "member")):
        raise Invalid("上月没有排班，也没有值班人员名单。请先在“值班人员名单”里登记，再排班。")
    return duty_turn.carried_on(sheet, before)


@operation("复制上月并顺延", needs=Right.KEEP)
def carry_on(tx: Tx, day: date) -> Proposal:
    """Go on with last month's turn; what stands already is left as it is."""
    found = carried_on(tx.session, day)
    duty.put_on(tx, found.shifts)
    tx.detail = f"：{day.year}年{day.month}月"
    return found


@operation("采用排班方案", needs=Right.KEEP)
def keep(tx: Tx, proposal: Proposal) -> Painted:
    """Put on what was proposed; a cell somebody has painted meanwhile stays."""
    days = [one.day for one in proposal.shifts]
    stands = duty_sheet.shifts_in(tx.session, min(days), max(days)) if days else []
    taken = {one.cell for one in stands}
    return duty.put_on(tx, [one for one in proposal.shifts if one.cell not in taken])


def _months(session: Session, day: date) -> tuple[Sheet, Sheet]:
    first, last = duty_sheet.month(day)
    before = duty_sheet.read(session, *duty_sheet.month(first - DAY))
    also = {one.staff for one in before.shifts}
    return duty_sheet.read(session, first, last, also), before
