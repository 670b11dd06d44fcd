"""Visits and calls as the counter knows them: noted, registered, handed out, closed, counted."""

from datetime import date, datetime, time

import pytest

from core.errors import Conflict, Invalid, NeedsYes, NotAllowed
from core.journal import feed
from core.records.task import Task
from core.records.visit import LEDGER, Visit
from core.services import finding, hand_over, history, numbers, records, visit_notes, visits
from core.services.hand_over import Person, Terms
from core.services.records import Filter
from core.services.visit_notes import Jotting
from core.services.visits import Closing, HandOut
from core.station import CHINA

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
DANCE = {"title": "广场舞噪声扰民", "source": "call"}


def read(station, identity):
    return station.ask(lambda session: session.get(Visit, identity))


def registered(station, **given):
    return station.perform(visits.register, DANCE | given).value


def test_a_call_is_noted_in_one_line_at_the_moment_it_came(station):
    said = Jotting("东风村三组水管爆了，院子都淹了。让人快去看看", "13800136021", "李女士")
    note = read(station, station.perform(visit_notes.jot, said).value)
    assert (note.state, note.number, note.source) == ("note", None, "call")
    assert note.title == "东风村三组水管爆了，院子都淹了"
    assert note.jotted == said.text
    assert (note.came_on, note.came_at) == (DAY, time(8, 10))


def test_a_long_sentence_makes_a_short_title_and_stays_whole(station):
    text = "村东头的路" * 20
    note = read(station, station.perform(visit_notes.jot, Jotting(text)).value)
    assert len(note.title) == 40
    assert note.jotted == text


@pytest.mark.parametrize("said", [Jotting(" \n"), Jotting("路灯坏了", phone="1" * 41)])
def test_a_note_that_cannot_be_kept_says_what_to_do(station, said):
    with pytest.raises(Invalid, match="请写"):
        station.perform(visit_notes.jot, said)


def test_a_note_becomes_a_registered_visit_under_its_number(station):
    note = station.perform(visit_notes.jot, Jotting("路灯坏了", "88001")).value
    kept = station.perform(visits.register, {"title": "三组路灯不亮", "source": "call"}, note, 1)
    assert kept.value == note
    visit = read(station, note)
    assert (visit.number, visit.state, visit.jotted) == ("2026-石桥-0001", "registered", "路灯坏了")


def test_only_title_and_source_are_needed(station):
    visit = read(station, registered(station))
    assert (visit.heads, visit.came_on, visit.id_no) == (1, DAY, None)
    with pytest.raises(Invalid, match="反映事项"):
        station.perform(visits.register, {"source": "call"})


def test_who_gives_no_name_is_anonymous(station):
    assert read(station, registered(station, anonymous=True)).name == "匿名"


def test_numbers_run_through_the_year_the_visit_was_in(station):
    registered(station)
    late = registered(station, came_on=date(2025, 12, 31))
    assert read(station, late).number == "2025-石桥-0001"
    assert read(station, registered(station)).number == "2026-石桥-0002"


def test_a_visit_entered_late_is_dated_to_when_it_was(station):
    registered(station, came_on=date(2026, 3, 23), came_at=time(16, 30))
    entry = station.ask(feed.entries)[0]
    assert entry.happened == datetime(2026, 3, 23, 16, 30, tzinfo=CHINA)
    assert entry.moment == station.now()
    assert entry.label == "登记来访来电：2026-石桥-0001"


def test_registered_and_handed_out_in_one_save(station, make):
    owner = make.staff(name="王建国")
    one = registered(station, owner=owner.id, due=date(2026, 3, 30))
    visit = read(station, one)
    task = station.ask(lambda session: session.get(Task, visit.task))
    assert visit.state == "handed"
    assert (task.title, task.source, task.owner) == ("广场舞噪声扰民", "visit", owner.id)
    assert (task.due, task.given_on, task.state) == (date(2026, 3, 30), DAY, "open")


def test_handed_to_a_unit_makes_no_task(station):
    one = registered(station)
    station.perform(visits.hand_out, one, HandOut(unit="石桥派出所", due=date(2026, 3, 27)))
    visit = read(station, one)
    assert (visit.state, visit.unit, visit.task) == ("handed", "石桥派出所", None)


