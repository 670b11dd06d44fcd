"""Packages sent and received: what was in which one, so that nothing is sent or applied twice."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Moment, Record


class Shipment(Record):
    """One package. `up_to` is the last journal entry in it; `digest` is the manifest's."""

    __tablename__ = "shipment"
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    direction: Mapped[str] = mapped_column(String(8))
    partner: Mapped[str] = mapped_column(String(40), index=True)
    epoch: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int] = mapped_column(Integer)
    package_id: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    previous: Mapped[str] = mapped_column(String(64))
    up_to: Mapped[int] = mapped_column(Integer)
    made: Mapped[datetime] = mapped_column(Moment)
    counts: Mapped[str] = mapped_column(Text)
