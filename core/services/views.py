"""How a person looks at a ledger: which columns, how wide, in which order; kept between days."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records
from core.draft import SavedView
from core.services import settings
from core.settings import ROWS
from core.station import Tx


@dataclass(frozen=True, slots=True)
class View:
    """Columns from left to right (none: as declared), widths drawn by hand, what it is sorted by.

    An empty `order` is the ledger's own.
    """

    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    order: str = ""
    rising: bool = False


_USUAL = View()


def seen(session: Session, owner: UUID, ledger: str) -> tuple[View, bool]:
    """A person's view of a ledger, and whether they read it in two lines."""
    return kept(session, owner, ledger), settings.value(session, ROWS, owner) == "two"


def kept(session: Session, owner: UUID, ledger: str) -> View:
    """A person's view of a ledger; columns it does not have any more are left out."""
    found = session.get(SavedView, (owner, ledger))
    if found is None:
        return _USUAL
    known = {one.key for one in records.ledger(ledger).fields()}
    return View(
        tuple(key for key in found.columns if key in known),
        {key: width for key, width in found.widths.items() if key in known},
        found.sorted_by if found.sorted_by in known else "",
        found.rising,
    )


def keep(tx: Tx, ledger: str, view: View) -> None:
    """Keep a view for who looks; the usual one needs no keeping."""
    key = (tx.actor.id, ledger)
    found = tx.session.get(SavedView, key)
    if view == _USUAL:
        if found is not None:
            tx.session.delete(found)
        return
    if found is None:
        found = SavedView(owner=tx.actor.id, ledger=ledger)
        tx.session.add(found)
    found.columns, found.widths = list(view.columns), dict(view.widths)
    found.sorted_by, found.rising = view.order, view.rising


def forget(tx: Tx, owner: UUID) -> None:
    """Somebody works here no more."""
    for one in tx.session.scalars(select(SavedView).where(SavedView.owner == owner)):
        tx.session.delete(one)
