"""What the room may read: names of parties are hidden wherever somebody wrote them."""

from datetime import date

import pytest

from core.records.mediation_case import Party
from core.services import meeting, meeting_agenda, projection

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 25)
RARE = "𠮷㛃𡌛"


@pytest.fixture
def party(make):
    def registered(name, case=None, **given):
        of = case or make.case(accepted_on=date(2026, 3, 2), state="Z20")
        told = {"side": "applicant", "kind": "person", "position": 1}
        make.record(Party(case=of.id, name=name, **told | given))
        return of

    return registered


@pytest.fixture
def wall(station):
    """What the room reads once these lines stand on the agenda."""

    def read(*lines):
        held = station.perform(meeting.prepare, DAY).value
        for text in lines:
            station.perform(meeting_agenda.add_item, held, "部门提示与学习", text)
        parts = station.ask(projection.projected, held).parts
        return "\n".join(line.text + line.outcome for part in parts for line in part.lines)

    return read


def test_a_party_named_only_in_a_line_somebody_typed_is_hidden(party, wall):
    party(RARE)
    told = wall(f"明天去{RARE}家量宅基地", "𠮷 㛃　𡌛已到过镇里")
    assert "明天去𠮷某甲家量宅基地" in told
    assert "𠮷某甲已到过镇里" in told
    assert "㛃" not in told


def test_two_parties_of_one_surname_are_told_apart_and_keep_their_letter(party, wall):
    case = party("李国强")
    party("李秀兰", case, position=2)
    told = wall("李国强说李秀兰拆了墙", "李秀兰不同意")
    assert "李某甲说李某乙拆了墙" in told
    assert "李某乙不同意" in told


def test_everybody_beside_a_party_is_hidden_too(party, wall):
    party("赵𠮷祥", also_called="大祥子", agent="钱文斌", guardian="孙桂英", witness="周老三")
    party("石桥建材公司", kind="organisation", representative="吴德彪")
    told = wall("大祥子、钱文斌、孙桂英、周老三、吴德彪都来，石桥建材公司派车")
    assert "大某甲、钱某甲、孙某甲、周某甲、吴某甲都来，石桥建材公司派车" in told


def test_a_colleague_is_called_as_he_is_unless_he_is_a_party_himself(make, party, wall):
    make.staff(name="王丽娟")
    make.staff(name="何立春")
    party("王丽")
    party("何立春")
    told = wall("王丽娟陪王丽去，何立春也去")
    assert "王丽娟陪王某甲去，何某甲也去" in told


def test_what_is_decided_and_talked_about_is_hidden_as_well(station, make, party, wall):
    party(RARE)
    wall()
    held = station.ask(meeting.held_on, DAY).id
    station.perform(meeting.decide, held, [meeting.Decision(f"给{RARE}送通知")])
    parts = station.ask(projection.projected, held).parts
    assert parts[-1].lines[0].text.startswith("给𠮷某甲送通知")


def test_the_party_of_a_case_closed_to_the_reader_is_hidden_from_the_room(
    station, make, party, somebody, wall
):
    of = make.case(accepted_on=date(2026, 3, 2), state="Z20", privacy="L3")
    party(RARE, of)
    told = wall(f"{RARE}要求旁听")
    assert "𠮷某甲要求旁听" in told
    held = station.ask(meeting.held_on, DAY).id
    parts = somebody("clerk").ask(projection.projected, held).parts
    assert RARE not in "".join(line.text for part in parts for line in part.lines)


def test_who_came_or_rang_is_hidden_wherever_the_matter_was_handed_on(make, wall):
    errand = make.task(title="回复周桂枝的路灯报修", given_on=DAY)
    make.visit(name="周桂枝", task=errand.id, closed_on=date(2025, 1, 9))
    make.visit(name="吴德彪")
    make.visit(name="钱文斌", proxy="孙桂英", closed_on=date(2026, 3, 20))
    make.visit(name="群众")
    told = wall("吴德彪又打来电话，钱文斌、孙桂英的事已办好", "群众都满意")
    assert "回复周某甲的路灯报修" in told
    assert "吴某甲又打来电话，钱某甲、孙某甲的事已办好" in told
    assert "群众都满意" in told


def test_a_case_closed_lately_is_still_spoken_of_without_names(party, make, wall):
    party("赵铁柱", make.case(accepted_on=date(2026, 1, 5), closed_on=date(2026, 2, 2)))
    assert "赵某甲家已搬走" in wall("赵铁柱家已搬走")
