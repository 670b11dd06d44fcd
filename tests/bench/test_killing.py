"""A program that is killed loses nothing it said is kept."""

from tests.bench import killing

ROUNDS = 20


def test_twenty_clerks_are_killed_at_work_and_nothing_they_were_told_is_lost(tmp_path):
    endured = killing.kill(ROUNDS, tmp_path)
    assert endured.wrong == []
    assert endured.rounds == ROUNDS
    assert endured.acts >= ROUNDS


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
