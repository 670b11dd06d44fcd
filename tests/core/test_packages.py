"""From station to county: equal counts, nothing twice, nothing out of order."""

from dataclasses import replace

import pytest

from core import places
from core.errors import Invalid, StoreFault, UserError
from core.intake import package as intake
from core.journal import feed
from core.journal.recorder import Recorder
from core.services import attachments, destroying, founding, packages, partners, records, soundness
from core.station import Station
from core.store import wiping
from reports.commands import package as verb
from tests.conftest import PASSWORD, QUICK
from tests.pages import plain

pytestmark = pytest.mark.both_stores


class World:
    """A station with enrolled county keys, and the county with the station's card."""

    def __init__(self, station: Station, folder, clock) -> None:
        self.station, self.folder = station, folder
        for kind in (partners.COUNTY, partners.RECOVERY):
            station.perform(
                partners.enrol, partners.new_keys(kind, "临川县综治中心", folder / "keys")
            )
        facts = founding.Facts("临川县综治中心", "周县管", "临川县", kind="superior", code="999999")
        self.county, _ = founding.create(folder / "county", facts, PASSWORD, clock, QUICK)
        self.county.perform(partners.enrol, station.ask(partners.own_card))
        self.identity = partners.read_key(folder / "keys" / "county.key")

    def build(self, **how):
        return verb.build(self.station, self.folder / "stick", **how)

    def receive(self, written):
        index = next(path for path in written.files if path.suffix == ".idx")
        verified = intake.verify(index, self.county.ask(packages.enrolled), self.identity)
        steps = intake.lines(verified, self.identity)
        return packages.take_in(self.county, verified, steps)


@pytest.fixture
def world(station, tmp_path, clock):
    made = World(station, tmp_path, clock)
    yield made
    made.county.close()


def station_share(world):
    """The county's counts without the units it founded itself with."""
    mine = world.county.ask(packages.counts)
    return {**mine, "organisation": mine["organisation"] - 2}


def test_the_county_has_what_the_station_has(world, make):
    make.staff(name="张𠮷㛃", note="东风村" * 300)
    make.case(title="水管纠纷")
    received = world.receive(world.build())
    assert received.status == "applied"
    assert station_share(world) == world.station.ask(packages.counts)


def test_a_second_receive_changes_nothing(world, make):
    make.staff()
    written = world.build()
    world.receive(written)
    before = world.county.ask(feed.last_seq)
    assert world.receive(written).status == "unchanged"
    assert world.county.ask(feed.last_seq) == before


def test_the_next_package_carries_only_what_changed(world, make):
    person = make.staff(name="王秀英")
    world.receive(world.build())
    world.station.perform(records.save, "staff", {"note": "调岗"}, person.id)
    written = world.build()
    assert {t: dict(n) for t, n in written.manifest.counts.items()} == {"staff": {"patch": 1}}
    world.receive(written)
    assert world.county.ask(records.get, type(person), person.id).note == "调岗"


def test_nothing_new_means_no_package(world, make):
    make.staff()
    world.build()
    with pytest.raises(Invalid, match="没有新的内容"):
        world.build()


def test_a_lost_package_is_made_again_with_the_same_identity(world, make):
    make.staff()
    first = world.build()
    make.staff()
    again = world.build(again=True)
    assert again.digest == first.digest
    assert world.receive(again).status == "applied"
    assert world.receive(first).status == "unchanged"


def test_a_gap_is_named(world, make):
    make.staff()
    world.build()
    make.staff()
    with pytest.raises(UserError, match="缺第 1 号"):
        world.receive(world.build())


def test_without_a_county_card_nothing_is_written(station, make, tmp_path):
    make.staff()
    with pytest.raises(Invalid, match="密钥卡"):
        verb.build(station, tmp_path / "stick")
    assert not any((tmp_path / "stick").rglob("*"))


