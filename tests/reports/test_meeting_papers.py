"""The papers of the morning meeting: the sheet to write on, the roll to sign, the minutes."""

from datetime import date, time, timedelta

import pytest

from core.errors import Invalid
from core.records.leave import Leave
from core.records.meeting import AgendaItem, Attendance
from core.services import meeting, meeting_agenda, meeting_roll, minutes, records
from core.services.meeting import Decision
from core.services.meeting_roll import Joining
from core.services.minutes import Change
from reports import fonts, pdf
from reports.documents import (
    meeting_minutes,
    meeting_summary,
    morning_sheet,
    sign_in_sheet,
    task_order,
)
from reports.form import Issue
from reports.page import Cell, Labelled, PageBreak, Table, plain

DAY = date(2026, 3, 25)
ISSUE = Issue(DAY, "李海燕")


def prepared(station, make, tasks=3, staff=3):
    people = [make.staff(name=f"{'张王李赵'[n % 4]}网格{n}") for n in range(staff)]
    for n in range(tasks):
        given = DAY - timedelta(days=n + 2)
        owner = people[n % staff].id if people else None
        make.task(title=f"走访第{n}户并登记", owner=owner, given_on=given, due=DAY)
    return station.perform(meeting.prepare, DAY).value


def drawn(station, form, identity):
    return station.ask(form.document, identity, ISSUE)


def text(document):
    return "\n".join(plain(document))


def pages(document, path):
    return pdf.write(document, path, shelf=fonts.shipped())


def cells(document):
    forms = [block for block in document.blocks if isinstance(block, Labelled)]
    return [cell for form in forms for row in form.rows for cell in row]


def test_the_morning_sheet_has_every_open_matter_with_its_age_and_two_blank_lines(
    station, make, tmp_path
):
    make.case(title="围栏纠纷", accepted_on=date(2026, 2, 21), due=date(2026, 3, 23), state="Z20")
    identity = prepared(station, make)
    sheet = drawn(station, morning_sheet.FORM, identity)
    said = text(sheet)
    assert "石桥镇综治中心　2026年3月25日（星期三）8:30　会议室　应到3人" in said
    assert "未办结纠纷（1件）\n1\n围栏纠纷（未定调解员，3月23日到期，超期2天，受理32天）" in said
    assert "未销号交办（3件）\n2\n走访第0户并登记（张网格0，今日到期，交办2天）\n3" in said
    open_matters = [cell for cell in cells(sheet) if "到期" in cell.value]
    assert [cell.lines for cell in open_matters] == [3, 3, 3, 3]
    assert pages(sheet, tmp_path / "sheet.pdf") == 1


@pytest.mark.parametrize("count", [0, 1, 8, 12, 20, 27])
def test_the_morning_sheet_is_one_page_for_every_usual_agenda(station, make, tmp_path, count):
    sheet = drawn(station, morning_sheet.FORM, prepared(station, make, tasks=count))
    assert pages(sheet, tmp_path / "sheet.pdf") == 1


def test_twelve_matters_have_their_two_lines_and_more_have_fewer_the_urgent_first(station, make):
    twelve = drawn(station, morning_sheet.FORM, prepared(station, make, tasks=12))
    assert [cell.lines for cell in cells(twelve) if "到期" in cell.value] == [3] * 12
    for n in range(3):
        make.task(title=f"又一件{n}", given_on=DAY, due=date(2026, 3, 30 + n % 2))
    later = station.perform(meeting.prepare, date(2026, 3, 26)).value
    fifteen = drawn(station, morning_sheet.FORM, later)
    lines = [cell.lines for cell in cells(fifteen) if "到期" in cell.value]
    assert len(lines) == 15
    assert lines == sorted(lines, reverse=True)
    assert set(lines) == {2, 3}


def test_a_long_matter_takes_its_lines_and_still_has_room_below(station, make, tmp_path):
    identity = prepared(station, make, tasks=0)
    station.perform(meeting_agenda.add_item, identity, "未销号交办", "逐户核对" * 40)
    sheet = drawn(station, morning_sheet.FORM, identity)
    long = next(cell for cell in cells(sheet) if "逐户" in cell.value)
    assert long.lines >= 6
    assert pages(sheet, tmp_path / "sheet.pdf") == 1


def test_an_agenda_too_long_for_a_page_goes_on_overleaf(station, make, tmp_path):
    sheet = drawn(station, morning_sheet.FORM, prepared(station, make, tasks=60))
    assert pages(sheet, tmp_path / "sheet.pdf") == 2
    assert text(sheet).count("今日到期") == 60


def test_a_quiet_morning_leaves_room_to_note_what_is_decided(station, make):
    said = text(drawn(station, morning_sheet.FORM, prepared(station, make, tasks=1)))
    assert "昨日回顾\n新受理纠纷0件，办结0件。" in said
    assert "今日安排\n无" in said
    assert "会上交办（事项、责任人、时限）\n1\n2\n3" in said


