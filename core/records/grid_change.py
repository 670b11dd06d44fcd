"""What became of grids: renamed, merged, split, closed (`domain/grid.md` §1.2–1.4)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.ledger import Child, Group, Ledger
from core.record import Kind, Record, field


class GridChange(Record):
    """One change of the division, told for good: names and codes as they were on that day.

    `locked` where the program itself carried it out: then the lines tell what went where.
    """

    __tablename__ = "grid_change"

    changed_on: Mapped[date] = field("变更日期", Kind.DATE, required=True, index=True)
    kind: Mapped[str] = field("变更方式", Kind.CODE, code="grid_change_kind", required=True)
    before: Mapped[str] = field("变更前", Kind.LONG, required=True, width=24)
    after: Mapped[str | None] = field("变更后", Kind.LONG, width=24)
    reason: Mapped[str] = field("变更原因", required=True, width=20)
    basis: Mapped[str | None] = field("依据", width=16)
    carried: Mapped[str | None] = field("划转情况", Kind.LONG, width=28, given=True)
    locked: Mapped[datetime | None] = field("登记时间", Kind.MOMENT, given=True)


class GridChangeLine(Record):
    """One thing that went from one grid to another; of a grid itself, what it was before.

    `subject` is the record of `of_table` that went; past days are read from these lines.
    """

    __tablename__ = "grid_change_line"
    refers: ClassVar[str] = "subject"

    change: Mapped[UUID] = field(
        "网格变更", Kind.LINK, link="grid_change", required=True, parent=True
    )
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    kind: Mapped[str] = field("类别", required=True, width=12)
    item: Mapped[str] = field("内容", required=True, width=30)
    source: Mapped[UUID | None] = field("原网格", Kind.LINK, link="grid", width=16)
    target: Mapped[UUID | None] = field("现网格", Kind.LINK, link="grid", width=16)
    note: Mapped[str | None] = field("情况", width=20)
    of_table: Mapped[str] = mapped_column(String(60))
    subject: Mapped[UUID] = mapped_column(Uuid, index=True)


LEDGER = Ledger(
    GridChange,
    title="网格变更登记",
    columns=(
        GridChange.changed_on,
        GridChange.kind,
        GridChange.before,
        GridChange.after,
        GridChange.reason,
        GridChange.basis,
        GridChange.carried,
    ),
    form=(
        Group(
            "变更", (GridChange.changed_on, GridChange.kind, GridChange.before, GridChange.after)
        ),
        Group("说明", (GridChange.reason, GridChange.basis)),
    ),
    naming=GridChange.before,
    search=(GridChange.before, GridChange.after, GridChange.reason),
    unit="次",
    detail=(GridChange.kind, GridChange.reason),
    order=GridChange.changed_on,
    same=(GridChange.changed_on, GridChange.before),
    children=(
        Child(
            GridChangeLine,
            "划转明细",
            (
                GridChangeLine.kind,
                GridChangeLine.item,
                GridChangeLine.source,
                GridChangeLine.target,
                GridChangeLine.note,
            ),
        ),
    ),
)
