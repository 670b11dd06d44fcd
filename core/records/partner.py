"""Whom packages go to and come from: enrolled cards, and the station's own keys."""

from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Record


class Partner(Record):
    """A card enrolled by a person who compared its fingerprint: county, recovery key or station."""

    __tablename__ = "partner"
    uploaded: ClassVar[bool] = False

    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    code: Mapped[str] = mapped_column(String(40), index=True)
    verify_key: Mapped[str | None] = mapped_column(Text, default=None)
    recipient: Mapped[str | None] = mapped_column(Text, default=None)


class StationKey(Record):
    """The database's own identity: `epoch` changes on restore and copy."""

    __tablename__ = "station_key"
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    epoch: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    signing_key: Mapped[str] = mapped_column(Text)
    identity: Mapped[str] = mapped_column(Text)
