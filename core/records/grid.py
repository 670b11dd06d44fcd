"""Grids: a tree of any depth; a grid is closed, never deleted (`domain/grid.md` §1)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field


class Grid(Record):
    """One node of the grid tree; `outline` is a GeoJSON geometry as text, or none."""

    __tablename__ = "grid"

    name: Mapped[str] = field(
        "网格名称", required=True, width=16, aliases=("网格", "名称", "村（社区）")
    )
    parent: Mapped[UUID | None] = field("上级网格", Kind.LINK, link="grid", width=14)
    kind: Mapped[str | None] = field("网格类型", Kind.CODE, code="grid_kind")
    level: Mapped[str | None] = field("层级", Kind.CODE, code="grid_level")
    code: Mapped[str | None] = field("网格编码", width=17, aliases=("编码", "网格代码"))
    outside_code: Mapped[str | None] = field("外部编码", width=14)
    legacy_code: Mapped[str | None] = field("旧编码", width=14, aliases=("原编码",))
    households: Mapped[int | None] = field("户数", Kind.WHOLE, width=8)
    people: Mapped[int | None] = field("人口数", Kind.WHOLE, width=8)
    buildings: Mapped[int | None] = field("楼栋数", Kind.WHOLE, width=8)
    firms: Mapped[int | None] = field("企业数", Kind.WHOLE, width=8)
    party_branch: Mapped[str | None] = field("党支部（党小组）", width=16)
    bounds: Mapped[str | None] = field("四至", Kind.LONG, width=24)
    opened: Mapped[date | None] = field("启用日期", Kind.DATE)
    closed: Mapped[date | None] = field("停用日期", Kind.DATE)
    closed_why: Mapped[str | None] = field("变更原因", width=16)
    merged_into: Mapped[UUID | None] = field(
        "并入网格", Kind.LINK, link="grid", width=14, given=True
    )
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)
    outline: Mapped[str | None] = mapped_column(Text, default=None)


def closed_after_opened(values: Values) -> Iterable[Problem]:
    """A grid cannot be closed before it was opened."""
    opened, closed = values.get("opened"), values.get("closed")
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        yield Problem("closed", "停用日期早于启用日期，请核对")


LEDGER = Ledger(
    Grid,
    title="网格台账",
    columns=(
        Grid.name,
        Grid.parent,
        Grid.level,
        Grid.kind,
        Grid.code,
        Grid.households,
        Grid.people,
        Grid.opened,
        Grid.note,
    ),
    form=(
        Group(
            "网格",
            (
                Grid.name,
                Grid.parent,
                Grid.level,
                Grid.kind,
                Grid.code,
                Grid.outside_code,
                Grid.legacy_code,
            ),
        ),
        Group(
            "情况",
            (
                Grid.households,
                Grid.people,
                Grid.buildings,
                Grid.firms,
                Grid.party_branch,
                Grid.bounds,
            ),
        ),
        Group("启用与停用", (Grid.opened, Grid.closed, Grid.closed_why, Grid.note)),
    ),
    naming=Grid.name,
    search=(Grid.name, Grid.code, Grid.outside_code, Grid.legacy_code),
    rules=(closed_after_opened,),
    unit="个",
    detail=(Grid.level, Grid.code),
    order=Grid.code,
    sums=(Grid.households, Grid.people),
    told=(Grid.name,),
    same=(Grid.code,),
    again=(Grid.parent, Grid.kind, Grid.level, Grid.opened),
)
