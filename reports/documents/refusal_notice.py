"""不予受理告知书: why a dispute is not mediated here, and where to go instead."""

from collections.abc import Iterator

from core.records.mediation_case import MediationCase
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import Wording, boxes, dated

_NAME = "refusal_notice"
_REASONS = {"elsewhere": 1, "refused": 2}
_OUTSIDE = {"11": 3, "12": 3, "13": 3, "14": 3, "15": 4, "16": 3}
"""Where the template words a reason; for what lies outside, by its class (§3.2), the first else."""


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
            date=dated(case.closed_on if _refused(paper) else None),
        ),
    )
    return case_paper.document(paper, words, blocks)


def _reasons(paper: CasePaper, words: Wording) -> Iterator[Block]:
    case, lines = paper.file.case, words.lines("理由")
    place = _place(case) if _refused(paper) else None
    for n, one in enumerate(lines):
        yield Paragraph(boxes((one,), one if n == place else None))
    other = case.end_note if _refused(paper) else None
    yield Paragraph(words.text("说明"))
    yield Paragraph(other) if other else Blank(2)


def _refused(paper: CasePaper) -> bool:
    return paper.file.parting == _NAME


def _place(case: MediationCase) -> int | None:
    """Which line words why the dispute was turned down."""
    if case.end_reason == "outside":
        return _OUTSIDE.get((case.dispute_gov or "")[:2], 0)
    return _REASONS.get(case.end_reason or "")


FORM = Form(_NAME, "不予受理告知书", "mediation_case", case_paper.gather, compose)
