"""封底: how many pages the file has, and who bound and checked it."""

from dataclasses import replace

from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Document, Paragraph, Running, Signatures
from reports.wording import dated

_NAME = "back_cover"
_ABOVE = 14
"""Empty lines: room at the head of a page is no room."""


def compose(paper: CasePaper) -> Document:
    """The count as the file was bound, or room to write it."""
    words, case = wording.load(_NAME), paper.file.case
    pages = paper.pages or case.pages
    blocks = (
        Paragraph("\n" * _ABOVE),
        Paragraph(words.text("页数", 页数=str(pages or "")), keep=True),
        Signatures(("立卷人（签名）", "检查人（签名）"), date=dated(case.filed_on)),
    )
    framed = case_paper.document(paper, words, blocks)
    return replace(framed, running=Running(numbers=""))


FORM = Form(_NAME, "封底", "mediation_case", case_paper.gather, compose)
