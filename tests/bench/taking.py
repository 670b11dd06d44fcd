"""A long workbook coming in: read and weighed, then kept, each against calamine's bare reading."""

from pathlib import Path

from core.intake import table, workbook
from core.progress import silent
from core.services import importing
from core.services.importing import Plan, Terms
from reports import excel
from reports.excel.listing import Listing
from tests.bench.measure import Ratio, milliseconds
from tests.bench.scene import COLUMNS, VISITS, Bench, visit

MOST = 100_000


def plan(bench: Bench) -> Ratio:
    """From the file to the preview: every row understood and compared with the station."""
    path, rows = _workbook(bench)
    ours = milliseconds(lambda: _planned(bench, path), 1)
    return Ratio(ours, _floor(path), f"{rows} 行 20 栏读入并核对（毫秒）")


def commit(bench: Bench) -> Ratio:
    """The weighed rows kept as one batch."""
    path, rows = _workbook(bench)
    planned = _planned(bench, path)
    assert planned.counts["new"] == rows
    ours = milliseconds(lambda: bench.station.perform(importing.commit, "visit", planned.rows), 1)
    return Ratio(ours, _floor(path), f"{rows} 行 20 栏导入（毫秒）")


def _planned(bench: Bench, path: Path) -> Plan:
    book = workbook.read(path)
    sheet = table.choose(book, VISITS)
    return bench.station.ask(importing.plan, "visit", sheet, Terms(bench.station.today()))


def _workbook(bench: Bench) -> tuple[Path, int]:
    """Visits the station does not have, as a workbook; the path and how many there are."""
    path, count = bench.folder / "incoming.xlsx", min(bench.rows, MOST)
    fields = tuple(VISITS.field(key) for key in COLUMNS)
    people = (visit(n) for n in range(bench.rows, bench.rows + count))
    rows = ([one[key] for key in COLUMNS] for one in people)
    excel.write(Listing("来访来电", "", fields, rows, count), path, silent)
    return path, count


def _floor(path: Path) -> float:
    """The file read by calamine, and nothing done with it."""
    from python_calamine import load_workbook

    def read() -> None:
        with path.open("rb") as file, load_workbook(file) as book:
            book.get_sheet_by_index(0).to_python()

    return milliseconds(read, 3)
