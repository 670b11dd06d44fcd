"""The town's duty list comes in: a Word table or a workbook; what is not understood is told."""

from datetime import date

import pytest
from docx import Document
from openpyxl import Workbook

from core.errors import Invalid
from core.intake import duty_list
from core.intake.duty_list import Written
from core.services import duty_bringing
from tests.core.duty_room import days, leave_of, listed

MARCH = date(2026, 3, 1)
HEAD = ("日期", "星期", "带班领导", "值班人员", "电话", "备注")


def word(path, rows, before="石桥镇3月值班表"):
    made = Document()
    made.add_paragraph(before)
    table = made.add_table(len(rows), len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    made.save(path)
    return path


def book(path, rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def test_a_word_table_is_read_a_row_a_day(tmp_path):
    rows = [
        HEAD,
        ("3月3日", "星期二", "张站长", "李　四、王五", "13800000000", ""),
        ("4日", "三", "刘副站长（在岗）", "白班：赵六\n夜班：孙 七", "", ""),
        ("合计", "", "2", "", "", ""),
        ("3月5日", "星期三", "张站长", "李四 13800000000", "", ""),
    ]
    found = duty_list.read(word(tmp_path / "值班表.docx", rows), MARCH)
    third, fourth, fifth = (date(2026, 3, day) for day in (3, 4, 5))
    assert found.entries == (
        Written(third, "whole", "leader", "张站长"),
        Written(third, "whole", "member", "李四"),
        Written(third, "whole", "member", "王五"),
        Written(fourth, "whole", "leader", "刘副站长"),
        Written(fourth, "day", "member", "赵六"),
        Written(fourth, "night", "member", "孙七"),
        Written(fifth, "whole", "leader", "张站长"),
        Written(fifth, "whole", "member", "李四"),
    )
    assert found.unread == (
        "“合计”不是日期，这一行没有读",
        "3月5日写的是星期三，实际是星期四，按日期读了",
    )


def test_a_workbook_of_people_and_days_is_read_by_its_marks(tmp_path):
    rows = [
        ["石桥镇值班表"],
        ["序号", "姓名", *range(1, 32)],
        [1, "张站长", "带", *[""] * 30],
        [2, "李四", "", "值", "休", "夜", "？", *[""] * 26],
    ]
    found = duty_list.read(book(tmp_path / "值班表.xlsx", rows), MARCH)
    assert found.entries == (
        Written(date(2026, 3, 1), "whole", "leader", "张站长"),
        Written(date(2026, 3, 2), "whole", "member", "李四"),
        Written(date(2026, 3, 4), "night", "member", "李四"),
    )
    assert found.unread == ("李四3月5日的“？”看不懂，没有读",)


def test_a_day_the_month_has_not_is_told(tmp_path):
    rows = [["姓名", *range(1, 32)], ["李四", *["值"] * 31]]
    found = duty_list.read(book(tmp_path / "二月.xlsx", rows), date(2026, 2, 1))
    assert len(found.entries) == 28
    assert found.unread[0] == "2月没有29日，李四这天没有读"


def test_what_is_no_duty_list_is_refused_in_words(tmp_path):
    with pytest.raises(Invalid, match="没有找到值班表"):
        duty_list.read(book(tmp_path / "别的.xlsx", [["姓名", "电话"], ["李四", "1"]]), MARCH)
    empty = tmp_path / "空.docx"
    Document().save(empty)
    with pytest.raises(Invalid, match="没有表格"):
        duty_list.read(empty, MARCH)
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04 no archive at all")
    with pytest.raises(Invalid, match="打不开"):
        duty_list.read(broken, MARCH)


def test_names_are_found_in_the_roster_and_strangers_are_told(station, make, tmp_path):
    li, _ = listed(make, ["李四", "王五"])
    make.staff(name="王五")
    make.record(leave_of(li, date(2026, 3, 4), date(2026, 3, 4), state="granted"))
    rows = [
        HEAD,
        ("3-3", "", "李四", "王五", "", ""),
        ("3-4", "", "李四", "陌生人", "", ""),
        ("3-3", "", "", "李四", "", ""),
    ]
    brought = duty_list.read(word(tmp_path / "值班表.docx", rows), MARCH)
    plan = station.ask(duty_bringing.plan, brought)
    assert plan.clashes == (
        "李四3月3日写了两次，只读了第一次",
        "花名册里有2个“王五”，1个班没有读",
        "花名册里没有“陌生人”，1个班没有读",
    )
    done = station.perform(duty_bringing.bring, plan.shifts).value
    assert done.text == "已排 1 人次；李四3月4日请假，没有排"
    assert days(station, li) == [3]
