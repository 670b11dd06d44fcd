"""Visits and calls: registered, handed out, closed, counted (`domain/grid.md` L01)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.errors import Invalid, Problem
from core.ledger import Values
from core.record import Value
from core.records.visit import LEDGER, NOTE, REGISTERED, Visit, nothing_before_the_visit
from core.rights import Right
from core.services import numbers, records, visit_course, visit_task
from core.services.figures import Figure, counted
from core.services.records import Filter
from core.station import CHINA, Tx, operation

NAME = LEDGER.name
_FOREIGN = re.compile("[A-Za-z0-9-]{6,}")
"""A number of another system, however the system is called beside it."""


@dataclass(frozen=True, slots=True)
class HandOut:
    """Who is to see to it, until when."""

    owner: UUID | None = None
    unit: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """How a matter ended; without a day it ended today."""

    reply: str
    day: date | None = None
    way: str | None = None
    satisfaction: str | None = None


@dataclass(frozen=True, slots=True)
class Batches:
    """批次 and 人次 of a period: how many visits and calls, and how many heads came with them."""

    batches: Figure
    heads: Figure

    @property
    def text(self) -> str:
        """As counties ask for it: 12批次25人次."""
        return f"{self.batches.text}批次{self.heads.text}人次"


@operation("登记来访来电", needs=Right.KEEP)
def register(
    tx: Tx, values: Values, identity: UUID | None = None, version: int | None = None
) -> UUID:
    """Keep a visit under a number of its own, new or out of a note, and hand it out at once."""
    whole: dict[str, Value] = dict(values)
    if identity is not None:
        _open(tx, identity)
        whole["state"] = REGISTERED
    elif whole.get("came_on") is None:
        whole |= visit_course.now(tx)
    kept = records.save(tx, NAME, whole, identity, version)
    visit = _settled(tx, kept)
    _ask_repeated(tx, visit)
    visit.number = visit.number or _fresh(tx, visit)
    tx.on(visit.came_on)
    if visit.came_at is not None:
        tx.happened = min(moment(visit), tx.now)
    tx.detail = f"：{visit.number}"
    return kept


@operation("修改来访来电", needs=Right.KEEP)
def amend(tx: Tx, values: Values, identity: UUID, version: int | None = None) -> UUID:
    """Change what is known of a visit; its task follows."""
    _open(tx, identity)
    records.save(tx, NAME, values, identity, version)
    _name(tx, _settled(tx, identity))
    return identity


@operation("交办诉求", needs=Right.KEEP)
def hand_out(tx: Tx, identity: UUID, to: HandOut) -> None:
    """Give a registered matter to a person (who gets a task) or a unit."""
    visit = _registered(tx, identity)
    if to.owner is None and not to.unit.strip():
        raise Invalid([Problem("owner", "请选承办人，或填写承办单位")])
    visit.owner, visit.unit = to.owner or visit.owner, to.unit.strip() or visit.unit
    visit.due = to.due or visit.due
    _refuse_early(visit)
    visit_course.follow(tx, [visit])
    visit_task.mirror(tx, visit)
    _name(tx, visit)


@operation("办结诉求", needs=Right.KEEP)
def close(tx: Tx, identity: UUID, how: Closing) -> None:
    """Say how a matter ended; the task it was handed out by ends with it."""
    visit = _registered(tx, identity)
    if not how.reply.strip():
        raise Invalid([Problem("reply", "请写明办理情况")])
    day = how.day or tx.today
    _not_later(tx, "closed_on", day)
    visit.reply, visit.closed_on = how.reply.strip(), day
    _refuse_early(visit)
    visit.reply_way = how.way or visit.reply_way
    visit.satisfaction = how.satisfaction or visit.satisfaction
    visit_course.follow(tx, [visit])
    visit_task.end(tx, visit, day)
    tx.on(day)
    _name(tx, visit)


def batches(session: Session, since: date, until: date) -> Batches:
    """批次 and 人次 of the days from `since` to `until`; notes and voided ones do not count."""
    query: Select[tuple[UUID, int | None]] = select(Visit.id, Visit.heads).where(
        Visit.binned.is_(None),
        Visit.voided_on.is_(None),
        Visit.state != NOTE,
        Visit.came_on.between(since, until),
    )
    rows = session.execute(query.order_by(Visit.id)).tuples().all()
    ids = [one for one, _ in rows]
    return Batches(counted(ids), Figure(sum(heads or 1 for _, heads in rows), ids=tuple(ids)))


def moment(visit: Visit) -> datetime:
    """When they came or called; at midday where only the day is known."""
    day = visit.came_on or date.min
    return datetime.combine(day, visit.came_at or time(12), CHINA)


def _settled(tx: Tx, identity: UUID) -> Visit:
    """What follows from values just saved."""
    visit = records.get(tx.session, Visit, identity)
    for key in ("came_on", "closed_on"):
        _not_later(tx, key, getattr(visit, key))
    visit_task.mirror(tx, visit)
    return visit


def _ask_repeated(tx: Tx, visit: Visit) -> None:
    """One foreign sheet is registered once: a second time only by somebody who knows."""
    for number in sorted(set(_FOREIGN.findall(visit.outside_number or ""))):
        found = records.ids(tx.session, LEDGER, Filter(words=number))
        others = [tx.session.get(Visit, one) for one in found if one != visit.id]
        same = next((one for one in others if one and number in (one.outside_number or "")), None)
        if same is not None:
            known = same.number or f"“{same.title}”"
            tx.confirm(
                "outside_number", f"外部编号 {number} 已经登记在 {known}。确实要另外登记一件吗？"
            )


def _not_later(tx: Tx, key: str, day: date | None) -> None:
    if day is not None and day > tx.today:
        raise Invalid([Problem(key, f"{LEDGER.field(key).label}在今天之后，请核对")])


def _refuse_early(visit: Visit) -> None:
    days = {key: getattr(visit, key) for key in ("came_on", "due", "closed_on")}
    found = tuple(nothing_before_the_visit(days))
    if found:
        raise Invalid(found)


def _open(tx: Tx, identity: UUID) -> Visit:
    visit = records.get(tx.session, Visit, identity)
    if visit.voided_on is not None:
        raise Invalid(f"{visit.number}已作废，不能再办理。确需办理的请另行登记。")
    if visit.binned is not None:
        raise Invalid("这件在回收站里，请先找回再办理。")
    return visit


def _registered(tx: Tx, identity: UUID) -> Visit:
    visit = _open(tx, identity)
    if visit.state == NOTE:
        raise Invalid("这条还是速记，请先补全登记再办理。")
    return visit


def _fresh(tx: Tx, visit: Visit) -> str:
    """The next number that no register of paper has taken before."""
    year = (visit.came_on or tx.today).year
    while True:
        number = numbers.draw_for_visit(tx, year)
        taken = select(func.count()).select_from(Visit).where(Visit.number == number)
        if not tx.session.scalar(taken):
            return number


def _name(tx: Tx, visit: Visit) -> None:
    """Journal and undo menu name a visit by its number: labels carry no person."""
    tx.detail = f"：{visit.number or '未编号'}"
