"""人民调解当事人权利义务告知书: one sheet for each party, to be signed for."""

from collections.abc import Iterator
from dataclasses import replace

from core.records.mediation_case import Party
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Heading, Paragraph, Running, Signatures, Title
from reports.paper import DENSE
from reports.wording import UNDATED, Wording

_NAME = "rights_notice"
_FRAME = ("标题", "称呼", "开头", "签收")


def compose(paper: CasePaper) -> Document:
    """As many sheets as parties; a blank one where none is known yet."""
    parties = paper.about(Party, paper.file.parties)
    notices = case_paper.sheets(paper, _NAME, parties, _sheet, DENSE)
    return replace(notices, running=Running(numbers=""))


def _sheet(party: Party, paper: CasePaper, words: Wording) -> Iterator[Block]:
    yield Title(words.text("标题"))
    yield Paragraph(words.text("称呼", 当事人=party.name), indent=0)
    opponents = case_paper.others(party, paper.file)
    yield Paragraph(words.text("开头", 调委会=paper.committee, 对方=opponents))
    for part in words.parts:
        if part not in _FRAME:
            yield Heading(part)
            yield from map(Paragraph, words.lines(part))
    yield Paragraph(words.text("签收"), keep=True)
    signer = case_paper.signer("被告知人", party)
    yield Signatures((signer, "告知人（签名）"), date=UNDATED)


FORM = Form(_NAME, "人民调解当事人权利义务告知书", "mediation_case", case_paper.gather, compose)
