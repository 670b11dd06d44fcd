"""同上: what a new record may take over from the one its person registered before."""

from uuid import UUID

from sqlalchemy.orm import Session

from core import records
from core.journal import feed
from core.services.records import rows

_BATCHES = ("importing.commit",)


def texts(session: Session, ledger: str, person: UUID) -> dict[str, str]:
    """The repeatable fields of that record as one would type them; nothing where there is none.

    A record that came with a workbook, was destroyed, or may not be seen any more is none.
    """
    kept = records.ledger(ledger)
    last = feed.last_created(session, person, ledger, _BATCHES)
    for row in rows(session, kept, [] if last is None else [last]):
        return {
            column.key: str(row.values[column.key] or "")
            if kept.field(column.key).link
            else row.texts[column.key]
            for column in kept.again
        }
    return {}
