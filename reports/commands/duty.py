"""The duty schedule as a file: a paper, a workbook, a calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from core import codes, workdays
from core.progress import Progress, silent
from core.services import duty_checks, duty_sheet, looks, periods
from core.services.duty_sheet import HOURS, WHOLE
from core.station import CHINA, Station
from reports import calendar, documents, wording
from reports.board import Board
from reports.calendar import Event
from reports.commands import statistics
from reports.documents import duty_schedule
from reports.documents.duty_schedule import Schedule, Wanted
from reports.form import Issue
from reports.page import Column

WORKBOOK, CALENDAR = ".xlsx", ".ics"


def write(station: Station, wanted: Wanted, path: Path, progress: Progress = silent) -> int:
    """Write the schedule by the file's ending; return its pages, lines or events."""
    issue = Issue(station.today(), station.actor.name, station.demo)
    paper = station.ask(duty_schedule.gather, wanted, issue)
    ending = path.suffix.lower()
    if ending == WORKBOOK:
        from reports.excel import boards

        count = boards.write((_board(paper),), path)
    elif ending == CALENDAR:
        count = calendar.write(_events(paper), path, station.now())
    else:
        count = documents.write(duty_schedule.compose(paper), path, progress)
    looks.note(station, f"{paper.title} {len(paper.mine())} 人次", [])
    return count


def run(
    station: Station, period: str | None, file: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Write the schedule of a period, of this month without one."""
    statistics.may_send(station)
    wanted = month(station.today())
    if period:
        read = periods.read(period)
        wanted = Wanted(read.since, read.until)
    write(station, wanted, file, progress)
    title = station.ask(_title, wanted, Issue(station.today(), station.actor.name))
    return {
        "file": str(file),
        "title": title,
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
    }


def _title(session: Session, wanted: Wanted, issue: Issue) -> str:
    return duty_schedule.gather(session, wanted, issue).title


def holidays(since: date, until: date) -> list[Wanted]:
    """The holidays of which a day lies in these, each whole: 春节, 国庆节."""
    known = workdays.known()
    runs = duty_checks.stretches(known.holidays)
    return [
        Wanted(run[0], run[-1], holiday=known.names.get(run[0], "") or "节假日")
        for run in runs
        if run[-1] >= since and run[0] <= until
    ]


def month(day: date) -> Wanted:
    """The whole month of a day."""
    return Wanted(*duty_sheet.month(day))


def _board(paper: Schedule) -> Board:
    words = wording.load(duty_schedule.NAME)
    heads = words.lines("栏目" if paper.wanted.staff is None else "个人栏目")
    rows = duty_schedule.rows_of if paper.wanted.staff is None else duty_schedule.personal_rows
    return Board(
        paper.title,
        paper.station,
        tuple(
            Column(title, width) for title, width in zip(heads, (9, 7, 10, 20, 26, 16), strict=True)
        ),
        tuple(rows(paper)),
    )


def _events(paper: Schedule) -> Iterator[Event]:
    for one in paper.mine():
        first, last = HOURS.get(one.shift, HOURS[WHOLE])
        starts = datetime.combine(one.day, first, CHINA)
        ends = datetime.combine(one.day, last, CHINA)
        name = paper.sheet.name(one.staff)
        role = codes.name_of("duty_role", one.role)
        shift = codes.name_of("shift_kind", one.shift)
        yield Event(
            f"{one.day:%Y%m%d}-{one.shift}-{one.role}-{one.staff.hex}",
            starts,
            ends if ends > starts else ends + timedelta(1),
            f"{name} {role}（{shift}）",
            one.note,
        )
