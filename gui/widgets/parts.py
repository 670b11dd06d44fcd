"""Small parts every screen is made of: labels, buttons, cards, chips and their painters."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import theme

Act = tuple[str, Callable[[], object]]
Margins = tuple[int, int, int, int]
LayoutT = TypeVar("LayoutT", bound=QBoxLayout)

_FIGURE_LENGTH = 8
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ICON_TOKENS = {"primary": "on_brand", "danger": "bad", "link": "brand600"}


def set_look(widget: QWidget, **properties: str) -> None:
    """Change dynamic properties that the style sheet looks at, and show the change."""
    if all((widget.property(name) or "") == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def rows(
    parent: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 8
) -> QVBoxLayout:
    """A layout from top to bottom."""
    made = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    return _spaced(made, margins, gap)


def columns(
    parent: QWidget | None = None, margins: Margins = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """A layout from left to right."""
    made = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    return _spaced(made, margins, gap)


def label(text: str, kind: str = "", tone: str = "") -> QLabel:
    """A label: `title` `heading` `caption` `cell` `cell_name` `figure` `product` or plain."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    return made


def passage(text: str) -> QLabel:
    """Words that wrap and may be copied."""
    made = label(text, "cell")
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def chip(text: str, tone: str) -> QLabel:
    """A word on a tinted ground; `tone` is ok, warn, bad, info or mute."""
    made = label(text, "chip", tone)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def rule() -> QFrame:
    """A thin line across a card."""
    return frame("rule")


def frame(kind: str) -> QFrame:
    """A frame the style sheet knows by its kind: page, card, scrolled, banner …"""
    made = QFrame()
    made.setProperty("kind", kind)
    return made


class Button(QPushButton):
    """A button that Enter presses as Space does; a key held down presses it once."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(
    text: str,
    act: Callable[[], object] | None = None,
    icon: str = "",
    kind: str = "",
    tip: str = "",
) -> QPushButton:
    """A button that says its act; `kind` is primary, danger, link, tab or plain."""
    made = Button(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    if icon:
        made.setIcon(theme.icon(icon, _ICON_TOKENS.get(kind, "ink2")))
        made.setIconSize(QSize(18, 18))
    if act is not None:
        made.clicked.connect(lambda _checked: act())
    return made


def tab(text: str, act: Callable[[], object] | None = None) -> QPushButton:
    """One of several tabs above a list; put them into a `QButtonGroup`."""
    made = button(text, act, kind="tab")
    made.setCheckable(True)
    return made


def press_tab(group: QButtonGroup, place: int) -> None:
    """Press a tab for somebody: Tab leads to it from now on, a keyboard at the tabs goes along."""
    held = any(one.hasFocus() for one in group.buttons())
    for one in group.buttons():
        one.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    pressed = group.button(place)
    pressed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    pressed.setChecked(True)
    if held:
        pressed.setFocus()


def nav_button(text: str, icon: str, act: Callable[[], object] | None = None) -> QPushButton:
    """An entry of the navigation."""
    made = button("  " + text, act, kind="nav", tip=text)
    made.setAccessibleName(text)
    made.setCheckable(True)
    made.setIcon(theme.icon(icon, "nav_ink", "on_brand"))
    made.setIconSize(QSize(20, 20))
    return made


def tool(icon: str, tip: str, act: Callable[[], object] | None = None) -> QToolButton:
    """A button of an icon alone; its tip is its name."""
    made = QToolButton()
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(20, 20))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if act is not None:
        made.clicked.connect(lambda _checked: act())
    return made


def scrolling(inside: QWidget) -> QScrollArea:
    """What is higher than its place moves up and down, never sideways."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made


def page_head(title: str, beside: Sequence[QWidget], acts: Iterable[QWidget]) -> QHBoxLayout:
    """The first line of a page: its title with what belongs to it, its acts at the right."""
    across = columns()
    for part in (label(title, "title"), *beside):
        across.addWidget(part)
    across.addStretch()
    for act in acts:
        across.addWidget(act)
    return across


def look_ahead(hidden: QWidget, size: QSize) -> None:
    """Let a widget that is not shown yet settle how it looks, so that it comes up at once."""
    if not hidden.isVisible():
        hidden.resize(size)
        hidden.grab()


def avatar(name: str, side: int = 30) -> QLabel:
    """A circle with the surname."""
    made = label(name[:1], "avatar")
    made.setFixedSize(side, side)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setStyleSheet(f"border-radius: {side // 2}px")
    made.setAccessibleName(name)
    return made


