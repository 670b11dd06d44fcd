"""`report mediation` and `staffing`: the statutory tables as paper or workbook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import Invalid, NotAllowed
from core.progress import Progress, silent
from core.rights import Right
from core.services import (
    looks,
    mediation_figures,
    periods,
    reported,
    settings,
    staffing_figures,
    statistics,
)
from core.services.figures import Period
from core.services.mediation_figures import Basis
from core.services.staffing_figures import Staffing
from core.services.statistics import Overview
from core.settings import BINDING
from core.station import Station
from reports import documents
from reports.board import Board
from reports.commands.facts import fact, facts
from reports.documents import mediation_report, mediation_statistics, staffing_statistics
from reports.documents.mediation_report import Report
from reports.form import Issue

WORKBOOK, COMMA = ".xlsx", ".csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which period (none: the last month over), counted how, into which file; frozen or not."""

    period: str | None
    file: Path
    basis: Basis | None = None
    freeze: bool = False


def run(station: Station, asked: Asked, progress: Progress = silent) -> dict[str, Any]:
    """Write the table; with `freeze` it is reported first, and the file says what was."""
    may_send(station)
    period = _period(station, asked.period)
    usual: Basis = station.ask(mediation_figures.basis)
    basis = asked.basis or usual
    if asked.freeze:
        station.perform(reported.freeze, period, basis)
    found, _ = write(station, (period, basis), asked.file, progress)
    return {
        "file": str(asked.file),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "basis": basis,
        "figures": facts(station, found.table.whole.figures),
        "faults": [
            {"rule": one.rule, "level": one.level, "text": one.text} for one in found.faults
        ],
        "reported": found.reported.when if found.reported else None,
        "differences": [f"{one.line}：{one.text}" for one in found.differences],
    }


def run_staffing(station: Station, asked: Asked, progress: Progress = silent) -> dict[str, Any]:
    """Write 组织队伍经费保障情况统计表 for the last day of a period."""
    may_send(station)
    period = _period(station, asked.period)
    found, _ = write_staffing(station, period, asked.file, progress)
    return {
        "file": str(asked.file),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "figures": {name: fact(one) for name, one in found.figures().items()},
        "faults": [
            {"rule": one.rule, "level": one.level, "text": one.text} for one in found.faults
        ],
        "differences": [],
    }


def run_text(station: Station, asked: Asked, progress: Progress = silent) -> dict[str, Any]:
    """Write the report in words of a period: monthly, weekly, or that there is nothing."""
    may_send(station)
    period = _period(station, asked.period)
    found, _ = write_text(station, period, asked.file, progress)
    named = {**found.table.whole.figures, "accepted": found.accepted, "open": found.open}
    return {
        "file": str(asked.file),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "figures": facts(station, named),
        "faults": [],
        "differences": [],
    }


def write_text(
    station: Station, period: Period, path: Path, progress: Progress = silent
) -> tuple[Report, int]:
    """Write the report in words into a file; tell its pages. Who is listed is noted as seen."""
    issue = Issue(station.today(), station.actor.name, station.demo)
    found: Report = station.ask(mediation_report.gather, period, issue)
    pages = documents.write(mediation_report.compose(found), path, progress)
    seen = [("mediation_case", one.case.id) for one in found.unsettled]
    looks.note(station, f"统计表：矛盾纠纷报告 {period.name or period.span}", seen)
    return found, pages


def _period(station: Station, text: str | None) -> Period:
    """The period asked for, else the last month that is over."""
    terms = station.ask(mediation_figures.terms)
    return periods.read(text, terms) if text else periods.last("month", station.today(), terms)


def write_staffing(
    station: Station, period: Period, path: Path, progress: Progress = silent
) -> tuple[Staffing, int]:
    """Write the table of staff and funding into a file, by its ending; tell its pages too."""
    found: Staffing = station.ask(staffing_figures.staffing, period)
    return found, put(station, staffing_statistics.boards(found), path, progress)


def write(
    station: Station, what: tuple[Period, Basis], path: Path, progress: Progress = silent
) -> tuple[Overview, int]:
    """Write the table of a period into a file, by its ending; tell its pages too.

    A look is written down, as the cases are counted.
    """
    period, basis = what
    found = station.ask(statistics.overview, period, basis)
    issue = Issue(station.today(), station.actor.name, station.demo)
    pages = put(station, mediation_statistics.boards(found, issue), path, progress)
    name = period.name or period.span
    looks.note(station, f"统计表：人民调解案件情况统计表 {name}")
    return found, pages


def put(
    station: Station, boards: tuple[Board, ...], path: Path, progress: Progress = silent
) -> int:
    """Write tables as a workbook, PDF or Word, one also as .csv; return the pages of a PDF."""
    if path.suffix.lower() == WORKBOOK:
        from reports.excel import boards as workbook

        return workbook.write(boards, path)
    if path.suffix.lower() == COMMA:
        return _comma(boards, path)
    from reports import board

    binding = station.ask(settings.value, BINDING)
    return documents.write(
        board.document(boards, board.Frame(binding, station.demo)), path, progress
    )


def _comma(boards: tuple[Board, ...], path: Path) -> int:
    from reports.excel import comma

    if len(boards) > 1:
        raise Invalid("这里有几张表，.csv 只能放一张，请存为 .xlsx、.pdf 或 .docx。")
    return comma.board(boards[0], path)


def may_send(station: Station) -> None:
    """Refuse who may not send anything out."""
    if not station.actor.may(Right.SEND):
        raise NotAllowed(f"您的岗位不能{Right.SEND.value}，请找有此权限的同事办理。")
