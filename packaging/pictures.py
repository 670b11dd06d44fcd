"""Takes README's pictures from the running program: `python packaging/pictures.py [FOLDER]`.

The window is driven on the demonstration station, without a screen; each sample page is the first
page of a paper the demonstration printed.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from gui import theme  # noqa: E402
from gui.indoors import PLACES  # noqa: E402
from gui.widgets.screen import Target  # noqa: E402
from gui.window import Window  # noqa: E402
from reports import documents  # noqa: E402
from reports.commands import demo  # noqa: E402

SHOWN = (
    *(Target(one.key) for one in PLACES if one.group),
    *(Target(key) for key in ("people", "duty")),
    Target("import", ledger="staff", file=ROOT / "resources" / "demo" / "roster.xlsx"),
)
SIZE = (1366, 768)
PAPER_SCALE = 0.62
PATIENCE = 60


def settle(app: QApplication, ready: object = None, quiet: float = 0.6) -> None:
    """Let the window work until nothing has happened for a moment."""
    end, last = time.monotonic() + PATIENCE, time.monotonic()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        app.processEvents()
        if callable(ready) and not ready():
            last = time.monotonic()
        time.sleep(0.01)


def take_screens(station: Path, target: Path) -> None:
    """One picture of every place, at the size of the smallest usual screen."""
    theme.prepare_environment(os.environ)
    app = theme.application()
    window = Window(station, lambda: datetime.now(UTC))
    window.resize(*SIZE)
    window.start(demo=True)
    window.show()
    settle(app, lambda: window.frame is not None)
    for one in SHOWN:
        frame = window.frame
        frame.go(one)
        settle(app, lambda desk=frame.desk: not desk.busy)
        window.grab().save(str(target / f"{one.place}.png"))
    window.close()


def take_papers(outputs: Path, target: Path) -> None:
    """The first page of every paper, small."""
    wanted = {one.title: one.name for one in documents.DOCUMENTS}
    wanted |= {"周报": "weekly_sheet", "网格员花名册": "ledger_list"}
    for path in sorted(outputs.rglob("*.pdf"), reverse=True):
        name = wanted.pop(path.stem, None)
        if name is not None:
            with pypdfium2.PdfDocument(path) as file:
                page = file[0].render(scale=PAPER_SCALE).to_pil().convert("L")
            page.save(target / f"paper_{name}.png", optimize=True)


def main() -> None:
    """Make a demonstration if none is named, and take every picture."""
    target = ROOT / "resources" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(passing) / "demo"
        if not (folder / demo.OUTPUTS).is_dir():
            demo.build(folder).close()
        take_papers(folder / demo.OUTPUTS, target)
        take_screens(folder, target)


if __name__ == "__main__":
    main()
