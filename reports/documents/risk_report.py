"""风险报告单: a dispute that may turn violent is reported in time (article 25)."""

from collections.abc import Iterator

from core.records.mediation_case import CaseEvent
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Cell, Document, Labelled, Paragraph, Signatures, Title
from reports.paper import DENSE
from reports.wording import Wording, dated

_NAME = "risk_report"
_SUMMARY, _RISK, _DONE = 5, 4, 4


def compose(paper: CasePaper) -> Document:
    """One sheet for each report, or an empty one."""
    steps = paper.about(CaseEvent, paper.file.happened("report"))
    return case_paper.sheets(paper, _NAME, steps, _sheet, DENSE)


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    case = paper.file.case
    people = f"{case.people}人" if case.people else ""
    summary = case.summary or ""
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Labelled(
        (
            (Cell("报告单位", paper.committee), Cell("报告日期", dated(step.happened_on))),
            (Cell("接收单位", step.unit or ""), Cell("接收人", step.receiver or "")),
            (Cell("纠纷名称", case.title or ""), Cell("涉及人数", people)),
            (Cell("简要情况", summary, lines=_SUMMARY, align="both"),),
            (Cell("风险情况", step.text or "", lines=_RISK, align="both"),),
            (Cell("已采取的\n措施", lines=_DONE),),
        ),
        (1.0, 2.2, 1.0, 2.2),
    )
    yield Paragraph(words.text("依据"), keep=True)
    yield Signatures(
        ("报告人（签名）", "接收人（签名）"),
        seal=f"{paper.committee}（印章）",
        date=dated(step.happened_on),
    )


FORM = Form(_NAME, "风险报告单", "mediation_case", case_paper.gather, compose)
