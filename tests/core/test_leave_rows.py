"""A workbook of leaves: the same days asked for twice are said in their row."""

from datetime import date

import pytest

from core.errors import Invalid, Problem
from core.intake.sheet import Sheet
from core.records.leave import Leave
from core.services import history, importing, records
from core.services.importing import Terms

TODAY = date(2026, 3, 25)
HEAD = ("申请人", "请假类型", "起", "止")


def planned(station, *rows):
    found = station.ask(importing.plan, "leave", Sheet("请假", (HEAD, *rows)), Terms(TODAY))
    return found.rows, [
        (row.verdict, [one.text for one in row.problems if one.field == "since"])
        for row in found.rows
    ]


def test_days_asked_for_before_or_in_a_row_above_are_answered_in_the_row(station, make):
    wang = make.staff(name="王五")
    make.staff(name="李四")
    make.record(
        Leave(staff=wang.id, kind="01", since=date(2026, 3, 2), until=date(2026, 3, 3),
              state="granted")
    )  # fmt: skip
    rows, verdicts = planned(
        station,
        ("王五", "事假", "2026-03-03", "2026-03-04"),
        ("王五", "事假", "2026-03-10", "2026-03-12"),
        ("王五", "病假", "2026-03-12", "2026-03-13"),
        ("李四", "事假", "2026-03-12", "2026-03-13"),
    )
    assert verdicts == [
        ("failed", ["王五3月2日—3月3日已请过假，请改日期，或改那一次。"]),
        ("new", []),
        ("failed", ["王五第 3 行已请过假，请改日期，或改那一次。"]),
        ("new", []),
    ]
    station.perform(importing.commit, "leave", rows)
    assert station.ask(lambda s: s.query(Leave).count()) == 3


def test_nobody_takes_a_place_who_is_away_himself(station, make):
    _, li, _ = (make.staff(name=name) for name in ("王五", "李四", "赵六"))
    make.record(
        Leave(staff=li.id, kind="01", since=date(2026, 3, 12), until=date(2026, 3, 13),
              state="granted")
    )  # fmt: skip
    head = (*HEAD, "代岗人")
    book = Sheet("请假", (
        head,
        ("王五", "事假", "2026-03-13", "2026-03-14", "李四"),
        ("王五", "事假", "2026-03-16", "2026-03-17", "李四"),
        ("赵六", "事假", "2026-03-13", "2026-03-14", ""),
    ))  # fmt: skip
    found = station.ask(importing.plan, "leave", book, Terms(TODAY)).rows
    assert [row.verdict for row in found] == ["failed", "new", "new"]
    said = "李四3月12日—3月13日自己请假，请另选一位，或先空着待定。"
    assert found[0].problems == (Problem("substitute", said),)
    station.perform(importing.commit, "leave", found)


def test_a_leave_asked_for_since_the_rows_were_read_is_not_asked_for_twice(station, make):
    wang = make.staff(name="王五")
    rows, _ = planned(station, ("王五", "事假", "2026-03-03", "2026-03-04"))
    fields = {"staff": wang.id, "kind": "01", "since": date(2026, 3, 4), "until": date(2026, 3, 4)}
    station.perform(records.save, "leave", fields)
    with pytest.raises(Invalid, match="王五3月4日已请过假"):
        station.perform(importing.commit, "leave", rows)
    assert station.ask(lambda s: s.query(Leave).count()) == 1


def test_one_identity_number_is_one_person_of_the_roster(station):
    number = "11010519491231002X"
    first = station.perform(records.save, "staff", {"name": "张三", "id_no": number}).value
    with pytest.raises(Invalid, match="与花名册里的“张三”相同，请改那一条，或核对号码") as refused:
        station.perform(records.save, "staff", {"name": "张四", "id_no": number})
    assert [one.field for one in refused.value.problems] == ["id_no"]
    station.perform(records.save, "staff", {"phone": "13800138000", "id_no": number}, first)
    station.perform(records.remove, "staff", [first])
    assert station.perform(records.save, "staff", {"name": "张四", "id_no": number}).value


def test_neither_the_recycle_bin_nor_an_undo_brings_one_number_back_to_two_people(station):
    number = "11010519491231002X"

    def kept(name, identity=None):
        return station.perform(records.save, "staff", {"name": name, "id_no": number}, identity)

    first = kept("张三").value
    station.perform(records.remove, "staff", [first])
    second = kept("张四").value
    with pytest.raises(Invalid, match="与花名册里的“张四”相同"):
        station.perform(records.restore, "staff", [first])
    emptied = station.perform(records.save, "staff", {"id_no": None}, second).seq
    kept("张五")
    with pytest.raises(Invalid, match="与花名册里的“张五”相同"):
        station.perform(history.undo, emptied)
