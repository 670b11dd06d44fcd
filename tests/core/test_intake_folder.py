"""What a folder or a stick holds that was not taken in before."""

import os

import pytest

from core.errors import Cancelled, Invalid
from core.intake import folder
from core.intake.incoming import fingerprint


@pytest.fixture
def put(tmp_path):
    def write(name, content=b"x", at=1_774_000_000):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    return write


def names(scan):
    return [one.path.name for one in scan.new]


def test_the_youngest_come_first_and_what_was_taken_before_is_left_out(tmp_path, put):
    put("一/旧.JPG", b"old", 1_774_000_000)
    kept = put("二/收过.pdf", b"kept", 1_774_000_001)
    put("二/新.heic", b"new", 1_774_000_002)
    found = folder.scan(tmp_path, frozenset({fingerprint(kept)}))
    assert names(found) == ["新.heic", "旧.JPG"]
    assert found.kept == 1
    assert (found.new[0].size, found.new[0].changed.year) == (3, 2026)


def test_neither_programs_nor_hidden_files_are_offered(tmp_path, put):
    for name in ("a.exe", "b.db", ".c.jpg", ".thumbnails/d.jpg", "notes.txt", "e.jpg/f.zip"):
        put(name)
    assert folder.scan(tmp_path, frozenset()) == folder.Scan((), 0)


def test_of_a_phone_only_its_pictures_are_looked_at(tmp_path, put):
    put("DCIM/Camera/a.jpg")
    put("WeChat/b.jpg")
    assert names(folder.scan(tmp_path, frozenset())) == ["a.jpg"]


def test_too_many_files_ask_for_a_smaller_folder(tmp_path, put, monkeypatch):
    monkeypatch.setattr(folder, "MOST", 1)
    put("a.jpg")
    put("b.jpg")
    with pytest.raises(Invalid, match="2 个文件，太多"):
        folder.scan(tmp_path, frozenset())


def test_a_stick_that_is_gone_is_told_and_scanning_can_be_stopped(tmp_path, put):
    with pytest.raises(Invalid, match="U 盘"):
        folder.scan(tmp_path / "none", frozenset())
    put("a.jpg")

    def stop(*_):
        raise Cancelled

    with pytest.raises(Cancelled):
        folder.scan(tmp_path, frozenset(), stop)
