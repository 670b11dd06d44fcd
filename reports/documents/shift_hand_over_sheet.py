"""交接班记录: what one shift left to the next; for both to sign."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes
from core.records.duty import ShiftHandOver
from core.services import founding, records
from reports import wording
from reports.form import Form, Issue, sheet_of
from reports.page import Block, Cell, Document, Labelled, Signatures, Title
from reports.wording import UNDATED, clocked, dated

_NAME = "shift_hand_over_sheet"


@dataclass(frozen=True, slots=True)
class HandOverPaper:
    """One hand-over of a shift as its paper sees it."""

    station: str
    made: ShiftHandOver
    names: dict[UUID, str]
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> HandOverPaper:
    """Read the hand-over once."""
    made = records.get(session, ShiftHandOver, identity)
    names = records.titles(session, "staff", (made.giver, made.taker))
    return HandOverPaper(founding.own(session).name, made, names, issue)


def compose(paper: HandOverPaper) -> Document:
    """A boxed form; what is empty has lines to write on."""
    words, made = wording.load(_NAME), paper.made
    sound = codes.name_of("answer", made.equipment) if made.equipment else ""
    rows = (
        (
            Cell(words.text("交班日期"), dated(made.day)),
            Cell(words.text("交接时间"), clocked(made.at) if made.at else ""),
        ),
        (
            Cell(words.text("交班人"), paper.names.get(made.giver, "")),
            Cell(words.text("接班人"), paper.names.get(made.taker, "")),
        ),
        (Cell(words.text("未办完"), made.unfinished or "", 2, 5),),
        (Cell(words.text("提醒"), made.remember or "", 2, 4),),
        (Cell(words.text("物品"), sound, 2),),
        (Cell(words.text("备注"), made.note or "", 2, 2),),
    )
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), paper.station),
        Labelled(rows),
        Signatures(words.lines("签名"), date=UNDATED, columns=2),
    )
    return sheet_of(made.day, words.text("标题"), blocks, paper.issue)


FORM = Form(_NAME, "交接班记录", "shift_hand_over", gather, compose)
