"""证据材料清单: what was handed in, by whom, how many pages, and what it is to show."""

from collections.abc import Iterator

from core import codes
from core.records.mediation_case import Evidence
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Column, Document, Signatures, Table, Title
from reports.wording import UNDATED

_NAME = "evidence"
_ROWS = 12
_COLUMNS = (
    Column("序号", 0.75, "center"),
    Column("证据名称", 2.2),
    Column("证据种类", 1.3),
    Column("提供人", 1.15, "center"),
    Column("原件或\n复印件", 1.15, "center"),
    Column("页数", 0.75, "center"),
    Column("证明什么", 2.0),
)


def compose(paper: CasePaper) -> Document:
    """The list as far as it is kept, or an empty one."""
    words, listed = wording.load(_NAME), paper.file.evidence
    rows = tuple(_rows(listed)) or (("",) * len(_COLUMNS),) * _ROWS
    pages = sum(one.pages or 0 for one in listed)
    total = ("", f"共{len(listed)}件", "", "", "", str(pages), "") if listed else ()
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("卷号", paper.number),
        Table(_COLUMNS, rows, total),
        Signatures(("提供人（签名）", "接收人（签名）"), date=UNDATED, columns=2),
    )
    return case_paper.document(paper, words, blocks)


def _rows(listed: tuple[Evidence, ...]) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(listed, 1):
        yield (
            str(number),
            one.name,
            codes.name_of("evidence_kind", one.kind) if one.kind else "",
            one.giver or "",
            codes.name_of("paper_copy", one.copy) if one.copy else "",
            str(one.pages or ""),
            one.proves or "",
        )


FORM = Form(_NAME, "人民调解证据材料清单", "mediation_case", case_paper.gather, compose)
