"""Pictures, scans and files that belong to a record; the content lies encrypted beside (C11)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Record, field


class Attachment(Record):
    """One file of one record.

    `digest` is the SHA-256 of its plain content, in hexadecimal; `origin` is the fingerprint of
    the file it was made from, which tells whether a picture was taken in before.
    """

    __tablename__ = "attachment"
    uploaded: ClassVar[bool] = False
    refers: ClassVar[str] = "owner"

    table: Mapped[str] = mapped_column("table_name", String(60), key="table")
    owner: Mapped[UUID] = mapped_column("owner", Uuid, index=True)
    name: Mapped[str] = field("文件名", required=True, width=24)
    media: Mapped[str] = field("类型", required=True, width=16)
    size: Mapped[int] = field("大小（字节）", Kind.WHOLE, required=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    origin: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    taken: Mapped[datetime | None] = field("拍摄时间", Kind.MOMENT)
    pages: Mapped[int | None] = field("页数", Kind.WHOLE)
    note: Mapped[str | None] = field("说明", width=24)
