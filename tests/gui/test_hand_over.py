"""工作交接 in the window: by keyboard, with things typed in, and the list printed at once."""

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from core.records.hand_over import HandOverLine
from core.records.user import User
from core.services import founding, hand_over, records
from core.store import keys
from gui.screens.hand_over import _CLOSE, HandOverScreen
from gui.widgets.screen import Target
from tests.conftest import PASSWORD, QUICK
from tests.gui.shell import nameless, scrolls_sideways
from tests.gui.typist import Typist
from tests.reading import pdf_pages


@pytest.fixture
def people(station, make):
    """李小满 with two cases, a task and a login; 周建国, who takes over."""
    given = make.staff(name="李小满").id
    make.staff(name="周建国")
    user = station.perform(founding.add_user, "李小满", "mediator").value
    station.perform(founding.add_user, "周建国", "mediator")
    keys.add(station.folder, station.secret.key, "李小满", PASSWORD, QUICK)
    for n in (1, 2):
        make.case(title=f"第{n}起相邻通行纠纷", mediator=given, due=date(2026, 4, n))
    make.task(title="核对消防通道", owner=given, due=date(2026, 3, 27))
    return user


@pytest.fixture
def screen(qtbot, people, shell, idle):
    made = HandOverScreen(shell)
    shell.shown = made
    qtbot.bring_up(made, 1170, 638)
    made.enter(Target("hand_over", record=people.id))
    idle()
    return made


def items(screen):
    return [row[0] for row in screen.pane.table.texts()]


def press(screen, text):
    next(b for b in screen.findChildren(QPushButton) if b.text() == text).click()


def take(screen, idle, name="周建国"):
    screen.taker.set_text(name)
    idle()


def lines_of(station):
    return station.ask(lambda session: session.query(HandOverLine).all())


def test_what_he_has_in_hand_is_listed_and_ticked(screen):
    assert screen.giver.text() == "李小满"
    assert items(screen) == ["第1起相邻通行纠纷", "第2起相邻通行纠纷", "核对消防通道"]
    assert len(screen.pane.chosen) == 3


def test_who_has_nothing_in_hand_is_said_to(screen, station, idle):
    screen.giver.set_text("李海燕")
    screen._gather()
    idle()
    assert items(screen) == []
    assert "还没有要交的" in screen.pane._count.text()


def test_the_whole_hand_over_by_keyboard(screen, shell, station, asked, idle, qtbot):
    clerk = Typist()
    screen.taker.focus()
    clerk.say("周建国")
    clerk.press("Tab")
    screen.activateWindow()
    qtbot.waitUntil(screen.isActiveWindow)
    clerk.say("王主任")
    clerk.press("Tab")
    clerk.say("借调县里")
    screen.login.set_text(_CLOSE)
    screen.pane.item.focus()
    clerk.say("档案柜钥匙 2 把")
    clerk.press("Return")
    clerk.say("调委会印章 1 枚")
    clerk.press("Return")
    assert QApplication.focusWidget() is screen.pane.item.editor
    asked.will("yes", True)
    clerk.press("Ctrl+Return")
    idle()
    assert "“李小满”的 5 项交给“周建国”，移交人的登录同时停用" in asked.texts[0]
    assert shell.said == ["已完成交接：李小满交周建国，请打印清单签名"]
    assert keys.names(station.folder) == ("李海燕",)
    assert QApplication.focusWidget() is screen.past.lines, "Enter prints the list just made"
    clerk.press("Return")
    title, path, pages = shell.previewed[0]
    assert (title, pages) == ("工作交接清单", 1)
    assert "借调县里" in pdf_pages(path)[0]
    kinds = [one.kind for one in lines_of(station)]
    assert kinds[-2:] == ["钥匙", "印章"], "the kind is read from the words"
    assert items(screen) == []


def test_the_space_bar_leaves_a_thing_behind_after_a_question(screen, station, asked, idle, qtbot):
    take(screen, idle)
    table = screen.pane.table
    table.setFocus()
    table.setCurrentCell(2, 0)
    Typist().press("Space")
    assert [one.item for one in screen.pane.chosen] == ["第1起相邻通行纠纷", "第2起相邻通行纠纷"]
    screen.login.set_text(_CLOSE)
    asked.will("yes", True)
    asked.will("yes", False)
    screen.submit()
    idle()
    assert "还有 1 项没有勾选" in asked.texts[1]
    assert lines_of(station) == []
    assert len(screen.pane.chosen) == 2, "a question answered no loses nothing"


def test_thinking_again_changes_nothing(screen, station, asked, idle):
    take(screen, idle)
    asked.will("yes", False)
    screen.submit()
    idle()
    assert lines_of(station) == []
    assert screen.taker.text() == "周建国"


def test_nobody_chosen_is_said_below_the_field(screen, idle):
    screen.submit()
    assert screen.taker.problem == "请从列表里选接交人"


def test_a_refusal_keeps_what_was_typed(screen, shell, station, asked, idle):
    screen.pane.item.set_text("档案柜钥匙")
    screen.pane.add()
    take(screen, idle, "李小满")
    asked.will("yes", True)
    screen.submit()
    idle()
    assert shell.failed == ["移交人和接交人不能是同一个人。"]
    assert items(screen)[-1] == "档案柜钥匙"


def test_another_giver_shows_his_own_work_and_keeps_the_typed_things(screen, idle):
    screen.pane.item.set_text("档案柜钥匙")
    screen.pane.add()
    screen.giver.set_text("周建国")
    screen.giver.edited.emit("giver")
    idle()
    assert items(screen) == ["档案柜钥匙"]


def test_what_changed_meanwhile_is_shown_anew(screen, make, station, idle):
    task = screen.pane.chosen[2]
    other = make.staff(name="别人").id
    station.perform(records.save, "task", {"owner": other}, task.id)
    screen.refresh(frozenset({"task"}))
    idle()
    assert items(screen) == ["第1起相邻通行纠纷", "第2起相邻通行纠纷"]


def test_the_list_can_be_kept_as_word(screen, shell, station, asked, idle, tmp_path):
    giver = station.ask(hand_over.named, "李小满")
    taker = station.ask(hand_over.named, "周建国")
    station.perform(hand_over.carry_out, hand_over.Terms(giver, taker), ())
    screen.refresh()
    idle()
    idle()
    path = tmp_path / "清单.docx"
    asked.will("save_file", path)
    press(screen, "存为 Word…")
    idle()
    assert path.stat().st_size > 5000
    assert shell.said == ["已存为 Word：清单.docx"]


def test_all_can_be_left_out_and_taken_in_again(screen):
    for count in (0, 3):
        press(screen, "全选 / 全不选")
        assert len(screen.pane.chosen) == count


def test_every_control_has_a_name_and_nothing_scrolls_sideways(screen):
    assert nameless(screen) == []
    for size in ((960, 500), (1170, 638)):
        screen.resize(*size)
        assert scrolls_sideways(screen) == []


def test_a_login_kept_stays_open(screen, station, asked, idle, people):
    take(screen, idle)
    asked.will("yes", True)
    screen.submit()
    idle()
    assert not station.ask(lambda session: session.get(User, people.id)).closed
    assert "李小满" in keys.names(station.folder)
