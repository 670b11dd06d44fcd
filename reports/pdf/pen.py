"""Draws finished pages on a reportlab canvas: text, rules, pictures, what stands outside."""

from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from reports.chart import Point
from reports.drawing import RISE
from reports.fonts import Face, Shelf
from reports.page import Align, Document, Run
from reports.paper import MM, Type
from reports.pdf.flow import Page, Picture, Rule, box_rules
from reports.pdf.sketch import Sketch
from reports.pdf.typeset import Line, Segment, Setting, breadth, set_lines

_HAIRLINE = 0.6
_WATERMARK = Type("hei", 72, 80)
_WATERMARK_GREY = 0.9
_CODE = Type("song", 7.5, 9)
_UNDERLINE = 2.5
_HEADER = 10
_FOOT = 0.55
"""Where the footer stands in the lower margin, from below."""
_FOOTER = 0.4
"""The share of the breadth that a footer may take beside the page number."""
_TOTAL = "pages"
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


class _Writer:
    """A run of text on one page; what does not change from line to line is not said again."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._text = canvas.beginText()
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
        self._canvas.drawText(self._text)
        if self._rules:
            self._canvas.lines(self._rules)


class Pen:
    """One PDF being drawn, page after page."""

    def __init__(self, document: Document, shelf: Shelf, path: Path) -> None:
        self._document, self._shelf, self._sheet = document, shelf, document.sheet
        self._height = self._sheet.height * MM
        self._left, self._top = self._sheet.left * MM, self._height - self._sheet.top * MM
        self.count = 0
        self._canvas = Canvas(
            str(path),
            pagesize=(self._sheet.width * MM, self._height),
            pageCompression=1,
            invariant=1,
            initialFontName=registered(shelf.first["song"]),  # type: ignore[arg-type]  # stub errs
            lang="zh-CN",
        )
        self._canvas.setTitle(document.title)
        self._canvas.setAuthor("")
        self._canvas.setCreator("网格工作站")

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
        self._canvas.showPage()

    def finish(self) -> None:
        """Fill in how many pages there are, and write the file."""
        self._canvas.beginForm(_TOTAL)
        self._put(f"共 {self.count} 页", self._document.style.small, (0.0, 0.0))
        self._canvas.endForm()
        self._canvas.save()

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

    def _counted(self, middle: float, base: float) -> None:
        """第 x 页 / 共 y 页; the second half is drawn once, when it is known."""
        self._put(f"第 {self.count} 页 / ", self._document.style.small, (middle, base), "right")
        self._canvas.saveState()
        self._canvas.translate(middle, base)
        self._canvas.doForm(_TOTAL)
        self._canvas.restoreState()

    def _dashed(self, left: float, right: float) -> None:
        """— x — one letter in from the outer edge, the dash 7 mm below the type area."""
        small, odd = self._document.style.small, self.count % 2
        y = (self._sheet.bottom - 7) * MM - RISE * small.size
        outer = (right - small.size, y) if odd else (left + small.size, y)
        inner = (left, y) if odd else (right, y)
        self._put(f"— {self.count} —", small, outer, "right" if odd else "left")
        self._put(self._document.inner_footer, _CODE, inner, "left" if odd else "right")