def test_the_task_follows_when_the_visit_is_changed(station, make):
    one = registered(station, owner=make.staff().id)
    other = make.staff(name="赵春生")
    station.perform(visits.amend, {"owner": other.id, "title": "夜间广场舞"}, one)
    task = station.ask(lambda session: session.get(Task, session.get(Visit, one).task))
    assert (task.owner, task.title) == (other.id, "夜间广场舞")


def test_closing_ends_the_task_with_it(station, make):
    one = registered(station, owner=make.staff().id, came_on=date(2026, 3, 20))
    station.perform(visits.close, one, Closing("已劝离，约定九点前结束", DAY, "phone", "good"))
    visit = read(station, one)
    task = station.ask(lambda session: session.get(Task, visit.task))
    assert (visit.state, visit.closed_on, visit.satisfaction) == ("closed", DAY, "good")
    assert (task.state, task.done_on) == ("closed", DAY)


def test_closing_is_undone_as_one_act(station, make, clock):
    one = registered(station, owner=make.staff().id)
    since = clock.moment
    clock.tick(seconds=1)
    station.perform(visits.close, one, Closing("已处理"))
    station.perform(history.undo, station.ask(history.undoable, station.actor.id, since).seq)
    visit = read(station, one)
    task = station.ask(lambda session: session.get(Task, visit.task))
    assert (visit.state, visit.reply, task.state) == ("handed", None, "open")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (Closing(""), "办理情况"),
        (Closing("好了", date(2026, 3, 24)), "早于"),
        (Closing("好了", date(2026, 3, 26)), "今天之后"),
    ],
)
def test_a_closing_that_cannot_be_true_is_refused(station, how, said):
    one = registered(station)
    with pytest.raises(Invalid, match=said):
        station.perform(visits.close, one, how)
    assert read(station, one).state == "registered"


def test_a_note_is_registered_before_anything_is_done_about_it(station):
    note = station.perform(visit_notes.jot, Jotting("路灯坏了")).value
    with pytest.raises(Invalid, match="补全登记"):
        station.perform(visits.close, note, Closing("好了"))
    with pytest.raises(Invalid, match="补全登记"):
        station.perform(visits.hand_out, note, HandOut(unit="村委会"))


def test_nobody_is_given_a_matter_by_name_of_nobody(station):
    one = registered(station)
    with pytest.raises(Invalid, match="承办"):
        station.perform(visits.hand_out, one, HandOut(unit=" "))
    with pytest.raises(Invalid, match="早于"):
        station.perform(visits.hand_out, one, HandOut(unit="村委会", due=date(2026, 3, 1)))


def test_tomorrow_has_not_happened(station):
    with pytest.raises(Invalid, match="今天之后"):
        registered(station, came_on=date(2026, 3, 26))


def test_a_numbered_visit_is_voided_and_a_note_is_binned(station):
    one = registered(station)
    note = station.perform(visit_notes.jot, Jotting("打错电话")).value
    with pytest.raises(Invalid, match="作废"):
        station.perform(records.remove, "visit", [one])
    station.perform(records.void, "visit", one, "与0001号重复")
    station.perform(records.remove, "visit", [note])
    for act in (visits.amend, visits.register):
        args = ({"title": "改"}, one) if act is visits.amend else (DANCE, one)
        with pytest.raises(Invalid, match="已作废"):
            station.perform(act, *args)
    with pytest.raises(Invalid, match="回收站"):
        station.perform(visits.register, DANCE, note)


def test_somebody_was_quicker(station):
    note = station.perform(visit_notes.jot, Jotting("路灯坏了")).value
    station.perform(records.save, "visit", {"name": "李女士"}, note)
    with pytest.raises(Conflict):
        station.perform(visits.register, DANCE, note, 1)
    assert read(station, note).number is None


def taken_back(station, since):
    """Undo the last act."""
    last = station.ask(history.undoable, station.actor.id, since)
    station.perform(history.undo, last.seq)


def test_undoing_a_registration_voids_its_number(station, clock, make):
    since = clock.moment
    one = registered(station, owner=make.staff().id)
    taken_back(station, since)
    visit = read(station, one)
    assert (visit.number, visit.void_reason) == ("2026-石桥-0001", "撤销登记")
    assert read(station, registered(station)).number == "2026-石桥-0002"


