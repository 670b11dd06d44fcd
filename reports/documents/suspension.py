"""中止说明: why mediation rests, since when, and until when as far as that is known."""

from collections.abc import Iterator

from core.records.mediation_case import CaseEvent, Party
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Blank, Block, Document, Heading, Paragraph, Signatures, Title
from reports.wording import Wording, dated

_NAME = "suspension"
_LINES = 4


def compose(paper: CasePaper) -> Document:
    """One paper for each suspension, or an empty one."""
    words = wording.load(_NAME)
    steps = paper.about(CaseEvent, paper.file.happened("suspend"))
    return case_paper.sheets(paper, words, (_sheet(one, paper, words) for one in steps))


def _sheet(step: CaseEvent, paper: CasePaper, words: Wording) -> Iterator[Block]:
    said = words.text(
        "正文",
        受理日期=dated(paper.file.case.accepted_on),
        当事人=case_paper.opposed(paper.file),
        中止日期=dated(step.happened_on),
        恢复日期=dated(step.until),
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(said)
    yield Heading(words.text("原因"))
    yield Paragraph(step.text) if step.text else Blank(_LINES)
    yield Paragraph(words.text("告知"), keep=True)
    parties = paper.file.parties or (Party(), Party())
    signers = tuple(case_paper.signer("当事人", one) for one in parties)
    yield Signatures(
        (*signers, *paper.mediators),
        seal=f"{paper.committee}（印章）",
        date=dated(step.happened_on),
    )


FORM = Form(_NAME, "中止说明", "mediation_case", case_paper.gather, compose)