def picture(icon: str, token: str, side: int) -> QLabel:
    """An icon that only illustrates the words beside it."""
    made = QLabel()
    made.setPixmap(theme.icon(icon, token).pixmap(QSize(side, side), made.devicePixelRatio()))
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


class Card(QFrame):
    """A white card; put content into `body`, something small into `head`."""

    def __init__(
        self, title: str = "", *extras: QWidget, margins: Margins = (16, 12, 16, 12)
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.body = rows(self, margins)
        self.head = columns()
        if title:
            self.head.addWidget(label(title, "heading"))
            self.head.addStretch()
            self.body.addLayout(self.head)
        for extra in extras:
            self.head.addWidget(extra)


class FigureCard(Button):
    """A figure of the desk: icon, caption, figure, one line of meaning; a click opens its list."""

    def __init__(
        self, caption: str, icon: str, tone: str, act: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._caption = label(caption, "caption")
        self._figure = label("–", "figure", "bad" if tone == "bad" else "")
        self._meaning = label("", "caption")
        self._lean = False
        self._badge = badge = picture(icon, tone, 24)
        badge.setFixedSize(44, 44)
        set_look(badge, kind="badge", tone=tone)
        self._across = across = columns(self, (14, 12, 12, 12), 14)
        across.addWidget(badge)
        words = rows(gap=0)
        for part in (self._caption, self._figure, self._meaning):
            words.addWidget(part)
        across.addLayout(words, 1)
        for part in (badge, self._caption, self._figure, self._meaning):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if act is not None:
            self.clicked.connect(lambda _checked: act())
        self.show_figure("–")

    def show_figure(self, figure: str, meaning: str = "") -> None:
        """Show the figure and what it means; a share with both its numbers in smaller type."""
        self._figure.setText(figure)
        set_look(self._figure, kind="figure" if len(figure) <= _FIGURE_LENGTH else "title")
        self._meaning.setText(meaning)
        self.setAccessibleName(f"{self._caption.text()} {figure} {meaning}".strip())

    def width_needed(self, *, lean: bool) -> int:
        """How wide it must be, with its icon or without."""
        self._across.activate()
        icon = self._badge.width() + self._across.spacing()
        return self.minimumSizeHint().width() + icon * (self._lean - lean)

    def make_lean(self, *, lean: bool) -> None:
        """Leave the room of the icon to the words, or show it again."""
        if lean != self._lean:
            self._lean = lean
            self._badge.setHidden(lean)

    @override
    def sizeHint(self) -> QSize:
        return self._across.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._across.minimumSize()


class Empty(QFrame):
    """Says why a list is empty and offers what to do next."""

    def __init__(
        self, sentence: str, acts: Sequence[Act] = (), icon: str = "inbox-outline"
    ) -> None:
        super().__init__()
        down = rows(self, (24, 24, 24, 24), 12)
        down.addStretch()
        down.addWidget(picture(icon, "ink4", 40))
        self._words = label(sentence, "cell_name")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setWordWrap(True)
        down.addWidget(self._words)
        across = columns()
        across.addStretch()
        for text, act in acts:
            across.addWidget(button(text, act))
        across.addStretch()
        down.addLayout(across)
        down.addStretch()

    def say(self, sentence: str) -> None:
        """Change the sentence."""
        self._words.setText(sentence)


class Banner(QFrame):
    """A bar across the window that stays: 演示数据 and the like."""

    def __init__(self, text: str, *extras: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "banner")
        across = columns(self, (16, 4, 16, 4))
        across.addWidget(picture("information-outline", "warn", 18))
        self.words = label(text)
        self.words.setWordWrap(True)
        across.addWidget(self.words, 1)
        for extra in extras:
            across.addWidget(extra)


def chip_width(text: str) -> float:
    """How wide a painted chip is."""
    return QFontMetricsF(theme.font("caption", QFont.Weight.DemiBold)).horizontalAdvance(text) + 16


def paint_chip(painter: QPainter, cell: QRect, text: str, tone: str) -> None:
    """Paint a chip at the left of a table cell, in the middle of its height."""
    middle = QRectF(cell).center().y()
    ground = QRectF(cell.left(), middle - 11, min(chip_width(text), cell.width()), 22)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"{tone}_bg"))
    painter.drawRoundedRect(ground, 4, 4)
    painter.setPen(theme.color(tone))
    painter.setFont(theme.font("caption", QFont.Weight.DemiBold))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _spaced(layout: LayoutT, margins: Margins, gap: int) -> LayoutT:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    return layout
