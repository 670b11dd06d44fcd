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
from core.services import bulk, finding, history
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

FITTING = {"year": 2026, "found": 40, "quiet": False}
"""Values that must fit others of their record."""

ALSO = {"duty_log": {"content": "接县里电话"}, "duty_person": {"holidays": False}}
"""What a rule asks for beside the required fields, or what is otherwise than usual."""


def sample(field):
    if field.kind is Kind.CODE:
        return codes.table(field.code).items[0].code
    return FITTING.get(field.key, SAMPLES.get(field.kind))


def filled(ledger):
    """A value for every field a person types; links stay empty."""
    return {one.key: sample(one) for one in ledger.editable() if one.kind is not Kind.LINK}


def required(station, ledger):
    asked = [one for one in ledger.editable() if one.required]
    linked = {one.key: named(station, one) for one in asked if one.link}
    return {one.key: sample(one) for one in asked} | linked | ALSO.get(ledger.name, {})


def named(station, field):
    """A record to point at, called after the field."""
    ledger = records.ledger(field.link)
    return kept(station, ledger, required(station, ledger) | {ledger.naming.key: field.label})


def kept(station, ledger, values):
    return station.perform(service.save, ledger.name, values).value


@LEDGERS
def test_every_field_goes_in_and_comes_out(station, ledger):
    values = required(station, ledger) | filled(ledger)
    row = station.ask(service.rows, ledger, [kept(station, ledger, values)])[0]
    assert {key: row.values[key] for key in values} == values


@LEDGERS
def test_the_required_fields_are_enough(station, ledger):
    values = required(station, ledger)
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
    identity = kept(station, ledger, required(station, ledger))
    before = station.ask(service.count, ledger, Filter())
    station.perform(service.remove, ledger.name, [identity])
    assert station.ask(service.count, ledger, Filter()) == before - 1
    assert identity in station.ask(service.ids, ledger, Filter(binned=True))
    station.perform(service.restore, ledger.name, [identity])
    assert station.ask(service.count, ledger, Filter()) == before


@LEDGERS
def test_a_change_is_undone_and_redone(station, ledger, clock):
    asked = required(station, ledger)
    identity = kept(station, ledger, asked)
    clock.tick(seconds=1)
    whole = asked | filled(ledger)
    station.perform(service.save, ledger.name, whole, identity)
    since, me = clock.moment, station.actor.id
    station.perform(history.undo, station.ask(history.undoable, me, since).seq)
    empty = station.ask(service.rows, ledger, [identity])[0]
    assert {key: empty.values[key] for key in asked} == asked
    station.perform(history.redo, station.ask(history.redoable, me, since).seq)
    full = station.ask(service.rows, ledger, [identity])[0]
    assert {key: full.values[key] for key in whole} == whole
    assert station.ask(lambda s: list(feed.broken(s))) == []


@LEDGERS
def test_found_by_every_searched_column(station, ledger):
    identity = kept(station, ledger, required(station, ledger) | filled(ledger))
    for column in ledger.search:
        one = described(column)
        value = filled(ledger).get(one.key)
        if isinstance(value, str):
            word = value.split("\n")[0]
            assert identity in [hit.id for hit in station.ask(finding.find, word, ledger.name)]
            assert identity in station.ask(service.ids, ledger, Filter(words=word))


@LEDGERS
def test_a_record_is_called_by_what_people_read(station, ledger):
    """A leave is called after its person, equipment by its kind: never an identity or a code."""
    values = required(station, ledger)
    identity = kept(station, ledger, values)
    one = described(ledger.naming)
    said = one.label if one.link else draft.show(one, values[one.key])
    assert station.ask(service.titles, ledger.name, [identity]) == {identity: said}
    assert (identity, said) in station.ask(service.choices, ledger.name)
    [turn] = station.ask(bulk.weigh, ledger.name, [identity], bulk.fields(ledger)[0].key, None)
    assert turn.name == said
    called = [hit.name for hit in station.ask(finding.opened, [(ledger.name, identity)])]
    assert called == [" ".join(said.split())]
    if one.link:
        assert identity in station.ask(service.ids, ledger, Filter(words=said))


@LEDGERS
def test_a_workbook_names_what_it_points_at_by_its_text(ledger):
    linked = [records.ledger(one.link) for one in ledger.editable() if one.link]
    assert {described(one.naming).kind for one in linked} <= {Kind.TEXT, Kind.LONG}


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
