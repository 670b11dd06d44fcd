"""What the public may read of a ledger, column by column: a new column is closed or argued for."""

import pytest

from core import records
from core.record import Kind
from core.services import leaving
from core.services.listing import Wish

LEDGERS = pytest.mark.parametrize("ledger", records.LEDGERS, ids=lambda one: one.name)
WRITTEN = {Kind.TEXT, Kind.LONG, Kind.LINK}

OPEN = {
    "destruction": "kind number reason basis approved_by done_by",
    "duty_log": "unit keeper",
    "duty_person": "staff pair",
    "duty_shift": "staff replaces note",
    "equipment": "staff name number size given_by returned_as note",
    "grid": "name parent code outside_code legacy_code party_branch bounds closed_why"
    " merged_into note",
    "grid_change": "before after reason basis carried",
    "hand_over": "giver taker witness reason note",
    "leave": "staff reason substitute granted_by note",
    "listed_matter": "group name content standard unit helpers basis approved_by",
    "mediation_case": "number grid mediator recorder committee filer examiner box outside_number",
    "meeting": "title place chair recorder guests review talk resolved study",
    "organisation": "name short_name code address head note",
    "screening": "committee area people",
    "secondment": "staff home home_post grid post skill note",
    "shift_hand_over": "giver taker note",
    "staff": "name grid organisation employed_as skill badge note",
    "task": "number title meeting given_by owner unit helper demand progress closed_by closing"
    " matter off_list_by",
    "training": "name lecturer content examiner level note",
    "user": "name post staff",
    "yearly_fact": "note",
    "visit": "number title grid receiver unit owner reply outside_number task",
}
"""Colleagues, places, offices, what the station did: no column that is there to name a resident."""

PERSON = "欧阳春花，电话13800136021，证号11010519491231002X，住石桥镇东风村三组12号"
HOME = "石桥镇东风村三组12号"
TOLD = ("春花", "东风村", "1380", "1101")


def shown(one, purpose="public"):
    text = HOME if one.key == "address" else PERSON
    return str(leaving.shower(one, Wish(purpose=purpose), {PERSON: PERSON})(text))


@LEDGERS
def test_the_public_reads_no_resident_in_any_column_that_is_not_open(ledger):
    closed = [
        one
        for one in ledger.fields()
        if one.kind in WRITTEN | {Kind.PHONE, Kind.ID_NO}
        and one.key not in OPEN[ledger.name].split()
    ]
    told = [one.label for one in closed if any(word in shown(one) for word in TOLD)]
    assert told == []
    assert closed or ledger.name not in ("visit", "mediation_case")


@LEDGERS
def test_what_is_open_is_there_and_really_read(ledger):
    for key in OPEN[ledger.name].split():
        one = ledger.field(key)
        assert one.kind in WRITTEN, one.label
        assert shown(one) in (PERSON, HOME), one.label


@LEDGERS
def test_a_table_for_colleagues_names_everybody(ledger):
    for one in ledger.fields():
        if one.kind in WRITTEN and one.key != "address":
            assert shown(one, "internal") == PERSON, one.label
