"""A file is written whole or not at all, and what the disk refuses is told."""

import errno
from pathlib import Path

import pytest

from core import places
from core.errors import Cancelled, Invalid


def half_write(path, error):
    with places.writing(path) as part:
        part.write_text("半截", encoding="utf-8")
        raise error


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "新文件夹" / "周报.pdf"
    with places.writing(path) as part:
        part.write_text("半截", encoding="utf-8")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "半截"
    assert [one.name for one in path.parent.iterdir()] == ["周报.pdf"]


def test_a_stopped_writer_leaves_the_former_file(tmp_path):
    path = tmp_path / "周报.pdf"
    path.write_text("上一份", encoding="utf-8")
    with pytest.raises(Cancelled):
        half_write(path, Cancelled())
    assert path.read_text(encoding="utf-8") == "上一份"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "空间不够"),
        (errno.EROFS, "写保护"),
        (errno.EBUSY, "正被别的程序打开"),
        (errno.EIO, "没有成功"),
    ],
)
def test_what_the_disk_refuses_is_told(tmp_path, number, said):
    with pytest.raises(Invalid, match=said):
        half_write(tmp_path / "台账.xlsx", OSError(number, "as the disk says"))
    assert list(tmp_path.iterdir()) == []


def test_the_kind_of_disk_is_read_from_the_system(tmp_path):
    assert places.filesystem(Path("/proc")) == "proc"
    assert places.filesystem(Path("/proc/self/no such folder")) == "proc"
    assert places.filesystem(tmp_path) not in {"", "proc"}


def test_no_file_comes_to_be_but_by_the_one_call(tmp_path, monkeypatch):
    def full(path):
        raise OSError(errno.ENOSPC, "full", str(path))

    monkeypatch.setattr(places, "open_new", full)
    with pytest.raises(Invalid, match="空间不够"), places.writing(tmp_path / "周报.pdf"):
        pytest.fail("nothing is written on a full disk")
    assert list(tmp_path.iterdir()) == []
