"""Documents as PDF: our own line breaking, embedded fonts, text that comes out again."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from core import places
from core.progress import Progress, silent
from reports import fonts
from reports.fonts import Shelf
from reports.page import Document
from reports.pdf.flow import Page, pages
from reports.pdf.layout import slabs
from reports.pdf.pen import Book, Leaf, Pen
from reports.pdf.press import Press
from reports.volume import Part, Volume


def write(
    document: Document, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> int:
    """Write the document as a PDF and return how many pages it has.

    A stopped or failed run leaves no file. `shelf` chooses the fonts; tests take the shipped ones.
    """
    return bind(Volume(document.title, (Part(document),)), path, progress, shelf)


def bind(
    volume: Volume, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> int:
    """Write papers one behind the other into one PDF and return how many pages it has."""
    shelf = shelf or fonts.installed()
    papers = [paper for one in volume.parts for paper in one.papers]
    with places.writing(path) as part:
        book, leaf = Book(volume.title, shelf, part), 1
        for one in papers:
            if volume.duplex and book.count % 2:
                book.turn(one.document.sheet)
            numbered = volume.numbered and one.counted
            pen = Pen(one.document, book, Leaf(leaf if numbered else 0, volume.duplex))
            if len(papers) > 1:
                book.mark(one.document.title)
            _draw(one, pen, shelf, progress)
            leaf += pen.count if one.counted else 0
        book.save()
    return book.count


def count(part: Part, shelf: Shelf | None = None) -> int:
    """How many pages a paper will have; nothing is drawn."""
    shelf = shelf or fonts.installed()
    return len(part.scans) or max(1, sum(1 for _page in _laid_out(part.document, shelf)))


def _draw(part: Part, pen: Pen, shelf: Shelf, progress: Progress) -> None:
    step = f"正在生成《{part.document.title}》"
    if part.scans:
        _scanned(part, pen, shelf, progress)
    else:
        for page in _laid_out(part.document, shelf):
            pen.page(page)
            progress(step, pen.count)
        if not pen.count:
            pen.page([])
    pen.finish()


def _scanned(part: Part, pen: Pen, shelf: Shelf, progress: Progress) -> None:
    """Scans with the words of the document beneath; words of pages not scanned under the last."""
    words = list(_laid_out(part.document, shelf)) if part.said else []
    rest = words[len(part.scans) :]
    for shot, page in zip_longest(part.scans, words[: len(part.scans)]):
        progress(f"正在放入《{part.document.title}》", pen.count, len(part.scans))
        for said in (page, *(rest if pen.count == len(part.scans) - 1 else ())):
            pen.beneath(said or [])
        pen.scan(shot())


def _laid_out(document: Document, shelf: Shelf) -> Iterator[Page]:
    document = fonts.proofread(document, shelf)
    sheet = document.sheet
    press = Press(document.style, sheet.breadth, sheet.depth, shelf)
    return pages(slabs(document, press), sheet.depth)
