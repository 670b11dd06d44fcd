"""What came before the demonstration's day: villages, people, cases, some morning meetings."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from core import workdays
from core.intake.cases import Stories, Story
from core.progress import Progress
from core.record import Value
from core.records.meeting import Attendance, Meeting
from core.services import case_life, meeting, minutes, pending, records, roster, task
from core.services.meeting import Decision
from core.station import Station
from reports.commands import demo_duty, demo_month, demo_town, demo_visits
from reports.commands.diary import At, Diary

T = TypeVar("T")

FORENOON, MEETING = time(10, 0), time(8, 30)
_WRITTEN_DAY = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")

ERRANDS = (
    "到{village}核对出租房消防通道，拍照留存整改前后情况",
    "到{village}走访独居老人，询问取暖用煤和用电安全",
    "约{village}村干部核对本月矛盾纠纷排查台账",
    "在{village}公示栏张贴防范电信诈骗和养老诈骗的提醒",
    "到{village}查看村口路灯报修的办理情况并回复反映人",
    "汇总{village}网格上报事项，补齐办理结果",
)
LISTED = {
    "排查台账": "矛盾纠纷排查化解",
    "走访": "网格日常巡查走访",
    "消防通道": "隐患发现和上报",
    "路灯": "来访来电登记和答复",
}
"""What an errand is about, and which matter of the town's lists that is."""
EXCUSES = (("duty", "县里参加培训"), ("late", None), ("absent", "忘了时间"))


def first_day(told: Stories) -> date:
    """The earliest day any case speaks of."""
    days = (value for one in told.cases for value in one.values.values())
    return min((day for day in days if isinstance(day, date)), default=told.as_of)


def moved(told: Stories, as_of: date | None, scale: int) -> Stories:
    """The stories around another day, and several times over; then their numbers are drawn."""
    by = (as_of - told.as_of) if as_of else timedelta()
    listed, spoiled = _moved(told.cases, by), _moved(told.spoiled, by)
    if by or scale > 1:
        listed = tuple(
            replace(one, id=f"{one.id}-{n}", number="") for n in range(scale) for one in listed
        )
    return replace(told, as_of=told.as_of + by, cases=listed, spoiled=spoiled)


def _moved(value: T, by: timedelta) -> T:
    """A value with every day in it moved, those written in its texts too."""
    if not by:
        return value
    changed: Any = value
    if isinstance(value, date):
        changed = value + by
    elif isinstance(value, str):
        changed = _WRITTEN_DAY.sub(lambda found: _written(found, by), value)
    elif isinstance(value, Mapping):
        changed = {key: _moved(one, by) for key, one in value.items()}
    elif isinstance(value, tuple):
        changed = tuple(_moved(one, by) for one in value)
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(
            value, **{one.name: _moved(getattr(value, one.name), by) for one in fields(value)}
        )
    return changed  # type: ignore[no-any-return]  # of the same type as it came in


def _written(found: re.Match[str], by: timedelta) -> str:
    day = date(int(found[1]), int(found[2]), int(found[3])) + by
    return f"{day.year}年{day.month}月{day.day}日"


class Past:
    """Lives what came before; `at` moves the station's clock."""

    def __init__(self, station: Station, at: At, told: Stories, seed: int) -> None:
        self.station = station
        self._at = at
        self._told = told
        self._random = random.Random(seed)  # noqa: S311 a play, not a secret
        self._villages: dict[str, UUID] = {}
        self._diary = Diary(at)

    def live(self, workbook: Path, days: int, progress: Progress) -> None:
        """Villages and people first, then cases and meetings in the order of their days."""
        progress("登记花名册")
        self._villages = demo_town.found(self.station, workbook)
        self.station = demo_town.seated(self.station)
        waiting = self._meeting_days(days)
        for told in (demo_visits, demo_month, demo_duty):
            self._diary.write(told.events(self.station, self._told.as_of))

        def on_day(day: date) -> Station:
            while waiting and waiting[0] <= day:
                self._meet(waiting.pop(0))
            self._diary.until(day, FORENOON)
            self._at(day, FORENOON)
            return self.station

        placed = [self._placed(one) for one in self._told.cases]
        case_life.live(on_day, placed, progress, self._told.spoiled)
        for day in tuple(waiting):
            self._meet(day)
        self._diary.until(self._told.as_of, MEETING)

    def _placed(self, story: Story) -> Story:
        place = str(story.values.get("place") or "")
        grid = next((one for name, one in self._villages.items() if name in place), None)
        return replace(story, values={**story.values, "grid": grid})

    def _meeting_days(self, days: int) -> list[date]:
        """The working days before the last one; two thirds of all days have a meeting."""
        day, found = self._told.as_of, list[date]()
        while len(found) < days * 2 // 3 - 1:
            day -= timedelta(days=1)
            if workdays.known().is_workday(day):
                found.insert(0, day)
        return found

    def _meet(self, day: date) -> None:
        """One morning meeting: roll-call, what was decided last time is done, new errands."""
        self._diary.until(day, MEETING)
        self._at(day, MEETING)
        station = self.station
        held = station.perform(meeting.prepare, day).value
        if station.ask(records.get, Meeting, held).chair is None:
            station.perform(records.save, "meeting", self._officers(), held)
        self._call_roll(held)
        for one in station.ask(_open_tasks, day):
            if self._random.random() < 0.3:  # noqa: PLR2004 most are run in time, some are left
                station.perform(task.close, one, day, "已办好，现场看过")
        decisions = self._decisions(day)
        self._list(station.perform(meeting.decide, held, decisions).value, decisions)
        station.perform(minutes.finalise, held)

    def _list(self, tasks: Sequence[UUID], decisions: Sequence[Decision]) -> None:
        """What the town's lists name is told of each task, once there are lists."""
        known = {name: one for one, name in self.station.ask(records.choices, "listed_matter")}
        for task_, decision in zip(tasks, decisions, strict=True):
            named = (known.get(one) for word, one in LISTED.items() if word in decision.title)
            matter = next(filter(None, named), None)
            if matter is not None:
                self.station.perform(records.save, "task", {"matter": matter}, task_)

    def _officers(self) -> dict[str, Value]:
        """Who is named at the first meeting; every later one takes them over."""
        people = {name: one for one, name in self.station.ask(records.choices, "staff")}
        return {"chair": people[demo_town.CHIEF], "recorder": people[demo_town.CLERK]}

    def _call_roll(self, held: UUID) -> None:
        listed = self.station.ask(records.children, Attendance, held)
        excused = self._random.sample(listed, min(2, len(listed)))
        marks = {one.id: self._random.choice(EXCUSES) for one in excused}
        self.station.perform(meeting.mark, held, marks)

    def _decisions(self, day: date) -> Sequence[Decision]:
        people = [one.id for one in self.station.ask(roster.on_duty_roll, day)]
        villages = self._random.sample(sorted(self._villages), 2)
        return [
            Decision(
                self._random.choice(ERRANDS).format(village=village),
                self._random.choice(people),
                workdays.known().add_workdays(day, self._random.randint(1, 4)),
            )
            for village in villages
        ]


def _open_tasks(session: Session, day: date) -> list[UUID]:
    return [one.id for one in pending.tasks(session, day) if one.id is not None]
