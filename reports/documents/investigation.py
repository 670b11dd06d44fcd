"""人民调解调查记录: who was asked by whom, and what was said."""

from collections.abc import Iterator

from core.records.mediation_case import Investigation
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Cell, Document, Labelled, Paragraph, Signatures
from reports.wording import Wording, span

_NAME = "investigation"
_KNOWN_BY = 4
"""Letters: 以上记录."""


def compose(paper: CasePaper) -> Document:
    """One record for each inquiry, or an empty one to write on."""
    inquiries = paper.about(Investigation, paper.file.inquiries)
    return case_paper.sheets(paper, _NAME, inquiries, _sheet)


def _sheet(inquiry: Investigation, paper: CasePaper, words: Wording) -> Iterator[Block]:
    head = Labelled(tuple(_head(inquiry)), (1.0, 2.2, 1.0, 2.2))
    yield from case_paper.talk(paper, words, head, inquiry.talk)
    if not _closed(inquiry, words):
        yield Paragraph(words.text("尾语"), keep=True)
    askers = ("调查人（签名）",) * 2
    yield Signatures(("被调查人（签名）", *askers, case_paper.RECORDER), columns=2)


def _closed(inquiry: Investigation, words: Wording) -> bool:
    """Whether the talk itself ends with the closing words, in whatever form."""
    last = (inquiry.talk or "").rstrip().rpartition("\n")[2]
    return last.lstrip().startswith(words.text("尾语")[:_KNOWN_BY])


def _head(inquiry: Investigation) -> Iterator[tuple[Cell, ...]]:
    yield (Cell("时间", span(inquiry.held_on, inquiry.starts, inquiry.ends), span=2),)
    yield (Cell("地点", inquiry.place or "", span=2),)
    yield (
        Cell("被调查人", inquiry.asked or ""),
        Cell("与本案关系", inquiry.relation or ""),
    )
    yield Cell("联系方式", inquiry.phone or ""), Cell("参加人", inquiry.present or "")
    yield Cell("调查人", inquiry.askers or ""), Cell("记录人", inquiry.recorder or "")


FORM = Form(_NAME, "人民调解调查记录", "mediation_case", case_paper.gather, compose)
