"""Who acts with another person's rights while that person is away (`users.md` §1.3)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.record import Kind, Record, field


class StandIn(Record):
    """From `since` to `until`, both days included, `deputy` may what `absent` may."""

    __tablename__ = "stand_in"
    uploaded: ClassVar[bool] = False

    absent: Mapped[UUID] = field("被代理人", Kind.LINK, link="user", required=True)
    deputy: Mapped[UUID] = field("代理人", Kind.LINK, link="user", required=True)
    since: Mapped[date] = field("自", Kind.DATE, required=True)
    until: Mapped[date] = field("至", Kind.DATE, required=True)
    reason: Mapped[str | None] = field("事由", width=20)
