"""一件纠纷，从登记到归档: one dispute from the counter to the shelf, by the keyboard alone."""

import shutil
from contextlib import closing

import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter

from core.records.mediation_case import LEDGER
from core.services import case_check, case_file, founding, records
from core.services.records import Filter
from gui.widgets import preview
from gui.widgets.case_pane import TABS
from gui.window import Window
from tests.conftest import FACTS, PASSWORD
from tests.flows.driving import MOST_TABS, Hands

NUMBER = "石桥镇人调字〔2026〕第001号"
STORY = (
    "2026年3月20日，李德厚在东风村三组两家之间的通道上堆放建材，张永福的三轮车无法出入，"
    "双方争吵。张永福要求把通道让出来。"
)
TALK = (
    "已告知权利义务和调解原则。张永福：要求三天内搬走建材。李德厚：同意搬走。"
    "双方自愿达成协议，知道不履行的后果。"
)


@pytest.fixture
def folder(prepared, tmp_path, clock):
    """A station whose mediator is on the roster."""
    folder = shutil.copytree(prepared, tmp_path / "station")
    with closing(founding.open_station(folder, FACTS.user, PASSWORD, clock)) as station:
        staff = {"name": "吴秀兰", "post": "mediator", "active": True}
        station.perform(records.save, "staff", staff)
    return folder


@pytest.fixture
def clerk(qtbot, folder, clock, monkeypatch, tmp_path, asked):
    """A mediator before the window, and a printer that prints into files."""
    sheets = tmp_path / "printed"
    sheets.mkdir()

    def into_file(_name):
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(sheets / f"{len(list(sheets.iterdir()))}.pdf"))
        return printer

    given = (into_file, lambda: ["一楼打印机"])
    monkeypatch.setattr(preview.Preview.__init__, "__defaults__", given)
    monkeypatch.setattr(preview, "PRINT_DPI", 72)
    window = Window(folder, clock)
    qtbot.addWidget(window)
    window.start()
    window.show()
    window.activateWindow()
    yield Hands(qtbot, window)
    window.close()


def test_one_case_to_the_shelf(clerk, folder, asked, clock, tmp_path):
    clerk.say(PASSWORD)
    clerk.do("Return")
    a_dispute_is_registered(clerk)
    it_is_accepted(clerk)
    its_first_papers_are_printed_and_come_back(clerk)
    the_talk_is_recorded(clerk)
    an_agreement_is_reached(clerk)
    everybody_signs(clerk)
    the_promise_is_kept(clerk)
    somebody_asks_how_it_went(clerk)
    the_shelf_is_refused_what_is_missing(clerk)
    the_rest_is_printed_and_filed(clerk, asked, tmp_path / "scan.pdf")
    it_is_put_on_the_shelf(clerk)
    clerk.window.close()
    with closing(founding.open_station(folder, FACTS.user, PASSWORD, clock)) as station:
        nothing_is_left_to_see_to(station)


def a_dispute_is_registered(clerk):
    clerk.press("Alt+3", "Ctrl+N")
    clerk.say("东风村三组占道堆放纠纷")
    clerk.press("Tab")
    clerk.say("张永福")
    clerk.press("Tab")
    clerk.say("李德厚")
    clerk.press("Tab")
    clerk.type("ll")
    clerk.write("纠纷简要情况", STORY)
    clerk.write("申请日期", "3-25")
    clerk.go("调解员")
    clerk.type("wxl")
    clerk.write("口头同意", "3月25日双方当面同意")
    clerk.push("展开或收起其他（风险等级、受理前核对、外部编号…）")
    for name in ("法院、公安等已受理", "调解员与当事人是近亲属"):
        clerk.go(name)
        clerk.press("Down", "Down")
    clerk.push("只登记")
    clerk.sees("待受理", "未编号")


def it_is_accepted(clerk):
    clerk.do("F8")
    clerk.sees("沿用纸质编号")
    clerk.do("Ctrl+Return")
    clerk.sees(NUMBER, "已受理", "2026-04-24（剩30天）")


def turned_to(clerk, tab):
    """Tab to the tabs of the case, then along them by the arrows."""
    clerk.until(lambda: clerk.at is not None)
    for _ in range(MOST_TABS):
        if clerk.here.startswith(TABS):
            break
        clerk.press("Tab")
    for key in ("Left",) * len(TABS) + ("Right",) * len(TABS):
        if clerk.here.startswith(tab):
            return
        clerk.press(key)
    raise AssertionError(f"the arrows never came to {tab}; they are at {clerk.here}")


