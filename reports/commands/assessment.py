"""月度考核 leaving: the public sheet by grid, and the sheets of persons for those who may read."""

from datetime import date
from pathlib import Path
from uuid import UUID

from core.errors import Invalid
from core.progress import Progress, silent
from core.services import assessment, founding, looks
from core.station import Station
from reports.commands import statistics
from reports.documents import assessment_sheets


def public(station: Station, day: date, path: Path, progress: Progress = silent) -> int:
    """Write the sheet by grid; return its pages."""
    found = station.ask(assessment.month, day)
    sheets = station.ask(assessment.everybody, day)
    if not sheets:
        raise Invalid("这个月还没有计算过考核，没有可以公示的。")
    unit = station.ask(founding.own).name
    board = assessment_sheets.public(found, sheets, unit)
    return statistics.put(station, (board,), path, progress)


def private(
    station: Station,
    day: date,
    path: Path,
    only: UUID | None = None,
    progress: Progress = silent,
) -> int:
    """Write the sheets the asking person may read, or one of them; whose they are is noted."""
    found = station.ask(assessment.month, day)
    sheets = [one for one in found.sheets if only in (None, one.staff)]
    if not sheets:
        raise Invalid("没有您可以看的考核评分表。")
    unit = station.ask(founding.own).name
    boards = assessment_sheets.private(found, sheets, unit)
    pages = statistics.put(station, boards, path, progress)
    what = f"月度考核个人评分表：{found.period.name} {len(sheets)} 人"
    looks.note(station, what, [("staff", one.staff) for one in sheets])
    return pages
