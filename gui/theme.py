"""The look in one place: tokens become palette, style sheet, fonts, icons and painters' colours."""

import importlib.util
import json
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from string import Template

from PySide6.QtCore import (
    QBuffer,
    QCoreApplication,
    QDir,
    QLibraryInfo,
    QLocale,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTranslator,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from core import places
from core.errors import Invalid

COLORS: Mapping[str, str] = {
    "brand900": "#0F2A4F",
    "brand800": "#153A6B",
    "brand700": "#174B93",
    "brand600": "#1D5DB8",
    "brand500": "#3B7BD6",
    "brand100": "#DCE8F8",
    "brand50": "#EFF5FC",
    "on_brand": "#FFFFFF",
    "ink": "#1A2332",
    "ink2": "#4A5670",
    "ink3": "#667085",
    "ink4": "#98A2B3",
    "line": "#E3E8EF",
    "line2": "#EEF1F6",
    "edge": "#CBD3DF",
    "bg": "#F4F6FA",
    "surface": "#FFFFFF",
    "head": "#F7F9FC",
    "hover": "#F5F8FD",
    "sel": "#E6F0FC",
    "ok": "#177344",
    "ok_bg": "#E6F5EC",
    "warn": "#A85B00",
    "warn_bg": "#FFF2DE",
    "bad": "#C4321F",
    "bad_bg": "#FDEBE8",
    "bad_edge": "#EDB7AF",
    "bad_ground": "#FFFAF9",
    "info": "#1D5DB8",
    "info_bg": "#E8F1FC",
    "mute": "#566178",
    "mute_bg": "#EEF1F5",
    "c1": "#1D5DB8",
    "c2": "#E08A1E",
    "c3": "#2A9D8F",
    "c4": "#8E6BBF",
    "c5": "#C4321F",
    "c6": "#7A8699",
    "nav_ink": "#D5DFEE",
    "nav_caption": "#8FA6C8",
    "nav_hover": "#1E3A63",
    "nav_mark": "#7FB2FF",
    "bar": "#C9D1DD",
    "bar_hover": "#A9B4C4",
    "demo": "#B45309",
    "paper": "#DDE3EC",
    "map0": "#E8F1E4",
    "map1": "#F6E3B4",
    "map2": "#F3B58A",
    "map3": "#DD6B55",
    "map_line": "#5B7AA8",
    "map_ground": "#FBFAF7",
}
SIZES: Mapping[str, int] = {
    "caption": 12,
    "cell": 13,
    "body": 14,
    "card_title": 15,
    "product": 17,
    "page_title": 18,
    "figure": 28,
    "control": 30,
    "nav_row": 38,
    "figure_card": 100,
    "row": 36,
    "row_two": 52,
    "row_compact": 30,
}
LARGE: Mapping[str, int] = {name: round(size * 1.15) for name, size in SIZES.items()} | {
    "row": 42,
    "row_two": 58,
}
FAMILIES = (
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "HanaMinB",
    "SimSun-ExtB",
)
SHIPPED = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf", "HanaMinB.ttf")

_SMALL_PICTURES = {
    "chevron": ("chevron-down", "ink2", 14),
    "chevron_up": ("chevron-up", "ink2", 14),
    "check": ("check-bold", "on_brand", 14),
    "dash": ("minus", "on_brand", 14),
    "previous": ("chevron-left", "ink2", 18),
    "next": ("chevron-right", "ink2", 18),
}


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Before the application object: let fcitx be reached through the ibus portal.

    Qt's wheels carry no fcitx module; anything else an administrator set stays as it is.
    """
    if environ.get("QT_IM_MODULE") in {"fcitx", "fcitx5"}:
        environ["QT_IM_MODULE"] = "ibus"
        environ["IBUS_USE_PORTAL"] = "1"


def application(letters: str = "standard", fonts: Path | None = None) -> QApplication:
    """Make the application object in the program's look, speaking Chinese."""
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    app.installTranslator(translator)
    load_fonts(fonts or places.resources() / "fonts")
    app.setPalette(palette())
    app.setWindowIcon(emblem())
    use_letters(app, letters)
    return app


def running() -> QApplication:
    """The application, once it is made."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def need_letters(app: QApplication, letters: str) -> None:
    """See that these letters are in use; to use them anew dresses every widget there is."""
    if app.property("letters") != letters:
        use_letters(app, letters)


def use_letters(app: QApplication, letters: str) -> None:
    """Show everything in 标准 (`standard`) or 大字 (`large`) letters."""
    app.setProperty("letters", letters)
    app.setFont(font("body"))
    QDir.setSearchPaths("small", [str(_small_pictures())])
    app.setStyleSheet(style_sheet(letters))


def style_sheet(letters: str) -> str:
    """The style sheet for these letters; an unknown token in the template raises `KeyError`."""
    sizes = LARGE if letters == "large" else SIZES
    focused = {f"{name}_focus": sizes[name] - 2 for name in ("control", "figure_card")}
    template = Template((places.resources() / "theme.qss").read_text("utf-8"))
    return template.substitute(COLORS, **sizes, **focused)


def palette() -> QPalette:
    """The palette for whatever the style sheet leaves to the style."""
    roles = {
        QPalette.ColorRole.Window: "bg",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "brand600",
        QPalette.ColorRole.HighlightedText: "on_brand",
        QPalette.ColorRole.PlaceholderText: "ink4",
        QPalette.ColorRole.Link: "brand600",
        QPalette.ColorRole.ToolTipBase: "ink",
        QPalette.ColorRole.ToolTipText: "surface",
    }
    made = QPalette()
    for role, token in roles.items():
        made.setColor(role, color(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, color("ink4"))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, color("ink4"))
    return made


@lru_cache
def _color(token: str) -> QColor:
    return QColor(COLORS[token])


def color(token: str, alpha: float = 1.0) -> QColor:
    """The colour behind a token; a copy, so that nobody changes the look by accident."""
    made = QColor(_color(token))
    if alpha < 1:
        made.setAlphaF(alpha)
    return made


def size(name: str) -> int:
    """The pixels behind the name of a size, in the letters now in use."""
    app = QCoreApplication.instance()
    large = app is not None and app.property("letters") == "large"
    return (LARGE if large else SIZES)[name]


def font(size_name: str, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window in one of the named sizes."""
    return font_of(size(size_name), weight)


def font_of(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the window in so many pixels; a copy, as colours are."""
    return QFont(_font(pixels, weight))


@lru_cache
def _font(pixels: int, weight: QFont.Weight) -> QFont:
    made = QFont()
    made.setFamilies(FAMILIES)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def load_fonts(folder: Path, names: Sequence[str] = SHIPPED) -> None:
    """Make the shipped fonts known; a missing file leaves it to the installed ones."""
    for name in names:
        path = folder / name
        if path.is_file():
            QFontDatabase.addApplicationFont(str(path))


class _GlyphEngine(QIconEngine):
    """Paints one glyph of the icon font at whatever size and scale is asked for."""

    def __init__(self, glyph: str, token: str, token_on: str) -> None:
        super().__init__()
        self._glyph = glyph
        self._token = token
        self._token_on = token_on

    @override
    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph, self._token, self._token_on)

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = self._token_on if state == QIcon.State.On else self._token
        painter.save()
        painter.setFont(_icon_font(min(rect.width(), rect.height())))
        painter.setPen(color("ink4" if mode == QIcon.Mode.Disabled else token))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        if made.isNull():
            return made
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return made


@lru_cache
def icon(name: str, tint: str = "ink2", tint_on: str = "") -> QIcon:
    """The Material Design icon of that name; `tint_on` is its colour while checked."""
    return QIcon(_GlyphEngine(_glyphs()[name], tint, tint_on or tint))


def emblem() -> QIcon:
    """The product's own mark: four grids, one of them at work."""
    made = QIcon()
    for pixels in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(pixels, pixels)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_emblem(painter, QRectF(0, 0, pixels, pixels))
        painter.end()
        made.addPixmap(pixmap)
    return made


def paint_emblem(painter: QPainter, rect: QRectF) -> None:
    """Paint the mark into a square `rect`."""
    unit = rect.width() / 24
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color("brand600"))
    painter.drawRoundedRect(rect, 6 * unit, 6 * unit)
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        painter.setBrush(color("nav_mark" if (row, column) == (1, 1) else "on_brand"))
        corner = QPointF(5.5 + column * 7, 5.5 + row * 7) * unit + rect.topLeft()
        painter.drawRoundedRect(
            QRectF(corner, QPointF(6, 6) * unit + corner), 1.4 * unit, 1.4 * unit
        )
    painter.restore()


@lru_cache
def _icon_files() -> tuple[Path, Path]:
    """The one icon font used and its names, without qtawesome's slow start."""
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        raise FileNotFoundError("qtawesome")
    folder = Path(found.origin).parent / "fonts"
    (ttf,) = folder.glob("materialdesignicons6-webfont-*.ttf")
    (names,) = folder.glob("materialdesignicons6-webfont-charmap-*.json")
    return ttf, names


@lru_cache
def _glyphs() -> dict[str, str]:
    known: dict[str, str] = json.loads(_icon_files()[1].read_text("utf-8"))
    return {name: chr(int(code, 16)) for name, code in known.items()}


@lru_cache
def _icon_family() -> str:
    identity = QFontDatabase.addApplicationFont(str(_icon_files()[0]))
    return QFontDatabase.applicationFontFamilies(identity)[0]


def _icon_font(pixels: int) -> QFont:
    made = QFont(_icon_family())
    made.setPixelSize(max(1, pixels))
    return made


@lru_cache
def _small_pictures() -> Path:
    """Paint what a style sheet can only take from files, into the one place kept for it."""
    folder = places.small_pictures()
    for name, (glyph, tint, pixels) in _SMALL_PICTURES.items():
        for scale, suffix in ((1, ""), (2, "@2x")):
            side = pixels * scale
            picture = icon(glyph, tint).pixmap(QSize(side, side), 1.0)
            _keep(folder / f"{name}{suffix}.png", picture)
    return folder


def _keep(path: Path, picture: QPixmap) -> None:
    """Write the picture unless it is there; where the disk takes none, arrows stay unpainted."""
    made = QBuffer()
    picture.save(made, "PNG")
    raw = made.data().data()
    if path.is_file() and path.read_bytes() == raw:
        return
    with suppress(Invalid), places.writing(path) as part:
        part.write_bytes(raw)
