"""Print preview: the very PDF that is kept, and the printer it goes to."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QKeySequence, QPageLayout, QPageSize, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QSpinBox, QWidget

from core import places
from core.progress import Progress, silent
from gui import ask
from gui.tasks import Desk, Work
from gui.widgets import parts
from gui.widgets.pages import Pages, Source, render

PRINT_DPI = 300
MM_PER_INCH = 25.4

MakePrinter = Callable[[str], QPrinter]


@dataclass(frozen=True, slots=True)
class Job:
    """What is sent to a printer: pages from–to (from 1), copies, both sides or one."""

    path: Source
    first: int
    last: int
    copies: int = 1
    duplex: bool = False


def printer_named(name: str) -> QPrinter:
    """The printer of that name, set to paint whole pages."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


class Printing:
    """Prints page after page: each is rendered away from the window, then painted."""

    def __init__(self, desk: Desk, owner: QWidget, job: Job, printer: QPrinter) -> None:
        self._desk = desk
        self._owner = owner
        self._job = job
        self._printer = printer
        self._painter = QPainter()
        self._page = job.first
        self._done: Callable[[int], object] | None = None

    def start(self, done: Callable[[int], object]) -> None:
        """Begin; `done` is told how many pages went out."""
        self._done = done
        self._printer.setFullPage(True)
        self._printer.setCopyCount(self._job.copies)
        long_side = QPrinter.DuplexMode.DuplexLongSide
        one_side = QPrinter.DuplexMode.DuplexNone
        self._printer.setDuplex(long_side if self._job.duplex else one_side)
        self._next()

    def _next(self) -> None:
        scale = PRINT_DPI / 72
        Work(self._desk, self._owner, render, self._job.path, self._page - 1, scale).then(
            self._paint
        ).start()

    def _paint(self, image: QImage) -> None:
        self._printer.setPageLayout(_layout_of(image))
        if not self._painter.isActive():
            if not self._painter.begin(self._printer):
                self._desk.refuse("打印机没有回应，请检查电源、连线和纸张后再打印。", self._owner)
                return
        else:
            self._printer.newPage()
        whole = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(0, 0, whole.width(), whole.height()), image)
        self._page += 1
        if self._page <= self._job.last:
            self._next()
        else:
            self._painter.end()
            if self._done is not None:
                self._done(self._job.last - self._job.first + 1)


class Preview(QFrame):
    """Pages with a bar above: which page, how large, what to print and where.

    `used` tells in words what was done with the paper: 打印2份, 另存.
    """

    printed = Signal(int)
    used = Signal(str)

    def __init__(
        self,
        desk: Desk,
        make_printer: MakePrinter = printer_named,
        printers: Callable[[], list[str]] = QPrinterInfo.availablePrinterNames,
    ) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._desk = desk
        self._make_printer = make_printer
        self._printing: Printing | None = None
        self._path: Path | None = None
        self.pages = Pages(desk)
        self._lay_out(printers())
        self.pages.loaded.connect(self._on_loaded)
        self.pages.page_changed.connect(self._page.setValue)
        self._page.valueChanged.connect(self._on_page_typed)
        QShortcut(QKeySequence.StandardKey.Print, self, self.print_it)

    def show_file(self, path: Path) -> None:
        """Show a file and offer to print it."""
        self._path = path
        self.pages.show_file(path)

    def choose_duplex(self, duplex: bool) -> None:
        """Offer to print on both sides, or on one."""
        self._duplex.setChecked(duplex)

    def print_it(self) -> None:
        """Send the chosen pages to the chosen printer."""
        path = self.pages.path
        if path is None or not self.pages.count:
            return
        if not self._printer.currentText():
            self._desk.refuse("没有找到打印机。请接好打印机，或先“另存为”PDF 再打印。", self)
            return
        first, last = sorted((self._first.value(), self._last.value()))
        job = Job(path, first, last, self._copies.value(), self._duplex.isChecked())
        printer = self._make_printer(self._printer.currentText())
        self._printing = Printing(self._desk, self, job, printer)
        self._printing.start(partial(self._on_printed, job))

    def save_as(self) -> None:
        """Keep a copy where the person wants it."""
        path = self._path
        target = path and ask.save_file(self, "另存为", Path(path.name), "PDF (*.pdf)")
        if path and target:
            kept = Work(self._desk, self, partial(_copy, path, target))
            kept.then(lambda _none: self.used.emit("另存")).start()

    def _on_printed(self, job: Job, pages: int) -> None:
        self.printed.emit(pages)
        span = f"第{job.first}页" if pages == 1 else f"第{job.first}至{job.last}页"
        self.used.emit(f"打印{job.copies}份{span}")

    def _lay_out(self, printers: list[str]) -> None:
        down = parts.rows(self, gap=8)
        self._page = _number("页码")
        self._count = parts.label("/ 0", "cell_name")
        self._printer = QComboBox()
        self._printer.setAccessibleName("打印机")
        self._printer.addItems(printers)
        self._printer.setMinimumContentsLength(10)
        self._printer.setPlaceholderText("没有打印机")
        self._printer.setCurrentText(QPrinterInfo.defaultPrinterName())
        self._first, self._last, self._copies = (
            _number("从第几页"),
            _number("到第几页"),
            _number("份数"),
        )
        self._copies.setMaximum(99)
        self._duplex = QCheckBox("双面")
        down.addLayout(self._bar())
        down.addWidget(self.pages, 1)

    def _bar(self) -> QHBoxLayout:
        bar = parts.columns()
        for widget in (
            parts.tool("minus", "缩小（−）", partial(self.pages.zoom, 0.8)),
            parts.tool("plus", "放大（+）", partial(self.pages.zoom, 1.25)),
            parts.tool("arrow-expand-horizontal", "与窗口同宽", self.pages.fit_width),
            self._page,
            self._count,
        ):
            bar.addWidget(widget)
        bar.addStretch()
        for part in (
            self._printer,
            parts.label("第"),
            self._first,
            parts.label("至"),
            self._last,
            parts.label("页"),
            self._copies,
            parts.label("份"),
            self._duplex,
            parts.button("另存为", self.save_as, "content-save-outline"),
            parts.button("打印", self.print_it, "printer-outline", "primary", "打印（Ctrl+P）"),
        ):
            bar.addWidget(part)
        return bar

    def _on_loaded(self, count: int) -> None:
        for box in (self._page, self._first, self._last):
            box.setRange(1, max(1, count))
        self._first.setValue(1)
        self._last.setValue(count)
        self._count.setText(f"/ {count}")

    def _on_page_typed(self, page: int) -> None:
        if page != self.pages.page:
            self.pages.go_to(page)


def _number(name: str) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(1, 1)
    return box


def _layout_of(image: QImage) -> QPageLayout:
    """The page as the PDF has it, so that nothing is scaled."""
    dot = MM_PER_INCH / PRINT_DPI
    millimetres = QSizeF(image.width() * dot, image.height() * dot)
    upright = millimetres.width() <= millimetres.height()
    sheet = millimetres if upright else millimetres.transposed()
    return QPageLayout(
        QPageSize(sheet, QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.FuzzyMatch),
        QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape,
        QMarginsF(),
    )


def _copy(source: Path, target: Path, progress: Progress = silent) -> None:
    progress("正在保存")
    with places.writing(target) as part:
        shutil.copyfile(source, part)
