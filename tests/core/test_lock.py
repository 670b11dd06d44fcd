"""One window per station: who has it open is told, and a dead program locks nobody out."""

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from core import places
from core.errors import Conflict, Invalid
from core.store import lock

SINCE = datetime(2026, 3, 25, 0, 10, tzinfo=UTC)


def test_a_second_window_is_told_who_has_the_station_and_since_when(tmp_path):
    held = lock.hold(tmp_path, "李海燕", SINCE)
    with pytest.raises(Conflict) as refused:
        lock.hold(tmp_path, "王建国", SINCE)
    assert "“李海燕”从 03-25 08:10 起" in refused.value.text
    assert lock.holder(tmp_path) == refused.value.text
    held.release()


def test_a_closed_window_lets_the_next_one_in(tmp_path):
    held = lock.hold(tmp_path, "李海燕", SINCE)
    held.release()
    held.release()
    assert lock.holder(tmp_path) == ""
    lock.hold(tmp_path, "王建国", SINCE).release()


def test_the_name_follows_the_person_who_took_over_the_window(tmp_path):
    held = lock.hold(tmp_path, "李海燕", SINCE)
    held.name("赵铁", SINCE)
    assert "“赵铁”" in lock.holder(tmp_path)
    held.release()


def test_a_station_nobody_ever_opened_is_free(tmp_path):
    assert lock.holder(tmp_path) == ""


def test_the_lock_of_a_program_that_died_is_taken_over(tmp_path):
    script = (
        "import os, sys; from datetime import datetime, UTC; from pathlib import Path;"
        "from core.store import lock;"
        "lock.hold(Path(sys.argv[1]), '李海燕', datetime.now(UTC)); os._exit(9)"
    )
    root = places.resources().parent
    died = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=root, check=False)
    assert died.returncode == 9
    assert "李海燕" in (tmp_path / places.LOCK).read_text("utf-8")
    lock.hold(tmp_path, "王建国", SINCE).release()


def full(*_):
    raise OSError(errno.ENOSPC, "full")


def test_a_disk_that_fails_lets_go_of_the_lock_all_the_same(tmp_path, monkeypatch):
    held = lock.hold(tmp_path, "李海燕", SINCE)
    with monkeypatch.context() as broken:
        broken.setattr(os, "ftruncate", full)
        held.release()
    lock.hold(tmp_path, "王建国", SINCE).release()


@pytest.mark.parametrize("refused", ["open", "unlink"])
def test_a_mark_that_the_disk_refuses_is_a_sentence_and_is_held_no_longer(
    tmp_path, monkeypatch, refused
):
    mark = tmp_path / "mark"
    with monkeypatch.context() as broken:
        broken.setattr(os, refused, full)
        with pytest.raises(Invalid, match="磁盘空间不够"), lock.marked(mark, ""):
            pass
    with lock.marked(mark, ""):
        assert lock.taken(mark)
