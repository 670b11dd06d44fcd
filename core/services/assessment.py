"""The monthly assessment (grid.md §6.5–6.7): figures with their records, points, what people say.

Off until a station turns it on. It judges work, never a resident; each person reads his own sheet,
who answers for the station reads all. What is locked changes no more.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import secrecy
from core.errors import Invalid, NotAllowed
from core.records.assessment import Assessment, AssessmentLine, AssessmentRule
from core.records.grid import Grid
from core.records.staff import Post
from core.rights import Actor, Right
from core.services import assessed, assessment_rules, records, settings
from core.services.assessed import Counted
from core.services.figures import Period, month_of
from core.settings import ASSESSMENT
from core.station import Tx, operation

OPEN, SHOWN, LOCKED = "open", "shown", "locked"
_NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Score:
    """One rule for one person; `final` is None while a person has yet to judge it."""

    line: AssessmentLine
    rule: AssessmentRule

    @property
    def final(self) -> Decimal | None:
        """What counts: the system's points and what a person changed, within the rule's points."""
        if self.line.points is None and self.line.adjusted is None:
            return None
        told = (self.line.points or _NOTHING) + (self.line.adjusted or _NOTHING)
        return min(max(told, _NOTHING), self.rule.points)

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The records behind the figure."""
        return tuple(map(UUID, (self.line.evidence or "").split()))

    @property
    def table(self) -> str:
        """The ledger that keeps those records; none of what a person judges."""
        known = assessed.INDICATORS.get(self.rule.indicator or "")
        return known.table if known else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's month."""

    staff: UUID
    name: str
    grid: str
    scores: tuple[Score, ...]

    @property
    def total(self) -> Decimal:
        """All points together; what nobody judged yet counts nothing so far."""
        return sum((one.final or _NOTHING for one in self.scores), _NOTHING)

    @property
    def waiting(self) -> int:
        """How many items nobody has judged yet."""
        return sum(one.final is None for one in self.scores)

    @property
    def unanswered(self) -> int:
        """How many appeals have no answer yet."""
        return sum(bool(one.line.appeal) and not one.line.answer for one in self.scores)


@dataclass(frozen=True, slots=True)
class Month:
    """A month as the asking person may see it: none made yet without a `made`."""

    period: Period
    made: Assessment | None
    sheets: tuple[Sheet, ...]

    @property
    def state(self) -> str:
        """open, shown or locked; nothing where it was never counted."""
        return self.made.state if self.made else ""


def is_on(session: Session) -> bool:
    """Whether this station assesses by month."""
    return settings.value(session, ASSESSMENT) == "on"


def reads_all(actor: Actor) -> bool:
    """Whether somebody may read everybody's sheet."""
    return actor.may(Right.MANAGE)


def month(session: Session, day: date) -> Month:
    """The month `day` lies in: all sheets, or the asking person's own."""
    actor = secrecy.actor(session)
    assert actor is not None
    period = month_of(day)
    made = _made(session, period)
    lines = _lines(session, made.id) if made else []
    return Month(period, made, _sheets(session, lines, None if reads_all(actor) else actor.hands))


def everybody(session: Session, day: date) -> tuple[Sheet, ...]:
    """All sheets of a month, for the public sheet, which names grids alone."""
    made = _made(session, month_of(day))
    return _sheets(session, _lines(session, made.id) if made else [], None)


def _made(session: Session, period: Period) -> Assessment | None:
    query = select(Assessment).where(Assessment.binned.is_(None), Assessment.month == period.since)
    return session.scalars(query).first()


def _lines(session: Session, of: UUID) -> list[AssessmentLine]:
    query = select(AssessmentLine).where(
        AssessmentLine.assessment == of, AssessmentLine.binned.is_(None)
    )
    return list(session.scalars(query))


def _sheets(
    session: Session, lines: Sequence[AssessmentLine], only: frozenset[UUID] | None
) -> tuple[Sheet, ...]:
    seen = [one for one in lines if only is None or one.staff in only]
    rules = assessment_rules.named(session, {one.rule for one in seen})
    names = records.titles(session, "staff", {one.staff for one in seen})
    grids = _grids(session)
    people: dict[UUID, list[AssessmentLine]] = {}
    for line in seen:
        people.setdefault(line.staff, []).append(line)
    places = {
        staff: next((one.grid for one in own if one.grid), None) for staff, own in people.items()
    }
    order = {one: n for n, one in enumerate(grids)}
    sheets = [
        Sheet(
            staff,
            names.get(staff, ""),
            grids.get(places[staff], ""),
            tuple(
                sorted(
                    (Score(one, rules[one.rule]) for one in own),
                    key=lambda score: (score.rule.position, score.rule.id),
                )
            ),
        )
        for staff, own in people.items()
    ]
    last = len(order)
    return tuple(
        sorted(sheets, key=lambda one: (order.get(places[one.staff], last), one.name, one.staff))
    )


def _grids(session: Session) -> dict[UUID | None, str]:
    """What the grids are called, in the order of their codes; of one name, with what is above."""
    query = select(Grid.id, Grid.name, Grid.parent).order_by(Grid.code, Grid.name, Grid.id)
    rows = session.execute(query).tuples().all()
    names = {one: name for one, name, _ in rows}
    often = Counter(names.values())
    return {
        one: name if often[name] == 1 or above is None else f"{name}（{names.get(above, '')}）"
        for one, name, above in rows
    }


