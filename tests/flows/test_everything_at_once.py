"""手忙脚乱的一天, the clerk's part: calls while a table is due, wrong workbooks, a power cut.

By keyboard in the real window, from the first call to the hand-over in the evening.
"""

import shutil
from contextlib import closing
from datetime import UTC, datetime

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QApplication, QMenu
from sqlalchemy import select

from core.records import ledger
from core.records.visit import Visit
from core.services import drafts, founding, records, soundness
from core.services.records import Filter
from core.store import keys
from gui.ledger import drafting
from gui.widgets.screen import Target
from gui.window import Window
from tests.conftest import FACTS, PASSWORD, QUICK, Make
from tests.flows.driving import Hands
from tests.reading import pdf_pages

FRIDAY = datetime(2026, 3, 27, 0, 10, tzinfo=UTC)
COLLEAGUE, CHIEF = "周建国", "王主任"
EVENING = datetime(2026, 3, 27, 9, 30, tzinfo=UTC)
CALLS = (
    ("路灯不亮", "ludeng buliang "),
    ("水管漏水", "shuiguan loushui "),
    ("垃圾没清", "laji meiqing "),
    ("噪声扰民", "zaosheng raomin "),
    ("占道堆放", "zhandao duifang "),
    ("工资没发", "gongzi meifa "),
)
HEAD = ["姓名", "身份证号", "手机"]
DAMAGED = [["王秀英", 3.20523199e17, "13800136021"], ["李 㛃", None, "13800136022"]]


@pytest.fixture
def folder(prepared, tmp_path, clock):
    """A station with a village, a chief and a colleague, on the day the weekly sheet is due."""
    clock.set(FRIDAY)
    place = shutil.copytree(prepared, tmp_path / "station")
    with closing(founding.open_station(place, FACTS.user, PASSWORD, clock)) as station:
        Make(station).grid(name="东风村")
        for name, role in ((CHIEF, "chief"), (COLLEAGUE, "clerk")):
            Make(station).staff(name=name)
            station.perform(founding.add_user, name, role)
            keys.add(place, station.secret.key, name, PASSWORD, QUICK)
    return place


@pytest.fixture
def sits_down(qtbot, clock, asked, monkeypatch):
    """Somebody opens a window on a station; all windows are closed in the end."""
    monkeypatch.setattr(drafting, "SECONDS", 0.5)
    opened = []

    def sit_down(place):
        window = Window(place, clock)
        qtbot.addWidget(window)
        opened.append(window)
        window.start()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        hands = Hands(qtbot, window)
        hands.say(PASSWORD)
        hands.do("Return")
        return hands

    yield sit_down
    for window in opened:
        window.close()


def test_everything_comes_at_once(sits_down, folder, asked, clock, tmp_path):
    clerk = sits_down(folder)
    clerk.sees("今天要报", "周报", "12:00前报出")
    six_people_call_while_the_sheet_is_open(clerk)
    a_damaged_workbook_is_not_guessed_at(clerk, asked, tmp_path)
    the_mended_workbook_goes_in(clerk, asked, tmp_path)
    a_workbook_of_something_else_is_refused(clerk, asked, tmp_path)
    a_paper_case_keeps_its_number(clerk)
    an_agreement_is_printed_before_anything_is_accepted(clerk)
    clerk = the_power_goes(sits_down, clerk, folder, tmp_path / "after")
    the_half_typed_call_is_there(clerk)
    the_chief_agreed_by_telephone(clerk, asked)
    the_day_is_handed_over(clerk, asked, clock)
    clerk.window.close()
    with closing(founding.open_station(tmp_path / "after", FACTS.user, PASSWORD, clock)) as station:
        nothing_is_lost(station)


def six_people_call_while_the_sheet_is_open(clerk):
    clerk.do("Alt+7")
    clerk.sees("周报")
    for n, (said, letters) in enumerate(CALLS, 1):
        before = clerk.presses
        clerk.press("F4")
        clerk.rest()
        clerk.say(said, keys=len(letters))
        clerk.press("Tab")
        clerk.type(f"1380013602{n}")
        clerk.do("Return", "Return")
        assert clerk.presses - before <= 35
    clerk.sees("周报")


def _book(path, rows):
    book = Workbook()
    for row in (["东风村网格员花名册"], HEAD, *rows):
        book.active.append(row)
    book.save(path)
    return path


def _bring(clerk, asked, path, button):
    asked.will("open_files", [path])
    clerk.push(button)


