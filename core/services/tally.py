"""What a list amounts to: how many have each value."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.ledger import VOIDED, Ledger
from core.record import Value
from core.services import records
from core.services.records import Filter
from core.store import plan


def counts(session: Session, ledger: Ledger, key: str, wanted: Filter) -> dict[Value, int]:
    """How many records have each value of one field; voided ones count nowhere."""
    column = plan.Scanned(getattr(ledger.record, key))
    query = select(column, func.count()).where(*records.conditions(ledger, wanted))
    if ledger.number is not None:
        query = query.where(getattr(ledger.record, VOIDED).is_(None))
    return dict(session.execute(query.group_by(column)).tuples().all())
