"""Which tables that went out hold a record: they are closed with it, and destroyed with it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import secrecy
from core.records.attachment import Attachment
from core.records.mediation_case import MediationCase
from core.records.sent_version import RESTRICTED, SentVersion
from core.station import Tx

TABLE = str(SentVersion.__tablename__)
HEX = 32
"""Digits of one identity in `SentVersion.held`."""


def follow(tx: Tx, cases: Sequence[MediationCase]) -> None:
    """Close the versions that hold cases which are restricted now."""
    closed = [case.id for case in cases if case.privacy == RESTRICTED]
    for version in _holding(tx.session, MediationCase.__tablename__, closed) if closed else ():
        version.privacy = RESTRICTED


def strike(tx: Tx, name: str, identity: UUID) -> list[Any]:
    """What goes with a record that is destroyed; a line that tells no more of it stays."""
    gone: list[Any] = []
    for version in _holding(tx.session, name, [identity]):
        query = select(Attachment).where(Attachment.table == TABLE, Attachment.owner == version.id)
        gone += [version, *secrecy.every(tx.session, query).scalars()]
        tx.add(
            SentVersion(
                ledger=version.ledger,
                name="（已销毁）",
                recipient=version.recipient,
                purpose=version.purpose,
                span="（已销毁）",
                rows=version.rows,
                sent_at=version.sent_at,
                sent_by=version.sent_by,
                destroyed=tx.today,
            )
        )
    return gone


def count(session: Session, name: str, identity: UUID) -> int:
    """In how many files that went out a record is."""
    return sum(1 for _ in _holding(session, name, [identity]))


def _holding(session: Session, name: str, identities: Iterable[UUID]) -> Iterator[SentVersion]:
    wanted = {one.hex for one in identities}
    query = select(SentVersion).where(SentVersion.ledger == name)
    for version in secrecy.every(session, query).scalars().all():
        held = (version.held[at : at + HEX] for at in range(0, len(version.held), HEX))
        if not wanted.isdisjoint(held):
            yield version
