"""调解邀请函: when and where to come, what to bring, and that nobody has to."""

from collections.abc import Iterator

from core.records.mediation_case import Party
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Paragraph, Signatures, Title
from reports.wording import UNDATED, Wording, clocked

_NAME = "invitation"


def compose(paper: CasePaper) -> Document:
    """One invitation for each party, or an empty one; the time is written by hand."""
    parties = paper.about(Party, paper.file.parties)
    return case_paper.sheets(paper, _NAME, parties, _sheet)


def _sheet(party: Party, paper: CasePaper, words: Wording) -> Iterator[Block]:
    said = words.text(
        "正文",
        调委会=paper.committee,
        对方=case_paper.others(party, paper.file),
        时间=UNDATED + clocked(None),
        地点=None,
        调解员="、".join(paper.file.mediators),
        电话=None,
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(words.text("称呼", 当事人=party.name), indent=0)
    yield Paragraph(said)
    yield Signatures(
        (case_paper.signer("收件人", party),), seal=f"{paper.committee}（印章）", date=UNDATED
    )


FORM = Form(_NAME, "调解邀请函", "mediation_case", case_paper.gather, compose)
