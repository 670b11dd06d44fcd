"""What a yearly statistic asks and no other record holds: typed once a year (§2.3)."""

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field

_FIRST, _LAST = 2000, 2100


class YearlyFact(Record):
    """One number of one year, such as a line of funding."""

    __tablename__ = "yearly_fact"

    item: Mapped[str] = field("项目", Kind.CODE, code="yearly_item", required=True, width=30)
    year: Mapped[int] = field("年度", Kind.WHOLE, required=True, width=8, index=True)
    value: Mapped[Decimal] = field("数值", Kind.DECIMAL, required=True, width=12)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=24)


def a_year_and_a_number(values: Values) -> Iterable[Problem]:
    """The year is one, and nothing is counted below zero."""
    year, value = values.get("year"), values.get("value")
    if isinstance(year, int) and not _FIRST <= year <= _LAST:
        yield Problem("year", "年度请写四位数，如 2026")
    if isinstance(value, Decimal) and value < 0:
        yield Problem("value", "数值不能小于 0")


LEDGER = Ledger(
    YearlyFact,
    title="组织队伍经费补充数据",
    columns=(YearlyFact.year, YearlyFact.item, YearlyFact.value, YearlyFact.note),
    form=(Group("数据", (YearlyFact.year, YearlyFact.item, YearlyFact.value, YearlyFact.note)),),
    naming=YearlyFact.item,
    search=(YearlyFact.note,),
    rules=(a_year_and_a_number,),
    unit="项",
    detail=(YearlyFact.year,),
    order=YearlyFact.year,
    same=(YearlyFact.year, YearlyFact.item),
    again=(YearlyFact.year,),
)
