"""What was set: one value per setting, for the station (`owner` empty) or for one person."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Record


class SettingValue(Record):
    """The value of one setting; absent means its default."""

    __tablename__ = "setting_value"
    uploaded: ClassVar[bool] = False

    key: Mapped[str] = mapped_column(String(60), index=True)
    owner: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    value: Mapped[str] = mapped_column(Text)
