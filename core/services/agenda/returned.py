"""What came back since the last meeting: cases mediated anew, confirmations the court refused."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.mediation_case import CaseEvent, Confirmation, MediationCase
from core.services import caseload
from core.services.agenda.sitting import RETURNED, Section, Sitting
from core.services.pending import Item, day_words

_REFUSED = "C5"
_REOPENED = "reopen"


def since_last(session: Session, sitting: Sitting) -> Section:
    """Each with the day on which it came back."""
    reopened = (
        select(MediationCase, CaseEvent.happened_on)
        .join(CaseEvent, CaseEvent.case == MediationCase.id)
        .where(*caseload.COUNTS, CaseEvent.binned.is_(None), CaseEvent.kind == _REOPENED)
        .where(caseload.within(CaseEvent.happened_on, sitting.past))
        .order_by(CaseEvent.happened_on, MediationCase.id)
    )
    refused = (
        select(MediationCase, Confirmation.ruled_on)
        .join(Confirmation, Confirmation.case == MediationCase.id)
        .where(*caseload.COUNTS, Confirmation.binned.is_(None), Confirmation.state == _REFUSED)
        .where(caseload.within(Confirmation.ruled_on, sitting.past))
        .order_by(Confirmation.ruled_on, MediationCase.id)
    )
    return Section(
        RETURNED,
        tuple(
            Item(
                case.title,
                f"{day_words(day)}{word}",
                "mediation_case",
                case.id,
                None,
                case.mediator,
            )
            for word, query in (("重新调解", reopened), ("司法确认未获支持", refused))
            for case, day in session.execute(query).tuples()
            if day is not None
        ),
    )
