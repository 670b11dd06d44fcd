"""Documents as Word files: the same blocks and texts as the PDF, in fonts Word and WPS know."""

from dataclasses import replace
from io import BytesIO
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
from reports.volume import Part, Volume
from reports.word.blocks import Sheet, elements, spacer
from reports.word.ooxml import keep_next, twips
from reports.word.outside import dress, next_section
from reports.word.picture import png

_OFTEN = 200
_PULLED = 2
_SPARE = 20.0
"""Points that a picture leaves free, so that its paragraph stays on the page."""


def write(
    document: Document, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> None:
    """Write the document as a Word file; a stopped or failed run leaves none.

    A character that no font here draws stops it as it stops the PDF.
    """
    bind(Volume(document.title, (Part(document),)), path, progress, shelf)


def bind(
    volume: Volume, path: Path, progress: Progress = silent, shelf: Shelf | None = None
) -> None:
    """Write papers one behind the other; where Word knows the words, they stand for the scan."""
    shelf = shelf or fonts.installed()
    with places.writing(path) as part:
        word = docx.Document()
        _describe(word, volume.title)
        for number, one in enumerate(volume.parts):
            if number:
                next_section(word)
            document = fonts.proofread(one.document, shelf)
            if len(volume.parts) > 1 or len(document.papers) > 1:
                document = replace(document, running=replace(document.running, numbers=""))
            dress(word, document)
            _draw(one, _Writer(word, document, shelf, progress), document)
        word.save(str(part))


def _draw(part: Part, writer: "_Writer", document: Document) -> None:
    if part.scans and not part.said:
        for shot in part.scans:
            writer.scan(shot())
        return
    previous: Block | None = None
    for block in document.blocks:
        writer.put(block, between(previous, block, document.style))
        previous = block
    writer.end()


def _describe(word: WordDocument, title: str) -> None:
    properties = word.core_properties
    properties.title = title
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
        self._depth = document.sheet.depth - _SPARE
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

    def scan(self, shot: bytes) -> None:
        """A scanned page as wide or high as the type area allows."""
        holder = self._word.add_paragraph()
        holder.paragraph_format.space_after = Pt(0)
        picture = holder.add_run().add_picture(BytesIO(shot))
        room = self._sheet.breadth, self._depth
        share = min(room[0] / picture.width.pt, room[1] / picture.height.pt)
        picture.width, picture.height = (
            Pt(picture.width.pt * share),
            Pt(picture.height.pt * share),
        )

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
