"""The journal's tables: entries and changes are chained for ever, images may be purged.

The chain hashes what never holds personal data; an image is bound to it by a commitment, so that
images can be purged and the chain still be checked (decisions C2).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Base, Moment

LOOK = "looks.seen"
ERASED = "erased"

_UNDONE = text("undoes IS NOT NULL")
_LOOKS = text(f"operation = '{LOOK}'")
_BY_KEY = {"sqlite_with_rowid": False}


class Entry(Base):
    """One act: who did what when. `happened` is the business moment, `moment` the typing."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_looks", "moment", sqlite_where=_LOOKS, postgresql_where=_LOOKS),
        Index(None, "undoes", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
    )

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    moment: Mapped[datetime] = mapped_column(Moment)
    happened: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[UUID] = mapped_column(Uuid, index=True)
    actor_name: Mapped[str] = mapped_column(String(120))
    operation: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(120))
    undoes: Mapped[int | None] = mapped_column(Integer, default=None)
    final: Mapped[bool] = mapped_column(Boolean, default=False)
    digest: Mapped[str] = mapped_column(String(64))


class Change(Base):
    """One record touched by an entry; `commitment` is SHA-256(salt ‖ image).

    `packed` is the image, the columns the change touched before and after: JSON, compressed above
    512 bytes. It and its salt are empty once they are purged.
    The commitment `ERASED` says that the record was destroyed, with every image it ever had.
    """

    __tablename__ = "journal_change"
    __table_args__ = _BY_KEY

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    table: Mapped[str] = mapped_column("table_name", String(60), key="table")
    record: Mapped[UUID] = mapped_column("record_id", Uuid, index=True, key="record")
    version: Mapped[int] = mapped_column(Integer)
    commitment: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    packed: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class Looked(Base):
    """Records of one table that an entry of the operation `LOOK` saw, none of them changed.

    `packed` holds their identities in order, sixteen bytes each, from `first` to `last`: a look at
    a whole ledger is some lines, and who looked at one record is still found by its identity.
    """

    __tablename__ = "journal_looked"
    __table_args__ = (Index(None, "last", "first"), _BY_KEY)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    n: Mapped[int] = mapped_column(Integer, primary_key=True)
    table: Mapped[str] = mapped_column("table_name", String(60), key="table")
    first: Mapped[UUID] = mapped_column(Uuid)
    last: Mapped[UUID] = mapped_column(Uuid)
    packed: Mapped[bytes] = mapped_column(LargeBinary)
