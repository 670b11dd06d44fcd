"""The whole day from the command line: built once, then looked at as the county would."""

import csv
import io
import json
import os
import re
import subprocess
import zipfile
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

import main
from core.errors import Cancelled
from core.record import Kind, fields
from core.records import LEDGERS
from core.services import doorstep, founding
from core.store import keys
from reports.commands import demo, demo_day
from tests.conftest import QUICK, FixedClock

PASSWORD = "demo-2026"
CASES = 23
VOIDED = 5
MEETINGS = 20
OPEN = {"user", "organisation"}  # who may unlock, and offices
BEYOND_CHANCE = 6
"""Bytes: fewer than these stand somewhere in megabytes of ciphertext by mere luck."""
TOLD = {Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.ID_NO}


@pytest.fixture(scope="module")
def told(tmp_path_factory, request):
    """The answer of `main.py demo DIR --json`, run as a process of its own."""
    folder = tmp_path_factory.mktemp("day") / "演示 站点"
    passing = folder.parent / "passing"
    passing.mkdir()
    done = subprocess.run(
        [os.sys.executable, "main.py", "demo", str(folder), "--days", "30", "--json"],
        cwd=Path(main.__file__).parent,
        env={
            **os.environ,
            "XDG_DATA_HOME": str(folder.parent / "home"),
            "TMPDIR": str(passing),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def verb(told, monkeypatch, capsys, tmp_path):
    """Runs another verb on that station; returns (status, facts or what was said)."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def run(*words):
        station = () if "--into" in words else ("--station", told["station"])
        status = main.main([*words, *station, "--user", "demo", "--json"], FixedClock())
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else said.err

    return run


def output(told, ending):
    return next(Path(path) for path in told["outputs"] if path.endswith(ending))


def text_of(pdf):
    return subprocess.run(
        ["pdftotext", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout


def test_every_case_and_person_is_there(told):
    assert told["user"] == "demo"
    assert told["counts"]["mediation_case"] == CASES + VOIDED + 1
    assert told["counts"]["grid"] == 1 + 3 + 12 + 39
    assert told["counts"]["staff"] == 52
    assert told["counts"]["meeting"] == MEETINGS
    assert told["counts"]["leave"] == 5


def test_the_last_minutes_hold_exactly_the_tasks_that_are_open(told, verb, tmp_path):
    minutes = sorted(path for path in told["outputs"] if "历次记录" in path)
    assert len(minutes) == MEETINGS
    last = "".join(text_of(minutes[-1]).split())
    listed = tmp_path / "交办.csv"
    assert verb("export", "task", "-o", str(listed))[0] == 0
    with listed.open(encoding="utf-8-sig", newline="") as file:
        tasks = list(csv.DictReader(file))
    found = [one for one in tasks if one["交办事项"] in last]
    still = Counter(one["交办事项"] for one in tasks if one["状态"] != "已销号")
    assert len(still) > 5
    assert Counter({title: last.count(title) for title in still}) == still
    assert {one["交办事项"] for one in found} == set(still)


def test_every_pdf_is_sound_and_says_what_went_in(told):
    papers = [path for path in told["outputs"] if path.endswith(".pdf")]
    assert len(papers) >= 10
    for path in papers:
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
        fonts = subprocess.run(
            ["pdffonts", path], capture_output=True, text=True, check=True
        ).stdout
        assert all(re.search(r"\byes\s+(yes|no)\s+yes\b", row) for row in fonts.splitlines()[2:]), (
            path
        )
    assert "何长根于" in text_of(output(told, "调解文书/人民调解协议书.pdf"))
    roster = text_of(output(told, "网格员花名册.pdf"))
    assert "㛃" in roster
    assert "𠮷" in roster
    assert set("演示数据") <= set(roster)


def test_pdf_and_word_are_made_of_every_paper(told):
    names = {Path(path).stem for path in told["outputs"] if path.endswith(".docx")}
    assert {"晨会单", "日晨会记录", "签到表", "人民调解协议书", "周报"} <= names
    for path in told["outputs"]:
        if path.endswith(".docx"):
            assert zipfile.ZipFile(path).testzip() is None


def test_the_workbook_has_real_types(told):
    sheet = load_workbook(output(told, "网格员花名册.xlsx")).active
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    places = {cell.value: cell.column - 1 for cell in head}
    first = [cell.value for cell in sheet[head[0].row + 1]]
    assert first[places["到岗日期"]].year >= 2018
    assert isinstance(first[places["手机"]], str)
    with output(told, "网格员花名册.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) > 40


def test_the_office_opens_the_workbook(told, tmp_path):
    path = output(told, "矛盾纠纷台账.xlsx")
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    words = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(words, check=True, capture_output=True, timeout=120)
    assert "石桥镇人调字〔2025〕第002号" in (tmp_path / "矛盾纠纷台账.csv").read_text("utf-8")


def test_the_map_asks_for_nothing(told):
    html = output(told, "网格地图.html").read_text("utf-8")
    outside = re.findall(r"""(?:src|href)\s*=\s*["'](?!data:|#)[^"']+|url\((?!['"]?data:)""", html)
    assert outside == []
    assert "东风村" in html


def test_a_second_call_only_tells_where_things_are(told, verb):
    status, facts = verb("demo", told["station"])
    assert status == 0
    assert facts["outputs"] == told["outputs"]


def test_a_demo_stopped_half_way_is_made_again(tmp_path, monkeypatch):
    def stopped(*_):
        raise Cancelled

    monkeypatch.setattr(demo_day, "live", stopped)
    recipe = demo.Recipe(days=0)
    with pytest.raises(Cancelled):
        demo.prepare(tmp_path / "demo", recipe)
    monkeypatch.setattr(demo_day, "live", lambda *_: None)
    demo.prepare(tmp_path / "demo", recipe)
    assert doorstep.demo_day(tmp_path / "demo") is not None


@pytest.mark.parametrize("readable", [True, False])
def test_a_demo_nobody_can_unlock_any_more_is_made_again(tmp_path, monkeypatch, readable):
    keys.create(tmp_path, demo.USER, demo.PASSWORD, QUICK)
    founding.mark_demo(tmp_path, date(2026, 3, 25))
    (tmp_path / demo.OUTPUTS).mkdir()
    (tmp_path / demo.OUTPUTS / "package.idx").touch()
    for name in () if readable else (keys.SLOTS, keys.SPARE):
        (tmp_path / name).write_text("{}")
    made = []
    monkeypatch.setattr(demo, "build", lambda *_: made.append(1) or BytesIO())
    demo.prepare(tmp_path)
    assert made == ([] if readable else [1])


def test_the_county_changes_nothing_the_second_time(told, verb):
    station = Path(told["station"])
    index = str(output(told, ".idx"))
    key = str(station / "county-keys" / "county.key")
    status, facts = verb("receive", index, "--into", str(station / "county"), "--key", key)
    assert status == 0
    assert facts["packages"][0]["status"] == "unchanged"
    assert facts["counts"]["staff"] == told["counts"]["staff"]


def test_initials_find_both_people_of_one_name(verb):
    status, facts = verb("find", "wxy", "--ledger", "staff")
    assert status == 0
    assert [hit["title"] for hit in facts["hits"]] == ["王秀英", "王秀英"]


def test_the_station_is_sound(verb):
    assert verb("check") == (0, {"ok": True, "problems": [], "mended": []})


def test_nothing_of_it_lies_about_in_plain(told):
    """Papers and workbooks are what was asked for; everything else on the disk is silent."""
    day = Path(told["station"])
    station = founding.open_station(day, "demo", PASSWORD, FixedClock())
    known = station.ask(told_of_people)
    station.close()
    assert len(known) > 300
    assert "王秀英" in known
    files = [
        one
        for folder in (day, day.parent / "passing", day.parent / "home")
        for one in folder.rglob("*")
        if one.is_file() and "outputs" not in one.relative_to(folder).parts
    ]
    assert day / "station.db" in files
    found = [
        (one.name, text)
        for one in files
        for raw in [one.read_bytes()]
        for text in known
        for form in ("utf-8", "utf-16-le", "gb18030")
        for sought in [text.encode(form)]
        if len(sought) >= BEYOND_CHANCE and sought in raw
    ]
    assert found == []


def told_of_people(session):
    """What was written of people: names, numbers, places, and how narratives begin."""
    texts = set()
    for ledger in LEDGERS:
        if ledger.name in OPEN:
            continue
        for record in (ledger.record, *(child.record for child in ledger.children)):
            keys = [one.key for one in fields(record) if one.kind in TOLD]
            for one in session.scalars(select(record)):
                texts |= {str(getattr(one, key) or "")[:12] for key in keys}
    return {
        text for text in texts if len(text) > 1 and not re.fullmatch("[ -~]{0,6}|[a-z_]+", text)
    }


def test_the_agenda_names_what_is_late(verb):
    status, facts = verb("agenda", "--date", "2025-11-21")
    assert status == 0
    assert any("超期" in item for one in facts["sections"] for item in map(str, one["items"]))


def test_a_paper_is_printed_by_its_number(verb, tmp_path):
    path = tmp_path / "协议书.pdf"
    status, facts = verb("print", "人民调解协议书", "石桥镇人调字〔2025〕第002号", "-o", str(path))
    assert (status, facts["file"]) == (0, str(path))
    assert "李德厚" in text_of(path)


def test_the_roster_comes_in_again_without_a_change(verb, tmp_path):
    path = tmp_path / "roster.xlsx"
    verb("export", "staff", "-o", str(path), "--purpose", "document")
    status, facts = verb("import", "staff", str(path))
    assert status == 0
    assert facts["rows"] == facts["unchanged"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("print", "没有的文书", "1", "-o", "x.pdf"), "没有“没有的文书”这种文书"),
        (("print", "mediation_agreement", "没有这件", "-o", "x.pdf"), "没有或不止一条"),
        (("export", "没有的台账", "-o", "x.xlsx"), "没有“没有的台账”这个台账"),
        (("export", "staff", "-o", "x.doc"), ".xlsx"),
        (("import", "staff", "没有这个文件.xlsx"), "没有这个文件"),
        (("package", "verify", "没有这个包.idx"), "没有这个包"),
        (("find", "王", "--ledger", "x"), "没有“x”这个台账"),
        (("agenda", "--date", "2025-02-30"), "2月30日"),
        (("report", "weekly", "--period", "二月三十", "-o", "x.pdf"), "二月三十"),
        (("keys", "enrol", "没有.card.json"), "密钥卡"),
    ],
)
def test_a_refusal_says_what_to_do(verb, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    status, text = verb(*words)
    assert status == 1
    assert said in text
    assert not [path for path in tmp_path.iterdir() if path.name != "home"]


def test_a_package_without_anything_new_is_not_made(verb, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    verb("package", "build", "-o", "first")
    status, text = verb("package", "build", "-o", "second")
    assert status == 1
    assert "没有新的内容" in text


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["review", "\udc80"],
        ["find", "王", "--limit", "9" * 20],
        ["find", "王", "--limit", "-1"],
        ["demo", "new", "--as-of", "9999-12-31"],
    ],
)
def test_wrong_words_are_told_in_chinese(capsys, words):
    assert main.main(words, FixedClock()) == 2
    assert "命令写得不对" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["find"], ["duty"], ["users", "list"]])
