"""Training: who is expected, who came, marks."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import checks, codes
from core.checks import narrow
from core.errors import Invalid, Problem
from core.records.staff import Staff
from core.records.training import Trainee, Training
from core.rights import Right
from core.services import names, posts, records, roster, settings
from core.services.team import Line, TeamList
from core.settings import PASS_MARK
from core.station import Tx, operation

CAME = frozenset({"present", "late"})
YES, NO = "yes", "no"
_STATES = "attendance_state"
_MOST = 1000
_CENT = Decimal("0.01")
_NAMES = re.compile(r"[\s、，,；;]+")


@dataclass(frozen=True, slots=True)
class Result:
    """How a training went: heads expected and come, the average of the marks, who passed."""

    expected: int
    came: int
    average: Decimal | None
    passed: int

    @property
    def told(self) -> str:
        """应到12人，实到11人；平均86.50分，合格10人."""
        marks = "" if self.average is None else f"；平均{self.average}分，合格{self.passed}人"
        return f"应到{self.expected}人，实到{self.came}人{marks}"


def result(trainees: Sequence[Trainee]) -> Result:
    """The result of one training."""
    marks = [one.marks for one in trainees if one.marks is not None]
    total = sum(marks, Decimal())
    average = (total / len(marks)).quantize(_CENT, ROUND_HALF_UP) if marks else None
    came = sum(one.state in CAME for one in trainees)
    return Result(len(trainees), came, average, sum(one.passed == YES for one in trainees))


def went(session: Session, training: UUID) -> Result:
    """The result of the training of that identity."""
    return result(records.children(session, Trainee, training))


@operation("列入参训人员", needs=Right.KEEP)
def expect(tx: Tx, training: UUID, people: Sequence[UUID]) -> int:
    """Put people on the roll of a training, each once; how many are new on it."""
    course = records.get(tx.session, Training, training)
    there = records.children(tx.session, Trainee, training)
    fresh = [one for one in dict.fromkeys(people) if one not in {t.staff for t in there}]
    if not fresh:
        raise Invalid([Problem("people", "这些人都已列入，不用再加。")])
    if len(there) + len(fresh) > _MOST:
        raise Invalid([Problem("people", f"一次培训最多{_MOST}人，请分场次登记。")])
    last = max((one.position or 0 for one in there), default=0)
    for position, person in enumerate(fresh, last + 1):
        tx.add(Trainee(training=training, position=position, staff=person, state="present"))
    tx.on(min(course.held_on, tx.today))
    tx.detail = f"：{course.name} {len(fresh)} 人"
    return len(fresh)


@operation("列入参训人员（按范围）", needs=Right.KEEP)
def expect_all(tx: Tx, training: UUID, grid: UUID | None = None, called: str = "") -> int:
    """Everybody in post on the day of the training: of one grid, or those called by name."""
    course = records.get(tx.session, Training, training)
    people = roster.on_duty_roll(tx.session, course.held_on)
    if grid is not None:
        people = [one.holder for one in posts.answering(tx.session, course.held_on, [grid])]
    if not people:
        raise Invalid([Problem("grid", "那天这里没有在岗人员，请另选网格，或先登记任职。")])
    wanted = [one for one in _NAMES.split(narrow(called).strip()) if one]
    return expect(tx, training, _named(people, wanted) if wanted else [one.id for one in people])


def _named(people: Sequence[Staff], wanted: Sequence[str]) -> list[UUID]:
    """The people of these names; a name nobody or more than one has is told."""
    bearers: dict[str, list[UUID]] = defaultdict(list)
    for one in people:
        bearers[one.name].append(one.id)
    strange = "、".join(name for name in wanted if name not in bearers)
    shared = "、".join(name for name in wanted if len(bearers.get(name, ())) > 1)
    if strange:
        raise Invalid([Problem("called", f"那天在岗人员里没有{strange}，请核对姓名。")])
    if shared:
        raise Invalid([Problem("called", f"{shared}有同名的，请选他所在的网格再列入。")])
    return [bearers[name][0] for name in wanted]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is told of one trainee: whether he came, and his marks after a test."""

    state: str
    marks: Decimal | None = None


