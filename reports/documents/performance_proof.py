"""收条: whoever was to be paid or done a duty to says by hand that it came."""

from collections.abc import Iterator

from core.records.mediation_case import Performance
from reports import case_paper
from reports.case_paper import CasePaper
from reports.form import Form
from reports.page import Block, Document, Paragraph, Signatures, Title
from reports.wording import UNDATED, Wording, money

_NAME = "performance_proof"
_PART = "part"


def compose(paper: CasePaper) -> Document:
    """One receipt for each promise, or an empty one."""
    items = paper.about(Performance, paper.file.items)
    return case_paper.sheets(paper, _NAME, items, _sheet)


def _sheet(item: Performance, paper: CasePaper, words: Wording) -> Iterator[Block]:
    """A sum is received, anything else is seen to be done; day and hand are the receiver's."""
    known = {
        "义务人": item.payer,
        "协议编号": paper.agreement.number or paper.number,
        "事项": item.item,
    }
    amount = item.paid if item.outcome == _PART and item.paid else item.amount
    done = item.item and not amount
    said = (
        words.text("完成", **known)
        if done
        else words.text("收到", **known, 金额=money(amount) if amount else words.text("空白金额"))
    )
    yield Title(words.text("标题"))
    yield Paragraph(said)
    yield Signatures((f"收款（确认）人{case_paper.SIGNED}", "经手人（签名）"), date=UNDATED)


FORM = Form(_NAME, "收条", "mediation_case", case_paper.gather, compose)
