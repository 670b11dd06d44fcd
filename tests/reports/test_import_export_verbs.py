"""`import` and `export` as an administrator types them."""

import argparse
import json
import subprocess
from datetime import date

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from core.commands.verb import Call
from core.errors import Invalid, NotAllowed
from core.progress import silent
from core.records.staff import Staff
from reports.commands import exporting, importing
from reports.commands.exporting import Wanted as Export


def called(station, clock, module, *typed):
    """What the command line makes of typed words."""
    (verb,) = module.VERBS
    parser = argparse.ArgumentParser()
    verb.words(parser)
    call = Call(parser.parse_args(list(map(str, typed))), clock, silent, _opened=[station])
    return verb.run(call)


@pytest.fixture
def roster(tmp_path):
    book = Workbook()
    for row in (
        ["石桥镇花名册"],
        ["姓名", "联系方式", "籍贯"],
        ["王秀英", "13800138000", "临川"],
        ["李勇", "1380013800", "临川"],
        ["王秀英", "13800138000", "临川"],
    ):
        book.active.append(row)
    book.save(tmp_path / "花名册.xlsx")
    (tmp_path / "对应.json").write_text('{"联系方式": "phone"}', encoding="utf-8")
    return tmp_path / "花名册.xlsx"


def test_a_dry_run_tells_everything_and_writes_nothing(station, clock, roster):
    mapping = roster.with_name("对应.json")
    answer = called(station, clock, importing, "staff", roster, "--map", mapping)
    facts = json.loads(json.dumps(answer.facts))
    counts = {"rows": 3, "new": 1, "updated": 0, "unchanged": 0, "skipped": 1, "failed": 1}
    assert counts.items() <= facts.items()
    assert sum(facts[key] for key in list(counts)[1:]) == facts["rows"]
    assert (facts["header_row"], facts["batch"], facts["errors"]) == (2, None, None)
    assert facts["mapping"] == {"姓名": "name", "联系方式": "phone"}
    assert facts["unmapped"] == ["籍贯"]
    assert [one["line"] for one in facts["problems"]] == [4, 5]
    assert "这是试算，没有写入。加 --commit 写入。" in answer.lines
    assert any("籍贯" in line for line in answer.lines)
    assert station.ask(lambda session: session.query(Staff).count()) == 0


def test_commit_writes_one_batch_and_errors_come_back(station, clock, roster):
    copy = roster.with_name("错误.xlsx")
    mapping = roster.with_name("对应.json")
    typed = ("网格员花名册", roster, "--map", mapping, "--commit", "--errors", copy)
    facts = called(station, clock, importing, *typed).facts
    assert isinstance(facts["batch"], int)
    assert facts["errors"] == str(copy)
    assert load_workbook(copy).active["D2"].value == "错误说明"
    again = called(station, clock, importing, *typed)
    assert (again.facts["unchanged"], again.facts["batch"]) == (1, None)


def test_many_problems_are_told_in_part(station, clock, tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,手机\n" + "王,1\n" * 30, encoding="utf-8")
    lines = called(station, clock, importing, "staff", path).lines
    assert lines[-2].startswith("……还有 10 条")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{坏", "不是 JSON 格式"),
        ("[1]", "要写成"),
        ('{"姓名": 1}', "要写成"),
        ('{"姓名": "电邮"}', "不是这个台账的栏目"),
    ],
)
def test_a_wrong_mapping_file_is_told(station, clock, roster, content, sentence):
    mapping = roster.with_name("对应.json")
    mapping.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        called(station, clock, importing, "staff", roster, "--map", mapping)
    with pytest.raises(Invalid, match=r"找不到文件“无\.json”"):
        importing.mapping(mapping.with_name("无.json"))


@pytest.fixture
def people(make):
    village = make.grid(name="东风村")
    make.staff(name="王秀英", id_no="999999197903140128", grid=village.id, post="04")
    make.staff(name="李勇", phone="13800138000", post="05")
    for n in (1, 20):
        make.task(title=f"第{n}日前清沟", due=date(2026, 3, n))


