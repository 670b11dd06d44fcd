"""延期说明: until when mediation goes on, why, and that both sides agree."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.records.mediation_case import CaseEvent, Party
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import Wording, dated

_NAME = "extension"
_LINES = 4


def compose(paper: CasePaper) -> Document:
    """One paper for each extension, or an empty one."""
    words = wording.load(_NAME)
    steps = paper.about(CaseEvent, paper.file.happened("extend"))
    return case_paper.sheets(paper, words, (_sheet(one, paper, words) for one in steps))


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    case = paper.file.case
    said = words.text(
        "正文",
        受理日期=dated(case.accepted_on),
        当事人=case_paper.opposed(paper.file),
        原期限=dated(_before(step, paper)),
        延期至=dated(step.until),
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(said)
    yield Heading(words.text("原因"))
    yield Paragraph(step.text) if step.text else Blank(_LINES)
    yield Paragraph(words.text("同意"), keep=True)
    parties = paper.file.parties or (Party(), Party())
    signers = tuple(case_paper.signer("当事人", one) for one in parties)
    yield Signatures(
        (*signers, *paper.mediators),
        seal=f"{paper.committee}（印章）",
        date=dated(step.happened_on),
    )


def _before(step: CaseEvent, paper: CasePaper) -> date | None:
    """Until when it was to end before: the extension before this one, else the usual period."""
    case, earlier = paper.file.case, paper.file.happened("extend")
    former = earlier[earlier.index(step) - 1] if step in earlier[1:] else None
    if former is not None:
        return former.until
    extended = case.extended_days if step in earlier else 0
    return case.due - timedelta(extended or 0) if case.due else None


FORM = Form(_NAME, "延期说明", "mediation_case", case_paper.gather, compose)
