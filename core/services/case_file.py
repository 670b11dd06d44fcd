"""One case read whole: for papers, the screen, and the guards of its moves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.record import Record
from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    CasePaper,
    CoMediator,
    Confirmation,
    Evidence,
    FileLoan,
    FindingNote,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
    Prevention,
)
from core.records.organisation import Organisation
from core.services import records, versions
from core.services.case_guards import Facts
from core.services.versions import Touch

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case with everything in it, read once; `names` says what linked records are called.

    `stamp` grows with every change of the case or of a party: what a form was opened on.
    """

    case: MediationCase
    parties: tuple[Party, ...]
    meetings: tuple[MediationMeeting, ...]
    agreement: Agreement | None
    items: tuple[Performance, ...]
    names: Mapping[UUID, str]
    committee: str
    stamp: int
    beside: tuple[CoMediator, ...] = ()
    inquiries: tuple[Investigation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    events: tuple[CaseEvent, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    confirmation: Confirmation | None = None
    preventions: tuple[Prevention, ...] = ()
    papers: tuple[CasePaper, ...] = ()
    notes: tuple[FindingNote, ...] = ()
    loans: tuple[FileLoan, ...] = ()

    def side(self, side: str) -> tuple[Party, ...]:
        """The parties of one side, in order."""
        return tuple(one for one in self.parties if one.side == side)

    def papers_of(self, kind: str, subject: UUID | None = None) -> tuple[CasePaper, ...]:
        """The papers of one kind; with a subject only those about it."""
        return tuple(
            one
            for one in self.papers
            if one.kind == kind and (subject is None or one.subject == subject)
        )

    def happened(self, kind: str) -> tuple[CaseEvent, ...]:
        """The steps of handling of one kind, in order."""
        return tuple(one for one in self.events if one.kind == kind)

    @property
    def mediators(self) -> tuple[str, ...]:
        """The names of everybody who mediates, who handles the case first."""
        staff = (self.case.mediator, *(one.staff for one in self.beside))
        return tuple(self.names[one] for one in staff if one is not None and one in self.names)

    def late(self, today: date) -> tuple[Performance, ...]:
        """What should have been performed before today: lateness is read, never written."""
        return tuple(one for one in self.items if not one.done_on and one.due and one.due < today)


def file(session: Session, case: UUID) -> CaseFile:
    """One case with its parties, talks, agreement and what is to be performed."""
    found: MediationCase = records.get(session, MediationCase, case)
    beside, follow_ups = _inside(session, CoMediator, case), _inside(session, FollowUp, case)
    staff = (*(one.staff for one in beside), *(one.visitor for one in follow_ups))
    return CaseFile(
        found,
        _inside(session, Party, case),
        _inside(session, MediationMeeting, case),
        _one(session, Agreement, case),
        _inside(session, Performance, case),
        dict(_names(session, found, staff)),
        _committee(session, found),
        stamp(session, found),
        beside,
        _inside(session, Investigation, case),
        _inside(session, Evidence, case),
        _inside(session, CaseEvent, case),
        follow_ups,
        _one(session, Confirmation, case),
        _inside(session, Prevention, case),
        _inside(session, CasePaper, case),
        _inside(session, FindingNote, case),
        _inside(session, FileLoan, case),
    )


def nothing(session: Session) -> CaseFile:
    """The file of no case: for papers that are written by hand."""
    case = MediationCase()
    return CaseFile(case, (), (), None, (), {}, _committee(session, case), 0)


def stamp(session: Session, case: MediationCase) -> int:
    """The versions of a case and of its parties, binned ones too, counted together."""
    query = select(func.sum(Party.version)).where(Party.case == case.id)
    return case.version + (session.scalar(query) or 0)


def newest(session: Session, case: UUID) -> tuple[CaseFile, dict[tuple[UUID, str], Touch]]:
    """A case as others left it, and who last changed what of it, its parties and its agreement."""
    found = file(session, case)
    agreed = [found.agreement] if found.agreement else []
    inside = [one.id for one in (*found.parties, *agreed, *found.items)]
    return found, versions.touches(session, [case, *inside])


def facts(session: Session, case: MediationCase) -> Facts:
    """What the guards of a move look at."""
    return Facts(
        case,
        _one(session, Agreement, case.id),
        _inside(session, Performance, case.id),
        _inside(session, CaseEvent, case.id),
        _inside(session, FollowUp, case.id),
        _one(session, Confirmation, case.id),
    )


def _inside(session: Session, record: type[R], case: UUID) -> tuple[R, ...]:
    return tuple(records.children(session, record, case))


def _one(session: Session, record: type[R], case: UUID) -> R | None:
    return next(iter(_inside(session, record, case)), None)


def _names(
    session: Session, case: MediationCase, staff: Iterable[UUID | None]
) -> Iterator[tuple[UUID, str]]:
    links = {
        "grid": [case.grid],
        "staff": [case.mediator, case.recorder, *staff],
        "organisation": [case.committee],
    }
    for table, wanted in links.items():
        yield from records.titles(session, table, {one for one in wanted if one}).items()


def _committee(session: Session, case: MediationCase) -> str:
    """The committee's full name as on its seal: the case's own, else the station's first."""
    query = select(Organisation.name).where(Organisation.binned.is_(None))
    query = (
        query.where(Organisation.id == case.committee)
        if case.committee
        else query.where(Organisation.kind == "committee").order_by(Organisation.id)
    )
    return session.scalars(query).first() or ""
