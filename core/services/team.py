"""The lists about the station's people: what a list has to show, and that it opens records."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

SOON = 30
"""Days before a certificate or a thing runs out that one is reminded."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: what it says, and the records it leads to."""

    cells: tuple[str, ...]
    table: str
    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TeamList:
    """One list: its heads with their widths, how it is read, and what is said of none.

    A list is about one day; `monthly` ones count that day's month.
    """

    name: str
    title: str
    heads: tuple[tuple[str, int], ...]
    find: Callable[[Session, date], Sequence[Line]]
    nothing: str
    unit: str = "条"
    monthly: bool = False
