"""What a printed form is: read once (`gather`), laid out once (`compose`), drawn by any engine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from reports.page import WATERMARK, Block, Document
from reports.paper import SHEET

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

    @property
    def watermark(self) -> str:
        """What stands across every page; nothing on those of a real station."""
        return WATERMARK if self.demo else ""


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


def sheet_of(day: date, title: str, blocks: tuple[Block, ...], issue: Issue) -> Document:
    """A sheet about one day, which its footer names by the day and the title."""
    return Document(
        title,
        blocks,
        SHEET,
        watermark=issue.watermark,
        footer_code=f"{day:%Y%m%d} {title}",
        record=title,
    )
