"""卷宗封面: whose file it is, what it is about, and how long it is kept."""

from collections.abc import Iterator
from dataclasses import replace

from core import codes
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Cell, Document, Labelled, Paragraph, Running, Space, Title
from reports.paper import FORM as STYLE
from reports.paper import Type
from reports.wording import dated

_NAME = "cover"
_ABOVE, _BETWEEN = 2, 2
"""Empty lines: room at the head of a page is no room."""
_ROOMY = replace(
    STYLE, label=Type("hei", 14, 30), cell=Type("fang", 14, 30), title=Type("title", 26, 40)
)


def compose(paper: CasePaper) -> Document:
    """The cover as far as the file has come; it bears no page number."""
    words = wording.load(_NAME)
    blocks = (
        Paragraph("\n" * _ABOVE),
        Title(paper.committee),
        Space(1),
        Title(words.text("标题")),
        Space(_BETWEEN),
        Labelled(tuple(_rows(paper)), (1.2, 1.9, 1.0, 2.3)),
    )
    framed = case_paper.document(paper, words, blocks, _ROOMY)
    return replace(framed, running=Running(numbers=""))


def _rows(paper: CasePaper) -> Iterator[tuple[Cell, ...]]:
    case = paper.file.case
    year = str(case.accepted_on.year) if case.accepted_on else ""
    until = paper.agreement.signed_on or case.closed_on
    kept = codes.name_of("retention", case.retention) if case.retention else ""
    yield (Cell("卷名", case.title or "", span=2, lines=2),)
    yield (Cell("卷号", paper.number, span=2),)
    yield Cell("年度", year), Cell("保管期限", kept)
    yield (Cell("人民调解员", "、".join(paper.file.mediators), span=2),)
    yield (Cell("调解日期", f"{dated(case.accepted_on)}至{dated(until)}", span=2),)
    yield Cell("立卷人", case.filer or ""), Cell("立卷日期", dated(case.filed_on))
    yield (Cell("备注", span=2, lines=2),)


FORM = Form(_NAME, "卷宗封面", "mediation_case", case_paper.gather, compose)
