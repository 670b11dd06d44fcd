"""A meeting as it is projected: everybody in the room can read it, so personal data is masked."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, or_, select
from sqlalchemy.orm import Session

from core import checks, secrecy
from core.checks import Masked
from core.records.mediation_case import Investigation, MediationCase, Party
from core.records.meeting import AgendaItem, Meeting
from core.records.staff import Staff
from core.records.task import Task
from core.records.visit import Visit
from core.services import meeting, namesakes, records
from core.services.meeting import Absent
from core.services.pending import due_words
from core.words import surname

_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{7,17}[\dXx](?![\dA-Za-z])")
_SPACES = re.compile(r"\s+")
_PERSON = "person"
_LEAST = 2
_NOBODY = frozenset(
    ("匿名", "群众", "村民", "居民", "市民", "网民", "业主", "商户", "学生", "家长")
)
"""What stands for a name where nobody gave one."""
_YEAR = timedelta(365)
_LETTERS: tuple[Masked, ...] = ("name", "second_name", "third_name")
"""张某甲, 张某乙, 张某丙: people of one surname are told apart."""


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
    read = [held.talk, *(one.title for one in tasks)]
    read += [text for one in items for text in (one.text, one.outcome)]
    veil = _veil(session, held.held_on, items, read)
    parts = list(_sections(items, veil))
    if held.talk:
        lines = tuple(Line(0, veil(one)) for one in held.talk.splitlines() if one.strip())
        parts.append(Part("讨论发言", lines))
    if tasks:
        parts.append(Part("会上交办", tuple(_given(session, held, tasks, veil))))
    return Projected(held.title, tuple(_facts(session, held)), tuple(parts))


@dataclass(frozen=True, slots=True)
class _Veil:
    """Hides what is not for the room; `told` says what stands for a name, or that it stays."""

    names: re.Pattern[str] | None
    told: Mapping[str, str]

    def __call__(self, text: str) -> str:
        if self.names is not None:
            text = self.names.sub(lambda found: self.told[_tight(found[0])], text)
        return _NUMBER.sub(lambda found: checks.mask("phone", found[0], "internal"), text)


def _veil(
    session: Session, day: date, items: list[AgendaItem], texts: Iterable[str | None]
) -> _Veil:
    """For all that is read in the room: only names that stand in it are looked for."""
    said = _tight("\n".join(filter(None, texts)))
    people = {_tight(name) for name in _people(session, day, items) if name}
    hidden = [one for one in people - _NOBODY if len(one) >= _LEAST and one in said]
    told = {name: name for name in _staff(session) if name in said} if hidden else {}
    often: Counter[str] = Counter()
    for name in sorted(hidden, key=said.index):
        letter = _LETTERS[min(often[surname(name)], len(_LETTERS) - 1)]
        often[surname(name)] += 1
        told[name] = checks.mask(letter, name, "public")
    words = (r"\s*".join(map(re.escape, one)) for one in sorted(told, key=len, reverse=True))
    return _Veil(re.compile("|".join(words)) if told else None, told)


def _tight(text: str) -> str:
    """Without the spaces names are set wide with."""
    return _SPACES.sub("", text)


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
    names = namesakes.told(session, {one.owner for one in tasks if one.owner})
    for n, one in enumerate(tasks, 1):
        owner = names.get(one.owner, "") if one.owner else ""
        told = f"{owner or '未定责任人'}，{due_words(one.due, held.held_on)}"
        yield Line(n, f"{veil(one.title)}（{told}）")


def _people(session: Session, day: date, items: list[AgendaItem]) -> Iterator[str | None]:
    """How the people behind the agenda are called, and those of what is open or was till lately.

    Those of restricted cases too: their names stay hidden from the room even where the person at
    the keyboard may not read the case.
    """
    ids: dict[str, set[UUID]] = {}
    for one in items:
        if one.source_table and one.source_id:
            ids.setdefault(one.source_table, set()).add(one.source_id)
    cases, visits, tasks = (ids.get(one, set()) for one in ("mediation_case", "visit", "task"))
    known = select(MediationCase.id).where(_lately(MediationCase, day))
    meant = or_(Party.case.in_(cases), Party.case.in_(known))
    came = or_(Visit.id.in_(visits), Visit.task.in_(tasks), _lately(Visit, day))
    person = case((Party.kind == _PERSON, Party.name))
    besides = (Party.also_called, Party.representative, Party.agent, Party.guardian, Party.witness)
    queries: tuple[Select[Any], ...] = (
        select(person, *besides).where(meant, Party.binned.is_(None)),
        select(Investigation.asked).where(Investigation.case.in_(cases)),
        select(MediationCase.applied_orally).where(MediationCase.id.in_(cases)),
        select(Visit.name, Visit.proxy).where(came),
    )
    for query in queries:
        for row in secrecy.every(session, query):
            yield from row


def _lately(record: type[MediationCase] | type[Visit], day: date) -> ColumnElement[bool]:
    """What the room may speak of: open, or closed within a year."""
    over = or_(record.closed_on.is_(None), record.closed_on > day - _YEAR)
    return record.binned.is_(None) & over


def _staff(session: Session) -> Iterator[str]:
    """Colleagues are called as they are; of 王丽娟 no 王丽 is hidden."""
    return map(_tight, session.scalars(select(Staff.name).where(Staff.binned.is_(None))))
