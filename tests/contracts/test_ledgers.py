"""What every ledger must do, a newcomer's too: be kept, binned, undone, found, shown, uploaded."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID

import pytest

from core import codes, draft, records
from core.journal import feed
from core.ledger import problems
from core.record import Kind, described, fields, parent_key
from core.rights import Right
from core.services import finding, history
from core.services import records as service
from core.services.records import Filter

pytestmark = pytest.mark.both_stores

LEDGERS = pytest.mark.parametrize("ledger", records.LEDGERS, ids=lambda one: one.name)
DAY = date(2026, 3, 20)

SAMPLES = {
    Kind.TEXT: "张𠮷㛃",
    Kind.LONG: "第一行\n第二行，㛃。",
    Kind.WHOLE: 12,
    Kind.DECIMAL: Decimal("1200.50"),
    Kind.YES: True,
    Kind.DATE: DAY,
    Kind.TIME: time(8, 30),
    Kind.MOMENT: datetime(2026, 3, 20, 0, 30, tzinfo=UTC),
    Kind.PHONE: "13800136021",
    Kind.ID_NO: "11010519491231002X",
    Kind.ORG_NO: "91110000101623741K",
}

FITTING = {"year": 2026, "found": 40}
"""Numbers that must fit others of their record."""


def sample(field):
    if field.kind is Kind.CODE:
        return codes.table(field.code).items[0].code
    return FITTING.get(field.key, SAMPLES.get(field.kind))


def filled(ledger):
    """A value for every field a person types; links stay empty."""
    return {one.key: sample(one) for one in ledger.editable() if one.kind is not Kind.LINK}


def required(ledger):
    return {one.key: sample(one) for one in ledger.editable() if one.required}


def kept(station, ledger, values):
    return station.perform(service.save, ledger.name, values).value


@LEDGERS
def test_every_field_goes_in_and_comes_out(station, ledger):
    values = filled(ledger)
    row = station.ask(service.rows, ledger, [kept(station, ledger, values)])[0]
    assert {key: row.values[key] for key in values} == values


@LEDGERS
def test_the_required_fields_are_enough(station, ledger):
    values = required(ledger)
    assert problems(ledger, values) == ()
    assert kept(station, ledger, values)


@LEDGERS
def test_what_is_shown_is_understood_again(ledger):
    for one in ledger.editable():
        value = sample(one)
        if one.kind is not Kind.LINK and value is not None:
            assert draft.parse(one, draft.show(one, value), DAY) == value, one.key


@LEDGERS
def test_binned_and_found_again(station, ledger):
    identity = kept(station, ledger, required(ledger))
    before = station.ask(service.count, ledger, Filter())
    station.perform(service.remove, ledger.name, [identity])
    assert station.ask(service.count, ledger, Filter()) == before - 1
    assert identity in station.ask(service.ids, ledger, Filter(binned=True))
    station.perform(service.restore, ledger.name, [identity])
    assert station.ask(service.count, ledger, Filter()) == before


@LEDGERS
def test_a_change_is_undone_and_redone(station, ledger, clock):
    identity = kept(station, ledger, required(ledger))
    clock.tick(seconds=1)
    station.perform(service.save, ledger.name, filled(ledger), identity)
    since, me = clock.moment, station.actor.id
    station.perform(history.undo, station.ask(history.undoable, me, since).seq)
    empty = station.ask(service.rows, ledger, [identity])[0]
    assert {k: empty.values[k] for k in required(ledger)} == required(ledger)
    station.perform(history.redo, station.ask(history.redoable, me, since).seq)
    full = station.ask(service.rows, ledger, [identity])[0]
    assert {key: full.values[key] for key in filled(ledger)} == filled(ledger)
    assert station.ask(lambda s: list(feed.broken(s))) == []


@LEDGERS
def test_found_by_every_searched_column(station, ledger):
    identity = kept(station, ledger, required(ledger) | filled(ledger))
    for column in ledger.search:
        one = described(column)
        value = filled(ledger).get(one.key)
        if isinstance(value, str):
            word = value.split("\n")[0]
            assert identity in [hit.id for hit in station.ask(finding.find, word, ledger.name)]
            assert identity in station.ask(service.ids, ledger, Filter(words=word))


@LEDGERS
def test_the_declaration_fits_itself(ledger):
    keys = {one.key for one in ledger.fields()}
    formed = [one.key for _, group in ledger.groups() for one in group]
    assert len(formed) == len(set(formed))
    assert {one.key for one in ledger.listed()} <= keys
    assert {one.key for one in ledger.fields() if one.required and not one.given} <= set(formed)
    for one in ledger.fields():
        assert not one.code or codes.table(one.code).items
        assert not one.link or records.ledger(one.link)
    assert all(parent_key(child.record) for child in ledger.children)
    assert isinstance(ledger.needs, Right)


@LEDGERS
def test_labels_and_aliases_are_not_used_twice(ledger):
    said = [word for one in fields(ledger.record) for word in (one.label, *one.aliases)]
    assert sorted(said) == sorted(set(said))


def test_no_ledger_asks_for_what_may_not_be_kept():
    forbidden = ("吸毒", "精神", "刑释", "信教", "稳控", "重点人员", "人脸", "轨迹", "积分", "评分")
    said = [
        word
        for ledger in records.LEDGERS
        for table in (ledger.record, *(child.record for child in ledger.children))
        for one in fields(table)
        for word in (one.label, *one.aliases, ledger.title)
    ]
    assert [word for word in said if any(bad in word for bad in forbidden)] == []


def test_an_unknown_ledger_is_answered_with_the_known_ones():
    with pytest.raises(Exception, match="网格员花名册"):
        records.ledger("没有的台账")


def test_a_link_is_written_by_name(station, make):
    grid = make.grid(name="东风村第1网格")
    field = next(one for one in records.ledger("staff").fields() if one.key == "grid")

    def read(session):
        return draft.parse(field, "东风村第1网格", DAY, service.lookup(session))

    found = station.ask(read)
    assert isinstance(found, UUID)
    assert found == grid.id
