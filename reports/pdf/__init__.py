"""Documents as PDF: our own line breaking, embedded fonts, text that comes out again."""

from pathlib import Path

from core import places
from core.progress import Progress, silent
from reports import fonts
from reports.fonts import Shelf
from reports.page import Document
from reports.pdf.flow import pages
from reports.pdf.layout import slabs
from reports.pdf.pen import Pen
from reports.pdf.press import Press


def write(
    document: Document, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> int:
    """Write the document as a PDF and return how many pages it has.

    A stopped or failed run leaves no file. `shelf` chooses the fonts; tests take the shipped ones.
    """
    shelf = shelf or fonts.installed()
    sheet = document.sheet
    document = fonts.proofread(document, shelf)
    press = Press(document.style, sheet.breadth, sheet.depth, shelf)
    with places.writing(path) as part:
        pen = Pen(document, shelf, part)
        for page in pages(slabs(document, press), sheet.depth):
            pen.page(page)
            progress(f"正在生成《{document.title}》", pen.count)
        if not pen.count:
            pen.page([])
        pen.finish()
    return pen.count