def test_a_package_the_station_cannot_remember_is_not_left_on_the_stick(world, make, monkeypatch):
    def full(*_):
        raise StoreFault("磁盘空间不够")

    make.staff()
    looking = replace(world.station, readonly="这次打开只能查看")
    with pytest.raises(StoreFault, match="只能查看"):
        verb.build(looking, world.folder / "stick")
    with monkeypatch.context() as broken:
        broken.setattr(Recorder, "write", full)
        with pytest.raises(StoreFault, match="空间"):
            world.build()
    assert not any((world.folder / "stick").rglob("*"))
    assert world.build().manifest.header.seq == 1


def test_a_card_that_was_altered_is_refused(world, tmp_path):
    path = tmp_path / "keys" / "county.card.json"
    path.write_text(path.read_text(encoding="utf-8").replace("临川县", "别的县"), encoding="utf-8")
    partners.read_card(path)
    path.write_text(path.read_text(encoding="utf-8").replace("age1", "age2"), encoding="utf-8")
    with pytest.raises(Invalid, match="改动过"):
        partners.read_card(path)


def test_keys_are_never_overwritten(world, tmp_path):
    with pytest.raises(Invalid, match="已经存在"):
        partners.new_keys(partners.COUNTY, "县", tmp_path / "keys")


def destroy(world, person):
    world.station.perform(records.remove, "staff", [person.id])
    order = destroying.Order(person.name, "误登", "周主任")
    destroying.carry_out(world.station, "staff", person.id, order)


def test_what_was_destroyed_here_is_destroyed_at_the_county(world, make, clock):
    person = make.staff(name="张𠮷㛃", note="𪚥")
    world.receive(world.build())
    destroy(world, person)
    written = world.build()
    counted = {t: dict(n) for t, n in written.manifest.counts.items()}
    assert counted == {"staff": {"erase": 1}, "destruction": {"create": 1}}
    received = world.receive(written)
    assert received.applied == 2
    county = world.county
    assert county.ask(lambda s: s.get(type(person), person.id)) is None
    steps = county.ask(lambda s: list(feed.changes(s, records=[person.id])))
    assert [one.erased for one in steps] == [False, True]
    assert not any(one.after for one in steps)
    assert "𪚥".encode() not in plain(places.database(county.folder), county.secret.key)
    assert county.ask(lambda s: list(feed.broken(s))) == []
    assert world.receive(written).status == "unchanged"


def test_what_the_county_attached_goes_with_the_record_it_was_attached_to(world, make):
    person, county = make.staff(), world.county
    world.receive(world.build())
    place = attachments.Place("staff", person.id)
    kept = county.ask(attachments.files, county.folder).put([b"scan"])
    scan = attachments.Taken("批示.pdf", "application/pdf", kept.size, kept.digest)
    county.perform(attachments.add, place, county.folder, [scan])
    destroy(world, person)
    world.receive(world.build())
    assert county.ask(attachments.referred) == {}
    assert county.ask(attachments.strays, county.folder) == []
    assert not county.ask(attachments.files, county.folder).has(kept.digest)


def test_a_power_cut_before_the_county_has_cleaned_is_made_good(world, make, monkeypatch):
    person = make.staff(name="张𠮷㛃", note="𪚥")
    world.receive(world.build())
    destroy(world, person)

    def cut(*_):
        raise KeyboardInterrupt

    county, written = world.county, world.build()
    monkeypatch.setattr(destroying, "settle", cut)
    with pytest.raises(KeyboardInterrupt):
        world.receive(written)
    monkeypatch.undo()
    assert wiping.owed(county.folder)
    mended, _ = soundness.mend(county, soundness.check(county))
    assert "数据库已重写一遍，清理干净。" in mended
    assert not wiping.owed(county.folder)
    assert "𪚥".encode() not in plain(places.database(county.folder), county.secret.key)


def test_a_refused_package_leaves_no_cleaning_owed(world, make):
    person = make.staff()
    world.receive(world.build())
    make.staff()
    world.build()
    destroy(world, person)
    with pytest.raises(UserError, match="缺第 2 号"):
        world.receive(world.build())
    assert not wiping.owed(world.county.folder)


def test_what_was_destroyed_before_it_was_ever_sent_comes_as_nothing(world, make):
    person = make.staff(name="张𠮷㛃")
    destroy(world, person)
    received = world.receive(world.build())
    assert received.status == "applied"
    assert station_share(world) == world.station.ask(packages.counts)