def test_help_is_in_chinese(capsys, words):
    assert main.main([*words, "--help"], FixedClock()) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：")
    assert not {"usage:", "options:", "arguments:"} & set(said.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["init", "file", "--name", "石桥镇", "--user", "李海燕"], "不是文件夹"),
        (["demo", "file"], "不是文件夹"),
        (["check", "--station", ".", "--user", "demo", "--password-file", "file"], "不是 UTF-8"),
        (["import", "staff", "x.xlsx", "--map", "deep"], "不是 JSON"),
    ],
)
def test_files_that_are_not_what_a_verb_asks_for_are_told(
    capsys, tmp_path, monkeypatch, words, said
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_bytes("口令".encode("gbk"))
    (tmp_path / "deep").write_text("[" * 100_000)
    monkeypatch.setenv("STATION_PASSWORD", "long-enough")
    assert main.main(words, FixedClock()) == 1
    assert said in capsys.readouterr().err


def test_a_wrong_password_opens_nothing(verb, monkeypatch):
    monkeypatch.setenv("STATION_PASSWORD", "not-the-one")
    status, text = verb("find", "王")
    assert status == 1
    assert "口令不对" in text


def test_without_a_password_it_says_where_to_put_one(verb, monkeypatch):
    monkeypatch.delenv("STATION_PASSWORD")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    status, text = verb("find", "王")
    assert status == 1
    assert "--password-file" in text


def test_a_demo_does_not_overwrite_a_station(prepared, monkeypatch, capsys):
    assert main.main(["demo", str(prepared)], FixedClock()) == 1
    assert "已经有一个站点" in capsys.readouterr().err