def test_a_ledger_is_exported_by_the_files_ending(station, clock, people, tmp_path):
    for ending in (".xlsx", ".csv", ".pdf", ".docx"):
        path = tmp_path / f"花名册{ending}"
        answer = called(station, clock, exporting, "staff", "-o", path)
        assert answer.facts == {"rows": 2, "file": str(path)}
        assert answer.lines == (f"已导出 2 行：{path}",)
    assert load_workbook(tmp_path / "花名册.xlsx").active["A1"].value == "网格员花名册"
    text = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "花名册.pdf", "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "王秀英" in text
    assert "第1页/共1页" in text.replace(" ", "")
    words = Document(str(tmp_path / "花名册.docx")).tables[0]
    assert "李勇" in {cell.text for row in words.rows for cell in row.cells}


def test_the_filter_is_the_one_of_the_list(station, clock, people, tmp_path):
    def rows(*typed):
        path = tmp_path / "a.csv"
        return called(station, clock, exporting, *typed, "-o", path).facts["rows"]

    assert rows("staff", "--where", "所属网格=东风村") == 1
    assert rows("staff", "--where", "岗位=网格长", "--where", "grid=东风村") == 1
    assert rows("staff", "--words", "李勇") == 1
    assert rows("task", "--from", "3.10", "--to", "2026-3-31") == 1
    for typed, sentence in (
        (("staff", "--where", "岗位"), "要写成 栏目=内容"),
        (("staff", "--where", "电邮=1"), "没有“电邮”这一栏"),
        (("staff", "--where", "岗位=皇帝"), "没有“皇帝”这一项"),
        (("staff", "--from", "3.10"), "请去掉 --from"),
        (("task", "--from", "2.30"), "没有2月30日"),
        (("无", "--words", "x"), "没有“无”这个台账"),
    ):
        with pytest.raises(Invalid, match=sentence):
            rows(*typed)


def test_columns_and_purpose_are_chosen(station, clock, people, tmp_path):
    path = tmp_path / "a.csv"
    typed = ("staff", "-o", path, "--columns", "姓名,id_no", "--where", "姓名=王秀英")
    called(station, clock, exporting, *typed)
    assert path.read_text(encoding="utf-8-sig").splitlines() == [
        "序号,姓名,身份证号",
        "1,王秀英,999***********0128",
    ]
    called(station, clock, exporting, *typed, "--purpose", "document")
    assert "999999197903140128" in path.read_text(encoding="utf-8-sig")


def test_a_wrong_ending_and_a_person_without_the_right_are_refused(station, somebody, tmp_path):
    with pytest.raises(Invalid, match=r"请以这些结尾之一：\.xlsx、\.csv、\.pdf、\.docx"):
        exporting.run(station, Export("staff", tmp_path / "a.txt"))
    with pytest.raises(NotAllowed, match="不能导出和报送"):
        exporting.run(somebody("reader"), Export("staff", tmp_path / "a.csv"))
    assert list(tmp_path.glob("a.*")) == []


def test_villages_are_registered_and_heads_remembered_from_the_command_line_too(
    station, clock, tmp_path
):
    book = Workbook()
    for row in (["名儿", "村"], ["王秀英", "东风村"]):
        book.active.append(row)
    path = tmp_path / "东风村.xlsx"
    book.save(path)
    (tmp_path / "对应.json").write_text('{"名儿": "name"}', encoding="utf-8")
    named = ("--map", tmp_path / "对应.json")
    dry = called(station, clock, importing, "staff", path, *named)
    assert dry.facts["unknown"] == ["东风村"]
    assert "网格台账里没有：东风村。加 --register-places 先登记，再导入。" in dry.lines
    done = called(station, clock, importing, "staff", path, *named, "--commit", "--register-places")
    assert (done.facts["new"], done.facts["failed"]) == (1, 0)
    again = called(station, clock, importing, "staff", path)
    assert (again.facts["unchanged"], again.facts["recalled"]) == (1, {"名儿": "name"})
    assert any("按上次这样的表对应" in line for line in again.lines)
    assert called(station, clock, importing, "staff", path, "--fresh").facts["failed"] == 1
