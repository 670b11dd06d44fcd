"""授权委托书: whom a party lets speak for it, and how far."""

from collections.abc import Iterator

from core.records.mediation_case import Party
from reports import case_paper
from reports.case_paper import CasePaper, Named
from reports.form import Form
from reports.page import Block, Cell, Document, Labelled, Paragraph, Signatures, Title
from reports.paper import DENSE
from reports.wording import UNDATED, Wording, blank

_NAME = "authorisation"
_AGENT = (1.0, 1.9, 1.0, 1.9)
_OTHER = 24


def compose(paper: CasePaper) -> Document:
    """One sheet for each party with an agent; an empty one where there is none."""
    acting = paper.about(Party, tuple(one for one in paper.file.parties if one.agent))
    return case_paper.sheets(paper, _NAME, acting, _sheet, DENSE)


def _sheet(party: Party, paper: CasePaper, words: Wording) -> Iterator[Block]:
    yield Title(words.text("标题"))
    yield from case_paper.boxes(Named("委托人", (party,)))
    agent = party.agent or ""
    rows = (
        (Cell("姓名", agent), Cell("与委托人关系")),
        (Cell("身份证号"), Cell("联系方式")),
        (Cell("单位或住址", span=2),),
    )
    yield Labelled(rows, _AGENT, side="受委托人")
    opponents = case_paper.others(party, paper.file)
    yield Paragraph(words.text("委托", 受委托人=agent, 对方=opponents, 调委会=paper.committee))
    yield from _powers(party, words)
    yield Paragraph(words.text("期限"), keep=True)
    signers = ("委托人（签名、盖章或者按指印）", "受委托人（签名）")
    yield Signatures(signers, date=UNDATED)


def _powers(party: Party, words: Wording) -> Iterator[Block]:
    """What the agent may do: ticked as the party said, in its own words where the list has none."""
    given = tuple(one.strip() for one in (party.powers or "").splitlines())
    listed = words.lines("权限")
    for one in listed:
        yield Paragraph(f"{'■' if one in given else '□'}{one}；")
    own = "；".join(one for one in given if one and one not in listed)
    yield Paragraph(f"{'■' if own else '□'}{words.text('其他')}{blank(own, _OTHER)}。")


FORM = Form(_NAME, "授权委托书", "mediation_case", case_paper.gather, compose)
