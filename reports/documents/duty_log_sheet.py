"""值班记录: what came in on the duty of one day, or that nothing did; for two hands to sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.duty import DutyLog
from core.services import duty_sheet, founding, records
from core.services.duty_sheet import LEADER, MEMBER, Sheet
from reports import meeting_paper, wording
from reports.form import Form, Issue, sheet_of
from reports.page import Align, Block, Cell, Column, Document, Labelled, Signatures, Table, Title
from reports.wording import UNDATED, clocked, dated

_NAME = "duty_log_sheet"
_WIDTHS = (0.9, 1.7, 1.4, 3.0, 1.6, 2.0)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "left", "left")


@dataclass(frozen=True, slots=True)
class LogPaper:
    """The log of one day as its paper sees it, with who was on by the schedule."""

    station: str
    sheet: Sheet
    lines: tuple[DutyLog, ...]
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> LogPaper:
    """Read every line of the day of one."""
    one = records.get(session, DutyLog, identity)
    query = (
        select(DutyLog)
        .where(DutyLog.binned.is_(None), DutyLog.day == one.day)
        .order_by(DutyLog.at, DutyLog.id)
    )
    sheet = duty_sheet.read(session, one.day, one.day)
    return LogPaper(founding.own(session).name, sheet, tuple(session.scalars(query)), issue)


def compose(paper: LogPaper) -> Document:
    """Who was on by the schedule, the lines, room to sign: nobody signs by being on the list."""
    words, day = wording.load(_NAME), paper.sheet.first
    below = words.text("副题", 单位=paper.station, 日期=dated(day), 星期=meeting_paper.weekday(day))
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), below),
        Labelled(
            (
                (
                    Cell(words.text("带班"), _named(paper.sheet, LEADER)),
                    Cell(words.text("值班"), _named(paper.sheet, MEMBER)),
                ),
            )
        ),
        Table(
            tuple(map(Column, words.lines("栏目"), _WIDTHS, _ALIGNS)),
            tuple(_rows(paper)),
            empty=words.text("空表"),
        ),
        Signatures(words.lines("签名"), date=UNDATED, columns=2),
    )
    return sheet_of(day, words.text("标题"), blocks, paper.issue)


def _rows(paper: LogPaper) -> Iterator[tuple[str, ...]]:
    quiet = wording.load(_NAME).text("无事项")
    for one in paper.lines:
        yield (
            clocked(one.at) if one.at else "",
            "\n".join(filter(None, (one.unit, one.caller))),
            one.phone or "",
            quiet if one.quiet else one.content or "",
            one.instruction or "",
            one.handling or "",
        )


def _named(sheet: Sheet, role: str) -> str:
    there = (sheet.name(one.staff) for one in sheet.shifts if one.role == role)
    return "、".join(dict.fromkeys(there))


FORM = Form(_NAME, "值班记录", "duty_log", gather, compose)
"""Printed of any line, it has the whole day."""
