"""受理回执: half a sheet for who came or called, the other half stays; no facts of the matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.records.organisation import Organisation
from core.records.visit import Visit
from core.services import founding, records
from reports import wording
from reports.form import Form, Issue
from reports.page import Block, Document, Paragraph, Running, Signatures, Space, Title
from reports.paper import FORM as STYLE
from reports.wording import Wording

_NAME = "receipt"
_TO_MIDDLE, _FROM_MIDDLE = 1.7, 1.4
"""Lines of room that bring the cutting line to the middle of the sheet."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt may say: number and day, and where to ask."""

    number: str
    day: str
    station: Organisation
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> Receipt:
    """Read the visit once."""
    visit = records.get(session, Visit, identity)
    return Receipt(visit.number or "", wording.dated(visit.came_on), founding.own(session), issue)


def compose(receipt: Receipt) -> Document:
    """Two halves with a line between to cut along."""
    words = wording.load(_NAME)
    cut = Paragraph(words.text("裁线"), indent=0, align="center")
    title = words.text("标题")
    return Document(
        title,
        (
            *_half(receipt, words, "标题"),
            Space(_TO_MIDDLE),
            cut,
            Space(_FROM_MIDDLE),
            *_half(receipt, words, "存根"),
        ),
        STYLE,
        running=Running(numbers=""),
        watermark=receipt.issue.watermark,
        record=receipt.number or "未编号的来访",
    )


def _half(receipt: Receipt, words: Wording, title: str) -> Iterator[Block]:
    station = receipt.station
    yield Title(words.text(title), station.name)
    yield Paragraph(words.text("编号", 编号=receipt.number), indent=0, align="right")
    if title == "存根":
        yield Paragraph(words.text("存根正文", 日期=receipt.day))
        signers = [words.text("签收"), words.text("受理人")]
    else:
        where = {"单位": station.name, "电话": station.phone, "地址": station.address}
        yield from map(Paragraph, words.text("正文", 日期=receipt.day, **where).splitlines())
        signers = [words.text("受理人")]
    yield Signatures(tuple(signers), date=wording.chinese_date(receipt.issue.day))


FORM = Form(_NAME, "受理回执", "visit", gather, compose)
"""Printed at any state; what is not known is a line to write on."""
