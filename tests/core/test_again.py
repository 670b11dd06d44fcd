"""同上: what a new record may take over from the one its person registered before."""

import pytest

from core import records as ledgers
from core.record import Kind
from core.records.visit import Visit
from core.services import again, records

NUMBERS = {Kind.PHONE, Kind.ID_NO, Kind.ORG_NO}
OF_THE_STATION = {"staff", "grid", "organisation"}
OF_A_PERSON = {"sex", "nationality", "political_status", "education"}


def _texts(station, ledger="visit"):
    return station.ask(again.texts, ledger, station.actor.id)


@pytest.mark.parametrize("kept", ledgers.LEDGERS, ids=lambda one: one.name)
def test_what_tells_of_a_resident_is_never_offered_again(kept):
    for column in kept.again:
        one = kept.field(column.key)
        assert one.kind not in NUMBERS
        assert not one.sensitive
        assert one.key not in {kept.naming.key, "name", "proxy"}
        assert one.code not in OF_A_PERSON
        assert not one.link or one.link in OF_THE_STATION
        assert one in kept.editable()


def test_the_record_registered_before_says_what_it_holds(station, make):
    grid = make.grid(name="东风村")
    make.record(Visit(title="修路", source="call", grid=grid.id, unit="农业办", name="王某"))
    told = _texts(station)
    assert (told["grid"], told["unit"], told["source"]) == (str(grid.id), "农业办", "来电")
    assert "name" not in told
    assert told["due"] == ""


def test_what_another_person_registered_is_not_taken(station, make, somebody):
    make.record(Visit(title="修路", source="call", unit="农业办"))
    somebody("clerk", "王丽").perform(
        records.save, "visit", {"title": "噪声", "source": "visit", "unit": "执法队"}
    )
    assert _texts(station)["unit"] == "农业办"


def test_whoever_registered_nothing_yet_gets_nothing(station, make):
    make.grid()
    assert _texts(station) == {}
