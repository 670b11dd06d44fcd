"""From what is typed to what is kept, and back to what is read."""

from datetime import date, time
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import draft
from core.errors import Invalid
from core.record import Field, Kind
from core.records import ledger

STAFF, CASE, MEETING = ledger("staff"), ledger("mediation_case"), ledger("meeting")
DAY = date(2026, 3, 25)


def parsed(kept, key, text):
    return draft.parse(kept.field(key), text, DAY)


@pytest.mark.parametrize(
    ("kept", "key", "text", "value"),
    [
        (STAFF, "name", " 张𠮷㛃 ", "张𠮷㛃"),
        (STAFF, "name", "\u202a王\u200b秀\0英\ud83d", "王秀英"),
        (CASE, "summary", "第一行\n第二行\0", "第一行\n第二行"),
        (STAFF, "joined", "３.２０", date(2026, 3, 20)),
        (STAFF, "joined", "昨", date(2026, 3, 24)),
        (STAFF, "sex", "女性", "2"),
        (STAFF, "phone", "138 0013 6021", "13800136021"),
        (STAFF, "id_no", "11010519491231002x", "11010519491231002X"),
        (CASE, "amount", "1.2万", Decimal("12000.00")),
        (CASE, "people", "１４人", 14),
        (MEETING, "starts", "8:30", time(8, 30)),
        (MEETING, "starts", "0830", time(8, 30)),
        (MEETING, "starts", "8点半", time(8, 30)),
        (STAFF, "name", "", None),
    ],
)
def test_typed_texts_mean_values(kept, key, text, value):
    assert parsed(kept, key, text) == value


@pytest.mark.parametrize(
    ("kept", "key", "text", "said"),
    [
        (STAFF, "joined", "2026-02-30", "2月30日"),
        (STAFF, "sex", "男女", "没有“男女”这一项"),
        (STAFF, "grid", "没有的网格", "没有或不止一个"),
        (CASE, "amount", "一千多", "金额"),
        (CASE, "people", "几个", "整数"),
        (STAFF, "id_no", "110105194912310021", "末位"),
        (STAFF, "name", "王" * 121, "最多 120 个字"),
        (MEETING, "starts", "25:00", "9点半"),
    ],
)
def test_what_means_nothing_is_told(kept, key, text, said):
    with pytest.raises(Invalid, match=said):
        parsed(kept, key, text)


def test_a_form_reads_what_it_can_and_names_the_rest():
    read = draft.read(STAFF.fields(), {"name": "王某", "joined": "2026-13-01", "sex": "男"}, DAY)
    assert read.values == {"name": "王某", "sex": "1"}
    assert [one.field for one in read.problems] == ["joined"]


def test_a_number_that_looks_wrong_is_kept_and_doubted():
    read = draft.typed(STAFF.fields(), {"name": "王某", "id_no": "110105194912310021"}, DAY)
    assert read.problems == ()
    assert read.values["id_no"] == "110105194912310021"
    assert [one.field for one in read.doubts] == ["id_no"]


def test_a_doubted_number_in_full_width_digits_is_kept_in_half_width():
    read = draft.typed(STAFF.fields(), {"id_no": "３２０５２３１９９９０２３０１２３４"}, DAY)
    assert read.values["id_no"] == "320523199902301234"
    assert [one.field for one in read.doubts] == ["id_no"]


def test_a_link_shows_its_name_and_is_chosen_by_identity():
    field = STAFF.field("grid")
    grid = UUID(int=7)
    assert draft.show(field, grid, {grid: "东风村"}) == "东风村"
    assert draft.parse(field, str(grid), DAY) == grid
    assert draft.parse(field, "东风村", DAY, lambda *_: grid) == grid


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_amounts_come_back_as_they_were(amount):
    field = CASE.field("amount")
    assert draft.parse(field, draft.show(field, amount), DAY) == amount


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_dates_come_back_as_they_were(day):
    field = STAFF.field("joined")
    assert draft.parse(field, draft.show(field, day), DAY) == day


def test_a_moment_is_typed_and_shown_in_china():
    field = Field("at", "时刻", Kind.MOMENT)
    moment = draft.parse(field, "3-20 8:30", DAY)
    assert draft.show(field, moment) == "2026-03-20 08:30"
    assert draft.parse(field, "3-20", DAY).hour == 0
