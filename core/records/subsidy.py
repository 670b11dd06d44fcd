"""Per-case subsidies (以案定补, §7): what was applied for in which period, case by case."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Record, field


class SubsidyBatch(Record):
    """The application of one period."""

    __tablename__ = "subsidy_batch"
    uploaded: ClassVar[bool] = False

    since: Mapped[date] = field("起", Kind.DATE, required=True)
    until: Mapped[date] = field("止", Kind.DATE, required=True)
    name: Mapped[str] = field("期间", required=True, width=14, given=True)
    made_on: Mapped[date] = field("申报日期", Kind.DATE, required=True)


class SubsidyLine(Record):
    """What one mediator gets for one case: his share of the rate of the case's grade."""

    __tablename__ = "subsidy_line"
    uploaded: ClassVar[bool] = False

    batch: Mapped[UUID] = field(
        "申报期", Kind.LINK, link="subsidy_batch", required=True, parent=True
    )
    case: Mapped[UUID] = mapped_column(Uuid, index=True)
    staff: Mapped[UUID] = mapped_column(Uuid)
    grade: Mapped[str] = mapped_column(String(20))
    rate: Mapped[Decimal] = field("补贴标准（元）", Kind.DECIMAL, required=True)
    share: Mapped[Decimal] = field("比例（%）", Kind.DECIMAL, required=True)
    amount: Mapped[Decimal] = field("金额（元）", Kind.DECIMAL, required=True)
