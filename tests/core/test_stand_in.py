"""Standing in: rights are lent for some days, said in the journal, and end by themselves."""

from datetime import date, timedelta

import pytest

from core.errors import Invalid, NotAllowed
from core.records.mediation_case import MediationCase
from core.records.stand_in import StandIn
from core.rights import Right
from core.services import access, founding, history, settings, stand_in, users
from tests.conftest import PASSWORD, QUICK, colleague

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 3, 25)
DAY = timedelta(days=1)


@pytest.fixture
def people(station):
    """The chief, a clerk and a mediator, each on the station as themselves."""
    roles = {"王建国": "chief", "张内勤": "clerk", "赵调解": "mediator"}
    return {name: colleague(station, name, role) for name, role in roles.items()}


def lend(station, absent, deputy, since=TODAY, until=TODAY, **more):
    whom = (absent.actor.id, deputy.actor.id, (since, until))
    return station.perform(stand_in.lend, *whom, **more).value


def manages(station):
    """Whether the person may set something only a manager may."""
    try:
        station.perform(settings.change, "meeting_place", f"{station.actor.name}定的地方")
    except NotAllowed:
        return False
    return True


def last_label(station):
    return station.ask(history.undoable, station.actor.id, station.now() - DAY).label


def test_the_deputy_may_what_the_chief_may_and_the_journal_says_for_whom(people):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk)
    assert manages(clerk)
    assert last_label(clerk) == "修改设置：晨会地点（代王建国）"


def test_what_the_deputy_may_anyway_is_his_own_act(people, make):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk)
    clerk.perform(settings.change, "rows", "compact")
    assert last_label(clerk) == "修改设置：列表行"


def test_it_begins_and_ends_by_itself_in_an_open_window(people, clock):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk, TODAY + DAY, TODAY + 2 * DAY)
    seen = []
    for _ in range(4):
        seen.append(manages(clerk))
        clock.tick(days=1)
    assert seen == [False, True, True, False]


def test_unlocking_gives_the_lent_rights(station, people, clock):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk)
    from core.store import keys

    keys.add(station.folder, station.secret.key, "张内勤", PASSWORD, QUICK)
    opened = founding.open_station(station.folder, "张内勤", PASSWORD, clock)
    assert [one.whose for one in opened.actor.lent] == ["王建国"]
    assert opened.actor.may(Right.MANAGE)
    assert not opened.actor.own(Right.MANAGE)
    opened.close()


def test_the_chief_who_comes_back_ends_it_at_once(people):
    chief, clerk = people["王建国"], people["张内勤"]
    one = lend(chief, chief, clerk, until=TODAY + DAY)
    assert manages(clerk)
    chief.perform(stand_in.end, one)
    assert not manages(clerk)
    assert chief.ask(stand_in.standing, TODAY) == []


def test_one_that_has_begun_before_today_ends_with_yesterday(people, clock):
    chief, clerk = people["王建国"], people["张内勤"]
    one = lend(chief, chief, clerk, until=TODAY + 5 * DAY)
    clock.tick(days=2)
    chief.perform(stand_in.end, one)
    assert chief.ask(lambda session: session.get(StandIn, one)).until == TODAY + DAY
    assert not manages(clerk)


def test_who_stands_in_for_whom_is_listed(people):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk, until=TODAY + 2 * DAY, reason="县里开会")
    (one,) = chief.ask(stand_in.standing, TODAY)
    assert (one.absent, one.deputy, one.span, one.reason) == (
        "王建国",
        "张内勤",
        "3月25日—3月27日",
        "县里开会",
    )


def test_nobody_lends_on_what_was_lent(people):
    chief, clerk, mediator = people.values()
    lend(chief, chief, clerk)
    with pytest.raises(Invalid, match="不能再指定别人代理"):
        lend(clerk, chief, mediator)


def test_nobody_stands_in_who_is_away(people):
    chief, clerk, mediator = people.values()
    lend(chief, clerk, mediator)
    with pytest.raises(Invalid, match="3月25日已由“赵调解”代理“张内勤”"):
        lend(chief, chief, clerk)


def test_nobody_has_two_deputies_on_one_day(people):
    chief, clerk, mediator = people.values()
    lend(chief, chief, clerk, until=TODAY + 2 * DAY)
    with pytest.raises(Invalid, match="3月25日—3月27日已由“张内勤”代理“王建国”"):
        lend(chief, chief, mediator, TODAY + 2 * DAY, TODAY + 3 * DAY)
    lend(chief, chief, mediator, TODAY + 3 * DAY, TODAY + 3 * DAY)


def test_nothing_can_be_lent_that_the_deputy_has_or_the_absent_lacks(people):
    chief, clerk, mediator = people.values()
    for absent, deputy in ((clerk, chief), (mediator, clerk)):
        with pytest.raises(Invalid, match="已有这些权限"):
            lend(chief, absent, deputy)


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [(TODAY + DAY, TODAY, "早于开始日期"), (TODAY - 2 * DAY, TODAY - DAY, "早于今天")],
)
def test_days_that_cannot_be_are_told(people, since, until, sentence):
    chief, clerk = people["王建国"], people["张内勤"]
    with pytest.raises(Invalid, match=sentence):
        lend(chief, chief, clerk, since, until)


def test_nobody_stands_in_for_himself(people):
    with pytest.raises(Invalid, match="不能由本人代理自己"):
        lend(people["王建国"], people["王建国"], people["王建国"])


def test_a_clerk_names_no_deputy(people):
    with pytest.raises(NotAllowed):
        lend(people["张内勤"], people["王建国"], people["张内勤"])


def test_a_login_that_ends_sooner_or_is_closed_is_told(station, people):
    chief, clerk = people["王建国"], people["张内勤"]
    guest = colleague(station, "县里来的", "reader")
    with pytest.raises(Invalid, match="的登录只到3月25日"):
        lend(chief, chief, guest, until=TODAY + DAY)
    chief.perform(access.close, chief.folder, clerk.actor.name)
    with pytest.raises(Invalid, match="已停用"):
        lend(chief, chief, clerk)


def test_rights_of_somebody_whose_login_was_closed_are_lent_no_more(station, people):
    chief, clerk = people["王建国"], people["张内勤"]
    lend(chief, chief, clerk, until=TODAY + DAY)
    station.perform(access.close, station.folder, chief.actor.name)
    assert not manages(clerk)


def test_restricted_cases_open_with_the_lent_right_and_close_again(station, people, make, clock):
    chief, clerk = people["王建国"], people["张内勤"]
    case = make.case(title="限制的一件", privacy="L3").id
    lend(chief, chief, clerk)
    assert clerk.ask(lambda session: session.get(MediationCase, case)).title == "限制的一件"
    clock.tick(days=1)
    assert clerk.ask(lambda session: session.get(MediationCase, case)) is None


def test_a_deputy_sees_the_restricted_cases_of_the_one_away(station, people, make):
    chief, clerk, mediator = people.values()
    staff = make.staff(name="张内勤").id
    station.perform(users.change, clerk.actor.id, {"staff": staff})
    case = make.case(title="张内勤承办", privacy="L3", mediator=staff).id
    assert mediator.ask(lambda session: session.get(MediationCase, case)) is None
    lend(chief, clerk, mediator)
    assert mediator.ask(lambda session: session.get(MediationCase, case)).title == "张内勤承办"
