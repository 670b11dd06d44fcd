"""五个一: who lacks which of the five things, what is due for replacement, handing out to many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem
from core.ledger import problems
from core.records.equipment import LEDGER, Equipment
from core.rights import Right
from core.services import names, pending, roster
from core.services.owed import Owed
from core.services.pending import Item
from core.services.team import SOON, Line, TeamList
from core.station import Tx, operation

FIVE = ("cap", "badge", "bag", "clothes", "notebook")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class HandOut:
    """What is handed out, on which day, and when it is to be replaced."""

    kind: str
    on: date
    replace_on: date | None = None
    name: str = ""
    by: UUID | None = None


def lacking(session: Session, day: date) -> Sequence[Line]:
    """Everybody in post who lacks one of the five, with what he lacks."""
    has = _held(session, day)
    people = roster.on_duty_roll(session, day)
    places = names.titles(session, "grid", {one.grid for one in people if one.grid})
    found = []
    for one in people:
        missing = [kind for kind in FIVE if kind not in has[one.id]]
        if missing:
            told = "、".join(codes.name_of("equipment_kind", kind) for kind in missing)
            place = places.get(one.grid, "") if one.grid else ""
            found.append(Line((one.name, place, told, str(len(missing))), "staff", (one.id,)))
    return found


def without(session: Session, kind: str, day: date) -> list[UUID]:
    """Everybody in post who lacks this one thing."""
    has = _held(session, day)
    return [one.id for one in roster.on_duty_roll(session, day) if kind not in has[one.id]]


def _held(session: Session, day: date) -> dict[UUID, set[str]]:
    query = select(Equipment.staff, Equipment.kind).where(
        Equipment.binned.is_(None),
        Equipment.given_on <= day,
        or_(Equipment.returned_on.is_(None), Equipment.returned_on > day),
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for staff, kind in session.execute(query).tuples():
        found[staff].add(kind)
    return found


def renewals(session: Session, day: date) -> Sequence[Line]:
    """What is to be replaced within a month, or should have been."""
    query = (
        select(Equipment)
        .where(Equipment.binned.is_(None), Equipment.returned_on.is_(None))
        .where(Equipment.replace_on <= day + timedelta(SOON))
        .order_by(Equipment.replace_on, Equipment.id)
    )
    listed = list(session.scalars(query))
    called = names.titles(session, "staff", {one.staff for one in listed})
    return [
        Line(
            (
                called[one.staff],
                one.name or codes.name_of("equipment_kind", one.kind),
                str(one.given_on),
                str(one.replace_on),
                pending.due_words(one.replace_on, day),
            ),
            "equipment",
            (one.id,),
        )
        for one in listed
    ]


def due(session: Session, day: date) -> Owed:
    """The things to be replaced by `day`, as one matter that opens their list."""
    count = len(_worn(session, day))
    listed = partial(_worn, day=day)
    item = Item(f"装备应更换{count}件", "发新的并登记", "equipment", listed=listed)
    return Owed([item] if count else [])


def _worn(session: Session, day: date) -> Sequence[UUID]:
    query = (
        select(Equipment.id)
        .where(Equipment.binned.is_(None), Equipment.returned_on.is_(None))
        .where(Equipment.replace_on <= day)
    )
    return session.scalars(query.order_by(Equipment.replace_on, Equipment.id)).all()


@operation("发放装备", needs=Right.KEEP)
def hand_out(tx: Tx, what: HandOut, people: Sequence[UUID]) -> int:
    """Hand the same thing to many; how many got one."""
    if not people:
        raise Invalid([Problem("people", "没有要发的人，请另选发给谁。")])
    if what.on > tx.today:
        raise Invalid([Problem("on", "发放日期不能晚于今天，请核对。")])
    if what.kind == OTHER and not what.name.strip():
        raise Invalid([Problem("name", "其他装备请写名称。")])
    for person in dict.fromkeys(people):
        one = Equipment(
            staff=person,
            kind=what.kind,
            name=what.name.strip() or None,
            given_on=what.on,
            given_by=what.by,
            replace_on=what.replace_on,
        )
        wrong = problems(LEDGER, {key.key: getattr(one, key.key) for key in LEDGER.fields()})
        if wrong:
            raise Invalid(wrong)
        tx.add(one)
    tx.on(what.on)
    count = len(set(people))
    tx.detail = f"：{codes.name_of('equipment_kind', what.kind)} {count} 件"
    return count


LACKING = TeamList(
    "lacking",
    "五个一缺项",
    (("姓名", 120), ("所属网格", 220), ("缺哪几样", 0), ("缺", 60)),
    lacking,
    "在岗人员五样都有",
    "人",
)
RENEWALS = TeamList(
    "renewals",
    "应更换装备",
    (("领用人", 120), ("装备", 0), ("发放日期", 120), ("应更换日期", 120), ("到期", 160)),
    renewals,
    "一个月内没有要更换的装备",
    "件",
)
