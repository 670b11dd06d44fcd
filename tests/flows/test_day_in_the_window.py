"""One working day lived in the real window, by keyboard alone; then the files it leaves behind."""

from contextlib import closing

import pytest
from openpyxl import load_workbook

from core import places
from core.intake import package as intake
from core.services import founding, packages, partners, soundness
from gui.window import Window
from tests.conftest import PASSWORD, QUICK
from tests.flows.driving import Hands
from tests.reading import pdf_pages

UNIT, CLERK = "临川县石桥镇综治中心", "李海燕"
COUNTY = founding.Facts(name="临川县综治中心", user="县接收员", kind="superior")
OWN_UNITS = 2
NUMBER = "石桥镇人调字〔2026〕第038号"
TITLE = "陈𠮷祥诉李㛃占道堆放"
ROSTER = places.resources() / "demo" / "roster.xlsx"


@pytest.fixture
def clerk(qtbot, tmp_path, clock, monkeypatch, asked):
    """A clerk before the window of a folder that holds no station yet."""
    create = founding.create
    monkeypatch.setattr(founding, "create", lambda *given: create(*given, QUICK))
    window = Window(tmp_path / "station", clock)
    qtbot.addWidget(window)
    window.start()
    window.show()
    window.activateWindow()
    yield Hands(qtbot, window)
    window.close()


def test_one_day_by_keyboard(clerk, asked, tmp_path, clock):
    the_station_is_founded(clerk)
    the_code_is_copied(clerk)
    the_roster_comes_in(clerk, asked)
    everybody_is_called(clerk)
    two_things_are_handed_out(clerk)
    the_minutes_are_printed(clerk)
    a_dispute_is_accepted(clerk)
    the_talk_is_recorded(clerk)
    an_agreement_is_reached(clerk)
    the_agreement_is_printed(clerk)
    everybody_has_signed(clerk)
    two_letters_find_it(clerk)
    the_list_is_exported(clerk, asked, tmp_path / "花名册.xlsx")
    the_weekly_sheet_is_looked_at(clerk)
    the_package_goes_out(clerk, asked, tmp_path)
    half_a_word_outlives_the_lock(clerk)
    clerk.window.close()
    with closing(founding.open_station(tmp_path / "station", CLERK, PASSWORD, clock)) as station:
        nothing_is_broken(station)
        the_county_has_the_same(station, tmp_path)


def the_station_is_founded(clerk):
    clerk.write("单位全称", UNIT)
    clerk.press("Return")
    clerk.write("您的姓名", CLERK)
    clerk.write("您的职务", "综治专干")
    clerk.write("口令", PASSWORD)
    clerk.write("再输一次口令", PASSWORD)
    clerk.press("Return")
    clerk.write("村（社区）名称", "东风村、石桥村、柳林村")
    clerk.push("下一步")
    clerk.write("今年已经编到第几号", "３７")
    clerk.do("Return", "Return")


def the_code_is_copied(clerk):
    shown = [word for word in clerk.seen.split() if len(word) == 4 and word.isascii()]
    clerk.write("照抄件输入第 3 组", shown[2].lower())
    clerk.write("照抄件输入第 6 组", shown[5])
    clerk.do("Return")
    clerk.push("导入现有台账")


def the_roster_comes_in(clerk, asked):
    asked.will("open_files", [ROSTER])
    clerk.push("选择文件")
    clerk.sees("全部 43", "有错 33", "所属网格“红旗社区”在名册里没有", "陈𠮷祥", "李 㛃")
    assert clerk.here == "导入 10 人"
    clerk.do("Ctrl+Return")
    clerk.sees("已导入：新增 10 人，更新 0 人", "有错没有导入 33")


def everybody_is_called(clerk):
    clerk.do("Alt+4")
    clerk.do("Ctrl+N")
    clerk.sees("应到 11　实到 11　未到 0")
    before = clerk.presses
    clerk.press("Down", "Down", "3", "Down", "Down", "Down", "2")
    assert clerk.presses - before <= 12
    clerk.do("Up", "Up", "Up")
    clerk.say("孩子开家长会")
    clerk.do("Return")
    clerk.sees("孙桂芳，柳林村 专职网格员，请假，孩子开家长会", "柳志强，柳林村 专职网格员，迟到")
    clerk.sees("应到 11　实到 10　未到 1")


def two_things_are_handed_out(clerk):
    clerk.press("F6", "F6")
    for line, letters, due in (
        ("上门核对到期协议", "zjj", "3-27"),
        ("把纠纷台账发各村核对", "ldz", "２７"),
    ):
        clerk.say(line)
        clerk.press("Tab")
        clerk.type(letters)
        clerk.press("Tab")
        clerk.say(due)
        clerk.press("Return")
    clerk.do("Ctrl+Return")
    clerk.sees("已登记 2 项", "上门核对到期协议，赵建军　3月27日到期，剩2天")
    assert clerk.here == "第1项事项"
    clerk.do("Ctrl+Shift+Return")
    clerk.sees("已定稿")


def the_minutes_are_printed(clerk):
    clerk.do("Ctrl+P")
    clerk.sees("会议记录", "/ 1")
    paper = "".join(pdf_pages(clerk.window.frame.paper._view.pages.path))
    for text in (
        "日晨会记录",
        "应到11人，实到10人",
        "孙桂芳请假（孩子开家长会）",
        "2.把纠纷台账发各村核对（责任人：刘德柱；时限：3月27日）",
    ):
        assert text in paper
    clerk.do("Esc")


