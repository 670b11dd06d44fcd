"""The month behind the demonstration's day: leave with substitutes, a lesson, the five things."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

from core import workdays
from core.record import Value
from core.records.training import Trainee
from core.services import courses, kit, leaves, pending, records
from core.station import Station
from reports.commands.demo_town import CHIEF, CLERK, cast
from reports.commands.diary import Event

MORNING, NOON, EVENING = time(9, 10), time(11, 30), time(17, 10)
PASS, FAIL = Decimal(88), Decimal(52)


@dataclass(frozen=True, slots=True)
class Away:
    """One leave: asked so many days before the last day, from when on, for how many days.

    `back` is after how many days somebody was back; one that is not `granted` still waits.
    """

    ago: int
    who: str
    kind: str
    begins: int
    days: int
    reason: str
    substitute: str = ""
    back: int | None = None
    granted: bool = True


LEAVES = (
    Away(23, "傅春生", "02", 22, 3, "发烧住院", "沈月红"),
    Away(15, "吴秀兰", "03", 13, 4, "回老家", "周建国", back=3),
    Away(9, "冯翠萍", "07", 9, 3, "家中老人去世", "邓小兰"),
    Away(2, "陈𠮷祥", "01", 0, 1, "孩子开家长会", "袁家旺"),
    Away(1, "郑海燕", "03", -4, 5, "年休假，已商量好代岗", "曾庆喜", granted=False),
)
LESSON: dict[str, Value] = {
    "name": "入冬用煤用电用气安全",
    "hours": Decimal(2),
    "kind": "safety",
    "lecturer": "镇应急办孙建平",
    "content": "看烟道、看阀门、看插线板；发现隐患当场告知，拍照留存，三日内回头看。",
    "examined": True,
    "examiner": CLERK,
}
MATTERS: tuple[tuple[str, str, str], ...] = (
    ("basic", "平安建设", "矛盾纠纷排查化解"),
    ("basic", "平安建设", "网格日常巡查走访"),
    ("basic", "民生服务", "来访来电登记和答复"),
    ("basic", "安全管理", "隐患发现和上报"),
    ("shared", "安全管理", "燃气安全检查（配合）"),
    ("shared", "城乡建设", "占道经营整治（配合）"),
    ("withdrawn", "市场监管", "食品经营许可核查"),
)


def events(station: Station, today: date) -> Iterator[Event]:
    """What the office's own people do in the weeks before `today`."""
    people = cast(station)
    for one in LEAVES:
        yield from _leave(station, today, people, one)
    lesson = _workday(today - timedelta(days=16))
    yield datetime.combine(lesson, NOON), partial(_teach, station, people)
    given = _workday(today - timedelta(days=20))
    yield datetime.combine(given, NOON), partial(_equip, station, people, given)
    listed = _workday(today - timedelta(days=26))
    yield datetime.combine(listed, NOON), partial(_list, station, listed)


def _leave(station: Station, today: date, people: dict[str, UUID], told: Away) -> Iterator[Event]:
    asked = today - timedelta(days=told.ago)
    since = today - timedelta(days=told.begins)
    who, instead = people[told.who], people.get(told.substitute)
    known: list[UUID] = []

    def ask() -> None:
        values: dict[str, Value] = {
            "staff": who,
            "kind": told.kind,
            "since": since,
            "until": since + timedelta(days=told.days - 1),
            "reason": told.reason,
            "substitute": None if instead == who else instead,
        }
        known.append(station.perform(records.save, "leave", values).value)
        if told.granted:
            station.perform(leaves.grant, known[0], asked, people[CHIEF])

    yield datetime.combine(asked, EVENING), ask
    if told.back is not None:
        day = since + timedelta(days=told.back)
        yield datetime.combine(day, MORNING), lambda: station.perform(leaves.back, known[0], day)


def _teach(station: Station, people: dict[str, UUID]) -> None:
    """A lesson for everybody sent to a grid; nearly all pass the test."""
    values = {**LESSON, "held_on": station.today()}
    lesson = station.perform(records.save, "training", values).value
    others = (one for name, one in sorted(people.items()) if name not in (CHIEF, CLERK))
    pupils = list(dict.fromkeys(others))[:20]
    station.perform(courses.expect, lesson, pupils)
    roll = station.ask(records.children, Trainee, lesson)
    marks = {
        one.id: courses.Mark("present", FAIL if n == 3 else PASS + n % 10)  # noqa: PLR2004 one fails
        for n, one in enumerate(roll)
    }
    station.perform(courses.mark, lesson, marks)


def _equip(station: Station, people: dict[str, UUID], day: date) -> None:
    """Caps, badges and notebooks for the first dozen; the rest waits for the county."""
    first = list(dict.fromkeys(one for _, one in sorted(people.items())))[:12]
    for kind in ("cap", "badge", "notebook"):
        what = kit.HandOut(kind, day, by=people[CLERK])
        station.perform(kit.hand_out, what, first)


def _list(station: Station, day: date) -> None:
    """The town's lists of what it does itself, helps with, and gave back."""
    for part, group, name in MATTERS:
        values: dict[str, Value] = {"part": part, "group": group, "name": name, "since": day}
        station.perform(records.save, "listed_matter", values)


def _workday(day: date) -> date:
    return pending.shifted(workdays.known(), day)
