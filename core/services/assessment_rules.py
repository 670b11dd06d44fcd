"""The rules of the monthly assessment: data that a station writes, changes and stops (§6.7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.records.assessment import Assessment, AssessmentLine, AssessmentRule
from core.rights import Right
from core.services import records
from core.services.assessed import INDICATORS, Scale
from core.services.figures import Period, month_of
from core.station import Tx, operation

_DAY = timedelta(1)
_NUMBERS = ("target", "points", "step", "cap")
_USUAL = (
    ("晨会例会", "meetings_missed", 15, 3),
    ("学习培训", "training_missed", 10, 5),
    ("交办事项", "tasks_late", 30, 3),
    ("来访来电", "visits_late", 20, 3),
    ("值班记录", "duty_missed", 10, 5),
    ("重点工作", None, 15, None),
)
"""A common scheme of a hundred points; each station changes it as its own rules say."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule as it is typed; without an `indicator` a person judges it."""

    name: str
    points: Decimal
    indicator: str | None = None
    target: Decimal | None = None
    step: Decimal | None = None
    cap: Decimal | None = None


def in_force(session: Session, period: Period) -> list[AssessmentRule]:
    """The rules that hold in a period, in their order."""
    query = (
        select(AssessmentRule)
        .where(AssessmentRule.binned.is_(None))
        .where(or_(AssessmentRule.since.is_(None), AssessmentRule.since <= period.until))
        .where(or_(AssessmentRule.until.is_(None), AssessmentRule.until >= period.since))
        .order_by(AssessmentRule.position, AssessmentRule.id)
    )
    return list(session.scalars(query))


def named(session: Session, wanted: Collection[UUID]) -> dict[UUID, AssessmentRule]:
    """Rules by identity, stopped ones too."""
    query = select(AssessmentRule).where(AssessmentRule.id.in_(wanted))
    return {one.id: one for one in session.scalars(query)}


def scale(rule: AssessmentRule) -> Scale:
    """How a figure becomes points by a rule; one point for each one where nothing is said."""
    target = rule.target if rule.target is not None else Decimal(0)
    return Scale(rule.points, target, rule.step if rule.step is not None else Decimal(1), rule.cap)


def words(rule: AssessmentRule) -> str:
    """The rule in a sentence: 目标 0，每多 1 扣 3，最多扣 9."""
    known = INDICATORS.get(rule.indicator or "")
    if known is None:
        return "人工评，写理由"
    told = scale(rule)
    cap = f"，最多扣 {plain(told.cap)}" if told.cap is not None else "，扣完为止"
    word = "少" if known.more else "多"
    return f"目标 {plain(told.target)}，每{word} 1 扣 {plain(told.step)}{cap}"


def plain(number: Decimal | None) -> str:
    """A number as people write it: 3, 0.5."""
    return "" if number is None else f"{number.normalize():f}"


@operation("装入常用考核办法", needs=Right.MANAGE)
def begin(tx: Tx) -> None:
    """Begin with the common scheme, where there is no rule yet."""
    if in_force(tx.session, month_of(tx.today)):
        raise Invalid("已经有考核项了，请直接修改。")
    for position, (name, indicator, points, step) in enumerate(_USUAL, 1):
        rule = AssessmentRule(name=name, position=position, indicator=indicator)
        rule.points, rule.target = Decimal(points), Decimal(0) if indicator else None
        rule.step = None if step is None else Decimal(step)
        tx.add(rule)


@operation("保存考核项", needs=Right.MANAGE)
def keep(tx: Tx, draft: Draft, identity: UUID | None = None) -> UUID:
    """Write a rule, or change one; months locked already keep it as it was."""
    _check(draft)
    before = records.get(tx.session, AssessmentRule, identity) if identity else None
    rule = before if before is not None and not _locked(tx, before) else _new(tx, before)
    rule.name, rule.indicator = draft.name.strip(), draft.indicator
    for key in _NUMBERS:
        setattr(rule, key, getattr(draft, key))
    tx.detail = f"：{rule.name}"
    made: UUID = rule.id
    return made


@operation("停用考核项", needs=Right.MANAGE)
def stop(tx: Tx, identity: UUID) -> None:
    """Let a rule hold no more, from this month on where this month is not locked."""
    rule = records.get(tx.session, AssessmentRule, identity)
    _end(tx, rule, tx.today.replace(day=1))
    tx.detail = f"：{rule.name}"


def _check(draft: Draft) -> None:
    wrong = []
    if not draft.name.strip():
        wrong.append(Problem("name", "请填写考核项"))
    if draft.indicator is not None and codes.item("assessment_indicator", draft.indicator) is None:
        wrong.append(Problem("indicator", "没有这种取数，请从列表里选"))
    if draft.points <= 0:
        wrong.append(Problem("points", "满分要大于 0"))
    for key, label in (("target", "目标值"), ("step", "每差1扣"), ("cap", "最多扣")):
        number: Decimal | None = getattr(draft, key)
        if number is not None and number < 0:
            wrong.append(Problem(key, f"{label}不能小于 0"))
    if wrong:
        raise Invalid(wrong)


def _new(tx: Tx, before: AssessmentRule | None) -> AssessmentRule:
    """A rule of its own; in the place of one that locked months keep."""
    if before is None:
        last = tx.session.scalar(select(func.max(AssessmentRule.position))) or 0
        rule = AssessmentRule(position=last + 1)
    else:
        since = _end(tx, before, tx.today.replace(day=1))
        rule = AssessmentRule(position=before.position, since=since)
    tx.add(rule)
    return rule


def _end(tx: Tx, rule: AssessmentRule, since: date) -> date:
    """End a rule with the last month that keeps it; return the first day it holds no more."""
    kept = _locked(tx, rule)
    first = max(since, month_of(kept).until + _DAY) if kept else since
    rule.until = first - _DAY
    if rule.since is not None and rule.until < rule.since:
        rule.until = rule.since - _DAY
    return first


def _locked(tx: Tx, rule: AssessmentRule) -> date | None:
    """The last locked month that counted by a rule."""
    query = (
        select(func.max(Assessment.month))
        .join(AssessmentLine, AssessmentLine.assessment == Assessment.id)
        .where(AssessmentLine.rule == rule.id, AssessmentLine.binned.is_(None))
        .where(Assessment.locked.is_not(None), Assessment.binned.is_(None))
    )
    return tx.session.scalar(query)