def a_dispute_is_accepted(clerk):
    before = clerk.presses
    clerk.press("Alt+3", "Ctrl+N")
    clerk.say(TITLE, 14)
    clerk.press("Tab")
    clerk.say("陈𠮷祥", 9)
    clerk.press("Tab")
    clerk.say("李㛃", 9)
    clerk.press("Tab")
    clerk.type("ll")
    clerk.do("Ctrl+Return")
    assert clerk.presses - before <= 60
    clerk.sees(NUMBER, TITLE, "已受理", "邻里纠纷", "2026-04-24（剩30天）")


def the_talk_is_recorded(clerk):
    clerk.do("F8")
    assert clerk.here == "调解记录"
    clerk.say("双方各讲了经过，李㛃同意搬走。")
    clerk.go("调解结果")
    clerk.press("Down")
    clerk.do("Ctrl+Return")
    clerk.sees("调解中", "双方各讲了经过，李㛃同意搬走。")


def an_agreement_is_reached(clerk):
    clerk.do("F8")
    clerk.say("李㛃在门前通道堆放建材，影响陈𠮷祥出行。")
    clerk.press("Tab")
    clerk.say("李㛃三日内把建材搬走。")
    clerk.press("Return")
    clerk.say("今后双方都不再占用通道。")
    clerk.press("Tab")
    clerk.type("lj")
    clerk.press("Tab", "Tab")
    assert clerk.here == "第1项履行事项"
    for text in ("补偿误工费", "３００", "现金", "3-27"):
        clerk.say(text)
        clerk.press("Tab")
    clerk.do("Ctrl+Return")
    clerk.sees("书面协议待签章", "李㛃 → 陈𠮷祥 补偿误工费 300.00 元")


def the_agreement_is_printed(clerk):
    clerk.do("Ctrl+P", "Return")
    clerk.sees("人民调解协议书", "/ 2")
    paper = "".join(pdf_pages(clerk.window.frame.paper._view.pages.path))
    for text in (NUMBER, "陈𠮷祥", "李㛃", "今后双方都不再占用通道。"):
        assert text in paper
    clerk.do("Esc")


def everybody_has_signed(clerk):
    clerk.do("F8")
    clerk.sees("履行中", "生效日期")


def two_letters_find_it(clerk):
    clerk.do("Alt+1", "Ctrl+K")
    clerk.type("cj")
    clerk.sees("矛盾纠纷台账，1 件", f"{TITLE}，邻里纠纷", "Enter 打开")
    clerk.do("Return")
    clerk.sees("登记履行")


def the_list_is_exported(clerk, asked, path):
    clerk.do("Alt+5", "Ctrl+F")
    clerk.say("㛃")
    clerk.sees("共 1 人")
    asked.will("save_file", path)
    clerk.do("Ctrl+Shift+E")
    clerk.sees("导出现在列表里的 1 人")
    clerk.do("Ctrl+Return")
    clerk.sees("已导出 1 人：花名册.xlsx")
    clerk.window.activateWindow()
    clerk.until(lambda: clerk.at is not None)
    sheet = load_workbook(path).active
    assert "李㛃" in {cell.value for row in sheet.iter_rows() for cell in row}


def the_weekly_sheet_is_looked_at(clerk):
    clerk.do("Alt+7")
    clerk.sees("3月13日至3月19日", "东风村")
    clerk.do("Ctrl+P")
    clerk.sees("周报0319", "/ 1")
    clerk.do("Esc")


def the_package_goes_out(clerk, asked, folder):
    partners.new_keys(partners.COUNTY, COUNTY.name, folder / "county-keys")
    clerk.do("Alt+6")
    asked.will("open_file", folder / "county-keys" / "county.card.json")
    clerk.push("登记县级密钥卡")
    clerk.push("指纹一致，登记")
    clerk.sees("已登记县级接收单位的密钥卡")
    asked.will("open_folder", folder / "stick")
    clerk.push("生成数据包")
    clerk.sees("第 1 号数据包已生成，已核对，可安全拔出")


def half_a_word_outlives_the_lock(clerk):
    clerk.do("Alt+3", "Ctrl+N")
    clerk.say("半截话")
    clerk.do("Ctrl+Shift+L")
    assert "半截话" not in clerk.seen
    clerk.say(PASSWORD)
    clerk.do("Return")
    clerk.sees("登记纠纷", "半截话")
    clerk.say("又接着说")
    assert clerk.at.text() == "半截话又接着说"


def nothing_is_broken(station):
    assert soundness.check(station) == []
    counted = {name: count for name, count in station.ask(packages.counts).items() if count}
    assert counted == {
        "agreement": 1,
        "attendance": 11,
        "confirmation": 1,
        "grid": 3,
        "mediation_case": 1,
        "mediation_meeting": 1,
        "meeting": 1,
        "organisation": OWN_UNITS,
        "party": 2,
        "performance": 1,
        "post": 10,
        "staff": 11,
        "task": 2,
    }


def the_county_has_the_same(station, folder):
    county, _ = founding.create(folder / "county", COUNTY, PASSWORD, station.clock)
    with closing(county):
        county.perform(partners.enrol, station.ask(partners.own_card))
        identity = partners.read_key(folder / "county-keys" / "county.key")
        index = next((folder / "stick").glob("*.idx"))
        for status in ("applied", "unchanged"):
            verified = intake.verify(index, county.ask(packages.enrolled), identity)
            with closing(intake.lines(verified, identity)) as steps:
                assert county.perform(packages.receive, verified, steps).value.status == status
            got = county.ask(packages.counts)
            got["organisation"] -= OWN_UNITS
            assert got == station.ask(packages.counts)
