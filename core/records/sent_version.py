"""Tables as they went out (已报版本): who asked for what, and the very file, attached."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Record, field

RESTRICTED = "L3"


class SentVersion(Record):
    """One table that went out; nothing changes it afterwards.

    `held` are the identities of the records in it, in hexadecimal; `condition` is what selected
    them, to be asked again. Where one of them is restricted, so is the version.
    """

    __tablename__ = "sent_version"
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False
    secret: ClassVar[tuple[str, str] | None] = ("privacy", RESTRICTED)

    ledger: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = field("文件名", required=True, width=24)
    recipient: Mapped[str] = field("报给谁", required=True, width=16)
    request: Mapped[str | None] = field("谁要的、要什么", width=24)
    purpose: Mapped[str] = mapped_column(String(20))
    span: Mapped[str] = field("范围", Kind.LONG, required=True, width=24)
    rows: Mapped[int] = field("行数", Kind.WHOLE, required=True)
    sent_at: Mapped[datetime] = field("报出时间", Kind.MOMENT, required=True)
    sent_by: Mapped[str] = field("经办人", required=True)
    destroyed: Mapped[date | None] = field("文件销毁日期", Kind.DATE)
    condition: Mapped[str] = mapped_column(Text, default="")
    held: Mapped[str] = mapped_column(Text, default="")
    privacy: Mapped[str | None] = mapped_column(String(20), default=None)


class SentLayout(Record):
    """Columns of a ledger that may go to superiors (报上级); agreed to once."""

    __tablename__ = "sent_layout"
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    ledger: Mapped[str] = mapped_column(String(60), index=True)
    columns: Mapped[str] = mapped_column(Text)