@operation("登记培训成绩", needs=Right.KEEP)
def mark(tx: Tx, training: UUID, told: Mapping[UUID, Mark]) -> Result:
    """Write attendance and marks of trainees; whoever has the pass mark has passed."""
    course = records.get(tx.session, Training, training)
    trainees = records.children(tx.session, Trainee, training)
    least = settings.whole(tx.session, PASS_MARK)
    for one in trainees:
        said = told.get(one.id)
        if said is not None:
            _refuse_odd(said)
            one.state, one.marks = said.state, said.marks
            one.passed = None if said.marks is None else YES if said.marks >= least else NO
    if any(one.marks is not None for one in trainees):
        course.examined = True
    tx.on(min(course.held_on, tx.today))
    tx.detail = f"：{course.name}"
    return result(trainees)


def roll(session: Session, training: UUID) -> str:
    """The roll as it is typed: a line for each, 姓名 出勤 成绩."""
    trainees = records.children(session, Trainee, training)
    called = names.titles(session, "staff", {one.staff for one in trainees})
    lines = (
        (called[one.staff], codes.name_of(_STATES, one.state), _plain(one.marks))
        for one in trainees
    )
    return "\n".join(" ".join(filter(None, line)) for line in lines)


def _plain(marks: Decimal | None) -> str:
    return "" if marks is None else f"{marks.normalize():f}"


@operation("登记培训名单", needs=Right.KEEP)
def mark_roll(tx: Tx, training: UUID, text: str) -> Result:
    """Read a roll as it is typed and keep it; a line nobody understands is named."""
    trainees = records.children(tx.session, Trainee, training)
    called = names.titles(tx.session, "staff", {one.staff for one in trainees})
    bearers: dict[str, list[UUID]] = defaultdict(list)
    for one in trainees:
        bearers[called[one.staff]].append(one.id)
    told: dict[UUID, Mark] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            name, said = _understood(number, line)
            if not bearers[name]:
                raise _unread(number, f"“{name}”不在参训名单里，请先列入，或核对姓名")
            told[bearers[name].pop(0)] = said
    return mark(tx, training, told)


def _understood(number: int, line: str) -> tuple[str, Mark]:
    """王五 到 92: the state may be left out, and so may the marks."""
    name, *rest = narrow(line).replace("，", " ").replace(",", " ").split()
    state, marks = "present", None
    for word in rest:
        known, value = codes.code_of(_STATES, word), checks.parse_money(word)
        if known is not None:
            state = known
        elif value is not None and marks is None:
            marks = value
        else:
            raise _unread(number, f"“{word}”不是出勤（到、迟到、请假、公出、缺席），也不是成绩")
    return name, Mark(state, marks)


def _unread(number: int, why: str) -> Invalid:
    return Invalid([Problem("roll", f"第{number}行{why}。")])


def _refuse_odd(said: Mark) -> None:
    if said.marks is not None and not 0 <= said.marks <= _MOST:
        raise Invalid([Problem("marks", f"成绩要在0到{_MOST}之间，请核对。")])
    if said.marks is not None and said.state not in CAME:
        raise Invalid([Problem("marks", "没有到的人没有成绩，请核对出勤。")])


def results(session: Session, day: date) -> Sequence[Line]:
    """The trainings of the year of `day`, the youngest first, with how they went."""
    query = (
        select(Training)
        .where(Training.binned.is_(None), Training.held_on.between(date(day.year, 1, 1), day))
        .order_by(Training.held_on.desc(), Training.id)
    )
    listed = list(session.scalars(query))
    found: dict[UUID, list[Trainee]] = {one.id: [] for one in listed}
    for one in records.every_child(session, Trainee, list(found)):
        if one.binned is None:
            found[one.training].append(one)
    return [_line(one, result(found[one.id])) for one in listed]


def _line(course: Training, went: Result) -> Line:
    average = "" if went.average is None else str(went.average)
    passed = "" if went.average is None else str(went.passed)
    counted = (str(went.expected), str(went.came), average, passed)
    return Line((str(course.held_on), course.name, *counted), "training", (course.id,))


RESULTS = TeamList(
    "results",
    "培训成绩",
    (("日期", 110), ("培训", 0), ("应到", 80), ("实到", 80), ("平均成绩", 100), ("合格人数", 100)),
    results,
    "今年还没有登记培训",
    "次",
)
