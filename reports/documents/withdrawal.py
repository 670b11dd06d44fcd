"""撤回申请书: who applied takes the application back."""

from core.records.mediation_case import Party
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Document, Heading, Paragraph, Signatures, Title
from reports.wording import dated

_NAME = "withdrawal"
_WITHDRAWN = "withdrawn"
_LINES = 4


def compose(paper: CasePaper) -> Document:
    """The paper as far as it is known; the reason only where the case was withdrawn."""
    words, case = wording.load(_NAME), paper.file.case
    gone = case.end_reason == _WITHDRAWN
    applicants = paper.file.side("applicant")
    said = words.text(
        "正文",
        申请人=case_paper.together(applicants),
        调委会=paper.committee,
        申请日期=dated(case.applied_on),
        当事人=case_paper.opposed(paper.file),
    )
    blocks = (
        Title(words.text("标题")),
        case_paper.numbered("卷号", paper.number),
        Paragraph(said),
        Heading(words.text("理由")),
        Paragraph(case.end_note) if gone and case.end_note else Blank(_LINES),
        Signatures(
            tuple(case_paper.signer("申请人", one) for one in applicants or (Party(),)),
            date=dated(case.closed_on if gone else None),
        ),
    )
    return case_paper.document(paper, words, blocks)


FORM = Form(_NAME, "撤回申请书", "mediation_case", case_paper.gather, compose)
