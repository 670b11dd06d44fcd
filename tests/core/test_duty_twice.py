"""One person is on duty once at a time: whichever way a second shift comes, it is refused."""

from datetime import date

import pytest

from core.errors import Invalid, NeedsYes
from core.intake.sheet import Sheet
from core.records.duty import DutyShift
from core.records.leave import Leave
from core.services import bulk, duty, history, importing, records
from core.services.duty_sheet import DAYTIME, NIGHT, WHOLE, Mark
from core.services.importing import Terms
from tests.core.duty_room import ON, cells, days, lines, listed

pytestmark = pytest.mark.both_stores

DAY = date(2026, 3, 3)
TWICE = "李四3月3日已排了全天，同一时间只排一次"


@pytest.fixture
def li(station, make):
    found = listed(make, ["李四"])[0]
    station.perform(duty.paint, cells(found, 3), ON)
    return found


def shift(staff, kind=WHOLE, day=DAY, role="member"):
    return {"day": day, "shift": kind, "role": role, "staff": staff}


def saved(station, values, identity=None):
    return station.perform(records.save, "duty_shift", values, identity)


def planned(station, *rows):
    head = ("日期", "班次", "值班岗位", "姓名")
    sheet = Sheet("表", (head, *rows))
    return station.ask(importing.plan, "duty_shift", sheet, Terms(DAY, None, "update"))


def test_the_form_refuses_a_second_shift_and_says_so_at_the_name(station, li):
    with pytest.raises(Invalid, match=TWICE) as refused:
        saved(station, shift(li, DAYTIME))
    assert refused.value.problems[0].field == "staff"
    assert len(lines(station)) == 1


def test_day_and_night_of_one_day_are_two_shifts(station, make):
    li = listed(make, ["李四"])[0]
    saved(station, shift(li, DAYTIME))
    saved(station, shift(li, NIGHT))
    with pytest.raises(Invalid, match="李四3月3日已排了白班"):
        saved(station, shift(li, WHOLE))
    assert days(station, li) == [3, 3]


def test_a_shift_moved_onto_another_is_refused_and_stays_where_it_was(station, li):
    other = saved(station, shift(li, day=date(2026, 3, 9))).value
    with pytest.raises(Invalid, match=TWICE):
        saved(station, {"day": DAY}, other)
    assert days(station, li) == [3, 9]


def test_what_stood_twice_before_may_still_be_noted_and_mended(station, make, li):
    old = make.record(DutyShift(**shift(li, DAYTIME)))
    saved(station, {"note": "原表如此"}, old.id)
    saved(station, {"day": date(2026, 3, 4)}, old.id)
    assert days(station, li) == [3, 4]


def test_the_recycle_bin_gives_back_no_second_shift(station, li):
    (first,) = lines(station)
    station.perform(records.remove, "duty_shift", [first.id])
    saved(station, shift(li, NIGHT))
    with pytest.raises(Invalid, match="李四3月3日已排了夜班"):
        station.perform(records.restore, "duty_shift", [first.id])
    assert [one.shift for one in lines(station)] == [NIGHT]
    assert station.ask(records.get, DutyShift, first.id).binned is not None


def test_undo_and_redo_give_back_no_second_shift(station, li):
    removed = station.perform(records.remove, "duty_shift", [lines(station)[0].id])
    second = saved(station, shift(li, NIGHT))
    with pytest.raises(Invalid, match="李四3月3日已排了夜班"):
        station.perform(history.undo, removed.seq)
    gone = station.perform(history.undo, second.seq)
    station.perform(history.undo, removed.seq)
    with pytest.raises(Invalid, match=TWICE):
        station.perform(history.redo, gone.seq)
    assert [one.shift for one in lines(station)] == [WHOLE]


def test_many_shifts_given_to_one_person_at_once_are_refused_together(station, make, li):
    wang = make.staff(name="王五", joined=None).id
    station.perform(duty.paint, cells(wang, 3, 4), ON)
    his = [one for one in lines(station) if one.staff == wang]
    versions = [(one.id, one.version) for one in his]
    with pytest.raises(Invalid, match=TWICE):
        station.perform(bulk.change, "duty_shift", versions, "staff", li)
    assert days(station, wang) == [3, 4]


def test_a_workbook_puts_nobody_on_twice_and_the_other_rows_come_in(station, make, li):
    make.staff(name="王五", joined=None)
    rows = (
        ("2026-03-03", "白班", "值班", "李四"),
        ("2026-03-05", "白班", "值班", "王五"),
        ("2026-03-05", "全天", "值班", "王五"),
    )
    found = planned(station, *rows)
    assert [one.verdict for one in found.rows] == ["failed", "new", "failed"]
    told = [one.problems[0].text for one in found.rows if one.problems]
    assert told[0].startswith(TWICE)
    assert told[1].startswith("王五3月5日第 3 行排了白班")
    station.perform(importing.commit, "duty_shift", found.rows)
    assert len(lines(station)) == 2


def test_a_workbook_may_change_the_shift_that_stands(station, li):
    saved(station, {"shift": DAYTIME}, lines(station)[0].id)
    found = planned(station, ("2026-03-03", "白班", "带班", "李四"))
    assert [one.verdict for one in found.rows] == ["updated"]
    station.perform(importing.commit, "duty_shift", found.rows)
    assert [(one.shift, one.role) for one in lines(station)] == [(DAYTIME, "leader")]


def test_who_was_put_on_between_reading_and_importing_is_put_on_once(station, make):
    li = listed(make, ["李四"])[0]
    found = planned(station, ("2026-03-03", "白班", "值班", "李四"))
    station.perform(duty.paint, cells(li, 3), Mark(WHOLE, "leader"))
    with pytest.raises(Invalid, match=TWICE):
        station.perform(importing.commit, "duty_shift", found.rows)
    assert [one.shift for one in lines(station)] == [WHOLE]


def test_who_is_on_leave_is_put_on_duty_only_where_somebody_says_so(station, li, make):
    away = {"since": date(2026, 3, 9), "until": date(2026, 3, 10), "state": "granted"}
    make.record(Leave(staff=li, kind="01", **away))
    wanted = shift(li, day=date(2026, 3, 9))
    with pytest.raises(NeedsYes, match="李四3月9日—3月10日请假。仍然排值班？") as asked:
        saved(station, wanted)
    assert len(lines(station)) == 1
    put_on = saved(station.confirmed(asked.value.key), wanted).value
    saved(station, {"note": "回单位值守"}, put_on)
    other = listed(make, ["赵六"])[0]
    both = [saved(station, shift(other, day=date(2026, 3, n))) for n in (10, 11)]
    versions = [(one.value, 1) for one in both]
    with pytest.raises(NeedsYes, match="李四3月9日—3月10日请假。仍然排值班？"):
        station.perform(bulk.change, "duty_shift", versions, "staff", li)
