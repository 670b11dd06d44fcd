"""终止调解告知书: that mediation has ended, why, and which ways remain."""

from collections.abc import Iterator

from core import codes
from core.records.mediation_case import Party
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Heading, Paragraph, Signatures, Title
from reports.paper import DENSE
from reports.wording import Wording, boxes, dated

_NAME = "end_notice"
_NOT_HERE = ("withdrawn",)
"""Whoever takes the application back is not told why mediation ended."""


def compose(paper: CasePaper) -> Document:
    """One notice for each party, or an empty one."""
    parties = paper.about(Party, paper.file.parties)
    return case_paper.sheets(paper, _NAME, parties, _sheet, DENSE)


def _sheet(party: Party, paper: CasePaper, words: Wording) -> Iterator[Block]:
    case = paper.file.case
    said = words.text(
        "正文",
        调委会=paper.committee,
        受理日期=dated(case.accepted_on),
        对方=case_paper.others(party, paper.file),
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(words.text("称呼", 当事人=party.name), indent=0)
    yield Paragraph(said)
    ended = paper.file.parting == _NAME
    reason = codes.name_of("end_reason", case.end_reason) if ended and case.end_reason else None
    for one in codes.table("end_reason").items:
        if one.code not in _NOT_HERE:
            yield Paragraph(boxes((one.name,), reason))
    yield Heading(words.text("途径"))
    yield from map(Paragraph, words.lines("其他途径"))
    yield Signatures(
        (case_paper.signer("被告知人", party), *paper.mediators),
        seal=f"{paper.committee}（印章）",
        date=dated(case.closed_on if ended else None),
    )


FORM = Form(_NAME, "终止调解告知书", "mediation_case", case_paper.gather, compose)
