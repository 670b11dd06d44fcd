"""A large button with a picture, a few words and what will happen."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.widgets import parts


class Door(parts.Button):
    """One of a few ways to go on."""

    def __init__(self, title: str, why: str, icon: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(why)
        down = parts.rows(self, (20, 20, 20, 20), 8)
        badge = parts.picture(icon, "info", 24)
        badge.setFixedSize(44, 44)
        parts.set_look(badge, kind="badge", tone="info")
        words = parts.label(why, "cell_name")
        words.setWordWrap(True)
        for part in (badge, parts.label(title, "heading"), words):
            down.addWidget(part)
        down.addStretch()
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.clicked.connect(lambda _checked: act())

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, 170)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 150)
