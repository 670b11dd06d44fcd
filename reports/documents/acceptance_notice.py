"""受理通知书: each party is told that its dispute is being mediated, by whom and where."""

from collections.abc import Iterator

from core.records.mediation_case import Party
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Paragraph, Signatures, Title
from reports.wording import Wording, dated

_NAME = "acceptance_notice"


def compose(paper: CasePaper) -> Document:
    """One notice for each party, or an empty one."""
    parties = paper.about(Party, paper.file.parties)
    return case_paper.sheets(paper, _NAME, parties, _sheet)


def _sheet(party: Party, paper: CasePaper, words: Wording) -> Iterator[Block]:
    case = paper.file.case
    said = words.text(
        "正文",
        调委会=paper.committee,
        受理日期=dated(case.accepted_on),
        对方=case_paper.others(party, paper.file),
        调解员="、".join(paper.file.mediators),
        地点=None,
        电话=None,
    )
    yield Title(words.text("标题"))
    yield case_paper.numbered("卷号", paper.number)
    yield Paragraph(words.text("称呼", 当事人=party.name), indent=0)
    yield Paragraph(said)
    yield Signatures(
        (case_paper.signer("收件人", party),),
        seal=f"{paper.committee}（印章）",
        date=dated(case.accepted_on),
    )


FORM = Form(_NAME, "受理通知书", "mediation_case", case_paper.gather, compose)
