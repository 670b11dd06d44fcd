"""Draws finished pages on a reportlab canvas: text, rules, pictures, what stands outside."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from core import bars
from reports.chart import Point
from reports.drawing import RISE
from reports.fonts import Face, Shelf
from reports.page import Align, Document, Run
from reports.paper import MM, PORTRAIT, Paper, Type
from reports.pdf.flow import Page, Picture, Rule, box_rules
from reports.pdf.sketch import Sketch
from reports.pdf.typeset import Line, Segment, Setting, breadth, set_lines

_HAIRLINE = 0.6
_WATERMARK = Type("hei", 72, 80)
_WATERMARK_GREY = 0.9
_CODE = Type("song", 7.5, 9)
_LEAF = Type("song", 12, 14)
_BAR, _BARS, _BAR_HIGH = 0.17, 5.5, 4.5
"""Millimetres: half a narrow bar, from the edge of the sheet to the bars, and their height."""
_CORNER, _STRIP, _EDGE = 12, 15, 8
"""Millimetres: from the corner to the running number, the strip it needs, room around a scan."""
_SEEN: Final = 0
_UNSEEN: Final = 3
_UNDERLINE = 2.5
_HEADER = 10
_FOOT = 0.55
"""Where the footer stands in the lower margin, from below."""
_FOOTER = 0.4
"""The share of the breadth that a footer may take beside the page number."""
_BLOCK = 100


def _to_unicode(fontname: str, subset: Sequence[int]) -> str:
    """The map from codes to characters that makes text come out again, rare characters included.

    reportlab's own writes code points beyond the first plane as if they were shorter.
    """
    pairs = [
        f"<{code:02X}> <{chr(letter).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for code, letter in enumerate(subset)
    ]
    blocks = (pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK))
    listed = ((f"{len(block)} beginbfchar", *block, "endbfchar") for block in blocks)
    head = f"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def
/CMapName /{fontname} def
/CMapType 2 def
1 begincodespacerange
<00> <{len(subset) - 1:02X}>
endcodespacerange"""
    tail = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return "\n".join((head, *chain.from_iterable(listed), tail))


ttfonts.makeToUnicodeCMap = _to_unicode
rl_config.useA85 = 0  # streams stay binary: a fifth smaller, and quicker


def registered(face: Face) -> str:
    """The name under which reportlab knows the font, made known on first use."""
    if face.name not in pdfmetrics.getRegisteredFontNames():
        font = ttfonts.TTFont(
            face.name, str(face.path), subfontIndex=face.index, asciiReadable=False, shapable=False
        )
        pdfmetrics.registerFont(font)
    return face.name


@dataclass(frozen=True, slots=True)
class Leaf:
    """The running number of a document's first page in its book (0: none)."""

    first: int = 0
    duplex: bool = False


NO_LEAF = Leaf()


class _Writer:
    """A run of text on one page; what does not change from line to line is not said again.

    Unseen text is not drawn, only found: by a search, by who copies it.
    """

    def __init__(self, canvas: Canvas, *, unseen: bool = False) -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
        self._unseen = unseen
        if unseen:
            self._text.setTextRenderMode(_UNSEEN)
        self._font: tuple[Face, float] | None = None
        self._gap = 0.0
        self._rules: list[Rule] = []

    def line(self, line: Line, x: float, y: float) -> None:
        """Draw the line with its baseline at (x, y)."""
        for segment in line.segments:
            self._text.setTextOrigin(x + segment.x, y)
            self._style(segment)
            self._text.textOut(segment.text)
            if segment.rule:
                under = y - _UNDERLINE
                self._rules.append((x + segment.x, under, x + segment.x + segment.rule, under))

    def _style(self, segment: Segment) -> None:
        if (segment.face, segment.size) != self._font:
            self._font = (segment.face, segment.size)
            self._text.setFont(registered(segment.face), segment.size)
        if segment.gap != self._gap:
            self._gap = segment.gap
            self._text.setCharSpace(segment.gap)

    def end(self) -> None:
        """Put what was written on the page, with its underlines."""
        if self._gap:
            self._text.setCharSpace(0)
        if self._unseen:
            self._text.setTextRenderMode(_SEEN)
        self._canvas.drawText(self._text)
        if self._rules:
            self._canvas.lines(self._rules)


