"""The place 报送: paper and Excel first; packages once a county's card was compared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.services import outbox, partners
from gui.screens.packages import PackagesScreen
from gui.widgets.screen import Target
from reports.commands import package
from tests.gui import walking
from tests.gui.shell import PaperShell, button

SIZES = [(964, 508), (1170, 716)]
COUNTY = "临川县综治中心"


@pytest.fixture
def cards(tmp_path):
    """The county's own cards, as it sends them."""
    made = {}
    for kind in (partners.COUNTY, partners.RECOVERY):
        partners.new_keys(kind, COUNTY, tmp_path / "county")
        made[kind] = tmp_path / "county" / f"{kind}.card.json"
    return made


@pytest.fixture
def enrolled(station, cards):
    for path in cards.values():
        station.perform(partners.enrol, partners.read_card(path))


@pytest.fixture
def opened(qtbot, desk_of, settle, tmp_path):
    def open_(station, size=SIZES[0]):
        screen = PackagesScreen(PaperShell(desk_of(station), tmp_path))
        qtbot.addWidget(screen)
        screen.shell.shown = screen
        screen.resize(*size)
        screen.show()
        screen.enter(Target("packages"))
        settle(screen.desk)
        return screen

    return open_


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def build(asked, settle, stick):
    """Press 生成数据包, and name the stick."""

    def press_build(screen, words="生成数据包"):
        asked.will("open_folder", stick)
        press(screen, words)
        settle(screen.desk)

    return press_build


def press(screen, words):
    QTest.mouseClick(button(screen, words), Qt.MouseButton.LeftButton)


def offered(screen):
    return {one.text() for one in screen.findChildren(QPushButton) if one.isVisible()}


def primary(screen):
    return [
        one.text()
        for one in screen.findChildren(QPushButton)
        if one.isVisible() and one.property("kind") == "primary"
    ]


def test_without_a_county_paper_and_excel_are_the_way(opened, station, make):
    make.staff()
    screen = opened(station)
    assert primary(screen) == ["导出台账"]
    assert screen._normal.isVisible()
    assert {"生成数据包", "重新生成上一个包", "核验数据包"}.isdisjoint(offered(screen))
    assert screen.amounts.texts() == [["网格员花名册", "1 人"], ["单位名录", "2 个"]]
    press(screen, "导出台账")
    assert screen.shell.gone == [Target("ledgers")]


def test_a_ledger_opens_by_enter_and_by_double_click(opened, station, make):
    make.staff()
    screen = opened(station)
    screen.amounts.setCurrentCell(0, 0)
    QTest.keyClick(screen.amounts, Qt.Key.Key_Return)
    screen.amounts.cellDoubleClicked.emit(1, 0)
    assert [one.ledger for one in screen.shell.gone] == ["staff", "organisation"]


def test_a_county_card_is_compared_before_it_is_believed(opened, station, cards, asked, settle):
    screen = opened(station)
    asked.will("open_file", cards[partners.COUNTY])
    press(screen, "登记县级密钥卡")
    settle(screen.desk)
    assert screen.compare.isVisible()
    mark = partners.read_card(cards[partners.COUNTY]).fingerprint
    assert screen.compare._mark.text() == mark
    assert primary(screen) == ["指纹一致，登记"]
    assert station.ask(outbox.overview).county is None
    press(screen, "指纹一致，登记")
    settle(screen.desk)
    assert station.ask(outbox.overview).county.fingerprint == mark
    assert screen.shell.said == [f"已登记县级接收单位的密钥卡：{COUNTY}"]
    assert primary(screen) == ["生成数据包"]


def test_a_card_that_differs_is_put_away(opened, station, cards, asked, settle):
    screen = opened(station)
    asked.will("open_file", cards[partners.COUNTY])
    screen.keys.read_card()
    settle(screen.desk)
    assert screen.compare.refuse.hasFocus()
    QTest.keyClick(screen.compare.refuse, Qt.Key.Key_Space)
    assert screen.compare.isHidden()
    assert station.ask(outbox.overview).county is None


def test_leaving_the_page_puts_the_card_away(opened, station, cards, asked, settle):
    screen = opened(station)
    asked.will("open_file", cards[partners.COUNTY])
    screen.keys.read_card()
    settle(screen.desk)
    screen.leave()
    assert screen.compare.isHidden()


def test_a_wrong_card_is_refused_in_a_sentence(opened, station, asked, settle, tmp_path):
    screen = opened(station)
    own = tmp_path / "own.card.json"
    station.ask(partners.own_card).write(own)
    broken = tmp_path / "broken.card.json"
    broken.write_text("{}", "utf-8")
    for path in (own, broken):
        asked.will("open_file", path)
        screen.keys.read_card()
        settle(screen.desk)
    assert "不是县级的" in screen.shell.failed[0]
    assert "不是密钥卡文件" in screen.shell.failed[1]
    assert screen.compare.isHidden()


def test_our_own_card_is_written_for_the_county(opened, station, asked, settle, tmp_path):
    screen = opened(station)
    path = tmp_path / "本站.card.json"
    asked.will("save_file", path)
    press(screen, "输出本站密钥卡")
    settle(screen.desk)
    assert partners.read_card(path) == station.ask(partners.own_card)
    assert "核对指纹" in screen.shell.said[0]


def test_who_may_not_enrol_is_told_whom_to_ask(opened, somebody):
    screen = opened(somebody("clerk"))
    assert "登记县级密钥卡" not in offered(screen)


