"""卷宗情况说明: what a reader of the file should know about its papers."""

from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Document, Paragraph, Signatures, Title
from reports.wording import dated

_NAME = "file_note"
_LINES = 12


def compose(paper: CasePaper) -> Document:
    """What the filer noted, or lines to write on."""
    words, case = wording.load(_NAME), paper.file.case
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("卷号", paper.number),
        Paragraph(case.file_note.strip()) if case.file_note else Blank(_LINES),
        Signatures(("立卷人（签名）", "检查人（签名）"), date=dated(case.filed_on)),
    )
    return case_paper.document(paper, words, blocks)


FORM = Form(_NAME, "卷宗情况说明", "mediation_case", case_paper.gather, compose)
