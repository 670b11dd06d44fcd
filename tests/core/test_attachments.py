"""Files attached to records: in one entry, undone, found again, checked and let go."""

import pytest
from sqlalchemy import select

from core import places
from core.errors import Invalid, NotAllowed
from core.ids import Ids
from core.journal import feed
from core.records.attachment import Attachment
from core.services import attachments, history, looks
from core.services.attachments import Place, Taken
from tests.conftest import Make

pytestmark = pytest.mark.both_stores

PHOTO, SCAN = b"a photograph of a wall", b"a signed agreement" * 1000


@pytest.fixture
def place(make):
    return Place("mediation_case", make.case(title="王秀英与马国良相邻通行纠纷").id)


@pytest.fixture
def kept_files(station):
    return station.ask(attachments.files, station.folder)


@pytest.fixture
def attach(station, kept_files, place):
    def attached(*contents, to=place, by=station):
        taken = []
        for n, content in enumerate(contents, 1):
            kept = kept_files.put([content])
            taken.append(Taken(f"照片{n}.jpg", "image/jpeg", kept.size, kept.digest))
        return by.perform(attachments.add, to, station.folder, taken)

    return attached


def listed(station, place, **which):
    return [one.name for one in station.ask(attachments.of_record, place, **which)]


def test_several_files_are_attached_in_one_entry_and_undone_together(station, place, attach):
    done = attach(PHOTO, SCAN)
    assert listed(station, place) == ["照片1.jpg", "照片2.jpg"]
    [entry] = station.ask(feed.entries, 1)
    assert (entry.seq, entry.label) == (done.seq, "添加附件：矛盾纠纷台账 2 个")
    station.perform(history.undo, done.seq)
    assert listed(station, place) == []
    assert listed(station, place, binned=True) == ["照片1.jpg", "照片2.jpg"]


def test_the_label_of_the_act_names_no_file(station, attach):
    attach(PHOTO)
    [entry] = station.ask(feed.entries, 1)
    assert "照片" not in entry.label


def test_what_the_record_has_already_is_passed_over(station, place, attach):
    attach(PHOTO)
    assert attach(PHOTO, SCAN, SCAN).value == 1
    assert len(listed(station, place)) == 2
    assert attach(PHOTO).seq is None


def test_an_attachment_is_taken_away_and_found_again(station, place, attach):
    attach(PHOTO, SCAN)
    first, second = station.ask(attachments.of_record, place)
    station.perform(attachments.remove, [first.id, second.id])
    assert listed(station, place) == []
    station.perform(attachments.restore, [second.id])
    assert listed(station, place) == [second.name]
    assert listed(station, place, binned=True) == [first.name]


def test_an_attachment_is_described(station, place, attach):
    attach(PHOTO)
    [one] = station.ask(attachments.of_record, place)
    station.perform(attachments.describe, one.id, " 东墙裂缝.jpg ", "3月20日现场")
    [one] = station.ask(attachments.of_record, place)
    assert (one.name, one.note) == ("东墙裂缝.jpg", "3月20日现场")
    with pytest.raises(Invalid, match="名称"):
        station.perform(attachments.describe, one.id, " ", "")


def test_only_who_may_change_the_record_attaches_to_it(station, place, attach, somebody):
    attach(PHOTO)
    [one] = station.ask(attachments.of_record, place)
    reader = somebody("reader", "迎检组")
    assert listed(reader, place) == ["照片1.jpg"]
    with pytest.raises(NotAllowed):
        attach(SCAN, by=reader)
    for act in (attachments.remove, attachments.restore):
        with pytest.raises(NotAllowed):
            reader.perform(act, [one.id])
    with pytest.raises(NotAllowed):
        reader.perform(attachments.describe, one.id, "x", "")
    attach(SCAN, by=somebody("mediator"))
    assert len(listed(station, place)) == 2


def test_nothing_is_attached_to_a_record_that_is_not_there(station, attach):
    nowhere = Place("mediation_case", Ids(station.clock).new())
    with pytest.raises(Invalid, match="找不到"):
        attach(PHOTO, to=nowhere)
    with pytest.raises(Invalid, match="找不到"):
        station.ask(attachments.of_record, nowhere)
    with pytest.raises(Invalid, match="找不到"):
        station.ask(attachments.reached, Ids(station.clock).new())


