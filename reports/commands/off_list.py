"""清单外事项统计表 leaving: the sheet of a period as PDF, Word or workbook."""

from pathlib import Path

from core.progress import Progress, silent
from core.services import founding, looks, task_figures
from core.services.figures import Period
from core.station import Station
from reports import board
from reports.commands import statistics
from reports.documents import off_list_sheet


def write(station: Station, period: Period, path: Path, progress: Progress = silent) -> int:
    """Write the sheet; return its pages. Which tasks are in it is noted."""
    found = station.ask(task_figures.off_list, period)
    unit = station.ask(founding.own).name
    pages = statistics.put(station, off_list_sheet.boards(found, unit), path, progress)
    what = f"清单外事项统计表：{board.called(period)}"
    looks.note(station, what, [("task", one.id) for one in found.matters])
    return pages
