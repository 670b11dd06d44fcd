"""The pages of a PDF on screen: rendered by pdfium away from the window, only those in view."""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from core.progress import Progress, silent
from gui import theme
from gui.tasks import Desk, Work

Size = tuple[float, float]
Source = Path | bytes
"""A PDF: a file, or its content."""

GAP = 12
_KEPT = 12
_ZOOM_STEP = 1.25
_pdfium_is_not_shared = threading.Lock()


def page_sizes(path: Source, progress: Progress = silent) -> tuple[Size, ...]:
    """The sizes of all pages, in points."""
    from pypdfium2 import PdfDocument

    progress("正在打开")
    with _pdfium_is_not_shared:
        document = PdfDocument(path)
        try:
            return tuple(document.get_page_size(n) for n in range(len(document)))
        finally:
            document.close()


def render(path: Source, page: int, scale: float, progress: Progress = silent) -> QImage:
    """Page `page` (from 0) as a picture of `scale` pixels a point."""
    from pypdfium2 import PdfDocument

    progress("正在显示")
    with _pdfium_is_not_shared:
        document = PdfDocument(path)
        try:
            drawn = document[page].render(scale=scale)
            return QImage(
                bytes(drawn.buffer),
                drawn.width,
                drawn.height,
                drawn.stride,
                QImage.Format.Format_BGR888,
            ).copy()
        finally:
            document.close()


class Pages(QAbstractScrollArea):
    """Shows a PDF page below page, as wide as the view or enlarged."""

    loaded = Signal(int)
    page_changed = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "paper")
        self.setAccessibleName("打印预览")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 200)
        self.path: Source | None = None
        self._desk = desk
        self._sizes: tuple[Size, ...] = ()
        self._factor = 0.0
        self._page = 0
        self._images: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: tuple[int, int] | None = None
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page in view, from 1."""
        return self._page

    def show_file(self, path: Source) -> None:
        """Show another file from its first page."""
        self.path = path
        self._images.clear()
        self._asked = None
        self._sizes = ()
        Work(self._desk, self, page_sizes, path).then(self._on_sizes).start()

    def go_to(self, page: int) -> None:
        """Bring page `page` (from 1) to the top."""
        places = list(self._places())
        if 1 <= page <= len(places):
            self.verticalScrollBar().setValue(round(places[page - 1].top()) - GAP)

    def zoom(self, factor: float) -> None:
        """Enlarge (> 1) or shrink."""
        self._factor = min(4.0, max(0.25, self._scale() * factor))
        self._measure()

    def fit_width(self) -> None:
        """Make pages as wide as the view again."""
        self._factor = 0.0
        self._measure()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        key = Qt.Key(event.key())
        if key in ends:
            bar.setValue(ends[key])
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(_ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM_STEP)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(theme.color("edge"), 1))
        missing: list[tuple[int, int]] = []
        for number, place in self._visible():
            painter.setBrush(theme.color("surface"))
            painter.drawRect(place)
            key = (number, self._pixels())
            image = self._images.get(key) or self._nearest(number)
            if image is not None:
                painter.drawImage(place, image)
            if key not in self._images:
                missing.append(key)
        painter.end()
        if missing:
            self._request(missing[0])

    def _on_sizes(self, sizes: tuple[Size, ...]) -> None:
        self._sizes = sizes
        self._measure()
        self.verticalScrollBar().setValue(0)
        self._page = 0
        self._on_scrolled()
        self.loaded.emit(len(sizes))

    def _request(self, key: tuple[int, int]) -> None:
        if self._asked is None and self.path is not None:
            self._asked = key
            path = self.path
            scale = key[1] / 1000 * self.devicePixelRatio()
            work = Work(self._desk, self, render, path, key[0], scale)
            work.then(lambda image: self._on_rendered(path, key, image)).start()

    def _on_rendered(self, path: Source, key: tuple[int, int], image: QImage) -> None:
        self._asked = None
        if path == self.path:
            self._images[key] = image
            while len(self._images) > _KEPT:
                self._images.popitem(last=False)
        self.viewport().update()

    def _nearest(self, number: int) -> QImage | None:
        return next((image for (n, _), image in self._images.items() if n == number), None)

    def _scale(self) -> float:
        widest = max((width for width, _ in self._sizes), default=1.0)
        return self._factor or max(0.1, (self.viewport().width() - 2 * GAP) / widest)

    def _pixels(self) -> int:
        return round(1000 * self._scale())

    def _places(self) -> Iterator[QRectF]:
        scale, top = self._scale(), float(GAP)
        across = max(self.viewport().width(), self._width())
        for width, height in self._sizes:
            yield QRectF((across - width * scale) / 2, top, width * scale, height * scale)
            top += height * scale + GAP

    def _width(self) -> int:
        widest = max((width for width, _ in self._sizes), default=0.0)
        return round(widest * self._scale()) + 2 * GAP

    def _visible(self) -> Iterator[tuple[int, QRectF]]:
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        seen = QRectF(self.viewport().rect())
        for number, place in enumerate(self._places()):
            shown = place.translated(-left, -top)
            if shown.intersects(seen):
                yield number, shown

    def _measure(self) -> None:
        view = self.viewport().size()
        places = list(self._places())
        bottom = round(places[-1].bottom()) + GAP if places else 0
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, bottom - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(60)
        horizontal.setRange(0, max(0, self._width() - view.width()))
        horizontal.setPageStep(view.width())
        self.viewport().update()

    def _on_scrolled(self) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 3
        above = sum(1 for place in self._places() if place.top() <= middle)
        page = max(1, above) if self._sizes else 0
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
