"""Sheets that several papers share: what was said in a talk, and why a step was taken."""

from collections.abc import Iterable, Iterator

from core.records.mediation_case import CaseEvent, Party
from reports.case_paper.frame import CasePaper, numbered
from reports.case_paper.parties import opposed, signer
from reports.page import Blank, Block, Heading, Labelled, Paragraph, Signatures, Title
from reports.wording import Wording, dated

_TALK_LINES = 24
_REASON_LINES = 4


def talk(
    paper: CasePaper, words: Wording, head: Labelled, said: str | None, told: Iterable[Block] = ()
) -> Iterator[Block]:
    """Who talked when and where, what they were told first, and what was said or room for it."""
    yield Title(words.text("标题"))
    yield numbered("卷号", paper.number)
    yield head
    yield from told
    yield Heading(words.text("记录") + "：")
    yield Paragraph(said.strip()) if said else Blank(_TALK_LINES)


def reasoned(
    step: CaseEvent, paper: CasePaper, words: Wording, consent: str, **days: str
) -> Iterator[Block]:
    """Why the period of a case changes, for everybody to sign; `days` fill its sentence."""
    received, opponents = dated(paper.file.case.accepted_on), opposed(paper.file)
    yield Title(words.text("标题"))
    yield numbered("卷号", paper.number)
    yield Paragraph(words.text("正文", 受理日期=received, 当事人=opponents, **days))
    yield Heading(words.text("原因"))
    yield Paragraph(step.text) if step.text else Blank(_REASON_LINES)
    yield Paragraph(words.text(consent), keep=True)
    parties = paper.file.parties or (Party(), Party())
    yield Signatures(
        (*(signer("当事人", one) for one in parties), *paper.mediators),
        seal=f"{paper.committee}（印章）",
        date=dated(step.happened_on),
    )
