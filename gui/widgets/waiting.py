"""A page that only says what goes on, with a strip that says how far."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from gui.widgets import parts
from gui.widgets.notice import ProgressStrip


def waiting(words: str) -> tuple[QFrame, ProgressStrip]:
    """The page, and the strip that is to follow the work."""
    page, strip = parts.frame("page"), ProgressStrip()
    down = parts.rows(page, (120, 24, 120, 24), 16)
    down.addStretch()
    down.addWidget(parts.label(words, "title"), 0, Qt.AlignmentFlag.AlignHCenter)
    down.addWidget(strip)
    down.addStretch()
    return page, strip
