"""Statistics as they were reported (上报后冻结): what is corrected later is told, not rewritten."""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Record, field


class ReportedFigures(Record):
    """One table as it went up; `table` holds its lines and the cases counted, as JSON."""

    __tablename__ = "reported_figures"
    uploaded: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    kind: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    since: Mapped[date] = field("起", Kind.DATE, required=True, index=True)
    until: Mapped[date] = field("止", Kind.DATE, required=True)
    reported_at: Mapped[datetime] = field("上报时间", Kind.MOMENT, required=True)
    reported_by: Mapped[str] = field("上报人", required=True)
    table: Mapped[str] = mapped_column(Text)
