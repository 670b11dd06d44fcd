"""值班表: the duty of a month, of a holiday, or of one person, a row for each day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from core import codes, workdays
from core.services import duty_sheet, founding, settings
from core.services.duty import called
from core.services.duty_checks import shift_words
from core.services.duty_sheet import HOLIDAY, HOURS, LEADER, MEMBER, WHOLE, Day, Sheet, Shift
from core.settings import DUTY_PHONE
from reports import wording
from reports.form import Issue
from reports.page import Align, Block, Column, Document, Paragraph, Signatures, Table, Title
from reports.paper import SHEET, Paper, Type
from reports.wording import chinese_date, clocked

NAME = "duty_schedule"

Row = tuple[str, ...]

_WIDTHS = (1.25, 0.9, 1.15, 2.3, 4.6, 1.0)
_ALIGNS: tuple[Align, ...] = ("center", "center", "center", "left", "left", "left")
_WEEKDAYS = "一二三四五六日"
_STYLE = replace(
    SHEET,
    paper=Paper(top=16, bottom=15, left=20, right=18),
    title=Type("title", 20, 28),
    subtitle=Type("song", 10.5, 16),
    body=Type("fang", 10.5, 15),
    label=Type("hei", 10.5, 14),
    cell=Type("song", 9, 12.5),
    padding=2.4,
    title_gap=0.2,
    closing_gap=0.4,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days of a schedule; `staff` makes it one person's, `holiday` names a holiday's."""

    since: date
    until: date
    staff: UUID | None = None
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A stretch of duty as its papers and files see it."""

    station: str
    sheet: Sheet
    wanted: Wanted
    phone: str
    issue: Issue

    @property
    def title(self) -> str:
        """What it is called: the month's, the holiday's, or one person's."""
        since, until = self.wanted.since, self.wanted.until
        if self.wanted.holiday:
            return f"{since.year}年{self.wanted.holiday}值班表"
        whole = (since, until) == duty_sheet.month(since)
        return f"{since.year}年{since.month}月值班表" if whole else "值班表"

    def mine(self) -> list[Shift]:
        """The shifts that are asked for."""
        wanted = self.wanted.staff
        return [one for one in self.sheet.shifts if wanted in (None, one.staff)]


def gather(session: Session, wanted: Wanted, issue: Issue) -> Schedule:
    """Read the days once."""
    return Schedule(
        founding.own(session).name,
        duty_sheet.read(session, wanted.since, wanted.until),
        wanted,
        settings.value(session, DUTY_PHONE),
        issue,
    )


def compose(paper: Schedule) -> Document:
    """A title, a row for each day, who made it and who looked at it."""
    words = wording.load(NAME)
    personal = paper.wanted.staff is not None
    heads = words.lines("个人栏目" if personal else "栏目")
    columns = tuple(map(Column, heads, _WIDTHS, _ALIGNS))
    rows = tuple(personal_rows(paper) if personal else rows_of(paper))
    blocks: tuple[Block, ...] = (
        Title(paper.title, _below(paper)),
        Table(columns, rows, empty=words.text("空表")),
        Paragraph(words.text("说明"), indent=0, keep=True),
        Signatures(words.lines("签名"), columns=2),
    )
    return Document(
        paper.title,
        blocks,
        _STYLE,
        watermark=paper.issue.watermark,
        record=paper.title,
    )


def rows_of(paper: Schedule) -> Iterator[Row]:
    """日期 星期 带班领导 值班人员 电话 备注, a row for each day on the sheet."""
    for day in paper.sheet.days:
        there = [one for one in paper.sheet.shifts if one.day == day.date]
        yield (
            f"{day.date.month}月{day.date.day}日",
            f"星期{_WEEKDAYS[day.date.weekday()]}",
            _named(paper.sheet, there, LEADER),
            _named(paper.sheet, there, MEMBER),
            _phones(paper.sheet, there),
            _note(day, there),
        )


def personal_rows(paper: Schedule) -> Iterator[Row]:
    """日期 星期 班次 岗位 时间 备注, a row for each shift of one person."""
    days = {one.date: one for one in paper.sheet.days}
    for one in paper.mine():
        starts, ends = HOURS.get(one.shift, HOURS[WHOLE])
        yield (
            f"{one.day.month}月{one.day.day}日",
            f"星期{_WEEKDAYS[one.day.weekday()]}",
            codes.name_of("shift_kind", one.shift),
            codes.name_of("duty_role", one.role),
            f"{clocked(starts)}至{'次日' if ends <= starts else ''}{clocked(ends)}",
            _note(days[one.day], [one]),
        )


def _below(paper: Schedule) -> str:
    words, wanted = wording.load(NAME), paper.wanted
    span = f"{chinese_date(wanted.since)}至{chinese_date(wanted.until)}"
    if wanted.staff is not None:
        name, count = paper.sheet.name(wanted.staff), str(len(paper.mine()))
        return words.text("个人副题", 姓名=name, 期间=span, 班数=count)
    told = words.text("值班电话", 电话=paper.phone) if paper.phone else span
    return words.text("副题", 期间=paper.station, 说明=told)


def _named(sheet: Sheet, there: list[Shift], role: str) -> str:
    """Who is on, the shifts of a day one below the other."""
    lines = []
    for kind in dict.fromkeys(one.shift for one in there):
        names = [called(sheet, one) for one in there if (one.shift, one.role) == (kind, role)]
        if names:
            lines.append(f"{shift_words(kind)} {'、'.join(names)}".strip())
    return "\n".join(lines)


def _phones(sheet: Sheet, there: list[Shift]) -> str:
    known = dict.fromkeys(sheet.people[one.staff].phone for one in there)
    return "  ".join(filter(None, known))


def _note(day: Day, there: list[Shift]) -> str:
    """The holiday, or that a weekend day is worked, and what is noted of the shifts."""
    name = workdays.known().names.get(day.date, "")
    special = name if day.kind == HOLIDAY or (name and day.kind) else ""
    return "；".join(filter(None, dict.fromkeys((special, *(one.note for one in there)))))
