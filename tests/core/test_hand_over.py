"""工作交接: nothing in a person's hands is forgotten, and the name stays where it was."""

from datetime import date

import pytest
from sqlalchemy import select

from core.draft import SavedDraft
from core.errors import Conflict, Invalid, NeedsYes, NotAllowed
from core.ids import Ids
from core.records.hand_over import HandOverLine
from core.records.mediation_case import CasePaper, FileLoan, MediationCase
from core.records.meeting import Meeting
from core.records.task import Task
from core.records.user import User
from core.rights import Actor
from core.services import drafts, founding, hand_over, history, records, users
from core.services.hand_over import Held, Person, Terms
from core.store import keys
from tests.conftest import PASSWORD, QUICK

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)


@pytest.fixture
def giver(station, make):
    """李小满, a mediator with a login, a line on the roster and work of every kind."""
    staff = make.staff(name="李小满").id
    user = station.perform(founding.add_user, "李小满", "mediator").value
    make.case(number="石调〔2026〕001", mediator=staff, due=date(2026, 4, 2))
    make.case(
        title="李家宅基地纠纷", mediator=staff, recorder=staff, privacy="L3", number="〔2026〕2"
    )
    make.case(title="早已归档的纠纷", mediator=staff, state="Z90")
    make.task(title="核对消防通道", owner=staff, due=date(2026, 3, 27))
    make.task(title="早已销号的事", owner=staff, state="closed")
    make.record(Meeting(title="3月26日晨会", held_on=date(2026, 3, 26), recorder=staff))
    make.record(Meeting(title="3月20日晨会", held_on=date(2026, 3, 20), recorder=staff))
    mine = station.as_(Actor(user.id, user.name, "mediator"))
    mine.jot(drafts.keep, "mediation_case", {"title": "半截的登记", "summary": "说到一半"})
    return Person("李小满", user.id, staff)


@pytest.fixture
def taker(station, make):
    staff = make.staff(name="周建国").id
    user = station.perform(founding.add_user, "周建国", "mediator").value
    return Person("周建国", user.id, staff)


def in_hand(station, person):
    return station.ask(hand_over.held, person, DAY)


def carry(station, giver, taker, lines=None, **terms):
    chosen = in_hand(station, giver) if lines is None else lines
    return station.perform(hand_over.carry_out, Terms(giver, taker, **terms), chosen).value


def of(station, record, *where):
    return station.ask(lambda session: session.scalars(select(record).where(*where)).all())


def test_a_person_s_work_is_gathered_from_every_ledger(station, giver):
    told = [(one.kind, one.item, one.note) for one in in_hand(station, giver)]
    assert told == [
        ("调解案件", "石调〔2026〕001 第1起相邻通行纠纷", "待受理"),
        ("调解案件", "〔2026〕2 （限制查阅的案件）", "待受理"),
        ("交办事项", "核对消防通道", "未开始"),
        ("会议", "3月26日晨会", "记录人"),
        ("草稿", "矛盾纠纷台账：半截的登记", ""),
    ]


def test_the_work_changes_hands_in_one_act(station, giver, taker):
    carry(station, giver, taker, witness="王主任", reason="岗位调整")
    assert in_hand(station, giver) == ()
    assert len(in_hand(station, taker)) == 5
    assert {one.owner for one in of(station, SavedDraft)} == {taker.user}
    closed = of(station, MediationCase, MediationCase.state == "Z90")
    assert closed[0].mediator == giver.staff, "what is over stays with his name"