class _Shot(ImageReader):
    """A JPEG that goes into the file as it is; reportlab would decode it to tell it from others."""

    _dataA = None  # noqa: N815  # reportlab's name for what is seen through: a JPEG has none

    @override
    def getRGBData(self) -> bytes:
        content: bytes = self.fp.getvalue()
        return content


class Book:
    """One PDF file: its canvas and fonts, and how many pages it has."""

    def __init__(self, title: str, shelf: Shelf, path: Path) -> None:
        self.shelf, self.count, self.begun = shelf, 0, 0
        self.canvas = Canvas(
            str(path),
            pageCompression=1,
            invariant=1,
            initialFontName=registered(shelf.first["song"]),  # type: ignore[arg-type]  # stub errs
            lang="zh-CN",
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor("")
        self.canvas.setCreator("网格工作站")

    def mark(self, title: str) -> None:
        """Let the reader's side bar lead to the page that comes next."""
        key = f"part{self.begun}"
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(title, key)

    def turn(self, sheet: Paper) -> None:
        """Finish a page of that size."""
        self.canvas.setPageSize((sheet.width * MM, sheet.height * MM))
        self.canvas.showPage()
        self.count += 1

    def save(self) -> None:
        """Write the file."""
        self.canvas.save()


class Pen:
    """One document being drawn into a book, page after page; `leaf` counts in the whole book."""

    def __init__(self, document: Document, book: Book, leaf: Leaf = NO_LEAF) -> None:
        self._document, self._book, self._sheet = document, book, document.sheet
        self._shelf, self._canvas, self._leaf = book.shelf, book.canvas, leaf
        self._height = self._sheet.height * MM
        self._left, self._top = self._sheet.left * MM, self._height - self._sheet.top * MM
        self._total = f"pages{book.begun}"
        book.begun += 1
        self.count = 0

    def page(self, page: Page) -> None:
        """Draw one page."""
        self.count += 1
        self._watermark()
        self._outside()
        self._canvas.setLineWidth(_HAIRLINE)
        loose = ((rule, placed.y) for placed in page for rule in placed.slab.rules)
        boxes = ((rule, 0.0) for rule in box_rules(page))
        self._canvas.lines([self._rule(*rule) for rule in chain(boxes, loose)])
        writer = _Writer(self._canvas)
        for placed in page:
            for text in placed.slab.texts:
                writer.line(text.line, self._left + text.x, self._top - placed.y - text.drop)
        writer.end()
        for placed in page:
            if placed.slab.picture:
                self._picture(placed.slab.picture, placed.y)
        self._book.turn(self._sheet)

    def beneath(self, page: Page) -> None:
        """Put the words of a page where they are found but not seen: under its scan."""
        writer = _Writer(self._canvas, unseen=True)
        for placed in page:
            for text in placed.slab.texts:
                writer.line(text.line, self._left + text.x, self._top - placed.y - text.drop)
        writer.end()

    def scan(self, shot: bytes) -> None:
        """Draw a scanned page as large as its sheet allows, upright or lying as it was."""
        self.count += 1
        image = _Shot(BytesIO(shot))
        wide, high = image.getSize()
        lying = wide > high
        sheet = replace(PORTRAIT, width=297, height=210) if lying else PORTRAIT
        room = ((sheet.width - 2 * _EDGE) * MM, (sheet.height - _EDGE - _STRIP) * MM)
        share = min(room[0] / wide, room[1] / high)
        x = (sheet.width * MM - wide * share) / 2
        y = _EDGE * MM + room[1] - high * share
        self._canvas.drawImage(image, x, y, wide * share, high * share, mask="auto")
        self._number(sheet)
        self._book.turn(sheet)

    def finish(self) -> None:
        """Fill in how many pages the document has."""
        self._canvas.beginForm(self._total)
        self._put(f"共 {self.count} 页", self._document.style.small, (0.0, 0.0))
        self._canvas.endForm()

    def _number(self, sheet: Paper) -> None:
        """The running number of the book in the upper outer corner, where it would be stamped."""
        if not self._leaf.first:
            return
        number = str(self._leaf.first + self.count - 1)
        back = self._leaf.duplex and self._book.count % 2
        inset = sheet.width * MM - _CORNER * MM
        at = (_CORNER * MM if back else inset, (sheet.height - _CORNER) * MM)
        self._put(number, _LEAF, at, "left" if back else "right")

    def _put(self, text: str, kind: Type, at: Point, align: Align = "left") -> None:
        """One line of text with its baseline at that place of the sheet."""
        if text:
            line = set_lines((Run(text),), Setting(kind, float("inf")), self._shelf)[0]
            x = at[0] - {"center": line.width / 2, "right": line.width}.get(align, 0.0)
            writer = _Writer(self._canvas)
            writer.line(line, x, at[1])
            writer.end()

    def _rule(self, rule: Rule, y: float) -> Rule:
        x, start, end_x, end = rule
        top = self._top - y
        return self._left + x, top - start, self._left + end_x, top - end

    def _picture(self, picture: Picture, y: float) -> None:
        origin = (self._left + picture.x, self._top - y)
        sketch = Sketch(self._canvas, origin, picture.scale, self._put)
        for shape in picture.shapes.items:
            sketch.draw(shape)

    def _watermark(self) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(self._sheet.width * MM / 2, self._height / 2)
        canvas.rotate(45)
        canvas.setFillGray(_WATERMARK_GREY)
        self._put(self._document.watermark, _WATERMARK, (0, -RISE * _WATERMARK.size), "center")
        canvas.restoreState()

    def _outside(self) -> None:
        """Header, footer, page number and code of this page."""
        self._number(self._sheet)
        document, sheet = self._document, self._sheet
        small, left, right = document.style.small, self._left, self._left + sheet.breadth
        self._put(document.running.header, small, (left, self._top + _HEADER))
        if document.numbers == "dash":
            self._dashed(left, right)
            return
        base = sheet.bottom * MM * _FOOT
        if document.numbers:
            self._counted((left + right) / 2, base)
        footer = document.running.footer
        crowded = breadth(footer, small, self._shelf) > sheet.breadth * _FOOTER
        self._put(footer, small, (left, base - small.leading if crowded else base))
        self._put(document.footer_code, _CODE, (right, base), "right")
        self._bars(right)

    def _bars(self, right: float) -> None:
        """The code once more for a machine, below the words."""
        widths = bars.runs(self._document.footer_bars) if self._document.footer_bars else ()
        x, high = right - sum(widths) * _BAR * MM, _BAR_HIGH * MM
        for number, width in enumerate(widths):
            if number % 2 == 0:
                self._canvas.rect(x, _BARS * MM, width * _BAR * MM, high, stroke=0, fill=1)
            x += width * _BAR * MM

    def _counted(self, middle: float, base: float) -> None:
        """第 x 页 / 共 y 页; the second half is drawn once, when it is known."""
        self._put(f"第 {self.count} 页 / ", self._document.style.small, (middle, base), "right")
        self._canvas.saveState()
        self._canvas.translate(middle, base)
        self._canvas.doForm(self._total)
        self._canvas.restoreState()

    def _dashed(self, left: float, right: float) -> None:
        """— x — one letter in from the outer edge, the dash 7 mm below the type area."""
        small, odd = self._document.style.small, self.count % 2
        y = (self._sheet.bottom - 7) * MM - RISE * small.size
        outer = (right - small.size, y) if odd else (left + small.size, y)
        inner = (left, y) if odd else (right, y)
        self._put(f"— {self.count} —", small, outer, "right" if odd else "left")
        self._put(self._document.inner_footer, _CODE, inner, "left" if odd else "right")
