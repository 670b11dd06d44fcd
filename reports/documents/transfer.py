"""移送（转办）函: a matter goes to whom it belongs to, with a receipt below."""

from collections.abc import Iterator

from core.records.mediation_case import CaseEvent
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import UNDATED, Wording, blank, dated

_NAME = "transfer"
_LINES = 3


def compose(paper: CasePaper) -> Document:
    """One letter for each transfer, or an empty one."""
    steps = paper.about(CaseEvent, paper.file.happened("transfer"))
    return case_paper.sheets(paper, _NAME, steps, _sheet)


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    said = words.text(
        "正文",
        登记日期=dated(paper.file.case.applied_on or paper.file.case.accepted_on),
        当事人=case_paper.opposed(paper.file),
        办结期限=dated(step.until),
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(f"{blank(step.unit)}：", indent=0)
    yield Paragraph(said)
    yield Heading(words.text("事项"))
    yield Paragraph(step.text) if step.text else Blank(_LINES)
    yield Paragraph(words.text("材料"))
    yield Signatures((), seal=f"{paper.committee}（印章）", date=dated(step.happened_on))
    yield Paragraph(words.text("回执"), keep=True)
    yield Signatures(("移送人（签名）", "接收人（签名）"), date=UNDATED, columns=2)


FORM = Form(_NAME, "移送（转办）函", "mediation_case", case_paper.gather, compose)
