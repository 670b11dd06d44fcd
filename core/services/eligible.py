"""What a link of a form may point at: what was in force on the record's day, and all the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core.services import records

Choice = tuple[UUID, str]
_ENDING = frozenset({"grid"})
"""Tables of which what is over may still be typed, so that a sentence can say what became of it."""


@dataclass(frozen=True, slots=True)
class Eligible:
    """The records offered, and those only understood when their name is typed."""

    fitting: Sequence[Choice]
    others: Sequence[Choice] = ()


def on(session: Session, table: str, day: date) -> Eligible:
    """What may be chosen on a day."""
    fitting = records.choices(session, table, day)
    if table not in _ENDING:
        return Eligible(fitting)
    known = {one for one, _ in fitting}
    rest = (one for one in records.choices(session, table) if one[0] not in known)
    return Eligible(fitting, tuple(rest))