def test_a_note_that_got_its_number_is_voided_and_not_taken_back(station, clock):
    since = clock.moment
    note = station.perform(visit_notes.jot, Jotting("路灯坏了")).value
    station.perform(visits.register, DANCE, note)
    with pytest.raises(Conflict, match="请“作废”"):
        taken_back(station, since)
    assert read(station, note).number == "2026-石桥-0001"


def test_batches_and_heads_of_a_period(station):
    registered(station, heads=5)
    registered(station, came_on=date(2026, 3, 2))
    voided = registered(station, heads=3)
    station.perform(records.void, "visit", voided, "重复")
    registered(station, came_on=date(2026, 2, 28), heads=9)
    station.perform(visit_notes.jot, Jotting("还没登记"))
    found = station.ask(visits.batches, date(2026, 3, 1), date(2026, 3, 31))
    assert found.text == "2批次6人次"
    assert len(found.batches.ids) == 2


def test_the_next_registration_remembers_village_type_and_source(station, make):
    village = make.grid(name="东风村")
    registered(station, grid=village.id, kind="H03", source="hotline")
    station.perform(visit_notes.jot, Jotting("别的事"))
    found = station.ask(visit_notes.remembered, station.actor.id)
    assert found == {"source": "hotline", "grid": village.id, "kind": "H03"}


def test_what_a_note_says_of_village_and_phone_is_found(station, make):
    make.grid(name="东风村")
    first = make.grid(name="东风村第1网格")
    make.grid(name="东风", closed=DAY)
    said = "东风村第1网格老李来电，13800136021，说路灯坏了"
    found = station.ask(visit_notes.hints, said)
    assert found == {"phone": "13800136021", "grid": first.id}
    assert station.ask(visit_notes.hints, "身份证110105194912310020没带") == {}


def test_a_foreign_number_and_the_tail_of_a_phone_find_the_visit(station):
    one = registered(station, outside_number="12345热线 GD20260325001", phone="13800136021")
    for words in ("GD20260325001", "6021", "2026-石桥-0001"):
        assert [hit.id for hit in station.ask(finding.find, words)] == [one]


def test_a_number_of_a_paper_register_is_gone_on_behind(station):
    station.perform(numbers.start, None, 2026, 41, numbers.VISIT)
    assert read(station, registered(station)).number == "2026-石桥-0042"
    named = station.ask(numbers.series, 2026)
    assert [(one.name, one.last, one.series) for one in named] == [("来访来电", 42, numbers.VISIT)]


def test_the_register_is_not_numbered_by_a_committee(station, make):
    make.organisation(name="石桥镇人民调解委员会", kind="committee")
    registered(station)
    make.organisation(name="东风村人民调解委员会", kind="committee")
    assert read(station, registered(station)).number == "2026-石桥-0002"


def test_a_reader_registers_nothing(somebody):
    reader = somebody("reader")
    with pytest.raises(NotAllowed):
        reader.perform(visit_notes.jot, Jotting("路灯坏了"))


def test_the_list_is_narrowed_by_day(station):
    registered(station, came_on=date(2026, 3, 2))
    one = registered(station)
    assert list(station.ask(records.ids, LEDGER, Filter(since=DAY, until=DAY))) == [one]


def test_one_foreign_sheet_is_registered_twice_only_by_who_knows(station):
    first = registered(station, outside_number="12345热线 GD20260325001")
    again = {**DANCE, "outside_number": "信访系统 3300-0987、GD20260325001"}
    with pytest.raises(NeedsYes, match="已经登记在 2026-石桥-0001"):
        station.perform(visits.register, again)
    other = station.confirmed("outside_number").perform(visits.register, again).value
    assert read(station, other).number == "2026-石桥-0002"
    assert registered(station, outside_number="12345热线 GD20260325002") not in (first, other)


def test_a_clerk_who_leaves_hands_over_what_is_in_hand(station, make):
    giver, taker = make.staff(name="周建国"), make.staff(name="王秀英")
    one = registered(station, owner=giver.id)
    persons = [Person(person.name, None, person.id) for person in (giver, taker)]
    lines = station.ask(hand_over.held, persons[0], DAY)
    told = [(line.kind, line.item) for line in lines]
    assert told[0] == ("来访来电", "2026-石桥-0001 广场舞噪声扰民")
    station.perform(hand_over.carry_out, Terms(*persons), lines)
    visit = read(station, one)
    task = station.ask(lambda session: session.get(Task, visit.task))
    assert (visit.owner, task.owner) == (taker.id, taker.id)
