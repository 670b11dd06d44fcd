"""The real window in a process of its own: tells on stdout where the keyboard is, and its text."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from gui import theme
from gui.window import Window

LOOK_MS = 20


def main(folder: Path) -> int:
    """Open the window on the station in `folder` and stay until killed."""
    theme.prepare_environment(os.environ)
    app = theme.application()
    window = Window(folder, lambda: datetime.now(UTC))
    window.start()
    window.show()
    last = None

    def look() -> None:
        nonlocal last
        at = QApplication.focusWidget()
        typed = at.lineEdit() if isinstance(at, QComboBox) else at
        text = typed.text() if isinstance(typed, QLineEdit) else ""
        now = (at.accessibleName() if at else "", text)
        if now != last and window.isActiveWindow():
            last = now
            sys.stdout.write(json.dumps(now) + "\n")
            sys.stdout.flush()

    timer = QTimer(window, interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
