"""The bar above everything: emblem, station, search, notices, help, and the person at work."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from core.rights import Actor
from gui import theme
from gui.widgets import parts
from gui.widgets.search_field import SearchField

HEIGHT = 52
SEARCH_WIDE, SEARCH_NARROW = 340, 260
SEARCH_PAUSE_MS = 120
PRODUCT = "网格工作站"
KEPT_NOTICES = 10


class Emblem(QWidget):
    """The product's own mark."""

    def __init__(self, side: int = 28) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_emblem(painter, QRectF(self.rect()))
        painter.end()


class PersonButton(QToolButton):
    """Name and post; a click opens the person's menu."""

    def __init__(self, actor: Actor, menu: QMenu) -> None:
        super().__init__()
        self.setAccessibleName(f"{actor.name} {actor.post}".strip())
        self.setToolTip("锁定、换人、撤销")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(menu)
        across = parts.columns(self, (6, 2, 6, 2), 10)
        across.addWidget(parts.avatar(actor.name))
        words = parts.rows(gap=0)
        words.addWidget(parts.label(actor.name, "cell"))
        if actor.post:
            words.addWidget(parts.label(actor.post, "caption"))
        across.addLayout(words)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class TopBar(QFrame):
    """What is above every page."""

    def __init__(self, station: str, actor: Actor, show_help: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("top")
        self.setFixedHeight(HEIGHT)
        self.search = SearchField("搜索姓名、编号、命令", "Ctrl+K", pause=SEARCH_PAUSE_MS)
        self.menu = QMenu(self)
        self._told: list[str] = []
        self._notices = QMenu(self)
        self._notices.aboutToShow.connect(self._list_notices)
        self._across = across = parts.columns(self, (16, 0, 10, 0), 10)
        across.addWidget(Emblem())
        name = parts.label(f"{station}{PRODUCT}", "product")
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(name, 1)
        across.addWidget(self.search)
        right = parts.columns(gap=8)
        right.addStretch()
        bell = parts.tool("bell-outline", "最近的提示")
        bell.setMenu(self._notices)
        bell.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        right.addWidget(bell)
        right.addWidget(parts.tool("help-circle-outline", "帮助（F1）", show_help))
        right.addWidget(PersonButton(actor, self.menu))
        across.addLayout(right, 1)

    def set_narrow(self, *, on: bool) -> None:
        """Give the search field less room, and the station's name all that is left."""
        self.search.setFixedWidth(SEARCH_NARROW if on else SEARCH_WIDE)
        self._across.setStretch(self._across.count() - 1, 0 if on else 1)

    def remember(self, text: str) -> None:
        """Keep what was told at the foot, for whoever looked away."""
        if self._told[:1] != [text]:
            self._told = [text, *self._told][:KEPT_NOTICES]

    def _list_notices(self) -> None:
        self._notices.clear()
        for text in self._told or ["还没有提示"]:
            self._notices.addAction(text).setEnabled(False)
