"""Small parts: cards, chips, notices, progress, search, charts – what they say and how they act."""

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QEnterEvent, QGuiApplication, QImage, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QToolTip, QWidget

from gui import theme
from gui.widgets import parts
from gui.widgets.chart_view import ChartView
from gui.widgets.notice import Notice, ProgressStrip
from gui.widgets.search_field import SearchField
from reports import chart

KEYBOARD = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shown(qtbot):
    def show(widget):
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


def _buttons(widget) -> dict[str, QPushButton]:
    return {b.text(): b for b in widget.findChildren(QPushButton) if not b.isHidden()}


def test_a_button_says_its_act_and_does_it_once(shown, qtbot):
    done = []
    button = shown(
        parts.button("登记并受理", lambda: done.append(1), "check", "primary", "Ctrl+Enter")
    )
    assert (button.property("kind"), button.toolTip()) == ("primary", "Ctrl+Enter")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert done == [1, 1, 1]
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, KEYBOARD, "", autorep=True)
    QApplication.sendEvent(button, held)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert done == [1, 1, 1], "a key held down, and the key of the form, are none of its own"


def test_an_icon_alone_has_a_name(shown, qtbot):
    done = []
    tool = shown(parts.tool("bell-outline", "通知", lambda: done.append(1)))
    qtbot.keyClick(tool, Qt.Key.Key_Space)
    assert (tool.accessibleName(), tool.toolTip(), done) == ("通知", "通知", [1])


def test_navigation_and_tabs_stay_pressed(qtbot):
    for made in (parts.nav_button("工作台", "view-dashboard-outline"), parts.tab("全部 83")):
        qtbot.addWidget(made)
        assert made.isCheckable()
    assert parts.nav_button("工作台", "home").accessibleName() == "工作台"


def test_a_person_is_shown_by_the_surname(qtbot):
    circle = parts.avatar("李海燕")
    qtbot.addWidget(circle)
    assert (circle.text(), circle.accessibleName()) == ("李", "李海燕")


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_figure_opens_its_list_by_mouse_and_key(shown, qtbot, key):
    opened = []
    card = shown(
        parts.FigureCard("今日到期·超期", "clock-alert-outline", "bad", lambda: opened.append(1))
    )
    card.show_figure("2", "超期 1 件")
    assert card.accessibleName() == "今日到期·超期 2 超期 1 件"
    qtbot.keyClick(card, key)
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert opened == [1, 1]
    assert card.minimumSizeHint().height() >= 80
    assert card.sizeHint().height() >= 80


def test_an_empty_list_says_why_and_offers_the_next_act(shown):
    done = []
    empty = shown(parts.Empty("还没有登记纠纷", [("登记第一件", lambda: done.append(1))]))
    _buttons(empty)["登记第一件"].click()
    empty.say("没有符合条件的纠纷")
    assert done == [1]
    assert "没有符合条件的纠纷" in [label.text() for label in empty.findChildren(QLabel)]


def test_the_banner_keeps_saying_what_this_station_is(shown):
    banner = shown(parts.Banner("演示数据", parts.button("退出演示", kind="link")))
    assert "演示数据" in [label.text() for label in banner.findChildren(QLabel)]
    assert "退出演示" in _buttons(banner)


def test_a_card_carries_its_title_and_what_belongs_to_it(shown):
    card = shown(parts.Card("我的待办", parts.label("17 件", "caption")))
    assert [label.text() for label in card.findChildren(QLabel)] == ["我的待办", "17 件"]


