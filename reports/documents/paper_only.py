"""纸质件清单: what lies in the file as paper only, counted: name, pages, original or copy."""

from collections.abc import Iterator

from core import codes
from core.records.mediation_case import CasePaper as Kept
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Column, Document, Paragraph, Signatures, Table, Title
from reports.wording import dated

_NAME = "paper_only"
_ROWS = 12
_COLUMNS = (
    Column("序号", 0.8, "center"),
    Column("文书", 2.2),
    Column("件名", 2.6),
    Column("页数", 0.9, "center"),
    Column("原件或复印件", 1.5, "center"),
)


def compose(paper: CasePaper) -> Document:
    """The list with its sum, or an empty one."""
    words = wording.load(_NAME)
    kept = tuple(one for one in paper.file.papers if one.only_paper)
    rows = tuple(_rows(kept)) or (("",) * len(_COLUMNS),) * _ROWS
    pages = sum(one.pages or 0 for one in kept)
    total = ("", f"共{len(kept)}件", "", str(pages), "") if kept else ()
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("卷号", paper.number),
        Paragraph(words.text("说明")),
        Table(_COLUMNS, rows, total),
        Signatures(("立卷人（签名）",), date=dated(paper.file.case.filed_on)),
    )
    return case_paper.document(paper, words, blocks)


def _rows(kept: tuple[Kept, ...]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(kept, 1):
        kind = codes.name_of("paper_kind", one.kind)
        copy = codes.name_of("paper_copy", one.copy) if one.copy else ""
        yield str(number), kind, one.title or "", str(one.pages or ""), copy


FORM = Form(_NAME, "纸质件清单", "mediation_case", case_paper.gather, compose)
