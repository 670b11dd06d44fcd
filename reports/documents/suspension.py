"""中止说明: why mediation rests, since when, and until when as far as that is known."""

from collections.abc import Iterator

from core.records.mediation_case import CaseEvent
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document
from reports.wording import Wording, dated

_NAME = "suspension"


def compose(paper: CasePaper) -> Document:
    """One paper for each suspension, or an empty one."""
    steps = paper.about(CaseEvent, paper.file.happened("suspend"))
    return case_paper.sheets(paper, _NAME, steps, _sheet)


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    days = {"中止日期": dated(step.happened_on), "恢复日期": dated(step.until)}
    return case_paper.reasoned(step, paper, words, "告知", **days)


FORM = Form(_NAME, "中止说明", "mediation_case", case_paper.gather, compose)
