"""The look: readable colours, one place for them, letters, fonts, icons and input methods."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QFile, QSize
from PySide6.QtGui import QFontInfo, QIcon, QImage, QPixmap, QRawFont
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton

from core import places
from gui import theme

ROOT = Path(__file__).parents[2]


def _light(code: str) -> float:
    parts = [int(code[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    one, other = sorted((_light(theme.COLORS[ink]), _light(theme.COLORS[ground])))
    return (other + 0.05) / (one + 0.05)


READ = [
    *product(("ink", "ink2", "ink3"), ("surface", "bg", "hover")),
    *product(("ink", "ink2", "bad"), ("surface", "sel")),
    *((tone, f"{tone}_bg") for tone in ("ok", "warn", "bad", "info", "mute")),
    *((token, "surface") for token in ("brand600", "brand700", "bad", "warn", "ok")),
    *(("on_brand", ground) for ground in ("brand600", "brand700", "nav_hover")),
    *((token, "brand900") for token in ("nav_ink", "nav_caption", "nav_mark")),
    ("ink", "bad_ground"),
    ("surface", "ink"),
    ("nav_mark", "ink"),
    ("ink2", "head"),
    ("brand700", "brand100"),
    ("brand700", "brand50"),
    *(("ink", ground) for ground in ("map0", "map1", "map2", "map3", "map_ground")),
]


@pytest.mark.parametrize(("ink", "ground"), READ)
def test_every_text_can_be_read_on_its_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


def test_colours_are_written_down_in_one_place_only():
    literal = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(\s*[\d"']|rgba?\(\s*\d""")
    sources = [p for p in (ROOT / "gui").rglob("*.py") if p.name != "theme.py"]
    texts = {str(p): p.read_text("utf-8") for p in (*sources, ROOT / "resources" / "theme.qss")}
    assert [name for name, text in texts.items() if literal.search(text)] == []
    assert not re.search(r"#[0-9A-Fa-f]{6}\b", texts[str(ROOT / "resources" / "theme.qss")])


def test_every_token_of_the_style_sheet_is_known():
    for letters in ("standard", "large"):
        assert "$" not in theme.style_sheet(letters)


def test_large_letters_are_larger_and_nothing_is_below_twelve_pixels(qapp):
    label = QLabel("办理时限")
    assert theme.size("body") == 14
    theme.use_letters(qapp, "large")
    try:
        assert (theme.size("row"), theme.size("row_two")) == (42, 58)
        assert theme.size("body") == 16
        label.ensurePolished()
        assert label.font().pixelSize() == 16
    finally:
        theme.use_letters(qapp, "standard")
    assert min(theme.SIZES.values()) >= 12


def test_the_window_is_written_in_the_shipped_font(qapp):
    assert QFontInfo(theme.font("body")).family() == "Noto Sans SC"
    assert theme.font("body").families()[4] == "HanaMinB"


def test_rare_characters_of_names_have_a_glyph(qapp):
    faces = [QRawFont(str(ROOT / "resources" / "fonts" / name), 14) for name in theme.SHIPPED]
    for character in "𠮷㛃喆堃玥珺旻":
        assert any(face.supportsCharacter(ord(character)) for face in faces), character


def test_a_missing_font_file_stops_nothing(qapp, tmp_path):
    theme.load_fonts(tmp_path)


def _inked(image: QImage) -> int:
    inked = range(image.width())
    return sum(image.pixelColor(x, y).alpha() > 0 for x in inked for y in range(image.height()))


def test_icons_are_sharp_at_double_scale_and_grey_when_disabled(qapp):
    icon = theme.icon("plus", "brand600")
    assert icon.pixmap(QSize(18, 18), 2.0).size() == QSize(36, 36)
    plain = icon.pixmap(QSize(24, 24), 1.0).toImage()
    dull = icon.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled).toImage()
    assert plain.pixelColor(12, 12) == theme.color("brand600")
    assert dull.pixelColor(12, 12) == theme.color("ink4")
    assert _inked(plain) > 20


def test_a_checked_button_shows_its_icon_in_the_other_colour(qapp):
    icon = theme.icon("plus", "nav_ink", "on_brand")
    shown = icon.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Normal, QIcon.State.On).toImage()
    assert shown.pixelColor(12, 12) == theme.color("on_brand")


def test_a_button_squeezed_to_nothing_paints_no_icon(qapp):
    engine = theme._GlyphEngine("+", "ink2", "ink2")
    assert engine.pixmap(QSize(0, 18), QIcon.Mode.Normal, QIcon.State.Off).isNull()


def test_an_icon_that_does_not_exist_is_a_defect(qapp):
    with pytest.raises(KeyError):
        theme.icon("no-such-icon")


def test_the_emblem_is_painted_at_every_size(qapp):
    for pixels in (16, 32, 256):
        assert _inked(theme.emblem().pixmap(QSize(pixels, pixels), 1.0).toImage()) > pixels


def test_arrows_of_the_style_sheet_exist_at_both_scales(qapp):
    for name in re.findall(r"url\((small:[^)]+)\)", theme.style_sheet("standard")):
        assert QFile.exists(name), name
        assert QFile.exists(name.replace(".png", "@2x.png")), name


def test_standard_dialogs_speak_chinese(qapp, qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [b.text() for b in box.findChildren(QPushButton)] == ["取消"]


@pytest.mark.parametrize("module", ["fcitx", "fcitx5"])
def test_fcitx_is_reached_through_the_portal(module):
    environ = {"QT_IM_MODULE": module}
    theme.prepare_environment(environ)
    assert environ == {"QT_IM_MODULE": "ibus", "IBUS_USE_PORTAL": "1"}


@pytest.mark.parametrize("environ", [{}, {"QT_IM_MODULE": "ibus"}, {"QT_IM_MODULE": "xim"}])
def test_what_the_administrator_set_stays(environ):
    before = dict(environ)
    theme.prepare_environment(environ)
    assert environ == before


def test_small_pictures_have_one_place_and_leave_no_passing_folders(qapp, monkeypatch, tmp_path):
    monkeypatch.setattr(places, "small_pictures", lambda: tmp_path / "small")
    theme._small_pictures.cache_clear()
    folder = theme._small_pictures()
    painted = {one: one.stat().st_mtime_ns for one in folder.iterdir()}
    assert {one.name for one in painted} >= {"check.png", "check@2x.png", "chevron.png"}
    assert not any(QPixmap(str(one)).isNull() for one in painted)
    spoilt = folder / "dash.png"
    spoilt.write_bytes(b"half a pic")
    theme._small_pictures.cache_clear()
    theme._small_pictures()
    assert not QPixmap(str(spoilt)).isNull()
    assert painted.items() - {(spoilt, painted[spoilt])} <= {
        (one, one.stat().st_mtime_ns) for one in folder.iterdir()
    }
    theme._small_pictures.cache_clear()


def test_a_disk_that_takes_no_pictures_stops_no_window(qapp, monkeypatch, tmp_path):
    (tmp_path / "small").write_text("in the way", "utf-8")
    monkeypatch.setattr(places, "small_pictures", lambda: tmp_path / "small")
    theme._small_pictures.cache_clear()
    theme.use_letters(qapp, "standard")
    monkeypatch.undo()
    theme._small_pictures.cache_clear()
    theme.use_letters(qapp, "standard")
