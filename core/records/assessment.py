"""The monthly assessment of the station's own work (`domain/grid.md` §6.5–6.7); off by default.

Only work is assessed, never a resident, and no more than the target earns anything.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Moment, Record, field


class AssessmentRule(Record):
    """One line of the scheme: what is counted, the target, what each one short takes away."""

    __tablename__ = "assessment_rule"

    name: Mapped[str] = field("考核项", required=True, width=16)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    indicator: Mapped[str | None] = field(
        "取数", Kind.CODE, code="assessment_indicator", hint="空着就是人工评"
    )
    target: Mapped[Decimal | None] = field("目标值", Kind.DECIMAL, width=8)
    points: Mapped[Decimal] = field("满分", Kind.DECIMAL, required=True, width=8)
    step: Mapped[Decimal | None] = field("每差1扣", Kind.DECIMAL, width=8)
    cap: Mapped[Decimal | None] = field("最多扣", Kind.DECIMAL, width=8)
    since: Mapped[date | None] = field("启用日期", Kind.DATE)
    until: Mapped[date | None] = field("停用日期", Kind.DATE)


class Assessment(Record):
    """One month assessed; `month` is its first day, `locked` the moment it was locked."""

    __tablename__ = "assessment"
    uploaded: ClassVar[bool] = False

    month: Mapped[date] = field("月份", Kind.DATE, required=True, index=True)
    state: Mapped[str] = field(
        "状态", Kind.CODE, code="assessment_state", required=True, default="open"
    )
    locked: Mapped[datetime | None] = mapped_column(Moment, default=None)


class AssessmentLine(Record):
    """One rule for one person: the figure with its evidence, the points, what a person changed.

    `evidence` lists the identities of the records counted, one a line. It never leaves the
    station: what was taken off is for the person alone.
    """

    __tablename__ = "assessment_line"
    uploaded: ClassVar[bool] = False

    assessment: Mapped[UUID] = field(
        "考核", Kind.LINK, link="assessment", required=True, parent=True
    )
    staff: Mapped[UUID] = field("被考核人", Kind.LINK, link="staff", required=True)
    grid: Mapped[UUID | None] = field("网格", Kind.LINK, link="grid")
    rule: Mapped[UUID] = field("考核项", Kind.LINK, link="assessment_rule", required=True)
    figure: Mapped[Decimal | None] = field("系统数", Kind.DECIMAL, width=8)
    points: Mapped[Decimal | None] = field("系统得分", Kind.DECIMAL, width=8)
    adjusted: Mapped[Decimal | None] = field("人工调整", Kind.DECIMAL, width=8)
    reason: Mapped[str | None] = field("调整理由", width=20)
    appeal: Mapped[str | None] = field("申诉", Kind.LONG, width=20)
    answer: Mapped[str | None] = field("复核意见", Kind.LONG, width=20)
    evidence: Mapped[str | None] = mapped_column(Text, default=None)
