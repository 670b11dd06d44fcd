"""Which backups were made, and proved by opening them: kept beside the journal (`station.jot`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Base, Moment


class ProvedBackup(Base):
    """One backup that was opened and counted. `seq` is the last journal entry in it."""

    __tablename__ = "proved_backup"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    moment: Mapped[datetime] = mapped_column(Moment, index=True)
    file: Mapped[str] = mapped_column(Text)
    cause: Mapped[str] = mapped_column(String(20))
    seq: Mapped[int] = mapped_column(Integer)
    records: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(BigInteger)