def printed(clerk, *papers):
    """Each is previewed by its name in 文书, printed, and left again."""
    for paper in papers:
        turned_to(clerk, "文书")
        clerk.push(f"预览打印{paper}")
        clerk.sees(paper, "一楼打印机")
        clerk.do("Ctrl+P")
        clerk.do("Esc")


def its_first_papers_are_printed_and_come_back(clerk):
    printed(clerk, "人民调解申请书", "当事人权利义务告知书")
    clerk.push("3份都已签回（今天）")
    clerk.sees("3份文书已签回")


def the_talk_is_recorded(clerk):
    clerk.do("F8")
    clerk.sees("记录要点")
    clerk.write("调解记录", TALK)
    clerk.go("调解结果")
    clerk.press("Down")
    clerk.do("Ctrl+Return")
    clerk.sees("调解中")


def an_agreement_is_reached(clerk):
    """What does not say until when is told beside the field while it is typed."""
    clerk.do("F8")
    clerk.say("李德厚在通道上堆放建材，影响张永福出行，李德厚负责搬走。")
    clerk.press("Tab")
    clerk.say("李德厚尽快把建材搬走。")
    clerk.sees("错：协议第1条的“尽快”说不清期限，请写明日期")
    clerk.press("Ctrl+A")
    clerk.say("李德厚在2026年3月25日把建材搬走。")
    clerk.until(lambda: "尽快" not in clerk.seen)
    clerk.press("Tab")
    clerk.type("ld")
    clerk.press("Tab", "Tab")
    assert clerk.here == "第1项履行事项"
    for text in ("搬走建材", "", "自行搬走", "3-25"):
        clerk.say(text)
        clerk.press("Tab")
    clerk.do("Ctrl+Return")
    clerk.sees("书面协议待签章", "李德厚 → 张永福 搬走建材")


def everybody_signs(clerk):
    printed(clerk, "人民调解记录")
    clerk.push("1份都已签回（今天）")
    clerk.sees("1份文书已签回")
    printed(clerk, "人民调解协议书")
    clerk.do("F8")
    clerk.sees("履行中")


def the_promise_is_kept(clerk):
    clerk.do("F8")
    clerk.write("凭证", "现场照片")
    clerk.do("Ctrl+Return")
    clerk.sees("履行完毕")


def somebody_asks_how_it_went(clerk):
    clerk.do("F8")
    clerk.write("回访情况", "上门看过，通道已经让出来，双方都没有意见。")
    clerk.do("Ctrl+Return")
    clerk.do("F8", "Ctrl+Return")
    clerk.sees("已回访")


def the_shelf_is_refused_what_is_missing(clerk):
    """The archive names what is still to be done; nothing is lost by it."""
    clerk.do("F8", "Ctrl+Return")
    clerk.sees("待归档")
    clerk.do("F8")
    clerk.go("保管期限")
    clerk.press("Down")
    clerk.write("卷内页数", "16")
    clerk.write("立卷人", "吴秀兰")
    clerk.do("Ctrl+Return")
    clerk.sees("还没有卷宗封面")
    clerk.do("Esc")


def the_rest_is_printed_and_filed(clerk, asked, path):
    """The cover comes with the whole file, the copies of identity cards from the copier."""
    Image.new("L", (827, 1169), 200).save(path, "pdf", resolution=100)
    asked.will("open_file", path)
    asked.will("choose", "当事人身份证明")
    turned_to(clerk, "文书")
    clerk.push("扫描归卷")
    clerk.until(lambda: not asked.answers)
    clerk.sees("附件 1")
    turned_to(clerk, "文书")
    clerk.push("整本卷宗")
    clerk.sees("整本卷宗", "一楼打印机")
    clerk.do("Ctrl+P")
    clerk.do("Esc")


def it_is_put_on_the_shelf(clerk):
    clerk.do("F8")
    clerk.go("保管期限")
    clerk.press("Down")
    clerk.write("卷内页数", "16")
    clerk.write("立卷人", "吴秀兰")
    clerk.write("卷宗情况说明", "身份证复印件核对后扫描入卷，原件当场退还。")
    clerk.do("Ctrl+Return")
    clerk.sees("已归档")


def nothing_is_left_to_see_to(station):
    [case] = station.ask(records.ids, LEDGER, Filter())
    kept = station.ask(case_file.file, case)
    assert (kept.case.state, kept.case.number, kept.case.filer) == ("Z90", NUMBER, "吴秀兰")
    found = station.ask(case_check.of_case, case, station.today()).findings
    assert not [one for one in found if one.level is case_check.Level.ERROR]
