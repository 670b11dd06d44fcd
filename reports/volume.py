"""Several papers as one file: each a document, scanned pages, or scans of a document."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from core.services import settings
from core.settings import DUPLEX, FILE_NUMBERS
from reports.page import Document

Shot = Callable[[], bytes]
"""One scanned page, fetched when it is drawn: a JPEG."""


@dataclass(frozen=True, slots=True)
class Part:
    """One paper: drawn; or shown as scanned, its words beneath where we know them (`said`).

    Pages that are not `counted` bear no number of the volume: cover, contents, back cover.
    """

    document: Document
    scans: tuple[Shot, ...] = ()
    said: bool = True
    counted: bool = True

    @property
    def papers(self) -> "tuple[Part, ...]":
        """What is handed out by itself: a drawn document may be several papers."""
        if self.scans:
            return (self,)
        return tuple(replace(self, document=one) for one in self.document.papers)


@dataclass(frozen=True, slots=True)
class Volume:
    """Papers in their order.

    `numbered` puts a running number on each counted page, as a stamp would; `duplex` lets every
    paper begin on the front of a sheet.
    """

    title: str
    parts: tuple[Part, ...]
    numbered: bool = False
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is bound: with running numbers, and on one side unless both are chosen."""

    numbered: bool = True
    duplex: bool = False


PRINTED = Way()
"""Numbered, on one side."""


def usual(session: Session) -> Way:
    """The way this station binds a file unless somebody chooses otherwise."""
    found = settings.values(session, (FILE_NUMBERS, DUPLEX), None)
    return Way(found[FILE_NUMBERS.key] == "printed", found[DUPLEX.key] == "duplex")
