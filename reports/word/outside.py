"""What stands outside the type area of a Word file: header, footer, page numbers, watermark."""

from xml.sax.saxutils import escape

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt

from reports.page import Document, Run
from reports.paper import MM, Type
from reports.word.blocks import spacer
from reports.word.ooxml import FONTS, Look, Tab, element, field, paragraph, run

_CODE = Type("song", 7.5, 10)
_FOOT = 0.5
_WATERMARK_HEIGHT = 90
_WATERMARK = """<w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<v:shapetype id="watermark" coordsize="21600,21600" o:spt="136" adj="10800"
 path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>
<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject" type="#watermark" fillcolor="silver" stroked="f"
 style="position:absolute;width:{width}pt;height:{height}pt;rotation:315;z-index:-251658752;
mso-position-horizontal:center;mso-position-horizontal-relative:margin;
mso-position-vertical:center;mso-position-vertical-relative:margin">
<v:fill opacity=".4"/>
<v:textpath style="font-family:&quot;{font}&quot;" string="{text}"/></v:shape></w:pict>"""


def dress(word: WordDocument, document: Document) -> None:
    """Set the sheet, and put header, footer and watermark on every page."""
    section, dashed = word.sections[-1], document.numbers == "dash"
    _size(section, document, dashed=dashed)
    word.settings.odd_and_even_pages_header_footer = dashed
    for header in (section.header, section.even_page_header) if dashed else (section.header,):
        header.is_linked_to_previous = False
        _fill(header.part.element, _header(document))
    if dashed:
        section.even_page_footer.is_linked_to_previous = False
        _fill(section.even_page_footer.part.element, _dashed(document, odd=False))
    section.footer.is_linked_to_previous = False
    footer = _dashed(document, odd=True) if dashed else _counted(document)
    _fill(section.footer.part.element, footer)


def next_section(word: WordDocument) -> None:
    """What follows begins on a new page with header, footer and page numbers of its own."""
    word.add_section()
    last = word.element.body[-2]
    holder = spacer(1.0)
    holder.find(qn("w:pPr")).append(last.find(f"{qn('w:pPr')}/{qn('w:sectPr')}"))
    last.getparent().replace(last, holder)


def _size(section: Section, document: Document, *, dashed: bool) -> None:
    sheet, small = document.sheet, document.style.small
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = Pt(sheet.top * MM - small.leading - small.size)
    foot = (sheet.bottom - 7) * MM - small.leading / 2 if dashed else sheet.bottom * MM * _FOOT
    section.footer_distance = Pt(foot - small.leading / 2)


def _fill(part: BaseOxmlElement, made: BaseOxmlElement) -> None:
    """Let the paragraph be all that the part holds."""
    for old in list(part):
        part.remove(old)
    part.append(made)


def _header(document: Document) -> BaseOxmlElement:
    small = document.style.small
    made = paragraph((Run(document.running.header),), small)
    if document.watermark:
        text = document.watermark
        drawn = _WATERMARK.format(
            text=escape(text, {'"': "&quot;"}),
            font=FONTS["hei"],
            width=_WATERMARK_HEIGHT * len(text),
            height=_WATERMARK_HEIGHT,
        )
        made.append(element("r", parse_xml(drawn)))
    return made


def _counted(document: Document) -> BaseOxmlElement:
    """Who and when, 第 x 页 / 共 y 页 in the middle, the code at the right."""
    small, breadth = document.style.small, document.sheet.breadth
    look = Look(tabs=(Tab(breadth / 2, "center"), Tab(breadth, "right")))
    parts = [run(f"{document.running.footer}\t", small)]
    if document.numbers:
        parts += [run("第 ", small), *field("PAGE", small), run(" 页 / 共 ", small)]
        parts += [*field("NUMPAGES", small), run(" 页", small)]
    parts.append(run(f"\t{document.footer_code}", _CODE))
    return paragraph((), small, look, parts)


def _dashed(document: Document, *, odd: bool) -> BaseOxmlElement:
    """— x — one letter in from the outer edge, the code at the inner one."""
    small, breadth = document.style.small, document.sheet.breadth
    number = [run("— ", small), *field("PAGE", small), run(" —", small)]
    code = run(document.inner_footer, _CODE)
    if odd:
        look = Look(tabs=(Tab(breadth - small.size, "right"),))
        return paragraph((), small, look, [code, run("\t", small), *number])
    look = Look(left=small.size, tabs=(Tab(breadth, "right"),))
    return paragraph((), small, look, [*number, run("\t", small), code])
