"""Cases with what registers tell of them, read in bulk: each fact stands in its own record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.record import Record
from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    CoMediator,
    Confirmation,
    FileLoan,
    FollowUp,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
)
from core.records.organisation import Organisation
from core.services import caseload, records, settings
from core.services.caseload import Condition
from core.settings import FOLLOW_UP_DAYS, FOLLOW_UP_ON_SPOT

R = TypeVar("R", bound=Record)
_CHUNK = 500
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a row needs beside its case: today, and within how many days one follows up."""

    today: date
    after: int
    on_spot: int


@dataclass(slots=True)
class Whole:
    """One case and what lives inside it; `names` says what linked records are called."""

    case: MediationCase
    terms: Terms
    names: Mapping[UUID, str]
    inside: dict[type[Any], list[Any]] = field(default_factory=dict)

    def all(self, record: type[R]) -> list[R]:
        """The records of one kind, in their order."""
        return self.inside.get(record, [])

    @property
    def agreement(self) -> Agreement | None:
        """The agreement; none where none was made."""
        return next(iter(self.all(Agreement)), None)

    def side(self, side: str) -> str:
        """The names of one side."""
        return "、".join(one.name for one in self.all(Party) if one.side == side)

    def called(self, identity: UUID | None) -> str:
        """What a linked record is called."""
        return self.names.get(identity, "") if identity else ""

    @property
    def mediators(self) -> str:
        """Everybody who mediates, who handles the case first."""
        staff = (self.case.mediator, *(one.staff for one in self.all(CoMediator)))
        return "、".join(filter(None, map(self.called, staff)))

    @property
    def persons(self) -> frozenset[str]:
        """Every personal name in it that is not for the public."""
        parties = self.all(Party)
        told = [
            text
            for one in parties
            for text in (one.representative, one.agent, one.guardian, one.witness, one.also_called)
        ]
        told += [one.name for one in parties if one.kind == _PERSON]
        told += [text for one in self.all(Performance) for text in (one.payer, one.receiver)]
        told += [one.person for one in self.all(FollowUp)]
        bodies = {one.name for one in parties if one.kind != _PERSON}
        return frozenset(text for text in told if text) - bodies

    @property
    def follow_up_due(self) -> date | None:
        """When to follow up: some days after the last promise, later where all was done at once."""
        agreement = self.agreement
        if agreement is None or agreement.effective_on is None:
            return None
        last = self.last_due or agreement.effective_on
        on_spot = last <= agreement.effective_on
        days = self.terms.on_spot if on_spot else self.terms.after
        return date.fromordinal(last.toordinal() + days)

    @property
    def last_due(self) -> date | None:
        """The day of the last promise."""
        return max((one.due for one in self.all(Performance) if one.due), default=None)


_INSIDE: tuple[type[Any], ...] = (
    Party,
    MediationMeeting,
    Agreement,
    Performance,
    CoMediator,
    CaseEvent,
    FollowUp,
    Confirmation,
    FileLoan,
)


def read(session: Session, today: date, *wanted: Condition) -> Iterator[Whole]:
    """The cases the reader may see that meet the conditions, in the order of acceptance."""
    query = (
        select(MediationCase)
        .where(*caseload.COUNTS, *wanted)
        .order_by(MediationCase.accepted_on, MediationCase.id)
    )
    terms = Terms(
        today, settings.whole(session, FOLLOW_UP_DAYS), settings.whole(session, FOLLOW_UP_ON_SPOT)
    )
    cases = list(session.scalars(query))
    for start in range(0, len(cases), _CHUNK):
        yield from _chunk(session, cases[start : start + _CHUNK], terms)


def _chunk(session: Session, cases: Sequence[MediationCase], terms: Terms) -> list[Whole]:
    names: dict[UUID, str] = {}
    found = {one.id: Whole(one, terms, names) for one in cases}
    for record in _INSIDE:
        order = getattr(record, "position", record.id)
        query = select(record).where(record.case.in_(found), record.binned.is_(None))
        for one in session.scalars(query.order_by(order, record.id)):
            found[one.case].inside.setdefault(record, []).append(one)
    staff = {
        one
        for whole in found.values()
        for one in (
            whole.case.mediator,
            *(beside.staff for beside in whole.all(CoMediator)),
            *(visit.visitor for visit in whole.all(FollowUp)),
        )
        if one
    }
    names.update(records.titles(session, "staff", staff))
    units = {one.committee for one in cases if one.committee}
    names.update(records.titles(session, Organisation.__tablename__, units))
    return list(found.values())
