"""人民调解当事人权利义务告知书: one sheet for each party, to be signed for."""

from collections.abc import Iterator
from dataclasses import replace

from core.records.mediation_case import Party
from reports import case_paper, wording
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Heading, PageBreak, Paragraph, Running, Signatures, Title
from reports.paper import FORM as STYLE
from reports.paper import Type
from reports.wording import UNDATED, Wording

_NAME = "rights_notice"
_FRAME = ("标题", "称呼", "开头", "签收")
_DENSE = replace(
    STYLE,
    headings=(Type("hei", 12, 20.5), Type("kai", 12, 20.5), Type("fang", 12, 20.5)),
    body=Type("fang", 12, 20.5),
)
"""Each sheet holds the whole notice, so that nobody signs a page without text."""


def compose(paper: CasePaper) -> Document:
    """As many sheets as parties; a blank one where none is known yet."""
    words = wording.load(_NAME)
    sheets = [tuple(_sheet(one, paper, words)) for one in paper.file.parties or (None,)]
    blocks = sheets[0]
    for sheet in sheets[1:]:
        blocks = (*blocks, PageBreak(), *sheet)
    framed = case_paper.document(paper, words, blocks, _DENSE)
    return replace(framed, running=Running(numbers=""))


def _sheet(party: Party | None, paper: CasePaper, words: Wording) -> Iterator[Block]:
    yield Title(words.text("标题"))
    yield Paragraph(words.text("称呼", 当事人=party.name if party else None), indent=0)
    yield Paragraph(words.text("开头", 调委会=paper.committee, 对方=_others(party, paper)))
    for part in words.parts:
        if part not in _FRAME:
            yield Heading(part)
            yield from map(Paragraph, words.lines(part))
    yield Paragraph(words.text("签收"), keep=True)
    yield Signatures(("被告知人（签名、盖章或者按指印）", "告知人（签名）"), date=UNDATED)


def _others(party: Party | None, paper: CasePaper) -> str:
    """Whom this party has the dispute with."""
    others = (one for one in paper.file.parties if party and one.side != party.side)
    return case_paper.together(tuple(others))


FORM = Form(_NAME, "人民调解当事人权利义务告知书", "mediation_case", case_paper.gather, compose)
