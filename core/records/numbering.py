"""The last number given out, per committee, kind of number and year."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Record


class Numbering(Record):
    """One series of numbers; it never steps back, so no number is given twice."""

    __tablename__ = "numbering"
    __table_args__ = (UniqueConstraint("committee", "series", "year"),)
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    committee: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    series: Mapped[str] = mapped_column(String(40))
    year: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer)
