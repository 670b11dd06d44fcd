"""What a printed form is: read once (`gather`), laid out once (`compose`), drawn by any engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from reports.page import Document

T = TypeVar("T")

BLANK = UUID(int=0)
"""No record: a paper, or one sheet of it, that is written by hand."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Who prints on which day; `demo` puts the watermark on every page.

    `subject` is the one party, talk or follow-up to print the paper of; None means all of them.
    """

    day: date
    by: str
    demo: bool = False
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """One printed form. `name` is its file's and template's, `ledger` whose record it prints."""

    name: str
    title: str
    ledger: str
    gather: Callable[[Session, UUID, Issue], T]
    compose: Callable[[T], Document]

    def document(self, session: Session, identity: UUID, issue: Issue) -> Document:
        """The form of one record, ready to be drawn."""
        return self.compose(self.gather(session, identity, issue))
