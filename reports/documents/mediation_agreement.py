"""人民调解协议书: who agreed on what, to be performed how and until when."""

from collections.abc import Iterator

from core.records.mediation_case import Agreement, Performance
from core.services import agreement as agreements
from reports import case_paper, wording
from reports.case_paper import CasePaper, Named
from reports.form import Form
from reports.page import (
    Blank,
    Block,
    Clauses,
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from reports.wording import Wording, dated, figures, money

_NAME = "mediation_agreement"
_SIGNED = "（签名、盖章或者按指印）"
_LINES_OF_FACTS = 4
_LINES_OF_CLAUSES = 6


def compose(paper: CasePaper) -> Document:
    """The agreement as far as it is written; what is missing is left to the pen."""
    words, agreement = wording.load(_NAME), paper.file.agreement
    sides = case_paper.sides(paper.file.parties)
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("编号", (agreement and agreement.number) or paper.number),
        *_parties(sides),
        *_agreed(agreement, words),
        *_performances(paper.file.items, agreement, words),
        Paragraph(words.text("份数", 份数=_copies(agreement))),
        Paragraph(words.text("生效"), keep=True),
        *_signed(sides, paper),
    )
    return case_paper.document(paper, words, blocks)


def _parties(sides: tuple[Named, ...]) -> Iterator[Block]:
    """A box for each; a dispute has two sides, also where one is not known yet."""
    for side in sides:
        yield from case_paper.boxes(side)
    for name in ("甲方", "乙方")[len(sides) :]:
        yield from case_paper.boxes(None, name)


def _agreed(agreement: Agreement | None, words: Wording) -> Iterator[Block]:
    yield Heading(words.text("事实") + "：")
    facts = agreement.facts if agreement else None
    yield Paragraph(facts) if facts else Blank(_LINES_OF_FACTS)
    yield Heading(words.text("协议") + "：")
    articles = agreements.clauses(agreement) if agreement else ()
    yield Clauses(articles) if articles else Blank(_LINES_OF_CLAUSES)


def _performances(
    items: tuple[Performance, ...], agreement: Agreement | None, words: Wording
) -> Iterator[Block]:
    yield Heading(words.text("履行") + "：")
    if items:
        yield Table(_COLUMNS, tuple(_row(n, one) for n, one in enumerate(items, 1)))
    else:
        yield Blank(2)
    if agreement and agreement.amount:
        yield Paragraph(words.text("金额", 金额=money(agreement.amount)))


_COLUMNS = (
    Column("序号", 0.75, "center"),
    Column("义务人", 1.15),
    Column("权利人", 1.15),
    Column("履行事项", 1.6),
    Column("金额（元）", 1.35, "right"),
    Column("期限", 1.9, "center"),
    Column("方式", 1.0),
)


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


def _copies(agreement: Agreement | None) -> str | None:
    return str(agreement.copies) if agreement and agreement.copies else None


def _signed(sides: tuple[Named, ...], paper: CasePaper) -> Iterator[Block]:
    """Lines to sign on; where a side has many members, a list for their own hands."""
    for side in sides:
        if len(side.parties) > 1:
            yield Heading(f"{side.name}{_SIGNED}：")
            yield _roll(side)
    single = [side.name for side in sides if len(side.parties) == 1] if sides else ["甲方", "乙方"]
    agreement = paper.file.agreement
    yield Signatures(
        (*(name + _SIGNED for name in single), "人民调解员（签名）", "记录人（签名）"),
        seal=f"{paper.committee}（印章）",
        date=dated(agreement.signed_on if agreement else None),
    )


def _roll(side: Named) -> Table:
    """Two members a row, room to sign behind each name."""
    pair = (
        Column("序号", 0.7, "center"),
        Column("姓名", 1.0, "center"),
        Column("签名或按指印", 1.6),
    )
    cells = [(str(n), one.name, "") for n, one in enumerate(side.parties, 1)]
    if len(cells) % 2:
        cells.append(("", "", ""))
    rows = tuple((*left, *right) for left, right in zip(cells[::2], cells[1::2], strict=True))
    return Table(pair * 2, rows, lines=2)


FORM = Form(_NAME, "人民调解协议书", "mediation_case", case_paper.gather, compose)
