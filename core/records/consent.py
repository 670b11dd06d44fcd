"""Acts recorded on another's word (代录): who agreed, how, and whether he confirmed it himself."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.record import Kind, Record, field


class Consent(Record):
    """One act of `clerk` that `approver` agreed to; `entry` is its number in the journal."""

    __tablename__ = "consent"
    uploaded: ClassVar[bool] = False

    act: Mapped[str] = field("事项", required=True)
    entry: Mapped[int] = field("操作序号", Kind.WHOLE, required=True)
    clerk: Mapped[UUID] = field("录入人", Kind.LINK, link="user", required=True)
    approver: Mapped[UUID] = field("同意人", Kind.LINK, link="user", required=True)
    way: Mapped[str] = field("同意方式", Kind.CODE, code="consent_way", required=True)
    confirmed: Mapped[datetime | None] = field("确认时间", Kind.MOMENT, given=True)
