"""Documents as Word files: the same blocks and texts as the PDF, in fonts Word and WPS know."""

from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt

from core import places
from core.progress import Progress, silent
from reports import fonts
from reports.fonts import Shelf
from reports.page import Block, Document, Figure, Paragraph, Signatures, between
from reports.word.blocks import Sheet, elements, spacer
from reports.word.ooxml import keep_next, twips
from reports.word.outside import dress
from reports.word.picture import png

_OFTEN = 200
_PULLED = 2


def write(
    document: Document, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> None:
    """Write the document as a Word file; a stopped or failed run leaves none.

    A character that no font here draws stops it as it stops the PDF.
    """
    shelf = shelf or fonts.installed()
    document = fonts.proofread(document, shelf)
    with places.writing(path) as part:
        word = docx.Document()
        _describe(word, document)
        dress(word, document)
        writer = _Writer(word, document, shelf, progress)
        previous: Block | None = None
        for block in document.blocks:
            writer.put(block, between(previous, block, document.style))
            previous = block
        writer.end()
        word.save(str(part))


def _describe(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title = document.title
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"


class _Writer:
    """Adds element after element to the body of a file."""

    def __init__(
        self, word: WordDocument, document: Document, shelf: Shelf, progress: Progress
    ) -> None:
        self._word, self._shelf, self._progress = word, shelf, progress
        self._step = f"正在生成《{document.title}》"
        self._sheet = Sheet(document.style, document.sheet.breadth)
        self._body = word.element.body
        self._count = 0

    def put(self, block: Block, gap: float) -> None:
        """Add a block, with that many lines of room above."""
        room = gap * self._sheet.style.body.leading
        if isinstance(block, Signatures):
            self._keep()
        if isinstance(block, Figure):
            self._figure(block, room)
            return
        for made in elements(block, self._sheet):
            self._add(made, room)
            room = 0.0

    def end(self) -> None:
        """A file may not end in a table."""
        if self._last is not None and self._last.tag == qn("w:tbl"):
            self._append(spacer(1.0))

    @property
    def _last(self) -> BaseOxmlElement | None:
        """What was added last; the properties of the section stand behind it."""
        return self._body[-2] if len(self._body) > 1 else None

    def _add(self, made: BaseOxmlElement, room: float) -> None:
        if made.tag == qn("w:tr") and self._last is not None:
            self._last.append(made)
        else:
            self._room_above(made, room)
            self._append(made)
        self._count += 1
        if self._count % _OFTEN == 1:
            self._progress(self._step, self._count)

    def _room_above(self, made: BaseOxmlElement, room: float) -> None:
        if not room:
            return
        if made.tag == qn("w:tbl"):
            self._append(spacer(room))
        else:
            spacing = made.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
            spacing.set(qn("w:before"), str(int(spacing.get(qn("w:before"))) + twips(room)))

    def _append(self, made: BaseOxmlElement) -> None:
        self._body[-1].addprevious(made)

    def _keep(self) -> None:
        """What signatures follow goes along with them: a paragraph, or the last rows of a table."""
        if self._last is None:
            return
        rows = self._last.findall(qn("w:tr"))
        for kept in rows[-_PULLED:] or [self._last]:
            keep_next(kept)

    def _figure(self, block: Figure, room: float) -> None:
        shapes = block.shapes
        width = min(shapes.width, self._sheet.breadth)
        holder = self._word.add_paragraph()
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = holder.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(room), Pt(0), 1.0
        shape.keep_with_next = bool(block.caption)
        holder.add_run().add_picture(png(shapes, self._shelf), Pt(width))
        for described in self._body[-2].xpath(".//wp:docPr"):
            described.set("descr", shapes.description)
        if block.caption:
            self.put(Paragraph(block.caption, 0, "center"), 0.0)
