"""代录: a clerk records what another agreed to; it says so everywhere, and he confirms it later."""

from datetime import date

import pytest

from core import workdays
from core.errors import Invalid, NotAllowed
from core.rights import Right
from core.services import consents, desk, founding, history, meeting, records, settings
from core.station import operation
from tests.conftest import colleague

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


@operation("只看一眼", needs=Right.READ)
def glance(tx):
    return tx.agreed


@pytest.fixture
def people(station):
    """The chief, a mediator and a visitor, each on the station as themselves."""
    roles = {"王建国": "chief", "赵调解": "mediator", "县里来的": "reader"}
    return {name: colleague(station, name, role) for name, role in roles.items()}


def owed(station):
    return station.ask(desk.todo, DAY, workdays.known())


def waiting(station):
    return station.ask(consents.waiting, station.actor)


def test_what_the_mediator_may_not_the_chief_s_word_allows(people):
    mediator = people["赵调解"]
    with pytest.raises(NotAllowed, match="请找王建国") as refused:
        mediator.perform(meeting.prepare, DAY)
    assert refused.value.agreeing == ("王建国", "李海燕")
    mediator.for_("王建国", "phone").perform(meeting.prepare, DAY)


def test_the_journal_and_the_history_say_on_whose_word(people):
    held = people["赵调解"].for_("王建国", "paper").perform(meeting.prepare, DAY).value
    turn = people["赵调解"].ask(history.of_record, "meeting", held)[0]
    assert turn.actor == "赵调解"
    assert turn.label == "编制晨会：3月25日晨会（代录：经王建国同意·纸面批示）"


def test_what_the_clerk_may_anyway_can_be_the_chief_s_decision_too(station, make, people):
    task = make.task(title="核对消防通道")
    station.for_("王建国", "oral").perform(records.save, "task", {"due": DAY}, task.id)
    turn = station.ask(history.of_record, "task", task.id)[0]
    assert turn.label.endswith("（代录：经王建国同意·口头）")


def test_it_waits_on_his_desk_until_he_confirms(people):
    chief = people["王建国"]
    people["赵调解"].for_("王建国", "phone").perform(meeting.prepare, DAY)
    group = next(one for one in owed(chief) if one.title == desk.MATTERS)
    item = group.todos[0].item
    assert (item.text, item.note) == ("确认代录：编制晨会：3月25日晨会", "赵调解录，电话同意")
    assert waiting(people["赵调解"]) == []
    chief.perform(consents.confirm, [item.id])
    assert waiting(chief) == []


def test_nobody_confirms_for_another(people):
    people["赵调解"].for_("王建国", "phone").perform(meeting.prepare, DAY)
    (item,) = waiting(people["王建国"])
    with pytest.raises(NotAllowed, match="只有同意的人本人"):
        people["赵调解"].perform(consents.confirm, [item.id])


def test_what_is_undone_waits_no_more(station, make, people):
    task = make.task()
    done = station.for_("王建国", "oral").perform(records.save, "task", {"due": DAY}, task.id)
    (item,) = waiting(people["王建国"])
    station.perform(history.undo, done.seq)
    assert waiting(people["王建国"]) == []
    with pytest.raises(Invalid, match="已经撤销"):
        people["王建国"].perform(consents.confirm, [item.id])


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("没这人", "没有叫“没这人”的用户"),
        ("赵调解", "不能经自己同意"),
        ("县里来的", "“县里来的”的岗位也不能主持和记录会议"),
    ],
)
def test_a_word_that_counts_for_nothing_is_told(people, who, sentence):
    with pytest.raises(Invalid, match=sentence):
        people["赵调解"].for_(who, "oral").perform(meeting.prepare, DAY)


def test_users_and_settings_are_managed_on_nobody_s_word(people):
    on_word = people["赵调解"].for_("王建国", "paper")
    with pytest.raises(NotAllowed, match="管理用户和设置不能代录"):
        on_word.perform(founding.add_user, "新来的", "clerk")
    with pytest.raises(NotAllowed) as refused:
        people["赵调解"].perform(founding.add_user, "新来的", "clerk")
    assert refused.value.agreeing == ()


def test_a_visitor_records_nobody_s_word(people):
    visitor = people["县里来的"]
    with pytest.raises(NotAllowed) as refused:
        visitor.perform(meeting.prepare, DAY)
    assert refused.value.agreeing == ()
    with pytest.raises(NotAllowed, match="只能查看"):
        visitor.for_("王建国", "oral").perform(meeting.prepare, DAY)


def test_one_s_own_settings_and_looks_are_nobody_else_s_word(people):
    mediator = people["赵调解"].for_("王建国", "oral")
    assert mediator.perform(glance).value is None
    mediator.perform(settings.change, "rows", "compact")
    assert waiting(people["王建国"]) == []


def test_whose_word_may_be_recorded_is_offered(people):
    assert people["赵调解"].ask(consents.approvers, people["赵调解"].actor, DAY) == [
        "王建国",
        "李海燕",
    ]
