"""工作交接清单: what one person handed to another, for three hands to sign."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.records.hand_over import HandOver, HandOverLine
from core.services import founding, records
from reports import wording
from reports.form import Form, Issue, sheet_of
from reports.page import Align, Block, Column, Document, Paragraph, Signatures, Table, Title
from reports.wording import UNDATED, dated

_NAME = "hand_over_list"
_WIDTHS = (0.7, 1.5, 4.3, 1.6, 2.7)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "center", "left")


@dataclass(frozen=True, slots=True)
class HandOverPaper:
    """One hand-over as its paper sees it."""

    station: str
    made: HandOver
    lines: tuple[HandOverLine, ...]
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> HandOverPaper:
    """Read the hand-over once."""
    made = records.get(session, HandOver, identity)
    lines = tuple(records.children(session, HandOverLine, identity))
    return HandOverPaper(founding.own(session).name, made, lines, issue)


def compose(paper: HandOverPaper) -> Document:
    """Who, what, and room to sign; a long list repeats its head on every page."""
    words, made = wording.load(_NAME), paper.made
    opening = words.text(
        "开头",
        原因=made.reason,
        移交人=made.giver,
        接交人=made.taker,
        监交人=made.witness,
        日期=dated(made.day),
        项数=str(len(paper.lines)),
    )
    columns = tuple(map(Column, words.lines("栏目"), _WIDTHS, _ALIGNS))
    rows = tuple(map(_row, paper.lines))
    remark = (Paragraph(words.text("备注", 备注=made.note), indent=0),) if made.note else ()
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), paper.station),
        Paragraph(opening),
        Table(columns, rows, empty=words.text("空表")),
        *remark,
        Paragraph(words.text("说明"), indent=0, keep=True),
        Signatures(words.lines("签名"), date=UNDATED, columns=3),
    )
    return sheet_of(made.day, words.text("标题"), blocks, paper.issue)


def _row(line: HandOverLine) -> tuple[str, ...]:
    due = line.due.isoformat() if line.due else ""
    return (str(line.position), line.kind, line.item, due, line.note or "")


FORM = Form(_NAME, "工作交接清单", "hand_over", gather, compose)
