"""The first run: five pages by keyboard alone, nothing lost going back, a station at the end."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from core import places
from core.records import ledger
from core.records.mediation_case import MediationCase
from core.services import founding, mediation, records, settings
from core.services.mediation import CaseDraft
from core.services.records import Filter
from core.settings import MEETING_TIME, WEEK_START
from core.store import keys
from gui.screens.first_run import FIRST, FirstRun
from gui.widgets import answers
from gui.widgets.answers import villages_in
from gui.widgets.porch import porch
from gui.widgets.recovery import ASKED, recovery_sheet
from tests.conftest import QUICK
from tests.reading import pdf_pages


@pytest.fixture
def assistant(qtbot, tmp_path, clock, monkeypatch):
    create = founding.create
    monkeypatch.setattr(founding, "create", lambda *given: create(*given, QUICK))
    desk = porch(tmp_path, clock)
    screen = FirstRun(desk, tmp_path / "station", clock)
    screen.desk, screen.ended = desk, []
    screen.finished.connect(lambda station, door: screen.ended.append((station, door)))
    qtbot.addWidget(screen)
    screen.resize(1024, 560)
    screen.show()
    screen.activateWindow()
    yield screen
    desk.close()
    for station, _ in screen.ended:
        station.close()


class Hands:
    """A clerk without a mouse: types where the focus is, goes on with Tab and Enter."""

    def __init__(self, qtbot, screen):
        self.qtbot, self.screen = qtbot, screen

    @property
    def at(self) -> QWidget:
        return self.screen.focusWidget()

    def fill(self, **texts):
        for key, text in texts.items():
            for _ in range(12):
                if self.at.objectName() == key:
                    break
                self.qtbot.keyClick(self.at, Qt.Key.Key_Tab)
            assert self.at.objectName() == key, self.at
            for part in text.split("\n"):
                if isinstance(self.at, QPlainTextEdit) and self.at.toPlainText():
                    self.qtbot.keyClick(self.at, Qt.Key.Key_Return)
                self.at.insertPlainText(part) if isinstance(
                    self.at, QPlainTextEdit
                ) else self.at.insert(part)

    def enter(self):
        while isinstance(self.at, QPlainTextEdit):
            self.qtbot.keyClick(self.at, Qt.Key.Key_Tab)
        self.qtbot.keyClick(self.at, Qt.Key.Key_Return)

    def press(self, text):
        for _ in range(12):
            if isinstance(self.at, QPushButton) and text in (
                self.at.text(),
                self.at.accessibleName(),
            ):
                self.qtbot.keyClick(self.at, Qt.Key.Key_Return)
                return
            self.qtbot.keyClick(self.at, Qt.Key.Key_Tab)
        raise AssertionError(text)

    def settle(self):
        self.qtbot.waitUntil(lambda: not self.screen.desk.busy)


@pytest.fixture
def hands(qtbot, assistant):
    return Hands(qtbot, assistant)


def through_two_pages(hands):
    hands.fill(unit="临川县石桥镇综治中心")
    hands.enter()
    hands.fill(name="李海燕", post="综治专干", new_secret="shiqiao-2026")
    hands.fill(new_secret_again="shiqiao-2026", colleagues="王建国 主任\n赵调解 人民调解员")
    hands.press("下一步")


def copied(hands):
    groups = hands.screen._founded.code.split("-")
    hands.fill(**{f"group{number}": groups[number - 1] for number in ASKED})
    hands.enter()


def test_ctrl_enter_goes_on_even_while_one_writes_a_list(hands, assistant, qtbot):
    hands.fill(unit="临川县石桥镇综治中心")
    hands.enter()
    hands.fill(name="李海燕", new_secret="shiqiao-2026", new_secret_again="shiqiao-2026")
    hands.fill(colleagues="王建国 主任")
    qtbot.keyClick(hands.at, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert assistant.number == 2


def test_what_was_missing_is_no_longer_called_missing_once_it_is_typed(hands, assistant):
    hands.enter()
    assert assistant.asked.boxes["unit"].problem == "请填写单位全称"
    hands.fill(unit="临川县石桥镇综治中心")
    assert assistant.asked.boxes["unit"].problem == ""


def test_a_station_is_founded_by_keyboard_alone(hands, assistant, clock):
    through_two_pages(hands)
    hands.fill(villages="东风村、石桥村\n红旗社区")
    hands.press("下一步")
    hands.fill(last="37")
    hands.enter()
    hands.press("建立站点")
    hands.settle()
    assert assistant.number == 5
    copied(hands)
    hands.press("登记第一件")
    ((station, door),) = assistant.ended
    assert door == FIRST
    assert (station.actor.name, station.ask(founding.own).name) == (
        "李海燕",
        "临川县石桥镇综治中心",
    )
    assert station.ask(founding.own).short_name == "石桥镇"
    people = station.ask(records.choices, "user")
    assert {name for _, name in people} == {"李海燕", "王建国", "赵调解"}
    assert len(station.ask(records.ids, ledger("grid"), Filter())) == 3
    assert len(station.ask(records.ids, ledger("staff"), Filter())) == 3
    draft = CaseDraft({"title": "相邻通行纠纷", "source": "02"})
    case = station.perform(mediation.accept, draft).value
    assert station.ask(records.get, MediationCase, case).number.endswith("第038号")
    assert station.ask(settings.value, MEETING_TIME) == "08:30"
    assert keys.names(station.folder) == ("李海燕",)


def test_the_roles_follow_from_the_posts(hands, assistant):
    through_two_pages(hands)
    for _ in range(2):
        hands.press("以后再说")
    hands.press("以后再说")
    hands.settle()
    copied(hands)
    hands.press("登记第一件")
    station = assistant.ended[0][0]
    rows = station.ask(
        records.rows, ledger("user"), station.ask(records.ids, ledger("user"), Filter())
    )
    assert {row.texts["name"]: row.values["role"] for row in rows} == {
        "李海燕": "admin",
        "王建国": "chief",
        "赵调解": "mediator",
    }


def test_what_is_put_off_is_not_kept_but_not_lost_either(hands, assistant):
    through_two_pages(hands)
    hands.fill(villages="东风村")
    hands.press("以后再说")
    assert assistant.asked.told().villages == ()
    hands.press("上一步")
    assert assistant.asked.boxes["villages"].text() == "东风村"
    hands.press("下一步")
    assert assistant.asked.told().villages == ("东风村",)


def test_missing_names_are_told_under_their_fields(hands, assistant):
    hands.enter()
    assert assistant.number == 0
    assert assistant.asked.boxes["unit"].problem == "请填写单位全称"
    assert hands.at.objectName() == "unit"


def test_two_passwords_that_differ_keep_the_page(hands, assistant):
    hands.fill(unit="石桥镇综治中心")
    hands.enter()
    hands.fill(name="李海燕", new_secret="shiqiao-2026", new_secret_again="anders-2026")
    hands.enter()
    assert (assistant.number, hands.at.objectName()) == (1, "new_secret_again")


def test_a_name_written_twice_is_told(hands, assistant):
    hands.fill(unit="石桥镇综治中心")
    hands.enter()
    hands.fill(name="王秀英", new_secret="shiqiao-2026", new_secret_again="shiqiao-2026")
    hands.fill(colleagues="王秀英 主任")
    hands.press("下一步")
    assert "王秀英" in assistant.asked.boxes["colleagues"].problem


def test_a_number_and_a_time_that_are_none_are_told(hands, assistant):
    through_two_pages(hands)
    hands.press("以后再说")
    hands.fill(last="还没有")
    hands.enter()
    assert "数字" in assistant.asked.boxes["last"].problem
    hands.at.clear()
    hands.enter()
    box = next(one for one in assistant.asked.settings if one.key == MEETING_TIME.key)
    box.set_text("早上")
    hands.press("建立站点")
    assert assistant.number == 4
    assert "9:30" in box.problem


def test_a_code_copied_wrong_is_told_and_the_doors_stay_shut(hands, assistant):
    through_two_pages(hands)
    for _ in range(3):
        hands.press("以后再说")
    hands.settle()
    hands.fill(group3="0000")
    hands.enter()
    assert assistant.number == 5
    assert assistant._recovery._boxes[0].problem == "与第 3 组不一样，请核对抄件"


def test_the_recovery_code_is_shown_for_printing_and_kept(hands, assistant, asked, tmp_path):
    through_two_pages(hands)
    for _ in range(3):
        hands.press("以后再说")
    hands.settle()
    code = assistant._founded.code
    hands.press("打印恢复码")
    hands.qtbot.waitUntil(assistant.paper.isVisible)
    hands.settle()
    kept = tmp_path / "code.pdf"
    asked.will("save_file", kept)
    next(b for b in assistant.paper.findChildren(QPushButton) if b.text() == "另存为").click()
    hands.settle()
    assert code.split("-")[0] in "".join(pdf_pages(kept))
    next(b for b in assistant.paper.findChildren(QPushButton) if b.text() == "返回").click()
    assert assistant.number == 5


def test_a_roster_chosen_is_imported_next_instead_of_typed_names(hands, assistant, asked, tmp_path):
    through_two_pages(hands)
    asked.will("open_file", tmp_path / "花名册.xlsx")
    hands.press("选择花名册工作簿")
    assert assistant.asked.roster == tmp_path / "花名册.xlsx"
    assert assistant.asked.told().roster == tmp_path / "花名册.xlsx"


def test_a_folder_that_holds_a_station_is_refused_with_a_sentence(hands, assistant, asked):
    (assistant._folder).mkdir()
    (assistant._folder / "station.db").touch()
    through_two_pages(hands)
    asked.will("tell")
    for _ in range(3):
        hands.press("以后再说")
    hands.settle()
    assert "已经有一个站点" in asked.texts[0]
    assert assistant.asked.boxes["unit"].text() == "临川县石桥镇综治中心"


@pytest.mark.parametrize(
    ("typed", "number"), [("", 0), ("37", 37), ("３７", 37), ("石桥镇人调字〔2026〕第037号", 37)]
)
def test_the_last_number_is_read_as_written(typed, number):
    assert answers.last_number(typed) == number


@pytest.mark.parametrize(
    ("unit", "short"),
    [("石桥镇综治中心", "石桥镇"), ("临川县石桥镇综治中心", "石桥镇"), ("县法院调委会", "")],
)
def test_the_short_name_is_guessed_from_the_full_one(unit, short):
    assert answers.town(unit) == short


def test_the_recovery_code_prints_on_one_sheet(tmp_path):
    from datetime import date

    path = tmp_path / "code.pdf"
    assert recovery_sheet(path, "石桥镇综治中心", "-".join(["ABCD"] * 8), date(2026, 3, 25)) == 1


def test_the_report_week_is_asked_with_friday_first(assistant):
    box = next(one for one in assistant.asked.settings if one.key == WEEK_START.key)
    assert box.text() == "周五"


def test_it_fits_a_small_window(assistant):
    hint = assistant.minimumSizeHint()
    assert (hint.width() <= 1024, hint.height() <= 560) == (True, True)


def test_the_villages_come_from_the_roster_where_none_were_typed():
    found = villages_in(places.resources() / "demo" / "roster.xlsx")
    assert len(found) == 12
    assert "东风村" in found


def test_a_roster_that_cannot_be_read_gives_no_villages(tmp_path):
    path = tmp_path / "不是表格.xlsx"
    path.write_bytes(b"")
    assert villages_in(path) == ()
    assert villages_in(None) == ()
