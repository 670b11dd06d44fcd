"""延期说明: until when mediation goes on, why, and that both sides agree."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.records.mediation_case import CaseEvent
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document
from reports.wording import Wording, dated

_NAME = "extension"


def compose(paper: CasePaper) -> Document:
    """One paper for each extension, or an empty one."""
    steps = paper.about(CaseEvent, paper.file.happened("extend"))
    return case_paper.sheets(paper, _NAME, steps, _sheet)


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    days = {"原期限": dated(_before(step, paper)), "延期至": dated(step.until)}
    return case_paper.reasoned(step, paper, words, "同意", **days)


def _before(step: CaseEvent, paper: CasePaper) -> date | None:
    """Until when it was to end before: the extension before this one, else the usual period."""
    case, earlier = paper.file.case, paper.file.happened("extend")
    former = earlier[earlier.index(step) - 1] if step in earlier[1:] else None
    if former is not None:
        return former.until
    extended = case.extended_days if step in earlier else 0
    return case.due - timedelta(extended or 0) if case.due else None


FORM = Form(_NAME, "延期说明", "mediation_case", case_paper.gather, compose)
