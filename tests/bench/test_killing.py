"""A program that is killed loses nothing it said is kept."""

import json

from tests.bench import killing, run

ROUNDS = 20


def test_twenty_clerks_are_killed_at_work_and_nothing_they_were_told_is_lost(tmp_path):
    endured = killing.kill(ROUNDS, tmp_path)
    assert endured.wrong == []
    assert endured.rounds == ROUNDS
    assert endured.acts >= ROUNDS


def test_the_bench_fails_when_anything_is_lost(monkeypatch, capsys):
    lost = killing.Endured(2, 5, ["第 2 次：已确认的第 4 步不见了或不同"])
    monkeypatch.setitem(killing.ENDURING, "kill", lambda _rounds, _folder: lost)
    assert run.run(["kill", "--rounds", "2", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["acts"] == 5
    assert run.run(["kill"]) == 1
    assert "丢失或不符 1 处" in capsys.readouterr().out


def test_a_change_that_was_reported_and_is_not_there_is_noticed(prepared):
    assert [*killing._wrong(prepared, [{"seq": 1, "digest": "another"}])] == [
        "已确认的第 1 步不见了或不同"
    ]
    assert [*killing._wrong(prepared, [{"draft": "2026"}])] == ["确认过的草稿不见了"]


def test_a_record_the_journal_knows_otherwise_is_noticed(station, make):
    make.staff()
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE staff SET joined = '2020-01-01'")
    assert [*killing._untold(station)] == ["“staff”有一条与操作记录不符"]
