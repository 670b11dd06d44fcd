"""What tests of duty share: people in a list, a month read whole, where somebody is on."""

from datetime import date
from typing import Any
from uuid import UUID

from core.records.duty import DutyPerson, DutyShift
from core.records.leave import Leave
from core.rights import Right
from core.services import duty_cover, duty_sheet, settings
from core.services.duty_sheet import LEADER, MEMBER, WHOLE, Cell, Mark
from core.station import operation

MARCH = date(2026, 3, 1), date(2026, 3, 31)
ON = Mark(WHOLE, MEMBER)
LEADS = Mark(WHOLE, LEADER)


@operation("准假", needs=Right.KEEP)
def grant(tx, leave):
    tx.add(leave)
    tx.session.flush()
    return duty_cover.take_over(tx, leave)


@operation("销假", needs=Right.KEEP)
def come_back(tx, leave, day):
    kept = tx.session.get(Leave, leave)
    kept.back_on, kept.state = day, "back"
    return duty_cover.give_back(tx, kept, day)


def leave_of(staff: UUID, since: date, until: date, **given: Any) -> Leave:
    return Leave(**{"staff": staff, "kind": "01", "since": since, "until": until} | given)


def listed(make, names, role=MEMBER, **given):
    """People who take turns, in this order; the identities of the staff."""
    people = [make.staff(name=name, joined=None) for name in names]
    for position, one in enumerate(people, 1):
        made = {"staff": one.id, "role": role, "position": position, "holidays": True} | given
        make.record(DutyPerson(**made))
    return [one.id for one in people]


def sheet(station, since=MARCH[0], until=MARCH[1]):
    return station.ask(duty_sheet.read, since, until)


def days(station, staff, since=MARCH[0], until=MARCH[1]):
    """The days of a month somebody is on."""
    found = sheet(station, since, until).shifts
    return [one.day.day for one in found if one.staff == staff]


def cells(staff, *numbers):
    return [Cell(date(2026, 3, number), staff) for number in numbers]


def put(station, setting, value):
    station.perform(settings.change, setting.key, value)


def lines(station):
    """Every line of the schedule that stands, as it is kept."""
    return station.ask(lambda session: session.query(DutyShift).filter_by(binned=None).all())
