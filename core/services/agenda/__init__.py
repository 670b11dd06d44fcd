"""What a meeting goes through, compiled from what the station knows.

A later module takes part with one file of this package and one line in `SOURCES`: a function that
tells a section of a `Sitting`. Sections of one title are joined, in the order of the template.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core import secrecy, workdays
from core.services.agenda import (
    absences,
    ahead,
    cases,
    duty,
    hard,
    people,
    pleased,
    returned,
    review,
    study,
    tasks,
)
from core.services.agenda.sitting import Find, Section, Sitting, sitting, template
from core.services.cadence import DAILY, KINDS, MONTHLY, REGULAR
from core.services.pending import Item
from core.workdays import Calendar

LONGER = frozenset(REGULAR) - {DAILY}
EVERY = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Source:
    """One function, and the kinds of meetings whose agenda has its section."""

    find: Find
    kinds: frozenset[str] = frozenset(REGULAR)


SOURCES: tuple[Source, ...] = (
    Source(tasks.raised, LONGER),
    Source(review.day, frozenset({DAILY})),
    Source(review.figures, LONGER),
    Source(duty.log, frozenset({DAILY})),
    Source(cases.dated),
    Source(cases.visits),
    Source(tasks.carried, EVERY),
    Source(returned.since_last),
    Source(hard.matters),
    Source(pleased.answers, frozenset({MONTHLY})),
    Source(ahead.plans),
    Source(duty.today),
    Source(people.changes),
    Source(absences.today),
    Source(study.lessons),
)


def compile_agenda(
    session: Session, day: date, kind: str = DAILY, calendar: Calendar | None = None
) -> tuple[Section, ...]:
    """The agenda of a meeting of that kind on `day`; a section nothing is known for is empty.

    It is read aloud and kept in the minutes: restricted cases are only counted, whoever compiles.
    """
    with secrecy.openly(session):
        return tuple(_compiled(session, sitting(session, day, kind, calendar or workdays.known())))


def _compiled(session: Session, asked: Sitting) -> Iterator[Section]:
    """Every section of the template, joined of what the sources say."""
    found: dict[str, tuple[Item, ...]] = dict.fromkeys(template(asked.kind), ())
    for source in SOURCES:
        if asked.kind in source.kinds:
            section = source.find(session, asked)
            found[section.title] = found.get(section.title, ()) + section.items
    yield from (Section(title, items) for title, items in found.items())


def count(sections: tuple[Section, ...], table: str) -> int:
    """How many matters of one table are on the agenda."""
    ids: list[UUID | None] = [i.id for one in sections for i in one.items if i.table == table]
    return len(set(ids))