def test_no_record_is_made_for_a_content_that_is_not_kept(station, place):
    lost = Taken("照片.jpg", "image/jpeg", 3, "ab" * 32)
    with pytest.raises(Invalid, match="再添加一次"):
        station.perform(attachments.add, place, station.folder, [lost])
    assert listed(station, place) == []


def test_check_names_a_missing_and_an_altered_content(station, place, kept_files, attach):
    attach(PHOTO, SCAN, b"third")
    steps = []
    found = station.ask(
        lambda session: list(
            attachments.faults(session, station.folder, lambda *step: steps.append(step))
        )
    )
    assert found == []
    assert steps[-1] == ("核对附件", 2, 3)
    first, second, _ = station.ask(attachments.of_record, place)
    kept_files.path(first.digest).unlink()
    kept_files.path(second.digest).write_bytes(b"scribble")
    found = station.ask(lambda session: list(attachments.faults(session, station.folder)))
    assert [("不见了" in text, "已损坏" in text, "备份" in text) for text in found] == [
        (True, False, True),
        (False, True, True),
    ]


def test_contents_nobody_asks_for_are_known(station, place, kept_files, attach):
    attach(PHOTO)
    lost = kept_files.put([b"the power went before the record was written"])
    left = places.attachments(station.folder) / "killed.part"
    left.write_bytes(b"half")
    assert station.ask(attachments.strays, station.folder) == [kept_files.path(lost.digest), left]
    [one] = station.ask(attachments.of_record, place)
    station.perform(attachments.remove, [one.id])
    assert len(station.ask(attachments.strays, station.folder)) == 2


def test_a_purge_lets_go_of_contents_nobody_else_asks_for(station, make, kept_files, attach):
    other = Place("task", make.task().id)
    attach(PHOTO, to=other)
    lost = kept_files.put([SCAN]).digest
    shared = station.ask(lambda session: session.scalars(select(Attachment.digest)).one())
    assert station.jot(attachments.let_go, station.folder, [lost, shared, lost]) == 1
    assert not kept_files.has(lost)
    assert kept_files.has(shared)


def test_everything_shown_is_read_in_one_snapshot(station, place, attach):
    attach(PHOTO, SCAN)
    first, _ = station.ask(attachments.of_record, place)
    station.perform(attachments.remove, [first.id])
    shelf = station.ask(attachments.shelf, place, station.folder)
    assert ([one.name for one in shelf.kept], [one.name for one in shelf.gone]) == (
        ["照片2.jpg"],
        ["照片1.jpg"],
    )
    assert b"".join(shelf.store.read(shelf.kept[0].digest)) == SCAN


def test_looks_at_what_others_handle_are_written_down(station, make, place, somebody):
    def looked(table, owner):
        attachments.look(station, Place(table, owner), "image/jpeg")
        return [one.label for one in station.ask(looks.of_record, table, owner)]

    assert looked("mediation_case", place.owner) == []
    theirs = Make(somebody("clerk"))
    internal, summed = theirs.case(), theirs.case(privacy="L1")
    assert looked("mediation_case", internal.id) == ["打开附件：矛盾纠纷台账 图片"]
    assert looked("mediation_case", summed.id) == []
    assert looked("task", make.task().id) == []


def test_a_restricted_matter_has_no_attachments_for_who_may_not_see_it(
    station, make, attach, somebody
):
    hidden = Place("mediation_case", make.case(title="限制的事", privacy="L3").id)
    attach(PHOTO, to=hidden)
    [one] = station.ask(attachments.of_record, hidden)
    clerk = somebody("clerk", "赵内勤")
    with pytest.raises(Invalid, match="找不到"):
        clerk.ask(attachments.shelf, hidden, station.folder)
    with pytest.raises(Invalid, match="找不到"):
        clerk.ask(attachments.reached, one.id)
    for act in (attachments.remove, attachments.restore):
        with pytest.raises(Invalid, match="找不到"):
            clerk.perform(act, [one.id])
    station.ask(attachments.files, station.folder).path(one.digest).unlink()
    [told] = clerk.ask(lambda session: list(attachments.faults(session, station.folder)))
    assert "照片" not in told
    assert clerk.ask(attachments.strays, station.folder) == []
