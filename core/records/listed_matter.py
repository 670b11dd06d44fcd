"""The lists of what a township does itself, helps with, and gave back (清单, grid.md §1.6)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field


class ListedMatter(Record):
    """One matter of a list, in force from one day to another; `temporary` ones need an end."""

    __tablename__ = "listed_matter"

    part: Mapped[str] = field(
        "清单", Kind.CODE, code="matter_part", required=True, default="basic", aliases=("清单类别",)
    )
    group: Mapped[str | None] = field("组别", width=12, aliases=("类别", "事项类别"))
    name: Mapped[str] = field("事项名称", required=True, width=24, aliases=("事项", "名称"))
    content: Mapped[str | None] = field("工作内容", Kind.LONG, width=28)
    standard: Mapped[str | None] = field("处置标准", Kind.LONG, width=20)
    unit: Mapped[UUID | None] = field("责任单位", Kind.LINK, link="organisation", width=16)
    helpers: Mapped[str | None] = field("配合单位", width=16)
    basis: Mapped[str | None] = field("依据", width=16, aliases=("法律依据", "政策依据"))
    since: Mapped[date | None] = field("生效起", Kind.DATE)
    until: Mapped[date | None] = field("生效止", Kind.DATE)
    temporary: Mapped[bool] = field("临时事项", Kind.YES, aliases=("是否临时",))
    approved_by: Mapped[str | None] = field("临时批准人")


def temporary_ends(values: Values) -> Iterable[Problem]:
    """A temporary matter says until when; nothing ends before it begins."""
    since, until = values.get("since"), values.get("until")
    if values.get("temporary") and until is None:
        yield Problem("until", "临时事项要写生效止日，到期自动失效")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        yield Problem("until", "生效止日早于生效起日，请核对")


LEDGER = Ledger(
    ListedMatter,
    title="履职事项清单",
    columns=(
        ListedMatter.part,
        ListedMatter.group,
        ListedMatter.name,
        ListedMatter.content,
        ListedMatter.standard,
        ListedMatter.unit,
        ListedMatter.helpers,
        ListedMatter.basis,
        ListedMatter.since,
        ListedMatter.until,
    ),
    form=(
        Group(
            "事项",
            (
                ListedMatter.part,
                ListedMatter.group,
                ListedMatter.name,
                ListedMatter.content,
                ListedMatter.standard,
            ),
        ),
        Group("责任", (ListedMatter.unit, ListedMatter.helpers, ListedMatter.basis)),
        Group(
            "期限",
            (
                ListedMatter.since,
                ListedMatter.until,
                ListedMatter.temporary,
                ListedMatter.approved_by,
            ),
        ),
    ),
    naming=ListedMatter.name,
    search=(ListedMatter.name, ListedMatter.content, ListedMatter.group),
    rules=(temporary_ends,),
    unit="项",
    detail=(ListedMatter.part, ListedMatter.unit),
    same=(ListedMatter.part, ListedMatter.name),
    told=(ListedMatter.name,),
    again=(ListedMatter.part, ListedMatter.group, ListedMatter.unit, ListedMatter.since),
)
