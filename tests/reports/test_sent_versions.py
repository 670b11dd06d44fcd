"""已报版本: the very file that went out, for whom and why; later changes do not touch it."""

import argparse
from datetime import date

import pytest
from openpyxl import load_workbook

from core.commands.sent import VERBS
from core.commands.verb import Call
from core.errors import Invalid, NeedsYes, NotAllowed
from core.progress import silent
from core.records.sent_version import SentVersion
from core.services import (
    attachments,
    backups,
    destroying,
    founding,
    history,
    records,
    restoring,
    sending,
)
from core.services.day_spans import Days
from core.services.destroying import Order
from core.services.fashions import Fashion
from core.services.listing import Wish
from core.services.records import Filter
from core.store.files import Missing
from reports.commands import exporting
from reports.commands.exporting import Keep, Wanted
from tests.conftest import FACTS, PASSWORD

COUNTY = Keep("县委政法委", "王科长电话要本月花名册，17:00 前")


@pytest.fixture
def send(station, tmp_path):
    """Export a ledger for somebody and keep it; return its line in the register."""

    def go(name="staff", wanted=Filter(), keep=COUNTY, ending=".xlsx", acting=station):  # noqa: B008
        path = tmp_path / "sent" / f"{name}{ending}"
        exporting.run(acting, Wanted(name, path, wanted, keep=keep))
        return acting.ask(sending.listed, name)[0]

    return go


def content(station, version):
    attachment, store = station.ask(sending.file_of, version.id, station.folder)
    return b"".join(store.read(attachment.digest))


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf", ".docx"])
def test_what_went_out_is_kept_as_the_very_file(station, make, send, tmp_path, ending):
    make.staff(name="王秀英")
    version = send(ending=ending)
    assert content(station, version) == (tmp_path / "sent" / f"staff{ending}").read_bytes()
    assert (version.recipient, version.request) == (COUNTY.recipient, COUNTY.request)
    assert (version.rows, version.span, version.sent_by) == (1, "全部", "李海燕")
    assert version.sent_at == station.now()


def test_later_edits_change_the_ledger_and_not_what_went_out(station, make, send, tmp_path):
    wang, li = make.staff(name="王秀英"), make.staff(name="李勇")
    version = send(wanted=Filter(where=(("state", "on"),)))
    before = content(station, version)
    station.perform(records.save, "staff", {"name": "王秀兰"}, wang.id)
    station.perform(records.remove, "staff", [li.id])
    make.staff(name="赵新来")
    make.staff(name="钱新来")
    assert content(station, version) == before
    compared = station.ask(sending.compare, version.id)
    assert (compared.then, compared.now, compared.gone) == (2, 3, 1)
    assert compared.words == "报出时 2 条，现在同样范围 3 条，当时的行里有 1 条已不在台账里"


def test_a_version_of_some_days_is_compared_with_the_same_days(station, make, send):
    make.staff(joined=date(2026, 3, 2))
    version = send(wanted=Filter(where=(("joined", Days(date(2026, 3, 1), date(2026, 3, 31))),)))
    assert version.span == "到岗日期：2026-03-01 至 2026-03-31"
    make.staff(joined=date(2026, 3, 31))
    make.staff(joined=date(2026, 4, 1))
    compared = station.ask(sending.compare, version.id)
    assert (compared.then, compared.now) == (1, 2)


def test_chosen_rows_are_compared_one_by_one(station, make, send):
    first, second = make.staff(), make.staff()
    version = send(wanted=(second.id, first.id))
    assert version.span == "选出的 2 人"
    assert station.ask(sending.compare, version.id).words == (
        "报出时 2 条，现在同样范围 2 条，没有变化"
    )


def test_a_version_needs_somebody_it_went_to(station, make, send):
    make.staff()
    with pytest.raises(Invalid, match="请写明报给谁"):
        send(keep=Keep("  "))
    assert station.ask(sending.listed) == []


def test_nothing_takes_a_version_back(station, make, send):
    make.staff()
    send()
    last = station.ask(history.undoable, station.actor.id, station.now().replace(year=2025))
    assert last is None or "已报" not in last.label


