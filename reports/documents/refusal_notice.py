"""不予受理告知书: why a dispute is not mediated here, and where to go instead."""

from collections.abc import Iterator

from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import Wording, boxes, dated

_NAME = "refusal_notice"
_REFUSED = "Z11"
_REASONS = ("outside", "elsewhere", "refused")
"""Codes of `end_reason` in the order in which the template words them."""


def compose(paper: CasePaper) -> Document:
    """The notice to who applied; the reason is ticked where the dispute was turned down."""
    words, case = wording.load(_NAME), paper.file.case
    applicants = paper.file.side("applicant")
    said = words.text(
        "正文", 申请日期=dated(case.applied_on), 当事人=case_paper.opposed(paper.file)
    )
    blocks = (
        Title(words.text("标题")),
        Paragraph(f"{case_paper.together(applicants)}：", indent=0),
        Paragraph(said),
        *_reasons(paper, words),
        Heading(words.text("途径")),
        *(Paragraph(one) for one in words.lines("其他途径")),
        Signatures(
            (f"被告知人{case_paper.SIGNED}", "告知人（签名）"),
            seal=f"{paper.committee}（印章）",
            date=dated(case.closed_on if case.state == _REFUSED else None),
        ),
    )
    return case_paper.document(paper, words, blocks)


def _reasons(paper: CasePaper, words: Wording) -> Iterator[Block]:
    case, lines = paper.file.case, words.lines("理由")
    given = case.end_reason if case.state == _REFUSED else None
    chosen = lines[_REASONS.index(given)] if given in _REASONS else None
    for one in lines:
        yield Paragraph(boxes((one,), chosen))
    other = case.end_note if given else None
    yield Paragraph(words.text("说明"))
    yield Paragraph(other) if other else Blank(2)


FORM = Form(_NAME, "不予受理告知书", "mediation_case", case_paper.gather, compose)