def a_damaged_workbook_is_not_guessed_at(clerk, asked, folder):
    clerk.do("Alt+5")
    clerk.push("导入")
    _bring(clerk, asked, _book(folder / "东风村.xlsx", DAMAGED), "选择文件")
    clerk.sees("有错 1", "身份证号")
    asked.will("save_file", folder / "东风村-改.xlsx")
    clerk.push("保存错误副本")
    sheet = load_workbook(folder / "东风村-改.xlsx").active
    assert "错误说明" in [cell.value for cell in sheet[2]]


def the_mended_workbook_goes_in(clerk, asked, folder):
    path = folder / "东风村-改.xlsx"
    book = load_workbook(path)
    book.active["B3"] = "110101199003074514"
    book.save(path)
    _bring(clerk, asked, path, "换一个文件")
    clerk.sees("新增 2")
    clerk.do("Ctrl+Return")
    clerk.sees("已导入：新增 2 人")


def a_workbook_of_something_else_is_refused(clerk, asked, folder):
    path = folder / "西河村.xlsx"
    path.write_bytes(b"%PDF-1.7\n")
    clerk.push("看台账")
    clerk.push("导入")
    _bring(clerk, asked, path, "选择文件")
    clerk.sees("PDF")
    clerk.until(lambda: QApplication.focusWidget() is not None)


def a_paper_case_keeps_its_number(clerk):
    clerk.do("Alt+3")
    clerk.do("Ctrl+N")
    clerk.say("老宅滴水纠纷")
    clerk.write("受理日期", "3.20")
    clerk.write("沿用纸质编号", "石桥镇人调字〔2026〕第007号")
    clerk.do("Ctrl+Return")
    clerk.sees("石桥镇人调字〔2026〕第007号", "老宅滴水纠纷")


def an_agreement_is_printed_before_anything_is_accepted(clerk):
    clerk.do("Ctrl+N")
    clerk.until(lambda: QApplication.focusWidget() is not None)
    clerk.say("夜里谈成的一件")
    clerk.push("只登记")
    clerk.press("Ctrl+P")
    clerk.until(lambda: isinstance(clerk.at, QMenu))
    while clerk.at.activeAction().text() != "协议履行":
        clerk.press("Down")
    clerk.press("Right")
    assert clerk.at.activeAction().text() == "人民调解协议书"
    clerk.do("Return")
    clerk.sees("人民调解协议书", "/ ")
    assert pdf_pages(clerk.window.frame.paper._view.pages.path)
    clerk.do("Esc")


def the_power_goes(sits_down, clerk, folder, after):
    clerk.press("F4")
    clerk.rest()
    clerk.say("半夜里的半句话")
    clerk.until(lambda: _kept(clerk))
    shutil.copytree(folder, after)  # what stands on the disk at this moment
    clerk.window.close()
    return sits_down(after)


def _kept(clerk):
    station = clerk.window.frame.desk.station
    found = station.ask(drafts.kept, station.actor.id, "visit_note")
    return found is not None and found.texts["title"] == "半夜里的半句话"


def the_half_typed_call_is_there(clerk):
    clerk.sees("半夜里的半句话")
    clerk.press("F4")
    clerk.rest()
    assert clerk.at.toPlainText() == "半夜里的半句话"
    clerk.do("Return", "Return")


def the_chief_agreed_by_telephone(clerk, asked):
    clerk.do("Alt+3")
    asked.will("word", (CHIEF, "phone"))
    clerk.window.frame.on_word.action.trigger()
    clerk.sees("代录", CHIEF)
    clerk.rest()
    clerk.do("Down")
    clerk.sees("不予受理")
    clerk.do("F8")
    clerk.do("Ctrl+Return")
    clerk.sees("第008号")
    clerk.push("结束代录")


def the_day_is_handed_over(clerk, asked, clock):
    clock.set(EVENING)
    clerk.window.frame.go(Target("hand_over"))
    clerk.rest()
    clerk.write("移交人", FACTS.user)
    clerk.press("Tab")
    clerk.write("接交人", COLLEAGUE)
    clerk.press("Tab")
    asked.will("yes", True)
    clerk.do("Ctrl+Return")
    clerk.sees("已完成交接")
    assert "交给“周建国”" in asked.texts[-1]


def nothing_is_lost(station):
    """Seven calls, two cases, the village's people; and the store is sound."""
    assert {
        name: station.ask(records.count, ledger(name), Filter())
        for name in ("visit", "mediation_case", "staff")
    } == {"visit": 7, "mediation_case": 2, "staff": 4}
    assert soundness.check(station) == []
    told = station.ask(lambda session: session.scalars(select(Visit.jotted)).all())
    assert {said for said, _ in CALLS} < set(told)
