"""Copies for other programs: private, whole or not at all, overwritten before they go."""

import errno
import os
from pathlib import Path

import pytest

from core import places
from core.errors import Cancelled, Invalid
from core.store import copies

SECRET = b"a statement" * 1000


def test_a_copy_has_no_telling_name_and_two_have_different_ones(tmp_path):
    first, second = (copies.write(tmp_path / "opened", ".docx", [SECRET]) for _ in range(2))
    assert first != second
    assert first.read_bytes() == SECRET
    assert (first.name[:3], first.suffix) == ("附件-", ".docx")


def test_a_copy_that_is_stopped_half_way_leaves_nothing(tmp_path):
    def source():
        yield SECRET
        raise Cancelled

    with pytest.raises(Cancelled):
        copies.write(tmp_path, ".pdf", source())
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path):
    def source():
        yield SECRET
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Invalid, match="空间不够"):
        copies.write(tmp_path, ".pdf", source())
    assert list(tmp_path.iterdir()) == []


def test_wiping_overwrites_before_it_removes(tmp_path, monkeypatch):
    path = copies.write(tmp_path / "opened", ".docx", [SECRET])
    left = []
    unlink = Path.unlink

    def watched(one, *args, **kwargs):
        left.append(one.read_bytes())
        unlink(one, *args, **kwargs)

    monkeypatch.setattr(Path, "unlink", watched)
    copies.wipe(tmp_path / "opened")
    assert left == [bytes(len(SECRET))]
    assert not path.parent.exists()


def test_what_cannot_be_removed_now_is_at_least_overwritten(tmp_path, monkeypatch):
    path = copies.write(tmp_path / "opened", ".docx", [SECRET])

    def held(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "open in another program")

    with monkeypatch.context() as busy:
        busy.setattr(Path, "unlink", held)
        busy.setattr(os, "unlink", held)
        copies.wipe(path.parent)
    assert path.read_bytes() == bytes(len(SECRET))
    copies.wipe(path.parent)
    assert not path.parent.exists()


def test_a_link_is_removed_and_what_it_points_at_stays(tmp_path):
    mine = tmp_path / "mine.txt"
    mine.write_text("mine", encoding="utf-8")
    folder = tmp_path / "opened"
    folder.mkdir()
    (folder / "link").symlink_to(mine)
    copies.wipe(folder)
    assert mine.read_text(encoding="utf-8") == "mine"
    assert not folder.exists()
    copies.wipe(folder)


def test_each_station_has_its_own_place_outside_of_it(tmp_path):
    one, other = (places.copies(tmp_path / name) for name in ("a", "b"))
    assert one != other
    assert tmp_path not in one.parents
    assert places.copies(tmp_path / "b" / ".." / "a") == one
