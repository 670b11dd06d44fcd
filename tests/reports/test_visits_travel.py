"""The register of visits out of the station and in again: nothing changes, numbers go on."""

from datetime import date

from openpyxl import Workbook

from core.records.visit import LEDGER, Visit
from core.services import records, visits
from core.services.records import Filter
from reports.commands import exporting, importing
from reports.commands.exporting import Wanted as Export
from reports.commands.importing import Wanted as Import

DAY = date(2026, 3, 25)


def listed(station):
    ids = station.ask(records.ids, LEDGER, Filter())
    return [station.ask(lambda session, one=one: session.get(Visit, one)) for one in ids]


def brought_in(station, path):
    return importing.run(station, Import("visit", path, commit=True))


def test_an_export_of_the_register_comes_back_as_it_is(station, make, tmp_path):
    village = make.grid(name="东风村")
    station.perform(
        visits.register,
        {
            "title": "广场舞噪声扰民",
            "source": "hotline",
            "name": "张𠮷",
            "phone": "13800136021",
            "address": "石桥镇东风村三组12号",
            "heads": 5,
            "grid": village.id,
            "outside_number": "12345热线 GD20260325001",
        },
    )
    station.perform(visits.register, {"title": "咨询低保", "source": "visit", "anonymous": True})
    before = [(one.id, one.version, one.number) for one in listed(station)]
    path = tmp_path / "来访来电.xlsx"
    exporting.run(station, Export("visit", path))
    counts = brought_in(station, path)
    assert (counts["rows"], counts["unchanged"]) == (2, 2)
    assert [(one.id, one.version, one.number) for one in listed(station)] == before


def test_a_register_kept_in_excel_comes_in_and_its_numbers_go_on(station, tmp_path):
    book = Workbook()
    for row in (
        ["石桥镇来访来电登记簿"],
        ["登记编号", "来访日期", "来访人", "人数", "反映问题", "来源", "承办单位", "办结时间"],
        ["2026-石桥-0041", "2026.3.2", "李女士", 3, "路灯不亮", "来电", "东风村委会", "2026.3.4"],
        ["2026-石桥-0042", "2026.3.5", "匿名", "", "占道经营", "12345", "", ""],
        ["四十三", "2026.3.6", "王五", 1, "噪声", "来访", "", ""],
    ):
        book.active.append(row)
    path = tmp_path / "登记簿.xlsx"
    book.save(path)
    counts = brought_in(station, path)
    assert (counts["rows"], counts["new"], counts["failed"]) == (3, 2, 1)
    kept = {one.number: one for one in listed(station)}
    assert kept["2026-石桥-0041"].state == "closed"
    assert (kept["2026-石桥-0042"].state, kept["2026-石桥-0042"].heads) == ("registered", 1)
    told = station.ask(visits.batches, date(2026, 3, 1), DAY)
    assert told.text == "2批次4人次"
    fresh = station.perform(visits.register, {"title": "新的一件", "source": "visit"}).value
    assert station.ask(lambda s: s.get(Visit, fresh)).number == "2026-石桥-0043"
