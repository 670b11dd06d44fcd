"""What is looked at stands in the register; the chief reads it weekly; numbers open for a while."""

import pytest
from PySide6.QtWidgets import QPushButton

from core.ids import Ids
from core.rights import Actor
from core.services import looks
from gui.screens.settings import SettingsScreen
from gui.widgets import looking
from gui.widgets.case_pane import PEOPLE
from gui.widgets.eye import Veiled
from gui.widgets.looks_card import LooksCard
from gui.widgets.paper_kinds import PAPERS
from gui.widgets.screen import Target
from tests.gui.mediating import Clerk, a_case
from tests.gui.shell import PaperShell, nameless, scrolls_sideways

WHOLE, PART = "0512-65221234", "051******1234"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(looking, "STAYING_MS", 0)


@pytest.fixture
def colleague(station):
    """Somebody who may mediate, and handles none of the cases made here."""
    return station.as_(Actor(Ids(station.clock).new(), "赵调解", "mediator"))


@pytest.fixture
def clerk_on(desk_of, tmp_path, qtbot):
    return lambda station: Clerk(desk_of(station), tmp_path, qtbot)


def told(station):
    people = station.ask(looks.of_week, station.today())
    return [(one.name, look.label) for one in people for look in one.looks]


def test_opening_somebody_elses_case_is_written_down_once(clerk_on, colleague, station, qtbot):
    case = a_case(station)
    clerk = clerk_on(colleague)
    clerk.open(case)
    qtbot.waitUntil(lambda: told(station) != [])
    clerk.screen.refresh(None)
    clerk.settle()
    assert told(station) == [("赵调解", "查看：矛盾纠纷台账 石桥镇人调字〔2026〕第001号")]
    assert [one.label for one in station.ask(looks.of_record, "mediation_case", case)] == [
        "查看：矛盾纠纷台账 石桥镇人调字〔2026〕第001号"
    ]
    assert clerk.shell.said == []


def test_ones_own_case_and_sums_alone_are_no_look(clerk_on, colleague, station, qtbot):
    own, sums = a_case(station), a_case(station, privacy="L1")
    clerk_on(station).open(own)
    other = clerk_on(colleague)
    other.open(sums)
    qtbot.wait(30)
    other.settle()
    assert told(station) == []


def test_a_number_of_somebody_elses_case_is_shown_for_a_while(clerk_on, colleague, station, qtbot):
    case = a_case(station)
    clerk = clerk_on(colleague)
    pane = clerk.open(case)
    pane.turn_to(PEOPLE)
    clerk.settle()
    (veiled,) = pane.findChildren(Veiled)
    assert veiled.text.text() == PART
    (button,) = veiled.findChildren(QPushButton)
    assert button.accessibleName() == "显示完整的联系方式（30 秒，记入查看登记）"
    button.click()
    qtbot.waitUntil(lambda: veiled.text.text() == WHOLE)
    assert veiled._timer.interval() == 30_000
    veiled._timer.setInterval(0)
    qtbot.waitUntil(lambda: veiled.text.text() == PART)
    qtbot.waitUntil(
        lambda: ("赵调解", "查看联系方式：石桥镇人调字〔2026〕第001号") in told(station)
    )
    assert button.isVisible()


def test_ones_own_numbers_need_no_eye(clerk_on, station):
    pane = clerk_on(station).open(a_case(station))
    assert pane.findChildren(Veiled) == []


def test_a_previewed_paper_says_what_it_is_about(clerk_on, station):
    case = a_case(station)
    clerk = clerk_on(station)
    pane = clerk.open(case)
    (paper,) = (one for one in PAPERS if one.name == "mediation_agreement")
    clerk.screen.papers.preview(pane.file, paper)
    (subject,) = clerk.shell.subjects
    assert subject.name == "人民调解协议书 石桥镇人调字〔2026〕第001号"
    assert subject.records == (("mediation_case", case),)


@pytest.fixture
def settings(qtbot, station, desk_of, tmp_path, settle):
    shell = PaperShell(desk_of(station), tmp_path)
    made = SettingsScreen(shell)
    qtbot.bring_up(made, 1170, 638)
    made.enter(Target("settings", ledger="looks"))
    settle(shell.desk)
    return made


def test_the_chief_reads_the_register_by_week_and_person(station, colleague, make, request, clock):
    case = make.case()
    colleague.perform(looks.seen, "导出：矛盾纠纷台账 1 件", [("mediation_case", case.id)])
    station.perform(looks.seen, "打印：周报")
    screen = request.getfixturevalue("settings")
    card = screen.findChild(LooksCard)
    assert card.isVisible()
    assert [row[1:] for row in card.table.texts()] == [
        ["李海燕", "打印：周报", ""],
        ["赵调解", "导出：矛盾纠纷台账 1 件", "1"],
    ]
    card.who.setCurrentIndex(card.who.findText("赵调解 · 1 次"))
    card.who.activated.emit(card.who.currentIndex())
    assert [row[2] for row in card.table.texts()] == ["导出：矛盾纠纷台账 1 件"]
    assert nameless(screen) == []
    assert scrolls_sideways(screen) == []


def test_another_week_has_its_own_looks(station, clock, request, settle):
    station.perform(looks.seen, "上周的事")
    clock.tick(days=7)
    screen = request.getfixturevalue("settings")
    card = screen.findChild(LooksCard)
    assert "上周的事" not in [row[2] for row in card.table.texts()]
    card.step(-1)
    settle(screen.desk)
    assert [row[2] for row in card.table.texts()] == ["上周的事"]
    card.step(1)
    card.step(1)
    settle(screen.desk)
    assert "上周的事" not in [row[2] for row in card.table.texts()]


def test_reading_the_register_is_written_down_too(settings, station, qtbot):
    qtbot.waitUntil(lambda: told(station) == [("李海燕", "核对查看登记")])


def test_the_list_behind_a_figure_says_how_many_are_restricted(
    clerk_on, colleague, station, make, qtbot
):
    shown, hidden = make.case(), make.case(privacy="L3")
    clerk = clerk_on(colleague)
    target = Target("mediation", ledger="mediation_case", ids=(shown.id, hidden.id), title="在办")
    clerk.screen.enter(target)
    clerk.settle()
    assert list(clerk.screen.table.rows.ids) == [shown.id]
    assert clerk.screen.listing._foot.text().startswith("共 1 件 · 限制查看 1 件")
    clerk.screen.filters.clear()
    clerk.settle()
    assert "限制查看" not in clerk.screen.listing._foot.text()


def test_a_clerk_who_restricts_a_case_is_asked_and_loses_sight_of_it(
    clerk_on, colleague, station, make, asked
):
    case = make.case(title="占道")
    clerk = clerk_on(colleague)
    clerk.begin(case.id, "amend")
    clerk.screen.forms.currentWidget().boxes["privacy"].set_text("L3")
    asked.will("yes", True)
    clerk.save()
    assert "您保存以后就看不到它了" in asked.texts[0]
    assert list(clerk.screen.table.rows.ids) == []
    assert clerk.pane.isHidden()
    assert any("已设为限制查阅" in said for said in clerk.shell.said)


def test_a_week_without_a_look_says_so_below_its_head(desk_of, station, settle, qtbot):
    desk = desk_of(station)
    card = LooksCard(desk)
    qtbot.addWidget(card)
    card.resize(900, 640)
    card.show()
    settle(desk)
    assert card.table.isHidden()
    assert card._none.isVisible()
    assert card.who.geometry().bottom() < 100