def test_columns_for_superiors_are_agreed_to_once(station, make, tmp_path):
    make.staff(name="王秀英", id_no="999999197903140128")
    wish = Wish(("name", "id_no"), "superior", Fashion("whole"))
    wanted = Wanted("staff", tmp_path / "a.xlsx", wish=wish)
    with pytest.raises(NeedsYes, match=r"第一次报上级.*姓名、身份证号"):
        exporting.run(station, wanted)
    assert not wanted.file.exists()
    exporting.run(station.confirmed(sending.ASKED), wanted)
    exporting.run(station, wanted)
    assert load_workbook(wanted.file).active["C4"].value == "999999197903140128"
    other = Wish(("name", "phone"), "superior")
    with pytest.raises(NeedsYes, match="姓名、手机"):
        exporting.run(station, Wanted("staff", wanted.file, wish=other))


def test_a_version_survives_backup_and_restore(station, make, send, clock, tmp_path):
    make.staff(name="王秀英")
    version = send()
    before = content(station, version)
    made = backups.to_file(station, tmp_path / "一份.zzbak")
    target = tmp_path / "again"
    restoring.restore(restoring.Wanted(made.file, target, FACTS.user, PASSWORD), clock)
    again = founding.open_station(target, FACTS.user, PASSWORD, clock)
    try:
        assert content(again, again.ask(sending.listed)[0]) == before
    finally:
        again.close()


def test_a_restricted_case_closes_the_versions_it_is_in(station, make, send, somebody):
    case = make.case(title="边界纠纷")
    version = send("mediation_case", Filter(words="边界"), ending=".csv")
    clerk = somebody("clerk")
    assert [one.id for one in clerk.ask(sending.listed)] == [version.id]
    station.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    assert clerk.ask(sending.listed) == []
    with pytest.raises(Invalid):
        content(clerk, version)
    assert "边界纠纷" in content(station, version).decode("utf-8-sig")


def test_what_the_chief_sends_with_a_restricted_case_is_closed_at_once(
    station, make, send, somebody
):
    make.case(title="隐案", privacy="L3")
    make.case(title="明案")
    version = send("mediation_case", acting=somebody("chief"))
    assert version.rows == 2
    assert somebody("clerk").ask(sending.listed) == []


def test_a_destroyed_record_takes_the_files_it_is_in(station, make, send):
    wang = make.staff(name="王秀英")
    make.staff(name="李勇")
    version = send(wanted=Filter(words="王秀英"))
    digest = station.ask(sending.file_of, version.id, station.folder)[0].digest
    station.perform(records.remove, "staff", [wang.id])
    assert "已报文件 1" in station.ask(destroying.weigh, "staff", wang.id, station.today()).words
    order = Order("王秀英", "重复登记", "王站长")
    destroying.carry_out(station, "staff", wang.id, order)
    (left,) = station.ask(sending.listed)
    assert (left.recipient, left.rows, left.destroyed) == (COUNTY.recipient, 1, date(2026, 3, 25))
    assert "王秀英" not in f"{vars(left)}"
    with pytest.raises(Invalid, match="文件已一并销毁"):
        station.ask(sending.file_of, left.id, station.folder)
    store = station.ask(attachments.files, station.folder)
    with pytest.raises(Missing):
        list(store.read(digest))
    assert station.ask(lambda session: session.get(SentVersion, version.id)) is None


def test_who_may_not_send_keeps_nothing(somebody, make, send):
    make.staff()
    with pytest.raises(NotAllowed):
        send(acting=somebody("mediator"))


def test_the_verb_lists_what_went_out_and_takes_it_out_again(station, make, send, clock, tmp_path):
    def said(*words):
        parser = argparse.ArgumentParser()
        VERBS[0].words(parser)
        return VERBS[0].run(Call(parser.parse_args(words), clock, silent, _opened=[station]))

    assert said().lines == ("还没有留存过已报版本。",)
    with pytest.raises(Invalid, match="没有可以取出的"):
        said("--get", "1")
    make.staff(name="王秀英")
    version = send(ending=".csv")
    (line,) = said("staff").lines
    assert line == (
        "1 2026-03-25 08:10 网格员花名册 报县委政法委 经办李海燕：staff.csv，"
        "报出时 1 条，现在同样范围 1 条，没有变化"
    )
    said("--get", "1", "-o", str(tmp_path / "out.csv"))
    assert (tmp_path / "out.csv").read_bytes() == content(station, version)
    with pytest.raises(Invalid, match="--get 1 到 1"):
        said("--get", "2", "-o", "x")
