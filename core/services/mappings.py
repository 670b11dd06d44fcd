"""What heads meant the last time such a table came: remembered by the head and by who sent it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.draft import SavedMapping
from core.intake.heads import Head
from core.intake.meaning import Called
from core.intake.sheet import Cells, Sheet, as_text
from core.intake.table import Table
from core.station import Tx
from core.words import fold

RECALLED = "上次这样的表是这样对应的"
_HIGHEST = 40


def recall(session: Session, ledger: str, sheet: Sheet, sender: str) -> dict[str, str]:
    """What was said of such heads the last time; of several senders the same one's is taken."""
    rows = sheet.rows[:_HIGHEST]
    signatures = {_signature(rows[n : n + lines]) for n in range(len(rows)) for lines in (1, 2)}
    signatures.discard("")
    query = select(SavedMapping).where(
        SavedMapping.ledger == ledger, SavedMapping.signature.in_(signatures)
    )
    found = list(session.scalars(query.order_by(SavedMapping.moment)))
    best = max(found, key=lambda one: one.sender == sender, default=None)
    same = [one for one in found if best is not None and one.sender == best.sender]
    return dict(same[-1].mapping) if same else {}


def remember(
    tx: Tx, ledger: str, sheet: Sheet, head: Head, told: tuple[str, Mapping[str, str]]
) -> UUID | None:
    """Keep what the person `told` of a head: (sender, head → field); to be jotted."""
    sender, mapping = told
    signature = _signature(sheet.rows[head.top : head.bottom + 1])
    if not signature or not mapping:
        return None
    query = select(SavedMapping).where(
        SavedMapping.ledger == ledger,
        SavedMapping.signature == signature,
        SavedMapping.sender == sender,
    )
    found = tx.session.scalars(query).first()
    if found is None:
        found = SavedMapping(id=tx.ids.new(), ledger=ledger, signature=signature, sender=sender)
        tx.session.add(found)
    found.mapping, found.moment = dict(mapping), tx.now
    return found.id


def sender(sheet: Sheet, source: str, called: Called) -> str:
    """The village or unit whose name stands in the file's name, the sheet's, or above the head."""
    said = fold("\n".join((source, sheet.name, *_above(sheet))))
    names = sorted((name for known in called.values() for name in known), key=len)
    return next((name for name in reversed(names) if fold(name) in said), "")


def explained(table: Table, recalled: Mapping[str, str]) -> Table:
    """The table with the reason beside each column that is read as the last time."""
    columns = tuple(
        replace(one, why=RECALLED) if one.head in recalled else one for one in table.head.columns
    )
    return replace(table, head=replace(table.head, columns=columns))


def _above(sheet: Sheet) -> Iterator[str]:
    """The texts of the first lines that hold just one: a title, who fills it in."""
    for row in sheet.rows[:3]:
        texts = [as_text(cell) for cell in row if cell is not None]
        if len(texts) == 1:
            yield texts[0]


def _signature(rows: tuple[Cells, ...]) -> str:
    texts = [fold(as_text(cell)) for row in rows for cell in row if cell is not None]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest() if texts else ""
