"""A handful of files for one record: the good ones go in, the others are told, none half kept."""

import os

import pytest

from core import places
from core.errors import Cancelled
from core.intake.incoming import Source
from core.services import attachments, settings, taking_in
from core.services.attachments import Place
from core.settings import LARGEST, SHRINK
from tests.picturing import COMMENT, pdf, photo, seen

pytestmark = pytest.mark.both_stores


@pytest.fixture
def place(make):
    return Place("mediation_case", make.case(title="王秀英与马国良相邻通行纠纷").id)


@pytest.fixture
def sources(tmp_path):
    made = {
        "东墙裂缝.jpg": photo((2400, 1800)),
        "协议书.pdf": pdf(2),
        "坏.jpg": photo()[:500],
        "材料.rar": b"Rar!\x1a\x07\0" + bytes(99),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return [Source.of(tmp_path / name) for name in made]


def attach(station, place, sources):
    gathered = taking_in.gather(station, sources)
    station.perform(attachments.add, place, station.folder, gathered.taken)
    return gathered


def kept(station):
    return [p for p in places.attachments(station.folder).rglob("*") if p.is_file()]


def test_good_files_go_in_while_the_refused_are_listed(station, place, sources):
    gathered = attach(station, place, sources)
    assert [(one.name, one.text[:4]) for one in gathered.refused] == [
        ("坏.jpg", "这张图片"),
        ("材料.rar", "这是压缩"),
    ]
    photo, scan = station.ask(attachments.of_record, place)
    assert (photo.name, photo.media, photo.pages) == ("东墙裂缝.jpg", "image/jpeg", None)
    assert (scan.name, scan.pages) == ("协议书.pdf", 2)
    assert f"{photo.taken:%Y-%m-%d %H:%M}" == "2026-03-20 01:15"
    content = b"".join(station.ask(attachments.files, station.folder).read(photo.digest))
    assert (seen(content).size, len(content)) == ((2000, 1500), photo.size)
    assert station.ask(attachments.origins) == {photo.origin, scan.origin}


def test_the_same_photo_twice_is_one_attachment(station, place, sources):
    attach(station, place, sources[:1])
    attach(station, place, sources[:1] * 2)
    assert len(station.ask(attachments.of_record, place)) == 1
    assert len(kept(station)) == 1


def test_the_settings_say_how_pictures_are_kept_and_how_large_a_file_is(
    station, place, sources, tmp_path
):
    station.perform(settings.change, SHRINK.key, "no")
    station.perform(settings.change, LARGEST.key, "20")
    (tmp_path / "大.pdf").write_bytes(pdf() + bytes(20 << 20))
    gathered = attach(station, place, [sources[0], Source.of(tmp_path / "大.pdf")])
    assert "超过 20 MB" in gathered.refused[0].text
    [one] = station.ask(attachments.of_record, place)
    content = b"".join(station.ask(attachments.files, station.folder).read(one.digest))
    assert seen(content).size == (2400, 1800)


def test_cancelled_between_two_files_nothing_stays(station, place, sources):
    def stop(step, done=0, total=0):
        if step == "正在收入附件" and done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        taking_in.gather(station, sources, stop)
    assert kept(station) == []


def test_cancelled_it_takes_nothing_from_what_was_attached_before(station, place, sources):
    attach(station, place, sources[:1])

    def stop(step, done=0, total=0):
        if step == "正在收入附件" and done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        taking_in.gather(station, sources, stop)
    [one] = station.ask(attachments.of_record, place)
    assert station.ask(attachments.files, station.folder).sound(one.digest)


def test_a_full_disk_refuses_each_file_and_attaches_none(station, place, sources, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as small:
        small.setattr(os, "fsync", full)
        gathered = taking_in.gather(station, sources)
    assert gathered.taken == ()
    assert ["空间不够" in one.text for one in gathered.refused] == [True, True, False, False]
    assert kept(station) == []


def test_neither_words_nor_pictures_lie_readable_in_the_station_folder(station, place, sources):
    attach(station, place, sources)
    station.close()
    everything = [p for p in station.folder.rglob("*") if p.is_file()]
    assert len(everything) > 3
    for path in everything:
        raw = path.read_bytes()
        for trace in (COMMENT, b"\xff\xd8\xff\xe0", b"%PDF-", "东墙裂缝".encode(), b"2026:03:20"):
            assert trace not in raw, path
        assert "东墙裂缝" not in str(path)
