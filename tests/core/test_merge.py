"""Two editors of one record: nothing either of them typed is lost, and few questions are asked."""

from hypothesis import given
from hypothesis import strategies as st

from core.merge import Clash, merge, settled

KEYS = ("name", "phone", "note", "party.1.name")
TEXTS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["", "甲", "乙", "𠮷"]))


def test_what_only_one_of_them_changed_is_taken_without_a_question():
    base = {"name": "王秀英", "phone": "1", "note": ""}
    merged = merge(base, base | {"phone": "2"}, base | {"note": "请假"})
    assert merged.texts == {"name": "王秀英", "phone": "2", "note": "请假"}
    assert (merged.taken, merged.clashes) == (("phone",), ())


def test_what_both_changed_is_asked_and_mine_stands_meanwhile():
    merged = merge({"phone": "1"}, {"phone": "2"}, {"phone": "3"})
    assert merged.clashes == (Clash("phone", "1", "2", "3"),)
    assert merged.texts == {"phone": "3"}


def test_what_both_changed_alike_is_no_question():
    assert merge({"phone": "1"}, {"phone": "2"}, {"phone": "2"}).clashes == ()


def test_a_text_i_emptied_stays_empty_and_one_they_added_comes_in():
    merged = merge({"note": "旧"}, {"note": "旧", "party.1.name": "张三"}, {"note": ""})
    assert merged.texts == {"note": "", "party.1.name": "张三"}


@given(TEXTS, TEXTS, TEXTS)
def test_every_change_is_in_the_outcome_or_in_a_question(base, theirs, mine):
    merged = merge(base, theirs, mine)
    asked = {one.key: one for one in merged.clashes}
    for key in {*base, *theirs, *mine}:
        old, his, own = (one.get(key, "") for one in (base, theirs, mine))
        if own != old:
            assert merged.texts[key] == own
        if his != old:
            assert merged.texts[key] == his or asked[key].theirs == his
        if own == old == his:
            assert merged.texts[key] == old


@given(TEXTS, TEXTS, TEXTS)
def test_it_is_the_same_question_for_both(base, theirs, mine):
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert {c.key for c in one.clashes} == {c.key for c in other.clashes}
    apart = {c.key for c in one.clashes}
    assert {k: v for k, v in one.texts.items() if k not in apart} == {
        k: v for k, v in other.texts.items() if k not in apart
    }


@given(TEXTS, TEXTS)
def test_who_changed_nothing_gets_theirs_and_who_is_alone_keeps_their_own(base, other):
    assert merge(base, other, base).clashes == ()
    assert all(merge(base, other, base).texts[key] == other.get(key, "") for key in other)
    assert all(merge(base, base, other).texts[key] == other[key] for key in other)


def test_a_line_one_took_out_and_the_other_changed_stays_as_a_new_one():
    base = {"1": {"name": "张三"}, "2": {"name": "李四"}, "3": {"name": "王五"}}
    theirs = {"1": {"name": "张三"}, "2": {"name": "李四海"}, "3": {"name": "王五"}}
    mine = {"1": {"name": "张三丰"}, "3": {"name": "王五"}}
    assert settled(base, theirs, mine) == {"1": {"name": "张三"}, "3": {"name": "王五"}}
    assert settled(base, mine, theirs) == {"1": {"name": "张三"}, "3": {"name": "王五"}}


def test_a_line_one_took_out_and_nobody_changed_is_gone():
    base = {"1": {"name": "张三"}}
    assert settled(base, base, {}) == base
