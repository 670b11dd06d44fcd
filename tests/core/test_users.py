"""Logins: they end on their day, change with their role, and one that manages always stays."""

from contextlib import closing
from datetime import date, timedelta

import pytest

from core.errors import Invalid, NotAllowed
from core.records.user import User
from core.rights import Actor, Right
from core.services import access, founding, history, records, users
from core.store import keys
from tests.conftest import PASSWORD, QUICK

pytestmark = pytest.mark.both_stores

TODAY = date(2026, 3, 25)
LEDGER = "mediation_case"


@pytest.fixture
def visitor(station):
    """县里来的, who looks today; with a password."""
    user = station.perform(founding.add_user, "县里来的", "reader").value
    keys.add(station.folder, station.secret.key, user.name, PASSWORD, QUICK)
    return user


def opened(station, clock, name="县里来的"):
    return founding.open_station(station.folder, name, PASSWORD, clock)


def user_of(station, identity):
    return station.ask(lambda session: session.get(User, identity))


def test_a_visitor_s_login_ends_today_unless_a_day_is_given(station):
    assert station.perform(founding.add_user, "迎检甲", "reader").value.until == TODAY
    later = TODAY + timedelta(days=3)
    assert station.perform(founding.add_user, "迎检乙", "reader", "", later).value.until == later
    assert station.perform(founding.add_user, "新内勤", "clerk").value.until is None


def test_a_visitor_looks_and_changes_prints_and_exports_nothing(station, visitor, clock):
    looking = opened(station, clock)
    assert looking.ask(lambda session: session.get(User, visitor.id)).name == "县里来的"
    with pytest.raises(NotAllowed, match="不能登记和修改台账"):
        looking.perform(records.save, LEDGER, {"title": "一件"})
    assert not looking.actor.may(Right.PRINT)
    assert not looking.actor.may(Right.SEND)
    looking.close()


def test_tomorrow_the_visitor_is_refused_with_a_sentence(station, visitor, clock):
    clock.tick(days=1)
    with pytest.raises(NotAllowed, match="有效期到3月25日，已经过期。还要使用，请找站长"):
        opened(station, clock)


def test_an_open_window_is_refused_at_its_next_act(station, visitor, clock):
    looking = opened(station, clock)
    clock.tick(days=1)
    with pytest.raises(NotAllowed, match="已经过期"):
        looking.ask(users.all_of)
    with pytest.raises(NotAllowed, match="已经过期"):
        looking.perform(records.save, LEDGER, {"title": "一件"})
    looking.close()


def test_a_day_more_lets_the_same_window_go_on(station, visitor, clock):
    looking = opened(station, clock)
    clock.tick(days=1)
    station.perform(users.change, visitor.id, {"until": TODAY + timedelta(days=1)})
    assert looking.ask(users.all_of)
    looking.close()


def test_another_role_counts_in_an_open_window_too(station, visitor, clock):
    window = opened(station, clock)
    station.perform(users.change, visitor.id, {"role": "clerk"})
    window.perform(records.save, LEDGER, {"title": "一件", "source": "02"})
    station.perform(users.change, visitor.id, {"role": "reader"})
    with pytest.raises(NotAllowed):
        window.perform(records.save, LEDGER, {"title": "又一件", "source": "02"})
    window.close()


def test_who_becomes_a_visitor_gets_a_last_day(station):
    clerk = station.perform(founding.add_user, "老内勤", "clerk").value
    station.perform(users.change, clerk.id, {"role": "reader"})
    assert user_of(station, clerk.id).until == TODAY


def test_nobody_gives_up_managing_alone(station):
    me = station.actor.id
    for values in ({"role": "clerk"}, {"until": TODAY - timedelta(days=1)}):
        with pytest.raises(Invalid, match="不能取消自己的管理权限"):
            station.perform(users.change, me, values)
    assert user_of(station, me).role == "admin"


def test_a_deputy_cannot_leave_the_station_without_a_manager(station):
    deputy = station.as_(Actor(station.ids.new(), "代管的", "chief"))
    with pytest.raises(Invalid, match="至少要有一个人能管理"):
        deputy.perform(users.change, station.actor.id, {"role": "clerk"})
    with pytest.raises(Invalid, match="唯一能管理"):
        deputy.perform(access.close, station.folder, station.actor.name)


def test_a_clerk_manages_no_users(station, somebody, visitor):
    for act in (
        lambda clerk: clerk.perform(users.change, visitor.id, {"role": "chief"}),
        lambda clerk: clerk.perform(access.close, station.folder, visitor.name),
    ):
        with pytest.raises(NotAllowed):
            act(somebody("clerk"))


def test_a_closed_login_loses_its_password_and_keeps_its_name(station, visitor, clock):
    station.perform(access.close, station.folder, visitor.name)
    users.forget(station.folder, visitor.name)
    assert keys.names(station.folder) == ("李海燕",)
    assert user_of(station, visitor.id).name == "县里来的"
    with pytest.raises(Invalid):
        opened(station, clock)


def test_a_closed_login_can_be_opened_again(station, visitor, clock):
    station.perform(access.close, station.folder, visitor.name)
    station.perform(users.change, visitor.id, {"closed": False})
    keys.add(station.folder, station.secret.key, visitor.name, PASSWORD, QUICK)
    opened(station, clock).close()


def test_who_is_on_the_roster_is_called_as_there_and_logs_in_as_before(station, make, clock):
    line = make.staff(name="王秀兰")
    login = station.perform(founding.add_user, "内勤2", "clerk").value
    keys.add(station.folder, station.secret.key, login.name, PASSWORD, QUICK)
    station.perform(users.change, login.id, {"staff": line.id})
    with closing(opened(station, clock, "内勤2")) as there:
        assert (there.actor.name, there.actor.enters_as) == ("王秀兰", "内勤2")
        there.perform(access.change, there.folder, PASSWORD, "another-2026")
        there.perform(records.save, "staff", {"note": "新添"}, line.id)
    turn = station.ask(history.of_record, "staff", line.id)[0]
    assert turn.actor == "王秀兰"
    keys.opened(station.folder, "内勤2", "another-2026")