@pytest.mark.usefixtures("enrolled")
class TestWithCounty:
    def test_what_waits_is_told_by_ledger(self, opened, station, make):
        make.staff()
        screen = opened(station)
        assert screen._title.text() == "还没有用数据包报送过的内容"
        assert screen.amounts.texts() == [
            ["网格员花名册", "1 人", "", ""],
            ["单位名录", "2 个", "", ""],
        ]

    def test_a_package_is_built_proved_and_listed(self, opened, station, stick, build):
        screen = opened(station)
        build(screen)
        assert "第 1 号数据包\n已核对，可安全拔出" in screen.outcome.text
        assert all(path.name in screen.outcome.text for path in stick.iterdir())
        assert screen.shell.said == ["第 1 号数据包已生成，已核对，可安全拔出"]
        assert screen.shell.failed == []
        (row,) = screen.sent.texts()
        assert row[:3] == ["第 1 号", "2026-03-25 08:10", "共 2 条：单位名录 2"]
        assert any(row[3] in path.name for path in stick.iterdir())
        assert screen._amounts_or_nothing.currentIndex() == 1
        assert screen._since.text() == "上次：第 1 号，2026-03-25 08:10"

    def test_the_outcome_is_put_away_by_its_cross(self, opened, station, build):
        screen = opened(station)
        build(screen)
        screen.outcome.away.click()
        assert screen.outcome.text == ""

    def test_the_folder_is_offered(self, opened, station, stick, build, monkeypatch):
        shown = []
        monkeypatch.setattr("gui.screens.packages.opening", lambda p: lambda: shown.append(p))
        screen = opened(station)
        build(screen)
        press(screen, "打开文件夹")
        assert shown == [stick]

    def test_nothing_new_is_told_and_writes_nothing(self, opened, station, stick, build):
        screen = opened(station)
        build(screen)
        before = sorted(stick.iterdir())
        build(screen)
        assert "没有新的内容" in screen.shell.failed[0]
        assert sorted(stick.iterdir()) == before
        assert button(screen, "生成数据包").isEnabled()

    def test_the_last_package_is_made_again_under_its_number(self, opened, station, stick, build):
        screen = opened(station)
        build(screen)
        before = {path.name for path in stick.iterdir()}
        build(screen, "重新生成上一个包")
        assert {path.name for path in stick.iterdir()} == before
        assert len(screen.sent.texts()) == 1
        assert screen.shell.said[-1].startswith("第 1 号")

    def test_a_stopped_build_leaves_nothing(self, opened, station, stick, asked, settle):
        screen = opened(station)
        asked.will("open_folder", stick)
        screen.build()
        screen._strip._cancel()
        settle(screen.desk)
        assert list(stick.iterdir()) == []
        assert screen.shell.said == ["已取消，没有留下任何文件"]
        assert screen.sent.texts() == []

    def test_leaving_the_questions_does_nothing(self, opened, station, asked):
        screen = opened(station)
        asked.will("open_folder", None)
        screen.build()
        asked.will("open_file", None)
        screen.check()
        asked.will("open_file", None)
        screen.keys.read_card()
        asked.will("save_file", None)
        screen.keys.write_own()
        assert not screen.desk.busy

    def test_a_package_is_verified_and_a_damaged_one_is_refused(
        self, opened, station, stick, asked, settle
    ):
        index = next(p for p in package.build(station, stick).files if p.suffix == ".idx")
        screen = opened(station)
        for _ in range(2):
            asked.will("open_file", index)
            press(screen, "核验数据包")
            settle(screen.desk)
            part = next(stick.glob("*.001"))
            part.write_bytes(part.read_bytes()[:-1])
        assert "石桥镇综治中心第 1 号数据包\n完好" in screen.outcome.text
        assert "生成于 2026-03-25 08:10，共 2 条，核对码" in screen.outcome.text
        assert len(screen.shell.failed) == 1

    def test_the_whole_way_goes_by_keyboard(self, opened, station, stick, asked, settle):
        screen = opened(station)
        button(screen, "生成数据包").setFocus()
        asked.will("open_folder", stick)
        QTest.keyClick(button(screen, "生成数据包"), Qt.Key.Key_Space)
        settle(screen.desk)
        assert "可安全拔出" in screen.outcome.text

    @pytest.mark.parametrize("size", SIZES)
    def test_everything_fits_without_a_horizontal_bar(self, opened, station, build, size):
        screen = opened(station, size)
        build(screen)
        hint = screen.minimumSizeHint()
        assert (screen.width(), screen.height()) == size
        assert (hint.width() <= size[0], hint.height() <= size[1]) == (True, True)

    def test_every_control_has_a_name_and_is_reached_by_tab(self, opened, station, build, qtbot):
        screen = opened(station)
        build(screen)
        screen.sent.setFocus()
        qtbot.waitUntil(screen.sent.hasFocus)
        assert walking.nameless(screen) == []
        there = walking.walk(screen)
        back = walking.walk(screen, Qt.Key.Key_Backtab)
        assert set(there) == set(walking.focusable(screen))
        assert back[1:] == there[:0:-1]


@pytest.mark.usefixtures("enrolled")
def test_comparing_fits_the_small_window(opened, station, cards, asked, settle):
    screen = opened(station)
    asked.will("open_file", cards[partners.COUNTY])
    screen.keys.read_card()
    settle(screen.desk)
    assert (screen.width(), screen.height()) == SIZES[0]
    assert screen.minimumSizeHint().height() <= SIZES[0][1]