def _painted(paint) -> QImage:
    image = QImage(120, 36, QImage.Format.Format_ARGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    paint(painter, QRect(10, 0, 100, 36))
    painter.end()
    return image


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", "info", "mute"])
def test_a_status_is_a_word_on_its_ground(qapp, tone):
    image = _painted(lambda painter, cell: parts.paint_chip(painter, cell, "办理中", tone))
    assert image.pixelColor(14, 18) == theme.color(f"{tone}_bg")
    assert parts.chip("办理中", tone).property("tone") == tone
    assert parts.chip_width("办理中") > 40


def test_a_success_can_be_undone_and_goes_by_itself(shown, qtbot):
    undone = []
    notice = shown(Notice())
    notice.say("已登记纠纷", [("撤销", lambda: undone.append(1))])
    assert notice.text == "已登记纠纷"
    _buttons(notice)["撤销"].click()
    assert (undone, notice.text) == ([1], "")
    notice.say("已保存")
    assert "撤销" not in _buttons(notice)
    notice._timer.timeout.emit()
    assert notice.text == ""


def test_the_clock_of_a_notice_waits_while_it_is_read(shown, qtbot):
    notice = shown(Notice())
    notice.say("已保存")
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    assert notice._timer.isActive()
    QApplication.sendEvent(notice, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert not notice._timer.isActive()


def test_a_failure_stays_until_read_even_when_something_succeeds(shown):
    notice = shown(Notice())
    notice.fail("优盘已满。已保留草稿，请换一个优盘再试。")
    notice.say("已保存")
    assert notice.text.startswith("优盘已满")
    assert not notice._timer.isActive()
    close = notice.findChild(QToolButton)
    assert close.accessibleName() == "关闭提示"
    close.click()
    assert notice.text == ""
    notice.say("已保存")
    assert notice.text == "已保存"


class FollowedTask:
    def __init__(self):
        self.cancelled = False

    def stepping(self, show):
        self.show = show
        return self

    def lastly(self, act):
        self.end = act
        return self

    def cancel(self):
        self.cancelled = True


def test_long_work_shows_its_step_and_can_be_stopped(shown, qtbot):
    strip, task = ProgressStrip(), FollowedTask()
    qtbot.addWidget(strip)
    strip.follow(task, "正在导出")
    assert strip.isHidden()
    qtbot.waitUntil(strip.isVisible)
    task.show("正在写第 2 张表", 320, 1027)
    assert {"正在写第 2 张表", "320 / 1027"} <= {
        label.text() for label in strip.findChildren(QLabel)
    }
    _buttons(strip)["取消"].click()
    task.show("正在写第 2 张表", 321, 1027)
    assert task.cancelled
    assert "正在停止…" in {label.text() for label in strip.findChildren(QLabel)}
    task.end()
    assert strip.isHidden()


def test_words_are_searched_after_a_pause_or_at_once_on_enter(shown, qtbot):
    field = shown(SearchField("搜索纠纷、人员、网格", "Ctrl+K"))
    assert "Ctrl+K" in field.placeholderText()
    assert field.accessibleName() == "搜索纠纷、人员、网格"
    with qtbot.waitSignal(field.searched, timeout=1000) as paused:
        qtbot.keyClicks(field, "wjg ")
    assert paused.args == ["wjg"]
    with qtbot.waitSignal(field.searched, timeout=100):
        qtbot.keyClick(field, Qt.Key.Key_Return)


MONTHS = ("1月", "2月", "3月")


def _lines(size):
    return chart.lines(MONTHS, [chart.Series("受理", (3, 9, 6))], size)


def _ring(size):
    return chart.ring([("邻里纠纷", 4), ("婚姻家庭", 2)], size)


def _bars(size):
    return chart.bars([("石桥村", 5), ("东风村", 2)], size)


def _middle(shape) -> tuple[float, float]:
    if isinstance(shape, chart.Rect):
        return shape.x + shape.width / 2, shape.y + shape.height / 2
    if isinstance(shape, chart.Arc):
        return shape.centre[0] + shape.radius - shape.thickness / 2, shape.centre[1]
    return shape.centre


@pytest.mark.parametrize("draw", [_lines, _ring, _bars])
def test_a_chart_tells_its_figures_under_the_pointer_and_in_words(shown, draw, monkeypatch):
    said = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, tip, _widget: said.append(tip))
    view = shown(ChartView("各月受理", draw))
    view.resize(480, 200)
    first = next(s for s in view.shapes.items if getattr(s, "tip", ""))
    scale = view.width() / view.shapes.width
    x, y = _middle(first)
    place = QPointF(x * scale, y * scale)
    assert view.tip_at(place) == first.tip
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        view.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, move)
    assert said == [first.tip]
    view.grab()
    assert view.tip_at(QPointF(-50, -50)) == ""
    assert view.accessibleDescription() == view.shapes.description
    view.copy()
    assert QGuiApplication.clipboard().text() == view.shapes.description
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))


def test_a_chart_is_painted_in_the_colours_of_the_mapping(shown):
    view = shown(ChartView("各村", _bars))
    view.resize(QSize(480, 200))
    image = view.grab().toImage()
    seen = {image.pixelColor(x, y).name() for x in range(0, 480, 2) for y in range(0, 200, 2)}
    assert theme.color("c1").name() in seen


def test_a_chart_may_get_its_figures_later(shown):
    view = shown(ChartView("各村"))
    view.grab()
    view.show_chart(_bars)
    assert "石桥村" in view.accessibleDescription()


def test_no_part_asks_for_more_room_than_a_small_screen_has(qtbot):
    for widget in (Notice(), ProgressStrip(), parts.Banner("演示数据"), parts.Empty("没有")):
        qtbot.addWidget(widget)
        assert widget.minimumSizeHint().width() <= 600


def test_looks_change_with_their_property(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    parts.set_look(widget, state="problem", tone="bad")
    assert (widget.property("state"), widget.property("tone")) == ("problem", "bad")
    assert parts.rule().property("kind") == "rule"
