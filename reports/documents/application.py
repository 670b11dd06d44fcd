"""人民调解申请书: who asks for mediation with whom, about what, and what for."""

from collections.abc import Iterator

from core.records.mediation_case import Party
from reports import case_paper, wording
from reports.case_paper import CasePaper, Named
from reports.form import Form
from reports.page import Block, Cell, Document, Labelled, Paragraph, Signatures, Title
from reports.wording import Wording, dated

_NAME = "application"
_SUMMARY_LINES = 10
_REQUEST_LINES = 6
_SIDES = (("applicant", "申请人"), ("respondent", "被申请人"), ("third", "第三人"))
_AS_LIST = 3
"""More members of one side than this stand in a list."""


def compose(paper: CasePaper) -> Document:
    """The application as far as it is told; the rest is left to the pen."""
    words = wording.load(_NAME)
    blocks = (
        Title(words.text("标题")),
        *_parties(paper),
        Labelled(tuple(_told(paper)), (1.0, 5.4)),
        Paragraph(words.text("告知"), keep=True),
        *_signed(paper, words),
    )
    return case_paper.document(paper, words, blocks)


def _parties(paper: CasePaper) -> Iterator[Block]:
    for side, name in _SIDES:
        parties = paper.file.side(side)
        if len(parties) > _AS_LIST:
            yield from case_paper.boxes(Named(name, parties))
        else:
            for one in parties or ((Party(),) if side != "third" else ()):
                yield from case_paper.boxes(Named(name, (one,)))


def _told(paper: CasePaper) -> Iterator[tuple[Cell, ...]]:
    case = paper.file.case
    summary = case.summary or ""
    yield (Cell("纠纷简要\n情况", summary, lines=_SUMMARY_LINES, align="both"),)
    asked = (case.request or "").splitlines() or ["", "", ""]
    listed = "\n".join(f"{n}. {one}" for n, one in enumerate(asked, 1))
    yield (Cell("当事人\n申请事项", listed, lines=_REQUEST_LINES),)


def _signed(paper: CasePaper, words: Wording) -> Iterator[Block]:
    """A line for each applicant; where somebody else wrote it down, a line for him too."""
    applicants = paper.file.side("applicant")
    if len(applicants) > _AS_LIST:
        yield Paragraph(f"申请人{case_paper.SIGNED}：", keep=True)
        yield case_paper.roll(applicants)
        lines = []
    else:
        lines = [case_paper.signer("申请人", one) for one in applicants or (Party(),)]
    writer = [words.text("代书")] if paper.file.case.applied_orally else []
    yield Signatures((*lines, *writer), date=dated(paper.file.case.applied_on))


FORM = Form(_NAME, "人民调解申请书", "mediation_case", case_paper.gather, compose)
