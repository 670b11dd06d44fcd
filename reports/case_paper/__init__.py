"""What the papers of a mediation case share: one reading, one naming of parties, one frame."""

from reports.case_paper.frame import (
    MEDIATOR,
    RECORDER,
    CasePaper,
    Entry,
    choice,
    document,
    gather,
    joined,
    numbered,
    sheets,
    unwritten,
)
from reports.case_paper.parties import (
    SIGNED,
    Named,
    boxes,
    opposed,
    others,
    roll,
    sides,
    signer,
    together,
)
from reports.case_paper.promises import performances
from reports.case_paper.sheet import reasoned, talk

__all__ = [
    "MEDIATOR",
    "RECORDER",
    "SIGNED",
    "CasePaper",
    "Entry",
    "Named",
    "boxes",
    "choice",
    "document",
    "gather",
    "joined",
    "numbered",
    "opposed",
    "others",
    "performances",
    "reasoned",
    "roll",
    "sheets",
    "sides",
    "signer",
    "talk",
    "together",
    "unwritten",
]
