"""值班表 on paper and as files: the month, a holiday, one person; a calendar that can be read."""

import json
from argparse import Namespace
from datetime import date

import pytest

from core.commands import duty as verbs
from core.commands.verb import Call
from core.errors import Invalid
from core.progress import silent
from core.services import duty
from core.services.duty_sheet import Cell, Mark
from core.settings import DUTY_PHONE, DUTY_SHIFTS
from reports.calendar import Event
from reports.calendar import write as write_calendar
from reports.commands import duty as writing
from reports.documents.duty_schedule import Wanted
from tests.core.duty_room import LEADS, ON, cells, listed, put
from tests.reading import pdf_pages, word_text

MARCH = writing.month(date(2026, 3, 25))


@pytest.fixture
def month(station, make):
    (zhang,) = listed(make, ["张站长"], role="leader")
    li, wang = listed(make, ["李四", "王五"])
    station.perform(duty.paint, cells(zhang, 3), LEADS)
    station.perform(duty.paint, cells(li, 3, 4), ON)
    station.perform(duty.paint, cells(wang, 3), ON)
    return zhang, li, wang


def test_the_month_has_a_row_a_day_and_fits_one_page_in_pdf_and_word(station, month, tmp_path):
    put(station, DUTY_PHONE, "0531-8888123")
    assert writing.write(station, MARCH, tmp_path / "三月.pdf") == 1
    (page,) = pdf_pages(tmp_path / "三月.pdf")
    assert "2026年3月值班表" in page
    assert "值班电话：0531-8888123" in page
    assert "3月31日" in page
    writing.write(station, MARCH, tmp_path / "三月.docx")
    assert "李四、王五" in word_text(tmp_path / "三月.docx")


def test_a_holiday_is_called_by_its_year_and_name(station, month, tmp_path):
    (labour,) = writing.holidays(date(2026, 5, 1), date(2026, 5, 31))
    assert (labour.since, labour.until) == (date(2026, 5, 1), date(2026, 5, 5))
    writing.write(station, labour, tmp_path / "节.pdf")
    (page,) = pdf_pages(tmp_path / "节.pdf")
    assert "2026年劳动节值班表" in page


def test_one_persons_list_has_the_hours(station, month, tmp_path):
    put(station, DUTY_SHIFTS, "both")
    station.perform(duty.paint, [Cell(date(2026, 3, 9), month[1])], Mark("night", "member"))
    mine = Wanted(MARCH.since, MARCH.until, staff=month[1])
    writing.write(station, mine, tmp_path / "李四.pdf")
    (page,) = pdf_pages(tmp_path / "李四.pdf")
    assert "共3班" in page
    assert "17时00分至次日8时00分" in page
    assert "王五" not in page


def test_a_workbook_has_the_same_rows(station, month, tmp_path):
    from openpyxl import load_workbook

    assert writing.write(station, MARCH, tmp_path / "三月.xlsx") == 31
    sheet = load_workbook(tmp_path / "三月.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][:4] == ["日期", "星期", "带班领导", "值班人员"]
    assert rows[3][:4] == ["3月3日", "星期二", "张站长", "李四、王五"]


def test_a_calendar_has_an_event_a_shift_in_universal_time(station, month, tmp_path):
    assert writing.write(station, MARCH, tmp_path / "三月.ics") == 4
    text = (tmp_path / "三月.ics").read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 4
    assert "DTSTART:20260303T003000Z\r\nDTEND:20260304T003000Z\r\n" in text
    assert "SUMMARY:张站长 带班领导（全天）\r\n" in text
    uids = [line for line in text.split("\r\n") if line.startswith("UID:")]
    assert len(set(uids)) == 4


def test_a_long_line_of_a_calendar_is_folded_between_characters(station, tmp_path):
    path, now = tmp_path / "长.ics", station.now()
    note = "备注，很长；" * 30 + "\n完"
    write_calendar([Event("k", now, now, "班", note)], path, now)
    raw = path.read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    whole = raw.decode().replace("\r\n ", "")
    assert f"DESCRIPTION:{note.replace(chr(10), chr(92) + 'n')}" in whole


def call(station, **words):
    said = {"month": "2026-03", "commit": False} | words
    return Call(Namespace(**said), station.clock, silent, _opened=[station])


def test_the_verb_shows_copies_and_proposes(station, month):
    shown = verbs.show(call(station))
    assert len(shown.facts["shifts"]) == 4
    assert shown.facts["fairness"][1] == {"name": "李四", "total": 2, "weekend": 0, "holiday": 0}
    assert "3月1日没有带班领导" in shown.facts["conflicts"]
    json.dumps(shown.facts)
    tried = verbs.copy(call(station))
    assert not tried.facts["committed"]
    assert len(tried.facts["shifts"]) > 4
    assert len(verbs.show(call(station)).facts["shifts"]) == 4
    kept = verbs.propose(call(station, commit=True))
    assert kept.facts["committed"]
    assert len(verbs.show(call(station)).facts["shifts"]) == len(kept.facts["shifts"]) > 60
    with pytest.raises(Invalid, match="请写一个月份"):
        verbs.show(call(station, month="2026-Q1"))


def test_the_report_verb_writes_the_schedule_of_a_period(station, month, tmp_path):
    found = writing.run(station, "2026-03", tmp_path / "三月.ics")
    assert (found["title"], found["since"]) == ("2026年3月值班表", "2026-03-01")
