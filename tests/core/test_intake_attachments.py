"""What comes from phones, scanners and sticks: taken in clean, or refused with a sentence."""

import os
import tracemalloc
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image

from core.errors import Cancelled, Invalid
from core.intake import incoming, picture
from core.intake.incoming import Intake, Source, Wish
from core.intake.media import FORMS, PDF, form_of
from tests import old_books, picturing
from tests.picturing import COMMENT, pdf, photo, seen, zipped

CHINA = timezone(timedelta(hours=8))
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def ole(stream):
    return OLE + stream.encode("utf-16-le") + bytes(600)


def ppt_with_a_table():
    """Slides in which a workbook is embedded."""
    table = old_books.book(old_books.plain("表"), [old_books.number(0, 0, 7)])

    def entries(starts):
        yield old_books.entry("Root Entry", 5, old_books.END, 0, below=1)
        yield old_books.entry("PowerPoint Document", 2, *starts[0], left=2)
        yield old_books.entry("MBD0001", 1, 0, 0, below=3)
        yield old_books.entry("Workbook", 2, *starts[1])

    return old_books.container([b"slides", table], entries)


@pytest.fixture(scope="module")
def intake():
    with Intake(Wish()) as made:
        yield made


@pytest.fixture
def saved(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return Source.of(path)

    return write


def whole(incoming):
    return b"".join(incoming.chunks)


def test_a_photo_comes_in_small_upright_and_without_its_place(intake, saved):
    source = saved("IMG_0320.jpg", photo((4000, 3000), orientation=6))
    assert b"13800138000" in source.content.read_bytes()
    assert seen(source.content.read_bytes()).getexif().get_ifd(picturing.PLACE)
    one = intake.take(source)
    content = whole(one)
    kept = seen(content)
    assert (one.name, one.media) == ("IMG_0320.jpg", "image/jpeg")
    assert one.taken == datetime(2026, 3, 20, 9, 15, tzinfo=CHINA)
    assert kept.size == (1500, 2000)
    assert kept.getpixel((700, 100))[0] > 200
    assert kept.getpixel((700, 1900))[2] > 200
    assert not dict(kept.getexif())
    for trace in (COMMENT, b"Phone of Zhao", b"Exif", b"2026:03:20"):
        assert trace not in content
    assert len(content) < source.content.stat().st_size


def test_a_photo_that_is_not_to_be_shrunk_keeps_its_size_but_not_its_place(saved):
    with Intake(Wish(shrink=False)) as intake:
        content = whole(intake.take(saved("a.jpg", photo((2400, 1800)))))
    assert seen(content).size == (2400, 1800)
    assert not dict(seen(content).getexif())
    assert COMMENT not in content


def test_the_place_is_taken_out_of_every_kind_of_picture(intake, saved):
    for form, name in (("png", "a.png"), ("webp", "a.webp"), ("tiff", "a.tif")):
        made = picturing.picture(form=form, exif=picturing.exif())
        assert b"Phone of Zhao" in made
        content = whole(intake.take(saved(name, made)))
        assert not seen(content).getexif().get_ifd(picturing.PLACE)
        assert b"Phone of Zhao" not in content


def test_a_picture_hidden_behind_the_first_is_not_kept(intake, saved):
    hidden = b"a film of the living room" * 100
    content = whole(intake.take(saved("动态照片.jpg", photo() + hidden)))
    assert hidden[:25] not in content


@pytest.mark.parametrize(
    ("form", "mode", "media", "name"),
    [
        ("jpeg", "L", "image/jpeg", "扫描.jpg"),
        ("jpeg", "CMYK", "image/jpeg", "扫描.jpg"),
        ("png", "P", "image/png", "扫描.png"),
        ("png", "RGBA", "image/png", "扫描.png"),
        ("png", "1", "image/png", "扫描.png"),
        ("bmp", "RGB", "image/png", "扫描.png"),
        ("tiff", "1", "image/png", "扫描.png"),
        ("webp", "RGB", "image/jpeg", "扫描.jpg"),
        ("webp", "RGBA", "image/png", "扫描.png"),
    ],
)
@pytest.mark.parametrize("side", [300, 2600])
def test_every_usual_picture_opens_whatever_it_is_called(
    intake, saved, form, mode, media, name, side
):
    one = intake.take(saved("扫描.dat", picturing.picture((side, 200), form, mode)))
    kept = seen(whole(one))
    assert (one.name, one.media) == (name, media)
    assert kept.size[0] == min(side, 2000)
    left, right = (kept.convert("L").crop((x, 0, x + 40, 80)) for x in (0, kept.size[0] - 40))
    assert left.resize((1, 1)).getpixel((0, 0)) > right.resize((1, 1)).getpixel((0, 0)) + 20


@pytest.mark.parametrize(
    ("written", "zone", "found"),
    [
        ("2026:03:20 09:15:00", None, datetime(2026, 3, 20, 9, 15, tzinfo=CHINA)),
        ("2026:03:20 01:15:00", "+00:00", datetime(2026, 3, 20, 9, 15, tzinfo=CHINA)),
        ("0000:00:00 00:00:00", None, None),
        ("昨天", None, None),
        (None, None, None),
    ],
)
def test_the_time_of_a_picture_is_its_own_or_none(intake, saved, written, zone, found):
    source = saved("a.jpg", photo(taken=written, zone=zone))
    one = intake.take(source)
    assert whole(one)
    assert one.taken == found


def test_a_pdf_is_kept_as_it_is_and_its_pages_are_counted(intake, saved):
    content = pdf(3)
    one = intake.take(saved("协议书扫描件", content))
    assert (one.name, one.media, one.pages) == ("协议书扫描件.pdf", PDF, 3)
    assert whole(one) == content


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("询问提纲.docx", zipped("[Content_Types].xml", "word/document.xml"), "询问提纲.docx"),
        ("台账.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "台账.xlsx"),
        ("宣讲.pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "宣讲.pptx"),
        ("通知.ofd", zipped("OFD.xml", "Doc_0/Document.xml"), "通知.ofd"),
        ("旧表.et", ole("Workbook"), "旧表.et"),
        ("旧文.doc", ole("WordDocument"), "旧文.doc"),
        ("旧讲稿.dps", ole("PowerPoint Document"), "旧讲稿.dps"),
        ("旧讲稿.ppt", ppt_with_a_table(), "旧讲稿.ppt"),
        ("聊天记录.txt", "王秀英：墙不能砌".encode(), "聊天记录.txt"),
        ("聊天记录.txt", "王秀英：墙不能砌".encode("gb18030"), "聊天记录.txt"),
        ("聊天记录.txt", "王秀英".encode("utf-16"), "聊天记录.txt"),
        ("长.txt", ("一" * 5000).encode(), "长.txt"),
        ("清理.bat", b"del *.*\r\n", "清理.txt"),
    ],
)
def test_office_files_and_texts_are_kept_as_they_are(intake, saved, name, content, kept):
    one = intake.take(saved(name, content))
    assert one.name == kept
    assert whole(one) == content
    assert any(one.name.endswith(suffix) for suffix in form_of(one.media).suffixes)


LOCKED = "设有打开密码"
REFUSED = {
    "empty.jpg": (b"", "空的"),
    "iphone.heic": (b"\0\0\0\x18ftypheic" + bytes(50), "兼容性最佳"),
    "new.avif": (b"\0\0\0\x18ftypavif" + bytes(50), "AVIF"),
    "film.mp4": (b"\0\0\0\x18ftypisom" + bytes(50), "录像"),
    "film.avi": (b"RIFF\0\0\0\0AVI " + bytes(50), "录像"),
    "talk.m4a": (b"\0\0\0\x18ftypM4A " + bytes(50), "录音"),
    "talk.wav": (b"RIFF\0\0\0\0WAVE" + bytes(50), "录音"),
    "talk.amr": (b"#!AMR\n" + bytes(50), "录音"),
    "照片.jpg": (b"MZ\x90\0" + bytes(60), "是程序"),
    "run.sh": (b"#!/bin/sh\nrm -rf /\n", "是程序"),
    "快捷方式.lnk": (b"L\0\0\0\x01\x14\x02\0" + bytes(50), "是程序"),
    "材料.rar": (b"Rar!\x1a\x07\0" + bytes(50), "压缩包"),
    "材料.zip": (zipped("照片1.jpg"), "压缩包"),
    "cut.docx": (zipped("[Content_Types].xml", "word/document.xml")[:60], "没有拷贝完整"),
    "宏.docm": (zipped("[Content_Types].xml", "word/d.xml", "word/vbaProject.bin"), "宏"),
    "公文.odt": (zipped("mimetype", "content.xml"), "OpenDocument"),
    "宏.xls": (ole("Workbook_VBA_PROJECT"), "宏"),
    "locked.docx": (ole("EncryptedPackage"), LOCKED),
    "setup.msi": (ole("!Installer"), "认不出"),
    "a.gif": (b"GIF89a" + bytes(50), "GIF"),
    "a.rtf": (b"{\\rtf1 hello}", "RTF"),
    "noise.bin": (bytes(range(256)) * 4, "认不出"),
    "half.jpg": (photo()[:3000], "没有拷贝完整"),
    "half.png": (picturing.picture(form="png")[:200], "没有拷贝完整"),
    "fake.png": (b"\x89PNG\r\n\x1a\n" + b"no picture at all", "没有拷贝完整"),
    "half.pdf": (b"%PDF-1.7 and nothing more", "PDF 没有拷贝完整"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_told_in_a_sentence(intake, saved, name):
    content, said = REFUSED[name]
    with pytest.raises(Invalid, match=said) as told:
        whole(intake.take(saved(name, content)))
    assert told.value.text.endswith("。")


def test_a_pdf_with_a_password_is_refused(intake, saved):
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    source = saved("a.pdf", b"")
    canvas = Canvas(str(source.content), encrypt=StandardEncryption("secret", "owner"))
    canvas.drawString(100, 100, "hello")
    canvas.save()
    with pytest.raises(Invalid, match=LOCKED):
        intake.take(source)


def test_a_scan_of_several_sheets_in_one_picture_loses_none_silently(intake, saved, tmp_path):
    sheets = [Image.new("1", (50, 50)) for _ in range(2)]
    sheets[0].save(tmp_path / "fax.tif", save_all=True, append_images=sheets[1:])
    with pytest.raises(Invalid, match="多页"):
        intake.take(Source.of(tmp_path / "fax.tif"))


def test_a_small_file_that_would_unpack_to_a_huge_picture_is_not_unpacked(intake, saved):
    bomb = picturing.blank((12_000, 12_000))
    assert len(bomb) < 200_000
    with pytest.raises(Invalid, match="大得不正常"):
        intake.take(saved("bomb.png", bomb))
    head = bytearray(picturing.picture(form="png"))
    head[16:24] = (60_000).to_bytes(4, "big") * 2
    import zlib

    head[29:33] = zlib.crc32(head[12:29]).to_bytes(4, "big")
    with pytest.raises(Invalid, match="大得不正常"):
        intake.take(saved("bomb.png", bytes(head)))
    assert whole(intake.take(saved("good.jpg", photo())))


def test_a_large_photo_of_a_new_phone_is_decoded_small(intake, saved):
    one = intake.take(saved("200MP.jpg", picturing.picture((12_000, 12_000), mode="L")))
    assert seen(whole(one)).size == (2000, 2000)


def test_a_file_above_the_limit_is_refused_before_and_while_it_grows(saved, tmp_path):
    small = Wish(most=1 << 20)
    with Intake(small) as intake:
        with pytest.raises(Invalid, match="超过 1 MB"):
            intake.take(saved("scan.pdf", bytes(1 + (1 << 20))))
        source = saved("记录.txt", b"a" * 100)
        one = intake.take(source)
        source.content.write_bytes(b"a" * (2 << 20))
        with pytest.raises(Invalid, match="超过 1 MB"):
            whole(one)


def test_a_stick_that_is_pulled_out_is_told(intake, saved, tmp_path):
    with pytest.raises(Invalid, match="找不到“gone"):
        intake.take(Source.of(tmp_path / "gone.jpg"))
    with pytest.raises(Invalid, match="是文件夹"):
        intake.take(Source.of(tmp_path))
    one = intake.take(saved("a.txt", b"text"))
    (tmp_path / "a.txt").unlink()
    with pytest.raises(Invalid, match="U 盘已拔下"):
        whole(one)


def test_a_disk_that_stops_reading_is_told(intake):
    with pytest.raises(Invalid, match="读到一半"), incoming.telling("a.jpg"):
        raise OSError(5, "Input/output error")


def test_a_picture_that_hangs_or_kills_the_decoder_is_given_up_and_the_next_is_taken(
    saved, monkeypatch
):
    source = saved("a.jpg", photo())
    with Intake(Wish()) as intake:
        with monkeypatch.context() as at_once:
            at_once.setattr(incoming, "SECONDS", 0)
            with pytest.raises(Invalid, match="太久"):
                intake.take(source)
        assert whole(intake.take(source))
        intake._apart._process.kill()
        intake._apart._process.join()
        with pytest.raises(Invalid, match="损坏"):
            intake.take(source)
        assert whole(intake.take(source))


def test_a_picture_left_half_taken_does_not_spoil_the_next(saved):
    first = saved("a.png", os.urandom(10))
    first.content.write_bytes(noise())
    with Intake(Wish(shrink=False)) as intake:
        begun = iter(intake.take(first).chunks)
        assert next(begun)
        assert seen(whole(intake.take(saved("b.jpg", photo())))).size == (640, 480)


def noise():
    import io

    out = io.BytesIO()
    Image.effect_noise((1200, 1200), 90).save(out, "png")
    return out.getvalue()


def test_cancel_ends_the_decoder(saved):
    from multiprocessing import active_children

    def cancel(*_):
        raise Cancelled

    before = active_children()
    with pytest.raises(Cancelled), Intake(Wish(), cancel) as intake:
        intake.take(saved("a.jpg", photo()))
    assert active_children() == before


def test_what_was_pasted_is_taken_in_like_a_file(intake):
    one = intake.take(Source("粘贴的图片.png", picturing.picture(form="png")))
    assert seen(whole(one)).size == (640, 480)
    assert one.origin == incoming.fingerprint(picturing.picture(form="png"))


def test_names_are_short_enough_and_harmless(intake, saved):
    one = intake.take(Source("长" * 300 + ".JPEG", photo()))
    assert (len(one.name), one.name[-5:]) == (120, ".JPEG")
    assert whole(one)
    assert intake.take(Source("a\n:b|c?.txt", b"x")).name == "a__b_c_.txt"
    assert intake.take(Source(".txt", b"x")).name


def test_a_foreign_picture_can_be_looked_at_before_it_is_taken(intake, saved):
    look = intake.glance(saved("a.jpg", photo((4000, 3000), orientation=6)).content)
    assert seen(look).size == (120, 160)
    assert COMMENT not in look


def test_the_other_process_answers_until_nobody_asks(monkeypatch):
    monkeypatch.setattr(picture, "withdraw", lambda: None)
    asked = [("pages", pdf(2), None), ("pages", b"%PDF-", None), ("clean", photo(), True)]
    said = []

    class Pipe:
        send = said.append

        def recv(self):
            if not asked:
                raise EOFError
            return asked.pop(0)

    picture.work(Pipe())
    assert said[0] == 2
    assert "没有拷贝完整" in said[1]
    assert said[2] == picture.Clean("image/jpeg", "2026:03:20 09:15:00")
    assert said[-1] == b""


def test_forty_megabytes_pass_in_small_pieces(saved):
    source = saved("扫描.pdf", pdf() + bytes(40 << 20))
    with Intake(Wish(most=60 << 20)) as intake:
        tracemalloc.start()
        size = sum(len(piece) for piece in intake.take(source).chunks)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert size == source.content.stat().st_size
    assert most < 8 << 20


def test_every_form_has_its_own_suffixes():
    suffixes = [suffix for form in FORMS for suffix in form.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert form_of("application/unheard-of").words == "文件"
