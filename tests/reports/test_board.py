"""A table as a list on paper: each column as wide, and its texts where, as what it holds asks."""

from datetime import date
from decimal import Decimal

from reports import board
from reports.board import Board
from reports.page import Column, Table

HEADS = ("序号", "登记日期", "当事人", "金额（元）", "缺", "电话", "简要情况")
STORY = "两家因排水沟占用发生争吵，村干部劝开以后同意到镇里调解"
ROWS = (
    (1, date(2026, 3, 4), "张永福", Decimal("1200.00"), "5", "13800138000", STORY),
    (2, None, "李德厚", None, "", "", STORY * 3),
)


def fitted(rows):
    made = Board("登记簿", "", tuple(map(Column, HEADS)), rows, fitted=True)
    document = board.document((made,))
    (table,) = (one for one in document.blocks if isinstance(one, Table))
    return table.columns


def test_numbers_stand_at_the_right_days_in_the_middle_and_telephones_are_no_numbers():
    aligns = [one.align for one in fitted(ROWS)]
    assert aligns == ["center", "center", "left", "right", "right", "left", "left"]


def test_the_story_gets_the_room_that_short_words_leave():
    widths = {one.title: one.width for one in fitted(ROWS)}
    assert widths["简要情况"] == max(widths.values())
    assert widths["登记日期"] > 10


def test_a_list_with_nothing_in_it_still_has_its_heads():
    assert [one.title for one in fitted(())] == list(HEADS)
