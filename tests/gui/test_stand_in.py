"""代理 in the window: a deputy is named, seen, and sent back before the day."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from core.rights import Actor
from core.services import founding, stand_in
from gui.widgets.stand_in_admin import StandInAdmin

DAY = date(2026, 3, 25)


@pytest.fixture
def admin(qtbot, station, shell, idle):
    for name, role in (("王建国", "chief"), ("张内勤", "clerk")):
        station.perform(founding.add_user, name, role)
    made = StandInAdmin(shell)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show()
    idle()
    return made


def fill(admin, absent="王建国", deputy="张内勤", since="今天", until="3-27"):
    admin.absent.set_text(absent)
    admin.deputy.set_text(deputy)
    admin.since.set_text(since)
    admin.until.set_text(until)
    admin.reason.set_text("县里开会")
    next(b for b in admin.findChildren(QPushButton) if b.text() == "指定代理人").click()


def shown(admin):
    return [admin.lines.line(n) for n in range(admin.lines.count)]


def test_a_deputy_is_named_and_seen(admin, shell, idle):
    assert admin._none.isVisible()
    fill(admin)
    idle()
    idle()
    (line,) = shown(admin)
    assert (line.text, line.note, line.right) == (
        "张内勤 代 王建国",
        "3月25日—3月27日  ·  县里开会",
        "代理中",
    )
    assert shell.said == ["“张内勤”可以代“王建国”办理了"]
    assert admin.absent.text() == ""


def test_it_is_ended_after_a_question(admin, station, shell, asked, idle):
    fill(admin)
    idle()
    for answer, left in ((False, 1), (True, 0)):
        asked.will("yes", answer)
        admin.lines.chosen.emit(0)
        idle()
        idle()
        assert len(station.ask(stand_in.standing, DAY)) == left
    assert shown(admin) == []


def test_what_is_missing_is_said_below_the_fields(admin, station, idle):
    fill(admin, absent="", since="", until="哪天")
    idle()
    assert admin.absent.problem == "请选择被代理人"
    assert admin.since.problem == "请写日期，如 3-25、今天"
    assert admin.until.problem
    assert station.ask(stand_in.standing, DAY) == []


def test_a_refusal_keeps_what_was_chosen(admin, shell, idle):
    fill(admin, deputy="王建国")
    idle()
    assert shell.failed == ["不能由本人代理自己，请选另一位同事。"]
    assert admin.until.text() == "2026-03-27"


def test_a_later_one_has_not_begun(admin, idle):
    fill(admin, since="3-26")
    idle()
    idle()
    assert shown(admin)[0].right == "还没开始"


def test_the_chief_names_a_deputy_himself(station, qtbot, desk_of, tmp_path, settle):
    user = station.perform(founding.add_user, "王建国", "chief").value
    clerk = station.perform(founding.add_user, "张内勤", "clerk").value
    own = station.as_(Actor(user.id, user.name, "chief"))
    own.perform(stand_in.lend, user.id, clerk.id, (DAY, DAY))
    assert [one.deputy for one in own.ask(stand_in.standing, DAY)] == ["张内勤"]
