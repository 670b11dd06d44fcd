"""Contents of attachments: kept once, encrypted, proved, and never half."""

import errno
import hashlib
import os
import shutil
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.envelope import Damaged, Identity, sha256
from core.errors import Cancelled, Invalid
from core.store.files import Files, Missing

OURS = Identity.generate()
PHOTO = b"\xff\xd8\xff" + "现场照片".encode() * 5000


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "attachments", OURS)


def everything(files):
    return [one for one in files.root.rglob("*") if one.is_file()]


@given(st.lists(st.binary(max_size=200_000), max_size=4), st.integers(1, 70_000))
@settings(max_examples=15, deadline=None)
def test_any_bytes_come_back_however_they_are_cut(pieces, cut):
    content = b"".join(pieces)
    with tempfile.TemporaryDirectory() as folder:
        files = Files(Path(folder), OURS)
        kept = files.put(pieces)
        assert (kept.digest, kept.size) == (sha256(content), len(content))
        assert b"".join(files.read(kept.digest)) == content
        again = files.put(content[at : at + cut] for at in range(0, len(content), cut))
        assert again == kept
        assert files.names() == {files.name(kept.digest)}


def test_the_same_content_is_kept_once_and_not_written_again(files):
    kept = files.put([PHOTO])
    path = files.path(kept.digest)
    before = path.read_bytes()
    files.put([PHOTO[:7], PHOTO[7:]])
    assert everything(files) == [path]
    assert path.read_bytes() == before


def test_neither_content_nor_digest_nor_size_of_it_shows_on_the_disk(files):
    kept = files.put([PHOTO])
    [path] = everything(files)
    assert path.parent.parent == files.root
    assert (path.parent.name, len(path.name)) == (path.name[:2], 64)
    assert kept.digest not in str(path)
    assert "现场照片".encode() not in path.read_bytes()
    other = Files(files.root, Identity.generate())
    assert other.name(kept.digest) != path.name


def test_a_damaged_content_is_found_and_mended_by_the_same_content_coming_again(files):
    kept = files.put([PHOTO])
    path = files.path(kept.digest)
    whole = path.read_bytes()
    for wrong in (b"", whole[:-1], whole[:500] + bytes([whole[500] ^ 1]) + whole[501:]):
        path.write_bytes(wrong)
        with pytest.raises(Damaged):
            b"".join(files.read(kept.digest))
        assert not files.sound(kept.digest)
        files.put([PHOTO])
        assert files.sound(kept.digest)


def test_another_content_under_this_name_is_found(files):
    kept, other = files.put([PHOTO]), files.put([b"other"])
    shutil.copy(files.path(other.digest), files.path(kept.digest))
    with pytest.raises(Damaged, match="与登记时不符"):
        b"".join(files.read(kept.digest))


def test_a_content_of_another_station_is_not_sound_here(files):
    kept = files.put([PHOTO])
    theirs = Files(files.root.with_name("theirs"), Identity.generate())
    theirs.put([PHOTO])
    shutil.copy(theirs.path(kept.digest), files.path(kept.digest))
    assert not files.sound(kept.digest)


def test_a_missing_content_says_where_to_get_it(files):
    assert not files.has(sha256(PHOTO))
    with pytest.raises(Missing, match="备份恢复"):
        b"".join(files.read(sha256(PHOTO)))


def test_a_bad_disk_is_told(files):
    kept = files.put([PHOTO])
    files.path(kept.digest).unlink()
    files.path(kept.digest).mkdir()
    with pytest.raises(Damaged, match="坏道"):
        b"".join(files.read(kept.digest))


@pytest.mark.parametrize(
    ("error", "raised", "said"),
    [
        (Cancelled(), Cancelled, "已取消"),
        (Invalid("U 盘拔了"), Invalid, "U 盘拔了"),
    ],
)
def test_a_source_that_stops_leaves_nothing(files, error, raised, said):
    def source():
        yield PHOTO
        raise error

    with pytest.raises(raised, match=said):
        files.put(source())
    assert everything(files) == []


def test_a_full_disk_is_told_and_nothing_is_half_kept(files, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Invalid, match=r"空间不够.*附件"):
        files.put([PHOTO])
    assert everything(files) == []


def test_a_content_is_settled_on_the_disk_before_its_name(files, monkeypatch):
    settled = []
    sync = os.fsync

    def watched(handle):
        settled.append(len(files.names()))
        sync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    files.put([PHOTO])
    assert settled == ([0, 1, 1] if os.name == "posix" else [0])


def test_what_a_killed_writer_left_is_no_content(files):
    kept = files.put([PHOTO])
    left = files.root / "0123456789abcdef.part"
    left.write_bytes(b"half")
    assert files.names() == {files.name(kept.digest)}
    assert files.left_over() == [left]


def test_a_dropped_content_is_gone_and_dropping_twice_is_no_error(files):
    kept, other = files.put([PHOTO]), files.put([b"other"])
    files.drop(kept.digest)
    files.drop(kept.digest)
    assert files.names() == {files.name(other.digest)}


def test_a_scan_of_forty_megabytes_passes_in_small_pieces(files):
    piece = os.urandom(1 << 20)
    tracemalloc.start()
    kept = files.put(piece for _ in range(40))
    digest = hashlib.sha256()
    for chunk in files.read(kept.digest):
        digest.update(chunk)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.size == 40 << 20
    assert digest.hexdigest() == kept.digest
    assert most < 8 << 20
