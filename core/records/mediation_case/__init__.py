"""Mediation cases with everything in their files (`domain/mediation.md` §1–§5, §8)."""

from core.records.mediation_case.case import RESTRICTED, MediationCase
from core.records.mediation_case.course import (
    CaseEvent,
    CoMediator,
    Confirmation,
    FollowUp,
    Prevention,
)
from core.records.mediation_case.inquiry import Evidence, Investigation
from core.records.mediation_case.ledger import LEDGER
from core.records.mediation_case.papers import CasePaper, FileLoan, FindingNote
from core.records.mediation_case.parties import Agreement, MediationMeeting, Party, Performance

__all__ = [
    "LEDGER",
    "RESTRICTED",
    "Agreement",
    "CaseEvent",
    "CasePaper",
    "CoMediator",
    "Confirmation",
    "Evidence",
    "FileLoan",
    "FindingNote",
    "FollowUp",
    "Investigation",
    "MediationCase",
    "MediationMeeting",
    "Party",
    "Performance",
    "Prevention",
]
