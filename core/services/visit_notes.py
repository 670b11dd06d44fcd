"""Quick notes (速记): one line while they are still talking, and what helps to complete it."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid, Problem
from core.record import Value
from core.records.grid import Grid
from core.records.visit import NOTE, Visit
from core.rights import Right
from core.services import visit_course
from core.station import Tx, operation

REMEMBERED = ("source", "grid", "kind")
"""What the next registration takes over from the one before."""

_GIST = 40
_PHONE_LENGTH, _NAME_LENGTH = 40, 120
_CLAUSE = re.compile("[。！？；;!?\n]")
_NUMBER = re.compile(r"(?<![\d-])(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|[2-9]\d{6,7})(?!\d)")


@dataclass(frozen=True, slots=True)
class Jotting:
    """A quick note: the text, and what else was said at once."""

    text: str
    phone: str = ""
    name: str = ""


@operation("速记", needs=Right.KEEP)
def jot(tx: Tx, said: Jotting) -> UUID:
    """Keep what was said in one line; it is registered later, and has no number until then."""
    text = said.text.strip()
    if not text:
        raise Invalid([Problem("text", "请写一句对方说了什么，再按两次回车")])
    if len(said.phone.strip()) > _PHONE_LENGTH or len(said.name.strip()) > _NAME_LENGTH:
        raise Invalid([Problem("phone", "电话和称呼写得太长，请写到上面的文字里")])
    visit = Visit(
        state=NOTE,
        title=gist(text),
        jotted=text,
        source="call" if said.phone.strip() else "visit",
        phone=said.phone.strip() or None,
        name=said.name.strip() or None,
        **visit_course.now(tx),
    )
    tx.add(visit)
    visit_course.follow(tx, [visit])
    return visit.id


def remembered(session: Session, actor: UUID) -> dict[str, Value]:
    """Village, type and source of the last visit this person registered."""
    query = select(Visit).where(
        Visit.binned.is_(None), Visit.registered_by == actor, Visit.number.is_not(None)
    )
    last = session.scalars(query.order_by(Visit.id.desc()).limit(1)).first()
    found = {} if last is None else {key: getattr(last, key) for key in REMEMBERED}
    grid = session.get(Grid, found["grid"]) if found.get("grid") else None
    return found | ({"grid": None} if grid is not None and grid.closed is not None else {})


def hints(session: Session, text: str) -> dict[str, Value]:
    """What a note says of a village and a telephone number, to be looked at by a person."""
    named = select(Grid.id, Grid.name).where(Grid.binned.is_(None), Grid.closed.is_(None))
    said = [(len(name), one) for one, name in session.execute(named) if name in text]
    phone = phone_in(text)
    found: dict[str, Value] = {"phone": phone} if phone else {}
    return found | ({"grid": max(said)[1]} if said else {})


def phone_in(text: str) -> str:
    """The telephone number a text mentions, or nothing."""
    found = _NUMBER.search(text)
    return found[0] if found else ""


def gist(text: str) -> str:
    """What a note is about: its first clause, as short as a title."""
    first = next((part for part in _CLAUSE.split(text.strip()) if part.strip()), text).strip()
    return first if len(first) <= _GIST else f"{first[: _GIST - 1]}…"
