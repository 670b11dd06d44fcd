"""One case read whole: for papers, the screen, and the guards of its moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
from core.services import records, versions
from core.services.case_drawer import CaseDrawer
from core.services.case_guards import Facts
from core.services.versions import Touch

_AT_ONCE = 200
_PARTINGS = {"Z11": "refusal_notice", "Z12": "withdrawal", "Z50": "end_notice"}
_OVER = ("Z70", "Z80", "Z90")
_WITHDRAWN = "withdrawn"


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
    def parting(self) -> str:
        """The kind of paper that tells how it ended without an agreement; none where it did not."""
        case, agreed = self.case, self.agreement
        if case.state in _PARTINGS or case.state not in _OVER:
            return _PARTINGS.get(case.state or "", "")
        if case.end_reason is None or (agreed is not None and agreed.effective_on is not None):
            return ""
        if case.end_reason == _WITHDRAWN:
            return "withdrawal"
        return "refusal_notice" if case.accepted_on is None else "end_notice"

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
    found = records.get(session, MediationCase, case)
    return _whole(CaseDrawer(session, (found,)), found)


def files(session: Session, cases: Sequence[UUID]) -> Iterator[CaseFile]:
    """Any number of cases in that order; each table is read once for many of them."""
    for begin in range(0, len(cases), _AT_ONCE):
        few = cases[begin : begin + _AT_ONCE]
        kept = session.scalars(select(MediationCase).where(MediationCase.id.in_(few))).all()
        drawer = CaseDrawer(session, kept)
        for one in few:
            yield _whole(drawer, records.get(session, MediationCase, one))


def _whole(drawer: CaseDrawer, case: MediationCase) -> CaseFile:
    inside = drawer.inside
    return CaseFile(
        case,
        inside(Party, case.id),
        inside(MediationMeeting, case.id),
        drawer.only(Agreement, case.id),
        inside(Performance, case.id),
        drawer.names(case),
        drawer.committee(case.committee),
        case.version + drawer.versions.get(case.id, 0),
        inside(CoMediator, case.id),
        inside(Investigation, case.id),
        inside(Evidence, case.id),
        inside(CaseEvent, case.id),
        inside(FollowUp, case.id),
        drawer.only(Confirmation, case.id),
        inside(Prevention, case.id),
        inside(CasePaper, case.id),
        inside(FindingNote, case.id),
        inside(FileLoan, case.id),
    )


def nothing(session: Session) -> CaseFile:
    """The file of no case: for papers that are written by hand."""
    committee = CaseDrawer(session, ()).committee(None)
    return CaseFile(MediationCase(), (), (), None, (), {}, committee, 0)


def stamp(session: Session, case: MediationCase) -> int:
    """The versions of a case and of its parties, binned ones too, counted together."""
    query = select(func.sum(Party.version)).where(Party.case == case.id)
    return case.version + (session.scalar(query) or 0)


def newest(session: Session, case: UUID) -> tuple[CaseFile, dict[tuple[UUID, str], Touch]]:
    """A case as others left it, and who last changed what is typed of it and what lies in it."""
    found = file(session, case)
    agreed = [found.agreement] if found.agreement else []
    said = (found.meetings, found.inquiries)
    listed = (found.evidence, found.beside, found.preventions, found.loans)
    inside = chain(found.parties, agreed, found.items, *said, *listed)
    return found, versions.touches(session, [case, *(one.id for one in inside)])


def facts(session: Session, case: MediationCase) -> Facts:
    """What the guards of a move look at."""
    drawer = CaseDrawer(session, (case,))
    return Facts(
        case,
        drawer.only(Agreement, case.id),
        drawer.inside(Performance, case.id),
        drawer.inside(CaseEvent, case.id),
        drawer.inside(FollowUp, case.id),
        drawer.only(Confirmation, case.id),
    )
