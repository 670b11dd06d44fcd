"""The demonstration's people on a roster that is not its own."""

from reports.commands.demo_town import PLAYERS, cast


def test_who_is_not_on_another_roster_is_played_by_somebody_else(station, make):
    own, other = make.staff(name=PLAYERS[1]), make.staff(name="马建军")
    people = cast(station)
    assert people[PLAYERS[1]] == own.id
    assert {people[name] for name in PLAYERS if name != PLAYERS[1]} == {other.id}
