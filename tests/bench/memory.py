"""What the desk weighs: the highest the process of a window with the desk on it has stood."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Ratio
from tests.bench.scene import Bench
from tests.conftest import FACTS, PASSWORD

ROOT = Path(__file__).resolve().parents[2]

PEAK = """
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
"""The most this process has held at once, in kilobytes, as Linux counts it."""

HELLO = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv); window = QMainWindow(); window.show(); app.processEvents()
"""

DESK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from core.services import founding
from gui import theme
from tests.gui.shell import PaperShell
app = theme.application()
from gui.screens.desk import DeskScreen
from gui.tasks import Desk
from gui.widgets.screen import Target
folder, user, password = sys.argv[1:]
station = founding.open_station(Path(folder), user, password, lambda: datetime.now(UTC))
desk = Desk(station)
screen = DeskScreen(PaperShell(desk, Path(folder)))
screen.resize(1170, 716); screen.show(); screen.enter(Target("desk"))
app.processEvents()
while desk.busy:
    app.processEvents()
screen.repaint()
"""


def desk(bench: Bench) -> Ratio:
    """The desk on its station, against a bare window."""
    ours = _megabytes(DESK, str(bench.station.folder), FACTS.user, PASSWORD)
    return Ratio(ours, _megabytes(HELLO), "工作台内存（MB，最高）")


def _megabytes(script: str, *words: str) -> float:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script + PEAK, *words],
        cwd=ROOT,
        env=env,
        check=True,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return round(int(done.stdout.split()[-1]) / 1024, 1)
