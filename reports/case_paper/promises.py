"""What was agreed to be performed: who, to whom, what, how much, until when, how."""

from collections.abc import Iterator

from core.records.mediation_case import Agreement, Performance
from reports.page import Blank, Block, Column, Heading, Paragraph, Table
from reports.wording import Wording, dated, figures, money

_COLUMNS = (
    Column("序号", 0.7, "center"),
    Column("义务人", 1.1),
    Column("权利人", 1.1),
    Column("履行事项", 1.55),
    Column("金额（元）", 1.35, "right"),
    Column("期限", 1.9, "center"),
    Column("方式", 1.2),
)


def performances(
    items: tuple[Performance, ...], agreement: Agreement, words: Wording
) -> Iterator[Block]:
    """The part 履行方式、时限 of a paper, with the sum in figures and capitals."""
    yield Heading(words.text("履行") + "：")
    if items:
        yield Table(_COLUMNS, tuple(_row(n, one) for n, one in enumerate(items, 1)))
    else:
        yield Blank(2)
    if agreement.amount:
        yield Paragraph(words.text("金额", 金额=money(agreement.amount)))


def _row(n: int, item: Performance) -> tuple[str, ...]:
    return (
        str(n),
        item.payer,
        item.receiver or "",
        item.item,
        figures(item.amount) if item.amount else "",
        dated(item.due) if item.due else "",
        item.way or "",
    )
