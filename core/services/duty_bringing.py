"""A duty list that comes as a file: who is meant, what was not understood, then put on."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.intake.duty_list import DutyList
from core.records.staff import Staff
from core.rights import Right
from core.services import duty
from core.services.duty import Painted
from core.services.duty_sheet import Cell, Shift
from core.services.duty_turn import Proposal
from core.station import Tx, operation


def plan(session: Session, brought: DutyList) -> Proposal:
    """The shifts a list means, and in words what it says that nobody can be put on for."""
    people = _called(session, {one.name for one in brought.entries})
    shifts: dict[Cell, Shift] = {}
    unread = list(brought.unread)
    unknown: dict[str, list[date]] = defaultdict(list)
    for one in brought.entries:
        meant = people[one.name]
        if len(meant) != 1:
            unknown[one.name].append(one.day)
            continue
        shift = Shift(one.day, one.shift, one.role, meant[0])
        if shifts.setdefault(shift.cell, shift) != shift:
            unread.append(f"{one.name}{one.day.month}月{one.day.day}日写了两次，只读了第一次")
    for name, days in unknown.items():
        why = f"花名册里有{len(people[name])}个" if people[name] else "花名册里没有"
        unread.append(f"{why}“{name}”，{len(days)}个班没有读")
    return Proposal(tuple(shifts.values()), tuple(unread))


@operation("导入值班表", needs=Right.KEEP)
def bring(tx: Tx, shifts: Sequence[Shift]) -> Painted:
    """Put on what a list says; the line of the same person and day is written anew."""
    return duty.put_on(tx, shifts)


def _called(session: Session, names: set[str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = {name: [] for name in names}
    query = select(Staff.name, Staff.id).where(
        Staff.name.in_(names), Staff.binned.is_(None), Staff.left.is_(None)
    )
    for name, identity in session.execute(query):
        found[name].append(identity)
    return found
