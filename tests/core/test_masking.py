"""Whoever handles a record sees it whole; to others personal numbers are shown in part."""

from uuid import UUID

import pytest

from core.errors import Invalid, NotAllowed
from core.records import mediation_case, staff
from core.records.mediation_case import Party
from core.services import finding, history, leaving, masking, records
from core.services.listing import Wish

PHONE, SHOWN = "13812346021", "138****6021"


@pytest.fixture
def mediator(make):
    return make.staff(name="周秀兰", phone="13900001111", id_no="110101199003078515")


@pytest.fixture
def party(make, mediator):
    case = make.case(mediator=mediator.id, title="相邻通行")
    return make.record(
        Party(case=case.id, position=1, name="张永福", side="applicant", phone=PHONE)
    )


def phone_of(station, party):
    (row,) = station.ask(lambda s: records.shown(s, records.children(s, Party, party.case)))
    return row.texts["phone"]


def test_the_mediator_the_registrar_and_nobody_else_see_a_phone_whole(
    station, acting, party, mediator
):
    assert phone_of(acting("mediator", hands=frozenset({mediator.id})), party) == PHONE
    assert phone_of(station, party) == PHONE
    for role in ("chief", "clerk", "mediator", "reader"):
        assert phone_of(acting(role), party) == SHOWN


def test_a_phone_is_found_by_its_tail_and_told_in_part(acting, party, mediator):
    (hit,) = acting("clerk").ask(finding.find, "6021")
    assert hit.why == SHOWN
    (hit,) = acting("mediator", hands=frozenset({mediator.id})).ask(finding.find, "6021")
    assert hit.why == PHONE


def test_colleagues_phones_are_never_masked(acting, mediator):
    (row,) = acting("reader").ask(records.rows, staff.LEDGER, [mediator.id])
    assert row.texts["phone"] == "13900001111"
    assert row.texts["id_no"] == "110***********8515"
    assert row.values["id_no"] == "110101199003078515"


def test_the_roster_is_handled_by_who_may_change_it(acting, mediator):
    (row,) = acting("clerk").ask(records.rows, staff.LEDGER, [mediator.id])
    assert row.texts["id_no"] == "110101199003078515"
    assert row.own


def test_history_tells_no_more_than_the_record(acting, party, station):
    def told(who):
        (turn,) = who.ask(history.of_record, "party", party.id)
        return {label: after for label, _, after in turn.lines}["联系方式"]

    assert told(station) == PHONE
    assert told(acting("clerk")) == SHOWN


def test_a_file_is_masked_by_its_purpose_not_twice(acting, mediator):
    number = (staff.LEDGER.field("id_no"),)

    def leaves(purpose):
        def read(session):
            wish = Wish(purpose=purpose)
            found = leaving.read(session, staff.LEDGER, [mediator.id], number, wish)
            return list(found.values())

        return acting("reader").ask(read)

    assert leaves("document") == [["110101199003078515"]]
    assert leaves("internal") == [["110***********8515"]]
    assert leaves("public") == [[""]]


def test_one_value_is_revealed_to_who_works_with_such_records(acting, party):
    assert acting("clerk").ask(masking.revealed, "party", party.id, "phone") == PHONE
    with pytest.raises(NotAllowed, match="隐去"):
        acting("reader").ask(masking.revealed, "party", party.id, "phone")
    with pytest.raises(Invalid, match="找不到"):
        acting("clerk").ask(masking.revealed, "party", UUID(int=1), "phone")


def test_a_case_that_names_nobody_is_nobodys(make, acting, station):
    case = make.case()
    (row,) = station.ask(records.rows, mediation_case.LEDGER, [case.id])
    assert row.own
    (row,) = acting("chief").ask(records.rows, mediation_case.LEDGER, [case.id])
    assert not row.own