def test_the_roll_has_25_lines_a_page_and_the_last_ones_are_empty(station, make, tmp_path):
    grid = make.grid(name="东风村")
    make.staff(name="陈𠮷", grid=grid.id, post="05", joined=date(2024, 1, 1))
    identity = prepared(station, make, tasks=0, staff=30)
    roll = drawn(station, sign_in_sheet.FORM, identity)
    tables = [block for block in roll.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [25, 25]
    assert tables[0].rows[0] == ("1", "陈𠮷", "东风村", "专职网格员", "", "")
    assert [row[1] for row in tables[1].rows[6:]] == [""] * 19
    assert sum(isinstance(block, PageBreak) for block in roll.blocks) == 1
    assert pages(roll, tmp_path / "roll.pdf") == 2


@pytest.mark.parametrize(("staff", "sheets"), [(0, 1), (25, 1), (26, 2)])
def test_a_roll_of_any_length_is_printed(station, make, tmp_path, staff, sheets):
    identity = prepared(station, make, tasks=0, staff=staff)
    roll = drawn(station, sign_in_sheet.FORM, identity)
    assert pages(roll, tmp_path / "roll.pdf") == sheets


def test_guests_and_who_was_taken_off_stand_in_the_papers(station, make):
    identity = prepared(station, make)
    people = station.ask(records.children, Attendance, identity)
    station.perform(meeting_roll.join, identity, Joining(None, "𠮷建平", "县委政法委"))
    station.perform(meeting_roll.take_off, identity, people[0].id, "借调县里")
    sheet = text(drawn(station, sign_in_sheet.FORM, identity))
    assert "𠮷建平" in sheet
    assert "县委政法委" in sheet
    assert "列席" in sheet
    told = cells(drawn(station, meeting_minutes.FORM, identity))
    head = {cell.label: cell.value for cell in told}
    assert head["列席"] == "𠮷建平（县委政法委）"
    assert head["出席"] == "应到2人，实到2人"
    name = station.ask(records.titles, "staff", [people[0].staff])[people[0].staff]
    assert head["未到及原因"] == f"不列入应到：{name}（借调县里）"
    assert name not in sheet
    summary = text(drawn(station, meeting_summary.FORM, identity))
    assert "𠮷建平（县委政法委）" in summary


def test_the_minutes_say_who_came_what_was_gone_through_and_what_was_decided(
    station, make, tmp_path
):
    identity = prepared(station, make)
    people = station.ask(records.children, Attendance, identity)
    marks = {people[0].id: ("leave", "看病"), people[1].id: ("absent", None)}
    station.perform(meeting.mark, identity, marks)
    first = station.ask(records.children, AgendaItem, identity)[0]
    station.perform(meeting_agenda.note_outcomes, identity, {first.id: "今天办完"})
    due = date(2026, 3, 27)
    decisions = (Decision("修路灯", people[2].staff, due), Decision("排班"))
    station.perform(meeting.decide, identity, decisions)
    values = {"ends": time(8, 52), "chair": people[2].staff, "talk": "王：先修三组。"}
    station.perform(records.save, "meeting", values, identity)
    paper = drawn(station, meeting_minutes.FORM, identity)
    said = text(paper)
    for part in (
        "日晨会记录\n石桥镇综治中心",
        "时间\n2026年3月25日（星期三）8:30—8:52\n地点\n会议室\n主持人\n李网格2",
        "应到3人，实到1人",
        "未到及原因\n张网格0请假（看病）；王网格1缺席（原因待补）",
        "1. 走访第0户并登记（张网格0，今日到期，交办2天）\n　会上：今天办完\n2. 走访第1户",
        "交办\n1. 修路灯（责任人：李网格2；时限：3月27日）\n2. 排班（责任人：未定；时限：未定）",
        "讨论发言\n王：先修三组。",
        "主持人（签名）：\n记录人（签名）：",
    ):
        assert part in said
    assert pages(paper, tmp_path / "minutes.pdf") == 1


def test_empty_minutes_print_with_room_to_write_by_hand(station, make):
    identity = prepared(station, make, tasks=0, staff=0)
    paper = drawn(station, meeting_minutes.FORM, identity)
    empty = {cell.label: cell.lines for cell in cells(paper) if not cell.value}
    assert empty["交办"] == 4
    assert "未到及原因\n无" in text(paper)
    assert "主持人" in empty


@pytest.mark.parametrize("form", [morning_sheet.FORM, sign_in_sheet.FORM, meeting_minutes.FORM])
def test_every_paper_of_a_demonstration_says_so_and_names_its_meeting(station, make, form):
    identity = prepared(station, make)
    paper = station.ask(form.document, identity, Issue(DAY, "李海燕", demo=True))
    assert paper.watermark == "演示数据"
    assert paper.record == "3月25日晨会"
    assert drawn(station, form, identity).watermark == ""


def test_a_character_no_font_has_stops_the_print_with_its_name(station, make, tmp_path):
    identity = prepared(station, make, tasks=0)
    station.perform(meeting_agenda.add_item, identity, "今日安排", "\U0003fffd")
    with pytest.raises(Invalid, match="3FFFD"):
        pages(drawn(station, morning_sheet.FORM, identity), tmp_path / "sheet.pdf")
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_meeting_of_another_kind_has_its_own_title(station, make):
    given = {"title": "三月周例会", "kind": "weekly", "held_on": DAY}
    identity = station.perform(records.save, "meeting", given).value
    assert text(drawn(station, meeting_minutes.FORM, identity)).startswith("周例会记录")


def test_other_meetings_have_an_agenda_and_minutes_of_their_own_sections(station, make, tmp_path):
    prepared(station, make)
    identity = station.perform(meeting.prepare, DAY, "monthly").value
    sheet = drawn(station, morning_sheet.FORM, identity)
    assert text(sheet).startswith("月总结会议程")
    assert "本月回顾\n新受理纠纷0件（与上期持平）" in text(sheet)
    station.perform(meeting_agenda.add_item, identity, "亮点与问题", "柳林村连续三月无积案")
    said = text(drawn(station, meeting_minutes.FORM, identity))
    assert said.startswith("月总结会记录")
    assert "亮点与问题\n1. 柳林村连续三月无积案\n满意度" in said
    assert "下月重点\n1. 到期交办3项" in said
    assert pages(sheet, tmp_path / "sheet.pdf") == 1


def test_who_is_on_leave_stands_on_the_roll_with_who_sits_in(station, make):
    away, instead = make.staff(name="赵六"), make.staff(name="孙七")
    given = {"kind": "01", "since": DAY, "until": DAY, "state": "granted"}
    make.record(Leave(staff=away.id, substitute=instead.id, **given))
    identity = prepared(station, make, tasks=0, staff=1)
    table = drawn(station, sign_in_sheet.FORM, identity).blocks[1]
    assert {row[5] for row in table.rows if row[1] == "赵六"} == {"请假（孙七代会）"}
    assert "应到2人，实到2人" in text(drawn(station, meeting_minutes.FORM, identity))


def test_revisions_of_signed_minutes_stand_at_their_foot(station, make):
    identity = prepared(station, make, tasks=0)
    station.perform(minutes.finalise, identity)
    station.perform(minutes.sign_back, identity)
    station.perform(minutes.revise, identity, "地点写错", Change({"place": "二楼"}))
    assert text(drawn(station, meeting_minutes.FORM, identity)).endswith(
        "签字后的修订\n1. 2026年3月25日，地点写错。原为“地点：会议室”，改为“地点：二楼”。"
    )


def test_the_summary_numbers_what_was_agreed_and_names_people_without_their_reasons(
    station, make, tmp_path
):
    people = [make.staff(name=name) for name in ("张海", "王英", "李安")]
    identity = station.perform(meeting.prepare, DAY, "joint").value
    lines = station.ask(records.children, Attendance, identity)
    marks = {lines[1].id: ("leave", "住院"), lines[2].id: ("absent", None)}
    station.perform(meeting.mark, identity, marks)
    station.perform(meeting_agenda.add_item, identity, "议题", "柳林河道清理")
    due = date(2026, 4, 10)
    station.perform(meeting.decide, identity, [Decision("清理河道", people[0].id, due)])
    values = {"resolved": "由石桥村牵头。\n\n五月起值守。", "guests": "县水利局 王工"}
    station.perform(records.save, "meeting", values, identity)
    draft = text(drawn(station, meeting_summary.FORM, identity))
    assert "〔2026〕第________期" in draft
    station.perform(minutes.finalise, identity)
    summary = drawn(station, meeting_summary.FORM, identity)
    said = text(summary)
    for part in (
        "石桥镇综治中心会议纪要\n〔2026〕第1期",
        "在会议室主持召开联席会议，研究了柳林河道清理。现将议定事项纪要如下：",
        "一、由石桥村牵头。\n二、五月起值守。\n三、清理河道（责任单位、责任人：张海；完成时限：2026年4月10日）",
        "出席　张海\n请假　王英\n缺席　李安\n列席　县水利局 王工",
    ):
        assert part in said
    assert "住院" not in said
    assert pages(summary, tmp_path / "summary.pdf") == 1


def test_a_task_order_is_one_sheet_in_two_copies_with_one_number_across_the_line(
    station, make, tmp_path
):
    giver, owner = make.staff(name="张海"), make.staff(name="王英")
    task = make.task(
        title="清理河道" * 12,
        number="交字〔2026〕第001号",
        given_by=giver.id,
        owner=owner.id,
        given_on=DAY,
        due=date(2026, 4, 10),
        demand="先清石桥村段，三日内报进度。" * 4,
    )
    order = drawn(station, task_order.FORM, task.id)
    said = text(order)
    assert said.count("交字〔2026〕第001号") == 3
    assert "完成时限\n2026年4月10日前" in said
    stub, copy = said.split("骑缝", 1)
    assert "办理情况" in copy
    assert "办理情况" not in stub
    assert pages(order, tmp_path / "order.pdf") == 1


def test_an_empty_cell_is_left_where_nobody_knows_the_place(station, make):
    identity = prepared(station, make, tasks=0)
    station.perform(records.save, "meeting", {"place": None, "starts": None}, identity)
    assert Cell("地点") in cells(drawn(station, meeting_minutes.FORM, identity))
    assert "________" in text(drawn(station, morning_sheet.FORM, identity))
