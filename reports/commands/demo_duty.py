"""Duty in the demonstration: the list of those on it, two months in turn, a swap, quiet nights."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from core.errors import Invalid
from core.record import Value
from core.services import duty_log, duty_planning, duty_sheet, duty_swap, records
from core.services.duty_sheet import DAY, LEADER, MEMBER, WHOLE
from core.services.duty_swap import Wish
from core.station import Station
from reports.commands.demo_town import CHIEF, CLERK, cast
from reports.commands.diary import Event

AFTERNOON, NEXT_MORNING = time(15, 20), time(8, 5)
AHEAD = 3 * DAY
LEADERS = (CHIEF, "王晓梅", "周建国", "孙建平")
MEMBERS = ("吴秀兰", "郑志强", "罗卫东", "林玉梅", "何晓燕", "陈志刚", "袁家旺", "冯翠萍", CLERK)
CALL: dict[str, Value] = {
    "shift": WHOLE,
    "at": time(22, 40),
    "unit": "东风村村委会",
    "caller": "值守干部",
    "content": "村北头电杆被货车剐倾斜，线没断，已拉警戒线，请求联系供电所。",
    "handling": "22:45联系镇供电所，23:30到场扶正，未停电。",
}


def events(station: Station, today: date) -> Iterator[Event]:
    """Two months of duty, and what happens on it in the week before `today`."""
    people = cast(station)
    this, _ = duty_sheet.month(today)
    last, _ = duty_sheet.month(this - DAY)
    yield datetime.combine(last - AHEAD, AFTERNOON), partial(_begin, station, people, last)
    carry_on = partial(station.perform, duty_planning.carry_on, this)
    yield datetime.combine(this - AHEAD, AFTERNOON), carry_on
    asked = today - timedelta(days=8)
    yield datetime.combine(asked, AFTERNOON), partial(_swap, station, people[CHIEF], asked)
    called = today - timedelta(days=5)
    yield datetime.combine(called + DAY, NEXT_MORNING), partial(_note, station, called)
    yield datetime.combine(today, NEXT_MORNING), partial(_quiet, station, today)


def _begin(station: Station, people: dict[str, UUID], month: date) -> None:
    """Whose turn it is, and the first month of it."""
    for role, named in ((LEADER, LEADERS), (MEMBER, MEMBERS)):
        for n, one in enumerate(dict.fromkeys(people[name] for name in named), 1):
            values: dict[str, Value] = {"staff": one, "role": role, "position": n}
            station.perform(records.save, "duty_person", values)
    station.perform(duty_planning.carry_on, month)


def _swap(station: Station, chief: UUID, day: date) -> None:
    """The first two who can exchange their shifts do so; one of them is on next week."""
    shifts = station.ask(duty_sheet.shifts_in, day + DAY, day + timedelta(days=10))
    members = [one.cell for one in shifts if one.role == MEMBER]
    for given, taken in zip(members, members[4:], strict=False):
        swap = _asked(station, Wish(given, taken.staff, taken, "孩子打疫苗"))
        if swap is not None:
            station.perform(duty_swap.agree, swap, "phone", day)
            station.perform(duty_swap.approve, swap, chief, day)
            return


def _asked(station: Station, wish: Wish) -> UUID | None:
    try:
        return station.perform(duty_swap.ask, wish).value
    except Invalid:
        return None


def _note(station: Station, day: date) -> None:
    """The call of that night, and what the next shift is told in the morning."""
    shifts = station.ask(duty_sheet.shifts_in, day, day + DAY)
    on = {one.day: one.staff for one in shifts if one.role == MEMBER}
    station.perform(records.save, "duty_log", {**CALL, "day": day, "keeper": on[day]})
    told: dict[str, Value] = {
        "day": day + DAY,
        "at": time(8, 0),
        "giver": on[day],
        "taker": on[day + DAY],
        "remember": "东风村北头电杆已扶正，上午请供电所再看一次。",
        "equipment": "yes",
    }
    station.perform(records.save, "shift_hand_over", told)


def _quiet(station: Station, today: date) -> None:
    """Nights on which nothing happened are reported as such."""
    station.perform(duty_log.report_nothing, today - timedelta(days=7), today - DAY)
