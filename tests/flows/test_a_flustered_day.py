"""手忙脚乱的一天: keys pressed twice, nonsense typed, a form left half-way; nothing is lost."""

import shutil
from contextlib import closing

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication

from core import records as ledgers
from core.services import founding, records
from core.services.records import Filter
from gui.screens import unlock
from gui.widgets import notice
from gui.window import Window
from tests.conftest import FACTS, PASSWORD
from tests.flows.driving import Hands
from tests.reading import pdf_pages


@pytest.fixture
def folder(prepared, tmp_path):
    """A station that is there already."""
    return shutil.copytree(prepared, tmp_path / "station")


@pytest.fixture
def sits_down(qtbot, folder, clock, monkeypatch, asked):
    """Somebody opens a window on that station; all windows are closed in the end.

    What is told stays until it is read, however long a busy machine takes for five seconds' work.
    """
    monkeypatch.setattr(unlock, "_SECOND_MS", 10)
    monkeypatch.setattr(notice, "SECONDS", 600)
    opened = []

    def sit_down():
        window = Window(folder, clock)
        qtbot.addWidget(window)
        opened.append(window)
        window.start()
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        return Hands(qtbot, window)

    yield sit_down
    for window in opened:
        window.close()


def test_a_flustered_day(sits_down, folder, asked, clock, tmp_path):
    clerk = sits_down()
    the_password_is_wrong_twice(clerk)
    a_second_window_is_sent_away(sits_down, clerk)
    an_empty_form_is_refused(clerk)
    impossible_days_are_refused(clerk)
    esc_keeps_the_draft(clerk)
    keys_pressed_twice_register_once(clerk)
    a_bare_case_is_printed(clerk)
    the_last_act_is_taken_back(clerk)
    a_form_is_one_record(clerk, asked, tmp_path / "登记表.xlsx")
    a_person_in_full_width_digits(clerk)
    one_decision_stays_one(clerk)
    clerk = the_window_is_closed_half_way(sits_down, clerk)
    the_half_form_is_offered(clerk)
    clerk.window.close()
    with closing(founding.open_station(folder, FACTS.user, PASSWORD, clock)) as station:
        assert {
            one.name: station.ask(records.count, one, Filter())
            for one in ledgers.LEDGERS
            if one.name in ("mediation_case", "staff", "task", "meeting")
        } == {"mediation_case": 1, "staff": 1, "task": 1, "meeting": 1}


def the_password_is_wrong_twice(clerk):
    clerk.press("Return")
    clerk.sees("请输入口令")
    for wrong in ("falsch-1", "falsch-2"):
        clerk.say(wrong)
        clerk.do("Return")
        clerk.sees("口令不对")
        clerk.until(lambda: not clerk.window.front.left)
    clerk.say(PASSWORD)
    clerk.do("Return")
    clerk.sees(f"{FACTS.name}网格工作站", "今天要报")


def a_second_window_is_sent_away(sits_down, clerk):
    other = sits_down()
    other.say(PASSWORD)
    other.do("Return")
    other.sees(f"“{FACTS.user}”从 03-25 08:10 起已在另一个窗口打开")
    other.window.close()
    clerk.window.activateWindow()
    clerk.until(lambda: QApplication.activeWindow() is clerk.window)


def an_empty_form_is_refused(clerk):
    clerk.do("Alt+3")
    clerk.do("Ctrl+N", "Ctrl+N")
    clerk.do("Ctrl+Return")
    clerk.sees("或至少填写一名当事人")
    assert clerk.here == "主题"


def impossible_days_are_refused(clerk):
    clerk.say("占道")
    clerk.write("涉及人数", "３")
    clerk.write("受理日期", "２月３０日")
    clerk.do("Ctrl+Return")
    clerk.sees("2026年没有2月30日")
    assert clerk.here == "受理日期"


def esc_keeps_the_draft(clerk):
    clerk.do("Esc")
    clerk.sees("登记第一件")
    clerk.do("Ctrl+N")
    clerk.sees("占道", "３", "２月３０日", "草稿")


def keys_pressed_twice_register_once(clerk):
    clerk.write("受理日期", "今天")
    clerk.do("Ctrl+Return", "Ctrl+Return")
    clerk.sees("共 1 件", "石桥镇人调字〔2026〕第001号", "涉及人数")


def a_bare_case_is_printed(clerk):
    clerk.do("Ctrl+P", "Return")
    clerk.sees("当事人权利义务告知书", "/ 1")
    assert pdf_pages(clerk.window.frame.paper._view.pages.path)
    clerk.do("Esc")


def the_last_act_is_taken_back(clerk):
    clerk.push("撤销")
    clerk.sees("已撤销", "已作废")
    clerk.push("重做")
    clerk.sees("已重做", "已受理", "终止调解")


def a_form_is_one_record(clerk, asked, path):
    book = Workbook()
    for row in (("姓名", "王秀英", "性别", "女"), ("手机", "138", "备注", "")):
        book.active.append(row)
    book.save(path)
    clerk.do("Alt+5")
    asked.will("open_files", [path])
    clerk.push("从 Excel 导入")
    clerk.push("选择文件")
    clerk.sees("是一张登记表", "已按一条记录读取", "新增 1")


def a_person_in_full_width_digits(clerk):
    clerk.do("Alt+5", "Ctrl+N")
    clerk.do("Ctrl+Return")
    clerk.sees("请填写姓名")
    clerk.write("姓名", "王𠮷㛃")
    clerk.write("身份证号", "３２０５２３１９９９０２３０１２３４")
    clerk.write("手机", "１３８１２３４５６７８")
    clerk.press("Backspace")
    clerk.say("８")
    clerk.do("Ctrl+Return", "Ctrl+Return")
    clerk.sees("王𠮷㛃", "13812345678", "320523199902301234", "共 1 人")


def one_decision_stays_one(clerk):
    clerk.do("Alt+4", "Ctrl+N")
    clerk.press("F6", "F6")
    clerk.say("一件事")
    clerk.do("Ctrl+Return", "Ctrl+Return")
    clerk.sees("已登记 1 项", "一件事，未定责任人")
    clerk.until(lambda: clerk.here == "第1项事项")


def the_window_is_closed_half_way(sits_down, clerk):
    clerk.do("Alt+3", "Ctrl+N")
    clerk.say("一半的话")
    clerk.window.close()
    again = sits_down()
    again.say(PASSWORD)
    again.do("Return")
    return again


def the_half_form_is_offered(clerk):
    clerk.do("Alt+3", "Ctrl+N")
    clerk.sees("登记纠纷", "草稿 · 08:10", "一半的话")
