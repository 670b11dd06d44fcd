"""Help: read beside the page, searched, followed, printed; also before unlocking."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QToolButton, QWidget

from gui.screens.unlock import UnlockScreen
from gui.widgets.help_over import HelpOver
from gui.widgets.help_pane import HelpPane
from tests.gui.shell import nameless


@pytest.fixture
def printed():
    return []


@pytest.fixture
def host(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def pane(qtbot, host, desk, printed):
    made = HelpPane(desk, lambda draw, title: printed.append((draw, title)))
    made.setParent(host)
    made.resize(340, 600)
    host.resize(900, 600)
    with qtbot.waitActive(host):
        host.show()
    made.toggle("desk")
    return made


def press(pane, name):
    next(one for one in pane.findChildren(QToolButton) if one.toolTip() == name).click()


def seek(qtbot, pane, words, settle, desk):
    pane.search.setFocus()
    pane.search.insert(words)
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    settle(desk)


def test_two_letters_find_a_subject_and_enter_opens_it(qtbot, pane, settle, desk):
    seek(qtbot, pane, "bf", settle, desk)
    assert pane.found.line(0).text == "备份和恢复"
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert (pane.here, pane.search.text()) == ("backup", "")
    assert "每周五下班前" in pane.text
    assert pane.found.isHidden()


def test_arrows_go_down_into_what_was_found(qtbot, pane, settle, desk):
    seek(qtbot, pane, "打印", settle, desk)
    qtbot.keyClick(pane.search, Qt.Key.Key_Down)
    assert pane.found.hasFocus()
    wanted = pane.found.line(1).text.split(" · ")[-1]
    qtbot.keyClick(pane.found, Qt.Key.Key_Down)
    qtbot.keyClick(pane.found, Qt.Key.Key_Return)
    assert wanted in pane.text


def test_enter_waits_for_the_answer_to_what_is_typed_now(qtbot, pane, settle, desk):
    seek(qtbot, pane, "备份", settle, desk)
    pane.search.selectAll()
    seek(qtbot, pane, "打印", settle, desk)
    assert pane.here == "desk"
    qtbot.keyClick(pane.search, Qt.Key.Key_Return)
    assert pane.here in {"printing", "desk"}
    assert pane.search.text() == ""


def test_nothing_found_says_what_to_try(qtbot, pane, settle, desk):
    seek(qtbot, pane, "火箭", settle, desk)
    assert pane._none.text().startswith("没有找到")
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert not pane.isHidden()
    assert "工作台" in pane.text
    qtbot.keyClick(pane.search, Qt.Key.Key_Escape)
    assert pane.isHidden()


def test_links_are_followed_and_the_way_back_is_kept(pane):
    pane._follow(QUrl("import#表格读不了"))
    assert pane.here == "import"
    press(pane, "帮助首页")
    assert pane.here == "start"
    press(pane, "上一页")
    press(pane, "上一页")
    assert pane.here == "desk"
    press(pane, "上一页")
    assert pane.here == "desk"


def test_a_page_is_printed_as_a_paper(pane, printed, tmp_path):
    pane.show_place("trouble")
    press(pane, "打印这一页")
    [(draw, title)] = printed
    assert title == "帮助：出了问题怎么办"
    assert draw(tmp_path / "help.pdf") >= 1
    assert (tmp_path / "help.pdf").read_bytes().startswith(b"%PDF")


def test_every_part_of_the_pane_has_a_name(pane):
    assert nameless(pane) == []


def test_somebody_locked_out_reads_what_to_do(qtbot, desk, station):
    screen = UnlockScreen(desk, station.folder, lambda *_: None)
    qtbot.bring_up(screen, 1024, 560)
    qtbot.keyClick(screen, Qt.Key.Key_F1)
    pane = screen.findChild(HelpOver)
    assert pane.isVisible()
    assert "忘了口令" in pane.text
    assert pane.geometry().right() <= screen.width()
    assert "打印这一页" not in [one.toolTip() for one in pane.findChildren(QToolButton)]
    pane.button.click()
    assert pane.isHidden()
