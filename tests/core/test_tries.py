"""Wrong passwords: each waits longer, and a new start of the program forgets none."""

from datetime import timedelta

import pytest

from core.errors import Conflict, Invalid
from core.services import access, founding
from core.store import keys, tries
from core.store.tries import TooSoon
from tests.conftest import FACTS, PASSWORD


@pytest.fixture
def folder(station):
    return station.folder


def wrong(folder, clock, times=1):
    for _ in range(times):
        with pytest.raises(keys.Mistyped):
            access.unlocked(folder, FACTS.user, "falsch-2026", clock())


def wait(folder, clock):
    return tries.left(folder, FACTS.user, clock())


def test_three_slips_are_free_then_the_wait_doubles_up_to_five_minutes(folder, clock):
    waits = []
    for _ in range(11):
        wrong(folder, clock)
        waits.append(wait(folder, clock))
        clock.tick(seconds=waits[-1])
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_too_soon_even_the_right_password_is_not_heard(folder, clock):
    wrong(folder, clock, 3)
    clock.tick(seconds=2)
    with pytest.raises(TooSoon, match="请等 3 秒再试") as told:
        founding.open_station(folder, FACTS.user, PASSWORD, clock)
    assert told.value.seconds == 3
    clock.tick(seconds=3)
    founding.open_station(folder, FACTS.user, PASSWORD, clock).close()
    assert not (folder / tries.TRIES).exists()


def test_a_success_clears_what_was_wrong_before(folder, clock):
    wrong(folder, clock, 2)
    access.unlocked(folder, FACTS.user, PASSWORD, clock())
    wrong(folder, clock, 2)
    assert wait(folder, clock) == 0


def test_one_persons_slips_do_not_keep_another_waiting(folder, station, clock):
    keys.add(folder, station.secret.key, "王建国", "jianguo-2026")
    wrong(folder, clock, 3)
    assert access.unlocked(folder, "王建国", "jianguo-2026", clock()).dek == station.secret.key
    assert wait(folder, clock) == 5


@pytest.mark.parametrize("days", [1, 4000])
def test_a_clock_set_back_keeps_nobody_out_for_longer(folder, clock, days):
    wrong(folder, clock, 3)
    clock.tick(days=-days)
    assert wait(folder, clock) == 5
    clock.tick(seconds=5)
    assert wait(folder, clock) == 0
    access.unlocked(folder, FACTS.user, PASSWORD, clock())


def test_a_try_that_is_killed_counts(folder, clock):
    def killed():
        raise KeyboardInterrupt

    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            tries.heard(folder, FACTS.user, clock(), killed)
    assert wait(folder, clock) == 5


def test_another_hindrance_is_no_wrong_password(folder, clock):
    def busy():
        raise Conflict("正在给数据换锁")

    for _ in range(4):
        with pytest.raises(Conflict):
            tries.heard(folder, FACTS.user, clock(), busy)
    assert wait(folder, clock) == 0


def test_the_recovery_code_waits_as_well(folder, clock):
    for _ in range(3):
        with pytest.raises(Invalid, match="应急恢复码不对"):
            access.rescued(folder, "AAAA-BBBB", FACTS.user, "neues-wort-1", clock())
    with pytest.raises(TooSoon):
        access.rescued(folder, "AAAA-BBBB", FACTS.user, "neues-wort-1", clock())


def test_no_name_stands_in_the_file_and_a_spoilt_one_locks_nobody_out(folder, clock):
    wrong(folder, clock, 3)
    assert FACTS.user.encode() not in (folder / tries.TRIES).read_bytes()
    for spoilt in (b"", b"[]", b'{"a":1}', b'{"a":["x","y"]}'):
        (folder / tries.TRIES).write_bytes(spoilt)
        assert wait(folder, clock) == 0
    access.unlocked(folder, FACTS.user, PASSWORD, clock())


def test_where_nothing_can_be_written_the_right_password_still_opens(folder, clock, monkeypatch):
    def refused(_path):
        raise Invalid("磁盘空间不够")

    monkeypatch.setattr(tries.places, "writing", refused)
    wrong(folder, clock, 4)
    access.unlocked(folder, FACTS.user, PASSWORD, clock())


def test_the_longest_wait_is_five_minutes_however_often_it_was_wrong():
    assert tries.Wrong(10**6, 0).left(0) == timedelta(minutes=5).total_seconds()
