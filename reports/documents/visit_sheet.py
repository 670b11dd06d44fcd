"""来访来电登记表: one visit or call on a sheet, with who was responsible for its grid that day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from core.records.visit import Visit
from core.services import answerable, founding, records
from reports import wording
from reports.form import Form, Issue
from reports.page import Align, Block, Cell, Document, Labelled, Paragraph, Title
from reports.paper import FORM as FORM_STYLE
from reports.paper import Paper
from reports.wording import UNDATED, Wording

_NAME = "visit_sheet"
_PAIR = (1.0, 2.2, 1.0, 2.2)
_ALONE = (1.0, 5.4)
_DAYS = ("came_on", "due", "closed_on")
_STYLE = replace(FORM_STYLE, paper=Paper(top=18, bottom=16), padding=4.0, title_gap=0.4)


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """One visit as its paper sees it: masked for who does not handle it."""

    station: str
    texts: Mapping[str, str]
    responsible: str
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> VisitSheet:
    """Read the visit once."""
    visit = records.get(session, Visit, identity)
    [row] = records.shown(session, [visit])
    answer = answerable.of_records(session, Visit.__tablename__, [identity]).get(identity)
    days = {key: wording.dated(day) for key in _DAYS if (day := getattr(visit, key))}
    told = answer.told if answer else ""
    return VisitSheet(founding.own(session).name, {**row.texts, **days}, told, issue)


def compose(sheet: VisitSheet) -> Document:
    """One sheet; what nobody has said yet is left to the pen."""
    words = wording.load(_NAME)
    number = sheet.texts["number"]
    return Document(
        words.text("标题"),
        (
            Title(words.text("标题"), sheet.station),
            Paragraph(words.text("编号", 编号=number), indent=0, align="right"),
            *_form(sheet, words),
            Paragraph(words.text("说明"), indent=0),
        ),
        _STYLE,
        watermark=sheet.issue.watermark,
        footer_code=f"{number} {words.text('标题')}".strip(),
        record=number or "未编号的来访",
    )


def _form(sheet: VisitSheet, words: Wording) -> Iterator[Block]:
    said, label = sheet.texts, iter(words.lines("栏目"))

    def cell(text: str, lines: int = 1, align: Align = "left", signer: str = "") -> Cell:
        foot = (words.text(signer), UNDATED) if signer else ()
        return Cell(next(label), text, lines=lines, align=align, foot=foot)

    came, who = _joined(said, "came_on", "came_at"), _joined(said, "name", "proxy")
    yield Labelled(
        (
            (cell(came), cell(said["source"])),
            (cell(who), cell(said["heads"])),
            (cell(said["phone"]), cell(said["kind"])),
        ),
        _PAIR,
    )
    short = (said["address"], said["grid"], sheet.responsible, said["title"])
    summary = said["summary"] or said["jotted"]
    rows = (*((cell(text),) for text in short), (cell(summary, 6, "both"),))
    yield Labelled(rows, _ALONE)
    yield Labelled(
        (
            (cell(said["receiver"]), cell(_joined(said, "unit", "owner"))),
            (cell(said["due"]), cell(said["satisfaction"])),
        ),
        _PAIR,
    )
    reply = cell(said["reply"], 4, "both", "承办签名")
    closed = cell(_joined(said, "closed_on", "reply_way"), 1, "left", "登记签名")
    yield Labelled(((reply,), (closed,)), _ALONE)


def _joined(said: Mapping[str, str], *keys: str) -> str:
    return "　".join(filter(None, (said[key] for key in keys)))


FORM = Form(_NAME, "来访来电登记表", "visit", gather, compose)
"""Printed at any state; what is not known is a box to write in."""
