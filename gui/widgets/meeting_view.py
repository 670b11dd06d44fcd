"""The meeting on the wall: full screen, large letters, one page after another by the arrow keys."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.services import projection
from core.services.projection import Line, Projected
from gui import theme
from gui.tasks import Desk, Query
from gui.widgets.wall_sheet import STEPS, WRAP, Row, Sheet, Slide

_CENTRED = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
_NEXT = {
    Qt.Key.Key_Right,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Space,
    Qt.Key.Key_Return,
}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Backspace}
_FOOT = "← → 翻页　+ − 字号　Esc 结束投影"


class MeetingView(QWidget):
    """Shows one meeting; `read` again whenever it has changed."""

    def __init__(self, desk: Desk, identity: UUID, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle("会议投影")
        self.setAccessibleName("会议投影")
        self._desk = desk
        self.identity = identity
        self._held: Projected | None = None
        self._step = 1
        self.place = 0
        self.slides: list[Slide] = []
        self.read()

    def open(self) -> None:
        """On the second screen where there is one, so that the clerk writes on at the first."""
        screens = QGuiApplication.screens()
        if len(screens) > 1:
            self.setGeometry(screens[1].geometry())
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def read(self) -> None:
        """Read the meeting as it is now."""
        Query(self._desk, self, projection.projected, self.identity).then(self._on_read).start()

    @property
    def slide(self) -> Slide | None:
        """The page shown."""
        return self.slides[self.place] if self.slides else None

    def turn(self, to: int) -> None:
        """Go to a page; before the first and after the last there is none."""
        self.place = max(0, min(to, len(self.slides) - 1))
        self._show()

    def _on_read(self, held: Projected) -> None:
        self._held = held
        self._arrange()

    def _arrange(self) -> None:
        """Put on each page as many matters as can be read there."""
        if self._held is not None:
            self.slides = list(self._paged(self._held))
            self.turn(self.place)

    def _show(self) -> None:
        if self.slide is not None:
            self.setAccessibleDescription(self.slide.said)
        self.update()

    def _paged(self, held: Projected) -> Iterator[Slide]:
        """The front, then as many matters on each page as can be read, under their headings."""
        yield Slide(held.title, facts=held.facts)
        page: list[Row] = []
        room = self.sheet.body.height()
        for part in held.parts:
            for n, line in enumerate(part.lines):
                rows: list[Row] = [line] if n and page else [part.title, line]
                if page and self._tall(rows) > room:
                    yield Slide(held.title, tuple(page))
                    page, room, rows = [], self.sheet.body.height(), [part.title, line]
                page += rows
                room -= self._tall(rows)
        if page:
            yield Slide(held.title, tuple(page))

    def _tall(self, rows: Sequence[Row]) -> int:
        return sum(map(self.sheet.height, rows))

    @property
    def sheet(self) -> Sheet:
        """The page as large as it is now."""
        return Sheet(self.size(), self._step)

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        if self.slide is None:
            return
        if self.slide.facts:
            self._paint_front(painter, self.slide)
        else:
            self._paint_head(painter, self.slide)
            self._paint_rows(painter, self.slide)
        self._paint_foot(painter)

    def _paint_front(self, painter: QPainter, slide: Slide) -> None:
        unit = self.sheet.pixels()
        top = self.height() // 5
        painter.setFont(self.sheet.font(2.0, bold=True))
        painter.setPen(theme.color("brand700"))
        painter.drawText(QRect(0, top, self.width(), unit * 4), _CENTRED, slide.title)
        painter.setFont(self.sheet.font(1.1))
        painter.setPen(theme.color("ink"))
        side = self.width() // 12
        place = QRect(side, top + unit * 5, self.width() - 2 * side, 0)
        place.setHeight(self.sheet.body.bottom() - place.top())
        top_centred = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(place, top_centred, "\n".join(filter(None, slide.facts)))

    def _paint_head(self, painter: QPainter, slide: Slide) -> None:
        band = QRect(0, 0, self.width(), self.sheet.pixels() * 2)
        painter.fillRect(band, theme.color("brand700"))
        painter.setFont(self.sheet.font(1.1, bold=True))
        painter.setPen(theme.color("on_brand"))
        inside = band.adjusted(self.sheet.body.left(), 0, -self.sheet.body.left(), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, slide.title)

    def _paint_rows(self, painter: QPainter, slide: Slide) -> None:
        top = self.sheet.body.top()
        for row in slide.rows:
            if isinstance(row, str):
                painter.setFont(self.sheet.font(0.9, bold=True))
                painter.setPen(theme.color("brand600"))
                place = QRect(
                    self.sheet.body.left(), top, self.sheet.body.width(), self.sheet.pixels() * 2
                )
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, row)
            else:
                self._paint_line(painter, row, top)
            top += self.sheet.height(row)

    def _paint_line(self, painter: QPainter, line: Line, top: int) -> None:
        words, outcome = self.sheet.places(line, top)
        painter.setFont(self.sheet.font())
        painter.setPen(theme.color("ink3"))
        if line.number:
            number = QRect(self.sheet.body.left(), top, self.sheet.indent(line), words.height())
            painter.drawText(number, WRAP, f"{line.number}.")
        painter.setPen(theme.color("ink"))
        painter.drawText(words, WRAP, line.text)
        painter.setFont(self.sheet.font(0.9))
        painter.setPen(theme.color("ok"))
        painter.drawText(outcome, WRAP, line.outcome)

    def _paint_foot(self, painter: QPainter) -> None:
        unit = self.sheet.pixels()
        place = self.rect().adjusted(self.sheet.body.left(), self.height() - unit * 2, 0, 0)
        place.setRight(self.sheet.body.right())
        painter.setFont(self.sheet.font(0.55))
        painter.setPen(theme.color("ink3"))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, _FOOT)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(place, right, f"{self.place + 1} / {len(self.slides)}")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _NEXT:
            self.turn(self.place + 1)
        elif key in _BACK:
            self.turn(self.place - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.turn(0 if key == Qt.Key.Key_Home else len(self.slides))
        elif key == Qt.Key.Key_Escape:
            self.close()
        elif event.text() in ("+", "=", "-"):
            self._resize_letters(-1 if event.text() == "-" else 1)
        else:
            super().keyPressEvent(event)

    def _resize_letters(self, by: int) -> None:
        self._step = max(0, min(self._step + by, len(STEPS) - 1))
        self._arrange()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        right = event.position().x() > self.width() / 3
        self.turn(self.place + (1 if right else -1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
