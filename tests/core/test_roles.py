"""Roles bear the names a station gives them, wherever a role is named."""

from core import codes
from core.rights import RIGHTS
from core.services import founding, roles, settings
from core.settings import ROLE_NAMES
from core.store import keys
from tests.conftest import PASSWORD, QUICK


def test_roles_are_called_as_usual_until_somebody_says_otherwise(station):
    usual = {one.code: one.name for one in codes.table("role").items}
    assert station.ask(roles.called) == usual
    assert ROLE_NAMES.keys() == RIGHTS.keys()


def test_the_chief_is_called_as_the_station_calls_him(station, clock):
    station.perform(settings.change, "role_chief", "片长")
    assert station.ask(roles.called)["chief"] == "片长"
    station.perform(founding.add_user, "王建国", "chief")
    keys.add(station.folder, station.secret.key, "王建国", PASSWORD, QUICK)
    opened = founding.open_station(station.folder, "王建国", PASSWORD, clock)
    assert opened.actor.post == "片长"
    opened.close()


def test_two_roles_of_one_name_are_told_apart(station):
    for key in ("role_clerk", "role_mediator"):
        station.perform(settings.change, key, "专干")
    named = station.ask(roles.called)
    assert (named["clerk"], named["mediator"]) == ("专干（内勤（综治专干））", "专干（调解员）")


def test_an_emptied_name_is_the_usual_one_again(station):
    station.perform(settings.change, "role_reader", "检查组")
    station.perform(settings.change, "role_reader", " ")
    assert station.ask(roles.called)["reader"] == "只读迎检"
