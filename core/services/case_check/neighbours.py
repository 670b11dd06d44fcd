"""Reads what other cases have to do with one: read once, compared as often as somebody types."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from core import secrecy
from core.records.mediation_case import (
    Agreement,
    FollowUp,
    MediationCase,
    MediationMeeting,
    Party,
)
from core.records.staff import Staff
from core.services import numbers
from core.services.case_check.likeness import fold
from core.services.case_check.look import Around, Other, Talk
from core.services.case_file import CaseFile
from core.workdays import Calendar

_YEAR = timedelta(365)
_SIDES = ("applicant", "respondent")


@dataclass(frozen=True, slots=True)
class _Head:
    """What is compared of one case, as it was read."""

    id: UUID
    called: str
    mediator: UUID | None
    dispute: str | None
    accepted_on: date | None
    closed_on: date | None
    summary: str | None


class Neighbours:
    """The cases around one case or around all; `of` gives each its own."""

    def __init__(self, session: Session, calendar: Calendar, only: CaseFile | None = None) -> None:
        self._calendar = calendar
        self._heads = {one.id: one for one in _heads(session, only)}
        self._names = _names(session, self._heads if only else None, only)
        self._talks = _talks(session, self._heads if only else None)
        self._texts = _texts(session, self._heads if only else None)
        self._numbers = Counter(_numbers(session))
        self._staff = frozenset(session.scalars(select(Staff.name)))
        self._others = {
            one: self._other(self._heads[one])
            for one in self._heads
            if self._heads[one].mediator is not None
        }
        self._by_name: dict[str, list[UUID]] = defaultdict(list)
        for case, (_accepted, names) in self._names.items():
            for name in names:
                self._by_name[name].append(case)
        self._dated: dict[UUID | None, list[tuple[date, UUID]]] = defaultdict(list)
        self._undated: dict[UUID | None, list[UUID]] = defaultdict(list)
        for head in self._heads.values():
            if head.mediator is not None and head.accepted_on is not None:
                self._dated[head.mediator].append((head.accepted_on, head.id))
            elif head.mediator is not None:
                self._undated[head.mediator].append(head.id)
        for listed in self._dated.values():
            listed.sort()

    def of(self, file: CaseFile) -> Around:
        """What the other cases have to do with this one."""
        mine, case = file.case.accepted_on, file.case
        listed, own_id = self._near(case.mediator, mine), case.id
        near = (self._others[one] for one in listed if one != own_id)
        own = {case.number, file.agreement.number if file.agreement else None} - {None}
        taken = frozenset(one for one in own if one and self._numbers[one] > 1)
        gap = self._gap(case.number)
        return Around(tuple(near), self._pairs(file), taken, gap, self._staff, self._calendar)

    def _near(self, mediator: UUID | None, mine: date | None) -> Iterator[UUID]:
        """The cases of a mediator within a year of a day, by their days; those without one too."""
        listed = self._dated.get(mediator, [])
        first, last = 0, len(listed)
        if mine is not None:
            first = bisect_left(listed, mine - _YEAR, key=itemgetter(0))
            last = bisect_right(listed, mine + _YEAR, key=itemgetter(0))
        yield from (one for _day, one in listed[first:last])
        yield from self._undated.get(mediator, ())

    def _pairs(self, file: CaseFile) -> int:
        """In how many other cases within a year both sides stand against each other again."""
        first, second = ({one.name for one in file.side(side)} for side in _SIDES)
        others = self._named(first) & self._named(second) - {file.case.id}
        return sum(_within(file.case.accepted_on, self._names[one][0]) for one in others)

    def _named(self, names: Iterable[str]) -> set[UUID]:
        """The cases in which one of these people stands."""
        return {case for name in names for case in self._by_name.get(name, ())}

    def _gap(self, number: str | None) -> str:
        """The number before this one, where nobody has it."""
        named = numbers.parts(number) if number else None
        if number is None or named is None or named[1] <= 1:
            return ""
        head, _, tail = number.rpartition("第")
        digits = "".join(one for one in tail if one.isdigit())
        before = f"{head}第{named[1] - 1:0{len(digits)}d}号"
        return "" if self._numbers[before] else before

    def _other(self, head: _Head) -> Other:
        names = self._names.get(head.id, (None, frozenset[str]()))[1]
        told = [("summary", head.summary or ""), *self._texts.get(head.id, ())]
        return Other(
            head.id,
            head.called,
            head.dispute,
            head.closed_on,
            names,
            tuple(self._talks.get(head.id, ())),
            tuple((key, fold(text, names)) for key, text in told if text),
        )


def _within(mine: date | None, theirs: date | None) -> bool:
    return mine is None or theirs is None or abs(mine - theirs) <= _YEAR


def _heads(session: Session, only: CaseFile | None) -> Iterator[_Head]:
    """Cases that count; around one case those of its mediator within a year."""
    query = select(
        MediationCase.id,
        MediationCase.number,
        MediationCase.title,
        MediationCase.mediator,
        MediationCase.dispute,
        MediationCase.accepted_on,
        MediationCase.closed_on,
        MediationCase.summary,
    ).where(MediationCase.binned.is_(None), MediationCase.voided_on.is_(None))
    if only is not None:
        query = query.where(MediationCase.id != only.case.id, *_near(only))
    for one, number, title, *rest in session.execute(query):
        yield _Head(one, number or f"“{title}”", *rest)


def _near(only: CaseFile) -> Iterator[ColumnElement[bool]]:
    yield MediationCase.mediator == only.case.mediator
    day = only.case.accepted_on
    if day is not None:
        known = MediationCase.accepted_on
        yield or_(known.is_(None), known.between(day - _YEAR, day + _YEAR))


def _names(
    session: Session, heads: Iterable[UUID] | None, only: CaseFile | None
) -> dict[UUID, tuple[date | None, frozenset[str]]]:
    """Who stands in which case; around one case also where its own people stand."""
    query = (
        select(Party.case, Party.name, MediationCase.accepted_on)
        .join(MediationCase, MediationCase.id == Party.case)
        .where(
            Party.binned.is_(None),
            MediationCase.binned.is_(None),
            MediationCase.voided_on.is_(None),
        )
    )
    if only is not None and heads is not None:
        mine = select(Party.case).where(Party.name.in_([one.name for one in only.parties]))
        query = query.where(or_(Party.case.in_(list(heads)), Party.case.in_(mine)))
    found: dict[UUID, tuple[date | None, set[str]]] = {}
    for case, name, accepted in session.execute(query):
        found.setdefault(case, (accepted, set()))[1].add(name)
    return {one: (day, frozenset(names)) for one, (day, names) in found.items()}


def _talks(session: Session, heads: Iterable[UUID] | None) -> dict[UUID, list[Talk]]:
    query = select(
        MediationMeeting.case,
        MediationMeeting.held_on,
        MediationMeeting.starts,
        MediationMeeting.ends,
    ).where(MediationMeeting.binned.is_(None))
    if heads is not None:
        query = query.where(MediationMeeting.case.in_(list(heads)))
    found: dict[UUID, list[Talk]] = defaultdict(list)
    for case, *talk in session.execute(query):
        found[case].append(Talk(*talk))
    return found


def _texts(session: Session, heads: Iterable[UUID] | None) -> dict[UUID, list[tuple[str, str]]]:
    """What was agreed and what visits found."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for key, owner, column in (
        ("clauses", Agreement.case, Agreement.clauses),
        ("finding", FollowUp.case, FollowUp.finding),
    ):
        query = select(owner, column).where(column.is_not(None))
        if heads is not None:
            query = query.where(owner.in_(list(heads)))
        for case, text in session.execute(query):
            found[case].append((key, text))
    return found


def _numbers(session: Session) -> Sequence[str]:
    """Every number given, also of cases that who asks may not see: a number tells nobody's name."""
    query = select(MediationCase.number).where(MediationCase.number.is_not(None))
    return [one for one in secrecy.counting(session, query).scalars() if one]
