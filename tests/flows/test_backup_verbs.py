"""`backup` and `restore` from the command line, as an administrator or a nightly job calls them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
from core.services import backup_places, backups
from tests.conftest import FACTS, PASSWORD, FixedClock


@pytest.fixture
def verb(station, monkeypatch, capsys, tmp_path):
    """Run a verb on the station; (status, facts or what was said)."""
    monkeypatch.setenv("STATION_PASSWORD", PASSWORD)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def run(*words, json_too=True, at=station.folder):
        more = ["--json"] if json_too else []
        status = main.main([*words, "--station", str(at), *more], FixedClock())
        said = capsys.readouterr()
        return status, json.loads(said.out) if json_too and said.out else said.out + said.err

    return run


def test_a_backup_is_restored_and_works_on_as_a_station(verb, station, make, tmp_path):
    person = make.staff(name="王秀英")
    file = tmp_path / "U盘" / "全站.zzbak"
    status, facts = verb("backup", "-o", str(file))
    assert (status, facts["file"]) == (0, str(file))
    assert facts["records"] == station.ask(backups.youngest).records
    status, back = verb("restore", str(file), str(tmp_path / "new"))
    assert (status, back["records"], back["missing"]) == (0, facts["records"], 0)
    status, found = verb("find", "王秀英", at=tmp_path / "new")
    assert [hit["id"] for hit in found["hits"]] == [str(person.id)]
    assert verb("backup", at=tmp_path / "new")[0] == 0
    status, found = verb("check", at=tmp_path / "new")
    assert (status, found["problems"]) == (0, [])


def test_without_a_file_it_goes_to_the_places_that_were_set(verb, station, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    backup_places.choose(station, stick)
    status, facts = verb("backup")
    assert status == 0
    assert [Path(one).parent for one in facts["files"]] == [station.folder / "backups", stick]
    stick.rename(tmp_path / "gone")
    status, said = verb("backup", json_too=False)
    assert status == 0
    assert "备份U盘没插，已先备在本机。" in said


def test_refusals_are_sentences_with_status_one(verb, station, tmp_path, monkeypatch):
    file = tmp_path / "one.zzbak"
    assert verb("backup", "-o", str(file))[0] == 0
    status, said = verb("restore", str(file), str(station.folder))
    assert (status, "已有一个站点" in said) == (1, True)
    status, said = verb("restore", str(tmp_path / "none.zzbak"), str(tmp_path / "new"))
    assert (status, "读不到备份" in said) == (1, True)
    monkeypatch.setenv("STATION_PASSWORD", "not this one")
    status, said = verb("restore", str(file), str(tmp_path / "new"))
    assert (status, "口令不对" in said) == (1, True)
    assert not (tmp_path / "new").exists()


def test_a_backup_inside_the_station_would_be_lost_with_it(verb, station):
    status, said = verb("backup", "-o", str(station.folder / "备份.zzbak"))
    assert status == 1
    assert "站点坏了备份也会一起丢" in said
    assert not list(station.folder.glob("*.zzbak"))


def test_after_a_restore_the_numbers_on_paper_are_spoken_of(verb, tmp_path):
    file = tmp_path / "one.zzbak"
    verb("backup", "-o", str(file))
    status, said = verb("restore", str(file), str(tmp_path / "new"), json_too=False)
    assert status == 0
    assert "备份之后还发过编号吗" in said


def test_an_import_is_preceded_by_a_backup(verb, station, tmp_path):
    roster = tmp_path / "花名册.csv"
    roster.write_text("姓名,状态\n王秀英,在岗\n", encoding="utf-8-sig")
    status, facts = verb("import", "staff", str(roster), "--commit")
    assert (status, facts["new"]) == (0, 1)
    last = station.ask(backups.youngest)
    assert (last.cause, last.seq) == ("导入前", facts["batch"] - 1)


def test_a_backup_that_is_killed_leaves_nothing_that_looks_whole(station, make, tmp_path):
    """The process ends in the middle of writing; the next backup sweeps up after it."""
    make.staff()
    script = (
        "import os, sys; from core.store import bundle; import main\n"
        "def die(*_): os._exit(9)\n"
        "bundle.Writer.close = die\n"
        "main.main(sys.argv[1:])"
    )
    env = {**os.environ, "STATION_PASSWORD": PASSWORD, "XDG_DATA_HOME": str(tmp_path / "home")}
    words = ["backup", "--station", str(station.folder), "--user", FACTS.user]
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=Path(main.__file__).parent,
        env=env,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 9, done.stderr.decode()
    folder = station.folder / "backups"
    assert list(folder.glob("*.zzbak")) == []
    assert list(folder.glob("*.part")) != []
    backups.now(station)
    assert list(folder.glob("*.part")) == []
    assert len(list(folder.glob("*.zzbak"))) == 1
