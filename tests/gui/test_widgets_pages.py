"""Preview, printing and the map: what is seen is what is kept, all by keyboard."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QSpinBox, QToolButton
from typing_extensions import override

from gui.widgets.map_view import Grid, MapView
from gui.widgets.pages import page_sizes, render
from gui.widgets.preview import Preview


@dataclass
class Folder:
    folder: Path


@pytest.fixture
def desk(desk_of, tmp_path):
    return desk_of(Folder(tmp_path))


class PaperPrinter(QPrinter):
    """Prints into a file, and remembers what a file cannot: copies and sides."""

    @override
    def setCopyCount(self, count):
        self.copies = count

    @override
    def setDuplex(self, sides):
        self.sides = sides


@pytest.fixture
def to_file(tmp_path):
    def make(_name: str) -> QPrinter:
        printer = PaperPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        make.printer = printer
        return printer

    return make


@pytest.fixture
def preview(desk, to_file, qtbot, small_pdf):
    made = Preview(desk, to_file, lambda: ["办公室打印机"])
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    with qtbot.waitSignal(made.pages.loaded):
        made.show_file(small_pdf)
    return made


def _box(preview, name) -> QSpinBox:
    return next(b for b in preview.findChildren(QSpinBox) if b.accessibleName() == name)


def test_the_preview_shows_the_pages_of_the_file_itself(preview, settle, desk):
    assert (preview.pages.count, preview.pages.page) == (3, 1)
    preview.pages.go_to(2)
    preview.grab()
    settle(desk)
    view = preview.pages.viewport()
    bar = preview.pages.verticalScrollBar()
    bar.setValue(bar.value() + 500)
    view.repaint()
    settle(desk)
    image = view.grab().toImage()
    column = [image.pixelColor(300, y).lightness() for y in range(image.height())]
    assert min(column) < 20
    assert max(column) == 255


def test_pages_are_turned_by_number_and_by_key(preview, qtbot):
    _box(preview, "页码").setValue(2)
    assert preview.pages.page == 2
    qtbot.keyClick(preview.pages, Qt.Key.Key_End)
    assert preview.pages.page == 3
    assert _box(preview, "页码").value() == 3
    qtbot.keyClick(preview.pages, Qt.Key.Key_Home)
    assert preview.pages.page == 1
    qtbot.keyClick(preview.pages, Qt.Key.Key_PageDown)
    assert preview.pages.verticalScrollBar().value() > 0


def test_pages_are_enlarged_shrunk_and_fitted(preview, qtbot):
    bar = preview.pages.horizontalScrollBar()
    assert bar.maximum() == 0
    qtbot.keyClick(preview.pages, Qt.Key.Key_Plus)
    assert bar.maximum() > 0
    qtbot.keyClick(preview.pages, Qt.Key.Key_Minus)
    next(t for t in preview.findChildren(QToolButton) if "同宽" in t.toolTip()).click()
    assert bar.maximum() == 0


def test_printing_sends_the_chosen_pages_at_their_own_size(preview, qtbot, tmp_path):
    _box(preview, "从第几页").setValue(2)
    with qtbot.waitSignal(preview.printed, timeout=10000) as printed:
        preview.print_it()
    assert printed.args == [2]
    sizes = page_sizes(tmp_path / "printed.pdf")
    assert [round(width / 10) for width, _ in sizes] == [60, 84]


def test_copies_and_both_sides_reach_the_printer(preview, qtbot, to_file):
    _box(preview, "份数").setValue(3)
    next(b for b in preview.findChildren(QCheckBox) if b.text() == "双面").setChecked(True)
    with qtbot.waitSignal(preview.printed, timeout=10000):
        qtbot.keyClick(preview, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert to_file.printer.copies == 3
    assert to_file.printer.sides == QPrinter.DuplexMode.DuplexLongSide


def test_without_a_printer_the_clerk_is_told_what_to_do(desk, qtbot, small_pdf, asked):
    preview = Preview(desk, printers=list)
    qtbot.addWidget(preview)
    preview.print_it()
    with qtbot.waitSignal(preview.pages.loaded):
        preview.show_file(small_pdf)
    asked.will("tell")
    preview.print_it()
    assert asked.texts == ["没有找到打印机。请接好打印机，或先“另存为”PDF 再打印。"]


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_does_not_answer_is_told(preview, asked, settle, desk, to_file):
    def nowhere(name):
        printer = to_file(name)
        printer.setOutputFileName("/no-such-folder/printed.pdf")
        return printer

    preview._make_printer = nowhere
    asked.will("tell")
    preview.print_it()
    settle(desk)
    assert "打印机没有回应" in asked.texts[0]


def test_the_file_is_kept_elsewhere_whole(preview, asked, settle, desk, tmp_path):
    asked.will("save_file", tmp_path / "留存.pdf")
    save = next(b for b in preview.findChildren(QPushButton) if b.text() == "另存为")
    save.click()
    settle(desk)
    assert (tmp_path / "留存.pdf").read_bytes() == preview.pages.path.read_bytes()
    asked.will("save_file", None)
    save.click()
    assert not desk.busy


def test_everything_in_the_preview_has_a_name_and_is_reached_by_tab(preview, qtbot):
    for box in preview.findChildren(QSpinBox):
        assert box.accessibleName()
    for tool in preview.findChildren(QToolButton):
        assert tool.accessibleName()
    assert preview.minimumSizeHint().width() <= 1024


def test_a_page_is_rendered_as_large_as_asked(small_pdf):
    image = render(small_pdf, 0, 1.0)
    assert image.size() == QSize(596, 842)
    assert image.pixelColor(100, 842 - 100).lightness() < 20
    assert image.pixelColor(500, 100).lightness() == 255


def _square(x, y, side=0.01):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side))


GRIDS = [
    Grid("west", "石桥村1格", _square(116.30, 36.10), 3),
    Grid("east", "石桥村2格", _square(116.31, 36.10), 9),
    Grid("north", "东风村1格", _square(116.30, 36.11), 25),
]


@pytest.fixture
def view(qtbot):
    made = MapView("网格地图")
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    made.show_grids(GRIDS)
    return made


def test_the_map_says_in_words_what_it_shows(view):
    assert view.accessibleName() == "网格地图"
    assert view.accessibleDescription() == "石桥村1格 3 件，石桥村2格 9 件，东风村1格 25 件"


def test_a_click_on_a_grid_opens_it(view, qtbot):
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.place_of("east"))
    assert picked.args == ["east"]
    assert view.chosen.name == "石桥村2格"


def test_a_click_beside_the_grids_opens_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(590, 10))


def test_dragging_the_map_opens_nothing(view, qtbot):
    start = view.place_of("west")
    with qtbot.assertNotEmitted(view.picked):
        qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))


def test_grids_are_walked_by_arrows_and_opened_by_enter(view, qtbot):
    with qtbot.assertNotEmitted(view.picked):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    walked = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
        walked.append(view.chosen.id)
    assert walked == ["west", "east", "west", "north", "north"]
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picked.args == ["north"]


def test_the_map_is_enlarged_by_key_and_wheel_and_fitted_again(view, qtbot):
    before = view.transform().m11()
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert view.transform().m11() > before
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    wheel = QWheelEvent(
        QPointF(50, 50),
        view.mapToGlobal(QPointF(50, 50)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), wheel)
    assert view.transform().m11() > before
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.transform().m11() == pytest.approx(before)


def test_new_figures_keep_the_selected_grid(view, qtbot):
    qtbot.keyClick(view, Qt.Key.Key_Down)
    view.show_grids(list(reversed(GRIDS)))
    assert view.chosen.id == "west"
    view.show_grids(GRIDS[1:])
    assert view.chosen is None


def test_a_map_without_grids_is_empty_and_harmless(qtbot):
    view = MapView("网格地图")
    qtbot.addWidget(view)
    view.show_grids([])
    qtbot.keyClick(view, Qt.Key.Key_Down)
    view.zoom(2)
    view.grab()
    assert view.accessibleDescription() == ""