def test_the_list_is_kept_locked_with_typed_things(station, giver, taker):
    things = (Held("钥匙", "档案柜钥匙 2 把", None, "完好"), Held("印章", "调委会印章 1 枚"))
    made = carry(station, giver, taker, (*in_hand(station, giver), *things))
    lines = station.ask(records.children, HandOverLine, made)
    assert [one.position for one in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert (lines[5].kind, lines[5].item, lines[5].note) == ("钥匙", "档案柜钥匙 2 把", "完好")
    with pytest.raises(Invalid, match="已经定稿"):
        station.perform(records.save, "hand_over", {"taker": "别人"}, made)


def test_papers_out_to_be_signed_and_borrowed_files_are_on_the_list(station, make, giver, taker):
    mine, *_ = of(station, MediationCase, MediationCase.number == "石调〔2026〕001")
    for place, (kind, back) in enumerate(
        (("rights_notice", None), ("rights_notice", None), ("application", DAY), ("cover", None)), 1
    ):
        paper = CasePaper(case=mine.id, position=place, kind=kind, printed_on=DAY, signed_on=back)
        make.record(paper)
    filed = make.case(title="早年的纠纷", number="〔2020〕7", state="Z90")
    lent = {"lent_on": DAY, "borrower": "李小满", "due": date(2026, 4, 1)}
    make.record(FileLoan(case=filed.id, position=1, **lent))
    make.record(FileLoan(case=mine.id, position=1, **lent, returned_on=DAY))
    listed = in_hand(station, giver)
    assert listed[0].note == "待受理，待签回：权利义务告知书2份"
    loan = listed[2]
    assert (loan.kind, loan.item, loan.due) == ("借阅的卷宗", "〔2020〕7 早年的纠纷", lent["due"])
    carry(station, giver, taker)
    assert [one.borrower for one in of(station, FileLoan, FileLoan.case == filed.id)] == ["周建国"]
    assert [one.borrower for one in of(station, FileLoan, FileLoan.case == mine.id)] == ["李小满"]


def test_a_restricted_title_stands_nowhere_on_the_list(station, giver, taker):
    carry(station, giver, taker)
    assert not [one for one in of(station, HandOverLine) if "宅基地" in one.item]


def test_a_helper_who_takes_over_is_no_longer_helper(station, make, giver, taker):
    task = make.task(title="两人一起办", owner=giver.staff, helper=taker.staff)
    carry(station, giver, taker)
    one = of(station, Task, Task.id == task.id)[0]
    assert (one.owner, one.helper) == (taker.staff, None)


def test_a_draft_about_a_restricted_case_is_listed_without_its_words(station, giver, make):
    own = station.as_(Actor(giver.user, giver.name, "mediator"))
    case = make.case(privacy="L3")
    own.jot(drafts.keep, "mediation_case", {"title": "少年甲"}, case.id)
    own.jot(drafts.keep, "mediation_case", {"title": "少年乙", "privacy": "限制"})
    listed = [one.item for one in in_hand(station, giver) if one.table == "draft"]
    assert listed == ["矛盾纠纷台账：", "矛盾纠纷台账："]


def test_nothing_typed_is_lost_where_both_have_a_draft(station, giver, taker, clock):
    clock.tick(minutes=5)
    own = station.as_(Actor(taker.user, taker.name, "mediator"))
    own.jot(drafts.keep, "mediation_case", {"title": "接交人自己的"})
    carry(station, giver, taker)
    first = own.ask(drafts.kept, taker.user, "mediation_case")
    assert first.texts["title"] == "接交人自己的"
    own.jot(drafts.drop, "mediation_case")
    assert own.ask(drafts.kept, taker.user, "mediation_case").texts["title"] == "半截的登记"


def test_the_login_closes_and_the_name_stays(station, giver, taker, clock):
    keys.add(station.folder, station.secret.key, giver.name, PASSWORD, QUICK)
    own = station.as_(Actor(giver.user, giver.name, "mediator"))
    case = in_hand(station, giver)[0].id
    own.perform(records.save, "mediation_case", {"place": "东风村"}, case)
    carry(station, giver, taker, close=True)
    users.forget(station.folder, giver.name)
    assert keys.names(station.folder) == ("李海燕",)
    with pytest.raises(Invalid, match="没有这个用户"):
        founding.open_station(station.folder, giver.name, PASSWORD, clock)
    turns = station.ask(history.of_record, "mediation_case", case)
    assert [turn.actor for turn in turns] == ["李海燕", "李小满", "李海燕"]
    assert turns[0].label.startswith("工作交接：李小满交周建国，5 项")


def test_a_closed_login_is_refused_even_with_its_password(station, giver, taker, clock):
    keys.add(station.folder, station.secret.key, giver.name, PASSWORD, QUICK)
    carry(station, giver, taker, close=True)
    with pytest.raises(NotAllowed, match="已停用"):
        founding.open_station(station.folder, giver.name, PASSWORD, clock)


def test_somebody_lent_for_some_days_keeps_the_login(station, giver, taker):
    carry(station, giver, taker)
    assert not of(station, User, User.id == giver.user)[0].closed


def test_what_is_left_behind_is_asked_about_before_the_login_closes(station, giver, taker):
    some = in_hand(station, giver)[:2]
    with pytest.raises(NeedsYes, match="还有 3 项没有勾选") as asked:
        carry(station, giver, taker, some, close=True)
    carry(station.confirmed(asked.value.key), giver, taker, some, close=True)
    assert len(in_hand(station, giver)) == 3


def test_a_list_that_is_no_longer_true_is_refused_and_nothing_moves(station, giver, taker):
    lines = in_hand(station, giver)
    task = of(station, Task, Task.title == "核对消防通道")[0]
    station.perform(records.save, "task", {"owner": taker.staff}, task.id)
    with pytest.raises(Conflict, match="“核对消防通道”刚有变动"):
        carry(station, giver, taker, lines)
    assert len(in_hand(station, giver)) == 4


@pytest.mark.parametrize(
    ("witness", "taker_is", "sentence"),
    [
        ("", "giver", "不能是同一个人"),
        ("李小满", "taker", "监交人不能是"),
        ("周建国", "taker", "监交人不能是"),
        ("", "gone", "已离岗或停用"),
        ("", "bare", "花名册里还没有"),
    ],
)
def test_the_wrong_people_are_told(station, giver, taker, witness, taker_is, sentence):
    other = station.perform(founding.add_user, "新来的", "clerk").value
    people = {
        "giver": giver,
        "taker": taker,
        "gone": Person("走了的", None, taker.staff, gone=True),
        "bare": Person("新来的", other.id),
    }
    with pytest.raises(Invalid, match=sentence):
        carry(station, giver, people[taker_is], witness=witness)


def test_a_draft_cannot_go_to_somebody_without_a_login(station, make, giver):
    staff = Person("村里的", None, make.staff(name="村里的").id)
    with pytest.raises(Invalid, match="接不了草稿"):
        carry(station, giver, staff)
    carry(station, giver, staff, in_hand(station, giver)[:-1])
    assert len(in_hand(station, staff)) == 4


def test_nobody_closes_their_own_login(station, taker):
    me = station.ask(hand_over.named, "李海燕")
    with pytest.raises(Invalid, match="不能停用自己的登录"):
        carry(station, me, taker, close=True)


def test_the_last_who_can_manage_stays(station, taker):
    me = station.ask(hand_over.named, "李海燕")
    visitor = station.as_(Actor(Ids(station.clock).new(), "县里来的", "admin"))
    with pytest.raises(Invalid, match="唯一能管理用户和设置的人"):
        carry(visitor, me, taker, close=True)
    station.perform(founding.add_user, "新站长", "chief")
    carry(visitor, me, taker, close=True)
    assert of(visitor, User, User.id == me.user)[0].closed
    with pytest.raises(NotAllowed, match="已停用"):
        of(station, User)


def test_a_hand_over_cannot_be_undone_but_handed_back(station, giver, taker):
    seq = station.perform(hand_over.carry_out, Terms(giver, taker), in_hand(station, giver)).seq
    with pytest.raises(Invalid, match="已经生效"):
        station.perform(history.undo, seq)
    carry(station, taker, giver)
    assert len(in_hand(station, giver)) == 5


def test_a_mediator_hands_nothing_over(station, somebody, giver, taker):
    with pytest.raises(NotAllowed):
        carry(somebody("mediator"), giver, taker, ())


def test_everybody_with_work_can_be_named(station, make, giver):
    make.staff(name="走了的", state="off", left=date(2026, 3, 1))
    make.staff(name="重名")
    make.staff(name="重名")
    found = {one.name: one for one in station.ask(hand_over.people)}
    assert found["李小满"] == giver
    assert found["走了的"].gone
    assert found["李海燕"].staff is None
    with pytest.raises(Invalid, match="不止一个叫“重名”"):
        station.ask(hand_over.named, "重名")
    with pytest.raises(Invalid, match="没有“没这人”"):
        station.ask(hand_over.named, "没这人")
