"""The page 报送 in figures: what waits to go out, what went, and whose keys are known."""

import pytest

from core.errors import UserError
from core.services import outbox, partners, records
from reports.commands import package


@pytest.fixture
def enrolled(station, tmp_path):
    for kind in (partners.COUNTY, partners.RECOVERY):
        card = partners.new_keys(kind, "临川县综治中心", tmp_path / "keys")
        station.perform(partners.enrol, card)


def words(station):
    return {one.title: one.words for one in station.ask(outbox.overview).waiting}


def test_a_new_station_knows_nobody_and_has_sent_nothing(station):
    found = station.ask(outbox.overview)
    assert (found.county, found.recovery, found.sent) == (None, None, ())
    assert found.own.name == "石桥镇综治中心"
    assert [(one.title, one.new) for one in found.held] == [("单位名录", 2)]


def test_ledgers_are_counted_as_they_are_without_binned_records(station, make):
    make.staff()
    binned = make.staff()
    station.perform(records.remove, "staff", [binned.id])
    held = {one.title: one.new for one in station.ask(outbox.overview).held}
    assert held["网格员花名册"] == 1


def test_new_changed_and_inner_records_are_told_apart(station, make, enrolled, tmp_path):
    old = make.staff(name="王建国")
    package.build(station, tmp_path / "stick")
    make.staff()
    values = {"name": "王建国", "phone": "0000-8800123", "post": "04", "joined": old.joined}
    station.perform(records.save, "staff", values, old.id)
    assert words(station) == {"网格员花名册": "新登 1 人，改动 1 人，附属内容 1 项"}


def test_after_a_package_nothing_waits_and_it_is_listed(station, make, enrolled, tmp_path):
    make.case()
    written = package.build(station, tmp_path / "stick")
    found = station.ask(outbox.overview)
    assert found.waiting == ()
    (sent,) = found.sent
    assert (sent.seq, sent.entries) == (1, 3)
    assert sent.titles == "矛盾纠纷台账 1、单位名录 2"
    assert sent.mark in written.files[0].name
    assert outbox.minute(sent.made) == "2026-03-25 08:10"


def test_the_youngest_package_comes_first(station, make, enrolled, tmp_path):
    for _ in range(2):
        make.case()
        package.build(station, tmp_path / "stick")
    assert [one.seq for one in station.ask(outbox.overview).sent] == [2, 1]


def test_enrolled_cards_are_shown_with_their_fingerprint(station, enrolled):
    found = station.ask(outbox.overview)
    assert (found.county.kind, found.recovery.kind) == (partners.COUNTY, partners.RECOVERY)
    assert len(found.county.fingerprint) == 19


def test_our_own_package_is_verified_and_a_damaged_one_refused(station, make, enrolled, tmp_path):
    make.case()
    written = package.build(station, tmp_path / "stick")
    index = next(path for path in written.files if path.suffix == ".idx")
    assert station.ask(outbox.check, index).digest == written.digest
    part = next(path for path in written.files if path.suffix == ".001")
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(UserError):
        station.ask(outbox.check, index)
