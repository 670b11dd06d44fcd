"""Registers of mediation leaving as files: masked for their reader, looks noted."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.checks import Purpose
from core.progress import Progress, silent
from core.services import fashions, founding, looks, mediation_figures, periods, registers
from core.services.figures import Period
from core.services.registers import Register, Row
from core.station import Station
from reports import board
from reports.board import Board
from reports.commands import statistics
from reports.page import Column

_NUMBER = Column("序号", 4, "center")
_PAPER = (".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which register of which period goes into which file, for whom."""

    register: Register
    period: Period
    file: Path
    purpose: Purpose = "internal"


def run(
    station: Station,
    name: str,
    asked: statistics.Asked,
    purpose: Purpose = "internal",
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write a register; without a period that of this year."""
    statistics.may_send(station)
    terms = station.ask(mediation_figures.terms)
    year = periods.of("year", station.today(), terms)
    period = periods.read(asked.period, terms) if asked.period else year
    wanted = Wanted(registers.register(name), period, asked.file, purpose)
    count, _ = write(station, wanted, progress)
    return {
        "file": str(asked.file),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "rows": count,
    }


def write(station: Station, wanted: Wanted, progress: Progress = silent) -> tuple[int, int]:
    """Write a register; return its rows and the pages of a PDF. Who is in it is noted as seen."""
    one, period = wanted.register, wanted.period
    found: list[Row] = station.ask(registers.rows, one, period, station.today(), wanted.purpose)
    table = _board(station, wanted, found)
    pages = statistics.put(station, (table,), wanted.file, progress)
    reader = fashions.PURPOSES[wanted.purpose]
    what = f"台账：{one.title} {len(found)} {one.unit}（{board.called(period)}，{reader}）"
    looks.note(station, what, [("mediation_case", row.case) for row in found])
    return len(found), pages


def _board(station: Station, wanted: Wanted, rows: list[Row]) -> Board:
    """The table of a register; on paper without the columns a sheet has no room for."""
    one = wanted.register
    off = one.off_paper if wanted.file.suffix.lower() in _PAPER else ()
    kept = [place for place, head in enumerate(one.columns) if head.label not in off]
    unit = station.ask(founding.own).name
    note = f"填报单位：{unit}    期间：{board.called(wanted.period)}    共 {len(rows)} {one.unit}"
    return Board(
        one.title,
        note,
        (_NUMBER, *(Column(one.columns[place].label, one.columns[place].width) for place in kept)),
        tuple(
            (number, *(row.cells[place] for place in kept)) for number, row in enumerate(rows, 1)
        ),
        dense=True,
        fitted=True,
    )
