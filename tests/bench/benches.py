"""Each act the clerk waits for, beside the floor it stands on."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import zstandard
from sqlalchemy.orm import Session

from core import envelope
from core.progress import silent
from core.services import partners, records
from core.services.listing import Wish
from core.services.records import Filter
from reports.form import Issue
from tests.bench import (
    casework,
    division,
    duties,
    meeting_day,
    memory,
    saving,
    searching,
    switching,
    taking,
    viewing,
    writing,
)
from tests.bench.measure import Ratio, compared, milliseconds
from tests.bench.scene import COLUMNS, DAYS, FIRST, VISITS, Bench, visit

ROOT = Path(__file__).resolve().parents[2]

MOST_EXPORTED = 100_000
SAID = {"source": "来访", "sex": "女", "kind": "邻里", "urgency": "一般", "satisfaction": "满意"}
"""What codes read as in a workbook."""

HELLO = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv); window = QMainWindow(); window.show()
QTimer.singleShot(0, app.quit); app.exec()
"""

START = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from gui import theme
theme.prepare_environment(os.environ)
app = theme.application()
from gui.window import Window
window = Window(Path(sys.argv[1]), lambda: datetime.now(UTC)); window.start(); window.show()
QTimer.singleShot(0, window.close); app.exec()
"""


def start(bench: Bench) -> Ratio:
    """Process start to the unlock screen shown, against a bare window."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ours = [sys.executable, "-c", START, str(bench.station.folder)]
    floor = [sys.executable, "-c", HELLO]

    def run(words: list[str]) -> None:
        subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, timeout=60)

    return compared("启动到首屏（毫秒）", lambda: run(ours), lambda: run(floor))


def listing(bench: Bench) -> Ratio:
    """The snapshot of a ledger and its first page, against reading the bare names."""

    def ours() -> None:
        ids = bench.station.ask(records.ids, VISITS, Filter())
        bench.station.ask(records.rows, VISITS, ids[:100])

    def floor() -> None:
        with bench.station.engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT id FROM visit WHERE binned IS NULL ORDER BY came_on"
            ).fetchall()

    return compared("打开列表（毫秒）", ours, floor)


def export(bench: Bench) -> Ratio:
    """At most 100 000 visits of twenty columns, against constants streamed into such a workbook."""
    from reports import excel
    from reports.commands import exporting
    from reports.excel.listing import Listing

    path = bench.folder / "visits.xlsx"
    share = min(1.0, MOST_EXPORTED / bench.rows)
    wanted = Filter(since=FIRST, until=FIRST + timedelta(round(DAYS * share) - 1))
    order = exporting.Wanted("visit", path, wanted, Wish(COLUMNS))
    fields = tuple(VISITS.field(key) for key in COLUMNS)
    constants = [SAID.get(key, visit(1)[key]) for key in COLUMNS]

    def floor() -> None:
        same = Listing("台账", "", fields, (constants for _ in range(count)), count)
        excel.write(same, bench.folder / "floor.xlsx", silent)

    count = bench.station.ask(records.count, VISITS, wanted)
    return compared(
        f"{count} 行 20 栏导出 Excel（毫秒）",
        lambda: exporting.run(bench.station, order),
        floor,
        3,
    )


def ledger_pdf(bench: Bench) -> Ratio:
    """The roster as a printed list, against the same texts drawn without any layout."""
    from reportlab.pdfgen.canvas import Canvas

    from reports import documents
    from reports.documents import ledger_list

    issue = Issue(date(2026, 3, 25), "李海燕")

    def ours() -> None:
        document = bench.station.ask(ledger_list.document, "visit", Filter(), issue)
        documents.write(document, bench.folder / "list.pdf")

    def floor() -> None:
        canvas = Canvas(str(bench.folder / "floor.pdf"))
        for n, row in enumerate(texts):
            for place, text in enumerate(row):
                canvas.drawString(20 + 50 * place, 800 - n % 25 * 30, text)
            if n % 25 == 24:
                canvas.showPage()
        canvas.save()

    ids = bench.station.ask(records.ids, VISITS, Filter())
    texts = [
        [row.texts[one.key].encode("ascii", "replace").decode() for one in VISITS.listed()]
        for row in bench.station.ask(records.rows, VISITS, ids)
    ]
    return compared(f"{bench.rows} 行台账 PDF（毫秒）", ours, floor, 3)


def package(bench: Bench) -> Ratio:
    """A whole package, against the same lines read and encrypted, signed and proved by nobody."""
    from core.services import packages
    from reports.commands import package as verb

    keys = bench.folder / "keys"
    bench.station.perform(partners.enrol, partners.new_keys("county", "县", keys))

    def floor(session: Session) -> None:
        plan = packages.outgoing(session, "李海燕", bench.station.now())
        raw = b"\n".join(line.raw for line in packages.lines(session, plan.header))
        with (bench.folder / "floor.age").open("wb") as file:
            envelope.encrypt([zstandard.compress(raw)], file, plan.recipients)
            os.fsync(file.fileno())

    least = milliseconds(lambda: bench.station.ask(floor), 3)
    written = milliseconds(lambda: verb.build(bench.station, bench.folder / "stick"), 1)
    return Ratio(written, least, f"{bench.rows} 条变更的报送包（毫秒）")


BENCHES: dict[str, Callable[[Bench], Ratio]] = {
    "start": start,
    "switch": switching.switch,
    "first_screen": viewing.first_screen,
    "scroll": viewing.scroll,
    "jump": viewing.jump,
    "desk": memory.desk,
    "save": writing.save,
    "bulk": writing.bulk,
    "cipher": writing.cipher,
    "list": listing,
    "export": export,
    "ledger_pdf": ledger_pdf,
    "import": taking.plan,
    "import_commit": taking.commit,
    "case_open": casework.opened,
    "case_check": casework.checked,
    "case_print": casework.printed,
    "agenda": meeting_day.compiled,
    "duty": duties.solved,
    "package": package,
    "backup": saving.backup,
    "backup_again": saving.backup_again,
    "division": division.page,
}

CLASSED: dict[str, Callable[[Bench], dict[str, Ratio]]] = {"search": searching.search}
"""What is measured class by class."""


def measured(name: str, bench: Bench) -> dict[str, Ratio]:
    """The named measurement; one of classes tells each."""
    if name in CLASSED:
        return {f"{name} {one}": ratio for one, ratio in CLASSED[name](bench).items()}
    return {name: BENCHES[name](bench)}
