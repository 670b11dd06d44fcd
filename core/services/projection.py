"""A meeting as it is projected: everybody in the room can read it, so personal data is masked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import checks
from core.records.mediation_case import Party
from core.records.meeting import AgendaItem, Meeting
from core.records.task import Task
from core.records.visit import Visit
from core.services import meeting, records
from core.services.meeting import Absent
from core.services.pending import due_words
from core.words import surname

_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{7,17}[\dXx](?![\dA-Za-z])")
_PERSON = "person"
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One matter, and what the meeting made of it."""

    number: int
    text: str
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section of what is projected."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Projected:
    """What the room sees: the meeting, who is there, section by section, what is decided."""

    title: str
    facts: tuple[str, ...]
    parts: tuple[Part, ...]


def projected(session: Session, identity: UUID) -> Projected:
    """One meeting, names of parties and visitors and all numbers masked; colleagues as they are."""
    held = records.get(session, Meeting, identity)
    items = records.children(session, AgendaItem, identity)
    tasks = meeting.decided(session, identity)
    veil = _Veil(frozenset(_names(session, items)))
    parts = list(_sections(items, veil))
    if held.talk:
        lines = tuple(Line(0, veil(one)) for one in held.talk.splitlines() if one.strip())
        parts.append(Part("讨论发言", lines))
    if tasks:
        parts.append(Part("会上交办", tuple(_given(session, held, tasks, veil))))
    return Projected(held.title, tuple(_facts(session, held)), tuple(parts))


@dataclass(frozen=True, slots=True)
class _Veil:
    """Hides what is not for the room; the longest names first, so that none shows in part."""

    names: frozenset[str]

    def __call__(self, text: str) -> str:
        for name in sorted(self.names, key=len, reverse=True):
            text = text.replace(name, f"{surname(name)}某")
        return _NUMBER.sub(lambda found: checks.mask("phone", found[0], "internal"), text)


def _facts(session: Session, held: Meeting) -> Iterator[str]:
    people = {"主持": held.chair, "记录": held.recorder}
    names = records.titles(session, "staff", [one for one in people.values() if one])
    at = f"{held.starts.hour}:{held.starts.minute:02d}" if held.starts else ""
    where = (f"{held.held_on.year}年{held.held_on.month}月{held.held_on.day}日 {at}", held.place)
    yield "　".join(one.strip() for one in where if one)
    led = (f"{word}：{names[one]}" for word, one in people.items() if one in names)
    yield "　".join(led)
    roll = meeting.roll(session, held.id)
    yield f"应到{roll.expected}人，实到{roll.present}人"
    away = (*roll.absent, *roll.excused)
    yield "　".join(_away(one) for one in away)


def _away(one: Absent) -> str:
    """Without the reason: that is nobody's business in the room."""
    return f"{one.name}{one.state}" + (f"（{one.substitute}代会）" if one.substitute else "")


def _sections(items: list[AgendaItem], veil: _Veil) -> Iterator[Part]:
    numbered = enumerate(items, 1)
    for title, group in groupby(numbered, lambda pair: pair[1].section):
        lines = (Line(n, veil(one.text), veil(one.outcome or "")) for n, one in group)
        yield Part(title, tuple(lines))


def _given(session: Session, held: Meeting, tasks: list[Task], veil: _Veil) -> Iterator[Line]:
    names = records.titles(session, "staff", {one.owner for one in tasks if one.owner})
    for n, one in enumerate(tasks, 1):
        owner = names.get(one.owner, "") if one.owner else ""
        told = f"{owner or '未定责任人'}，{due_words(one.due, held.held_on)}"
        yield Line(n, f"{veil(one.title)}（{told}）")


def _names(session: Session, items: list[AgendaItem]) -> Iterator[str]:
    """How the people are called whom the agenda is about; one character names nobody."""
    ids: dict[str, set[UUID]] = {}
    for one in items:
        if one.source_table and one.source_id:
            ids.setdefault(one.source_table, set()).add(one.source_id)
    cases, visits = ids.get("mediation_case", ()), ids.get("visit", ())
    parties = select(Party.name).where(Party.case.in_(cases), Party.kind == _PERSON)
    visitors = select(Visit.name).where(Visit.id.in_(visits))
    for query in (parties, visitors):
        yield from (name for name in session.scalars(query) if name and len(name) >= _LEAST)
