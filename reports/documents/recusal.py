"""回避申请书: a party asks for another mediator, and what the committee says to it."""

from collections.abc import Iterator

from core.records.mediation_case import CaseEvent
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import UNDATED, Wording, dated

_NAME = "recusal"
_LINES = 3


def compose(paper: CasePaper) -> Document:
    """One application for each time it was asked for, or an empty one."""
    steps = paper.about(CaseEvent, paper.file.happened("recuse"))
    return case_paper.sheets(paper, _NAME, steps, _sheet)


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    said = words.text(
        "正文", 申请人=None, 当事人=case_paper.opposed(paper.file), 被申请回避人=step.receiver
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(said)
    yield from (Paragraph(f"□{one}") for one in words.lines("理由"))
    yield Heading(words.text("说明"))
    yield Paragraph(step.text) if step.text else Blank(_LINES)
    yield Signatures((f"申请人{case_paper.SIGNED}",), date=dated(step.happened_on))
    yield Heading(words.text("意见"))
    yield Blank(_LINES)
    yield Signatures((), seal=f"{paper.committee}（印章）", date=UNDATED)


FORM = Form(_NAME, "回避申请书", "mediation_case", case_paper.gather, compose)
