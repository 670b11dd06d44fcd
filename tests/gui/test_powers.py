"""委托权限: how far an agent may go, in one choice or in the party's own words, and on paper."""

import pytest

from core.records.mediation_case import Party
from core.services import records
from gui.widgets.powers_box import GENERAL, SPECIAL
from reports import wording
from tests.gui.mediating import Clerk, a_case


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


@pytest.fixture
def case(station):
    return a_case(station, "赔偿", "张𠮷", "李㛃")


@pytest.fixture
def row(clerk, case):
    clerk.begin(case, "amend")
    row = clerk.screen.forms.case.sides["applicant"].rows[0]
    row.unfold()
    return row


def kept(station, case):
    return station.ask(records.children, Party, case)[0]


def name_agent(clerk, row):
    row.boxes["agent"].focus()
    clerk.say("王律师")
    clerk.press("Tab")


def test_how_far_is_asked_only_where_there_is_an_agent(clerk, row):
    assert row.powers.isHidden()
    name_agent(clerk, row)
    assert row.powers.isVisible()


@pytest.mark.parametrize(("key", "part"), [("Down", "一般代理"), ("End", "权限")])
def test_one_choice_fills_in_the_powers_as_the_paper_lists_them(
    clerk, row, station, case, key, part
):
    name_agent(clerk, row)
    row.powers.scope.setFocus()
    clerk.press(key)
    clerk.save()
    listed = wording.load("authorisation").lines(part)
    assert kept(station, case).powers.splitlines() == list(listed)


def test_own_words_are_neither_general_nor_special(clerk, row, station, case):
    name_agent(clerk, row)
    row.powers.focus()
    clerk.say("只代领文书")
    assert row.powers.scope.chosen == ""
    clerk.save()
    assert kept(station, case).powers == "只代领文书"


def test_what_was_kept_says_how_far_it_goes(row):
    listed = wording.load("authorisation")
    row.powers.set_text("\n".join(listed.lines("权限")))
    assert row.powers.scope.chosen == SPECIAL
    row.powers.set_text("\n".join(listed.lines("一般代理")))
    assert row.powers.scope.chosen == GENERAL


def test_general_powers_are_among_those_the_paper_ticks():
    listed = wording.load("authorisation")
    assert set(listed.lines("一般代理")) < set(listed.lines("权限"))


def test_who_is_limited_and_another_name_are_kept(clerk, row, station, case):
    row.boxes["guardian"].focus()
    clerk.say("张母")
    row.boxes["witness"].focus()
    clerk.say("村主任")
    row.boxes["also_called"].focus()
    clerk.say("小𠮷")
    row.boxes["limited"].editor.set_text("是")
    clerk.save()
    party = kept(station, case)
    assert (party.guardian, party.witness, party.also_called) == ("张母", "村主任", "小𠮷")
    assert party.limited == "yes"