@operation("计算月度考核", needs=Right.MANAGE)
def count(tx: Tx, day: date) -> UUID:
    """Count a month, or count it again: what people changed, asked and answered stays."""
    _refuse_off(tx.session)
    period = month_of(day)
    if period.since > tx.today:
        raise Invalid("这个月还没有开始，不能考核。")
    rules = assessment_rules.in_force(tx.session, period)
    if not rules:
        raise Invalid("还没有考核项。请先在“考核办法”里装入常用办法，或自己添加。")
    made = _made(tx.session, period)
    if made is None:
        made = Assessment(month=period.since, state=OPEN)
        tx.add(made)
    _refuse_locked(made)
    known = {(one.staff, one.rule): one for one in _lines(tx.session, made.id)}
    held = _posts(tx.session, period)
    for rule in rules:
        found = _found(tx.session, rule, assessed.over(period, tx.today))
        for staff, grid in held.items():
            line = known.pop((staff, rule.id), None) or _new(tx, made, staff, rule)
            line.grid = grid
            _count(line, rule, found)
    for gone in known.values():
        tx.bin(gone)
    tx.detail = f"：{period.name}"
    identity: UUID = made.id
    return identity


def _posts(session: Session, period: Period) -> dict[UUID, UUID]:
    """Who held a main post on a grid in the period, and on which, the last one of several."""
    query = (
        select(Post.staff, Post.grid)
        .where(Post.binned.is_(None), Post.main, Post.grid.is_not(None))
        .where(Post.since <= period.until)
        .where(or_(Post.until.is_(None), Post.until > period.since))
        .order_by(Post.since, Post.id)
    )
    return {staff: grid for staff, grid in session.execute(query).tuples() if grid is not None}


def _found(session: Session, rule: AssessmentRule, period: Period) -> Mapping[UUID, Counted]:
    known = assessed.INDICATORS.get(rule.indicator or "")
    return known.find(session, period) if known and period.since <= period.until else {}


def _new(tx: Tx, made: Assessment, staff: UUID, rule: AssessmentRule) -> AssessmentLine:
    line = AssessmentLine(assessment=made.id, staff=staff, rule=rule.id)
    tx.add(line)
    return line


def _count(line: AssessmentLine, rule: AssessmentRule, found: Mapping[UUID, Counted]) -> None:
    known = assessed.INDICATORS.get(rule.indicator or "")
    if known is None:
        return
    told = found.get(line.staff, known.usual)
    line.figure = told.figure
    line.points = assessed.scored(told.figure, assessment_rules.scale(rule), more=known.more)
    line.evidence = "\n".join(map(str, told.ids)) or None


@operation("人工调整考核分", needs=Right.MANAGE)
def adjust(tx: Tx, line: UUID, to: Decimal | None, reason: str) -> None:
    """Give other points than the system's, with the reason; None takes the change back.

    An item no indicator counts gets its points this way.
    """
    one = _changeable(tx, line)
    rule = records.get(tx.session, AssessmentRule, one.rule)
    if to is not None and not reason.strip():
        raise Invalid("请写明调整理由。")
    if to is not None and not 0 <= to <= rule.points:
        raise Invalid(f"得分要在 0 到满分 {rule.points} 之间，请核对。")
    one.adjusted = None if to is None else to - (one.points or _NOTHING)
    one.reason = None if to is None else reason.strip()
    tx.detail = f"：{rule.name}"


@operation("申诉考核分", needs=Right.READ)
def appeal(tx: Tx, line: UUID, text: str) -> None:
    """Say why the own points are not right; the chief may write it down for somebody."""
    one = _changeable(tx, line)
    if one.staff not in tx.actor.hands and not reads_all(tx.actor):
        raise NotAllowed("只能对自己的考核分申诉。")
    if not text.strip():
        raise Invalid("请写明申诉的内容。")
    one.appeal, one.answer = text.strip(), None


@operation("复核考核申诉", needs=Right.MANAGE)
def answer(tx: Tx, line: UUID, text: str) -> None:
    """Answer an appeal; points change by an adjustment with its reason."""
    one = _changeable(tx, line)
    if not one.appeal:
        raise Invalid("这一项没有申诉，不用复核。")
    if not text.strip():
        raise Invalid("请写明复核意见。")
    one.answer = text.strip()


@operation("公示月度考核", needs=Right.MANAGE)
def show(tx: Tx, day: date) -> None:
    """Say that the sheet by grid hangs out; appeals come now."""
    made = _wanted(tx, day)
    _refuse_locked(made)
    made.state = SHOWN
    tx.detail = f"：{month_of(day).name}"


@operation("锁定月度考核", needs=Right.MANAGE, final=True)
def lock(tx: Tx, day: date) -> None:
    """End a month: nothing changes it afterwards."""
    made = _wanted(tx, day)
    _refuse_locked(made)
    sheets = _sheets(tx.session, _lines(tx.session, made.id), None)
    waiting = sum(one.waiting for one in sheets)
    unanswered = sum(one.unanswered for one in sheets)
    if waiting:
        raise Invalid(f"还有 {waiting} 项人工评分没有填，填好再锁定。")
    if unanswered:
        raise Invalid(f"还有 {unanswered} 项申诉没有复核，答复了再锁定。")
    made.state, made.locked = LOCKED, tx.now
    tx.detail = f"：{month_of(day).name}"


def _wanted(tx: Tx, day: date) -> Assessment:
    made = _made(tx.session, month_of(day))
    if made is None:
        raise Invalid("这个月还没有计算过考核，请先计算。")
    return made


def _changeable(tx: Tx, line: UUID) -> AssessmentLine:
    _refuse_off(tx.session)
    one = records.get(tx.session, AssessmentLine, line)
    _refuse_locked(records.get(tx.session, Assessment, one.assessment))
    return one


def _refuse_locked(made: Assessment) -> None:
    if made.state == LOCKED:
        raise Invalid("这个月的考核已经锁定，不能再改。")


def _refuse_off(session: Session) -> None:
    if not is_on(session):
        raise Invalid("本站没有启用月度考核，请先在设置里打开。")
