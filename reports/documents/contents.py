"""卷内目录: every paper of the file in order, and the page on which it begins."""

from collections.abc import Iterator
from dataclasses import replace

from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Column, Document, Running, Table, Title
from reports.paper import FORM as FORM_STYLE

_NAME = "contents"
_ROWS = 22
_CLOSE = replace(FORM_STYLE, padding=3.5)
_COLUMNS = (
    Column("序号", 0.7, "center"),
    Column("文书名称", 3.6),
    Column("页号", 1.0, "center"),
    Column("页数", 0.8, "center"),
    Column("备注", 1.9),
)


def compose(paper: CasePaper) -> Document:
    """The list the file was bound by, or an empty one."""
    words = wording.load(_NAME)
    rows = tuple(_rows(paper)) or (("",) * len(_COLUMNS),) * _ROWS
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("卷号", paper.number),
        Table(_COLUMNS, rows),
    )
    framed = case_paper.document(paper, words, blocks, _CLOSE)
    return replace(framed, running=Running(numbers=""))


def _rows(paper: CasePaper) -> Iterator[tuple[str, ...]]:
    for number, one in enumerate(paper.entries, 1):
        place = str(one.page) if one.page else ""
        yield str(number), one.title, place, str(one.pages or ""), one.note


FORM = Form(_NAME, "卷内目录", "mediation_case", case_paper.gather, compose)
