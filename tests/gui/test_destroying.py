"""Destroying in the window: from the bin and the list, told beforehand, typed, never by a slip."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from sqlalchemy import func, select

from core.records.destruction import Destruction
from core.records.staff import Staff
from core.services import mediation, records
from core.services.lines import Line
from core.services.mediation import CaseDraft
from gui.ledger.page import LedgerPage
from gui.screens.ledgers import SHOWN, LedgersScreen
from gui.screens.recycle_bin import RecycleBin
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell, nameless, scrolls_sideways


@pytest.fixture
def enter(qtbot, tmp_path, settle):
    """A screen on a desk, shown and entered."""

    def go(make_screen, desk, target):
        shell = PaperShell(desk, tmp_path)
        screen = make_screen(shell)
        shell.shown = screen
        qtbot.bring_up(screen, 1170, 716)
        screen.enter(target)
        settle(desk)
        screen.grab()
        settle(desk)
        return screen

    return go


@pytest.fixture
def binned(make, station):
    unit = make.organisation(name="东风村村委会", kind="village")
    values = {"name": "王秀英", "post": "05", "organisation": unit.id, "joined": date(2025, 1, 2)}
    person = station.perform(records.save, "staff", values).value
    station.perform(records.remove, "staff", [person])
    station.perform(records.remove, "organisation", [unit.id])
    return person


@pytest.fixture
def voided(station):
    parties = (Line({"name": "张永福"}), Line({"name": "李德厚", "side": "respondent"}))
    draft = CaseDraft({"title": "占道", "source": "02"}, parties)
    case = station.perform(mediation.accept, draft).value
    station.perform(records.void, "mediation_case", case, "重复登记")
    return case


def _said(part):
    return "\n".join(one.text() for one in part.findChildren(QLabel) if one.isVisible())


def _press(part, qtbot, words):
    button = next(b for b in part.findChildren(QPushButton) if b.text() == words and b.isVisible())
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def _bin(enter, desk, qtbot, settle):
    screen = enter(RecycleBin, desk, Target("bin"))
    screen.tabs._press("staff")
    settle(desk)
    screen.grab()
    qtbot.waitUntil(lambda: "王秀英" in _said(screen.pane))
    settle(desk)
    return screen


def _fill(form, **texts):
    for key, text in texts.items():
        form.boxes[key].editor.setFocus()
        form.boxes[key].set_text(text)


def _count(station, record):
    return station.ask(lambda s: s.scalar(select(func.count()).select_from(record)))


def test_the_bin_tells_what_comes_back_and_what_is_gone_itself(enter, desk, qtbot, settle, binned):
    screen = _bin(enter, desk, qtbot, settle)
    said = _said(screen.pane)
    assert "一并找回：任职经历 1" in said
    assert "所属单位“东风村村委会”也在回收站里" in said
    assert "程序不会自动清空" in _said(screen)
    assert not scrolls_sideways(screen)
    assert not nameless(screen)


def test_a_record_is_destroyed_from_the_bin_by_keys(enter, desk, qtbot, settle, binned, station):
    screen = _bin(enter, desk, qtbot, settle)
    form = screen.pane.form
    _press(screen.pane, qtbot, "彻底销毁…")
    settle(desk)
    assert "一并销毁：任职经历 1" in _said(form)
    assert form.boxes["typed"].editor.hasFocus()
    _press(form, qtbot, "彻底销毁")
    assert form.boxes["typed"].problem == "请填写要销毁的编号或名称"
    _fill(form, typed="王秀芳", reason="误登", approved_by="周主任")
    _press(form, qtbot, "彻底销毁")
    settle(desk)
    assert "请原样输入“王秀英”" in _said(form)
    assert _count(station, Staff) == 1
    _fill(form, typed="王秀英")
    _press(form, qtbot, "彻底销毁")
    qtbot.waitUntil(lambda: bool(screen.shell.said), timeout=10000)
    settle(desk)
    assert screen.shell.said == [
        "已彻底销毁 2 条记录，并登入销毁登记。有 1 份备份里还有它，请另行处理。"
    ]
    assert _count(station, Staff) == 0
    assert _count(station, Destruction) == 1


def test_going_back_destroys_nothing(enter, desk, qtbot, settle, binned, station):
    screen = _bin(enter, desk, qtbot, settle)
    _press(screen.pane, qtbot, "彻底销毁…")
    settle(desk)
    _press(screen.pane.form, qtbot, "不销毁，返回")
    assert "一并找回" in _said(screen.pane)
    assert _count(station, Staff) == 1


def test_who_does_not_manage_is_offered_no_destruction(
    enter, desk_of, somebody, qtbot, settle, binned
):
    desk = desk_of(somebody("clerk"))
    screen = _bin(enter, desk, qtbot, settle)
    assert "彻底销毁…" not in [b.text() for b in screen.pane.findChildren(QPushButton)]


def test_a_voided_case_is_destroyed_from_its_list(enter, desk, qtbot, settle, voided, station):
    def page_of(shell):
        return LedgerPage(shell, next(one for one in SHOWN if one.name == "mediation_case"))

    page = enter(page_of, desk, Target("ledgers", "mediation_case", record=voided))
    qtbot.waitUntil(lambda: page.pane.detail.row is not None)
    _press(page.pane, qtbot, "彻底销毁…")
    settle(desk)
    form = page.pane.ending
    number = "石桥镇人调字〔2026〕第001号"
    assert f"彻底销毁 {number}" in _said(form)
    _fill(form, typed=number, reason="重复登记", approved_by="周主任", basis="清册第3号")
    _press(form, qtbot, "彻底销毁")
    qtbot.waitUntil(lambda: bool(page.shell.said), timeout=10000)
    settle(desk)
    assert page.shell.said[0].startswith("已彻底销毁 3 条记录，并登入销毁登记。")
    assert station.ask(records.ids, page.ledger, records.Filter()) == ()


def test_everybody_reads_the_register_and_nobody_writes_in_it(
    enter, desk_of, somebody, qtbot, settle, voided, station
):
    assert [one.name for one in SHOWN if one.name in ("destruction", "hand_over", "user")] == [
        "hand_over",
        "destruction",
    ]
    for role in ("reader", "chief"):
        desk = desk_of(somebody(role))
        screen = enter(LedgersScreen, desk, Target("ledgers", "destruction"))
        assert screen.page.ledger.title == "销毁登记"
        assert not screen.page.may_keep
        assert not any(
            b.text().startswith("登记") for b in screen.findChildren(QPushButton) if b.isVisible()
        )
