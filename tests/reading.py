"""Reads the text of printed files back, to hold it against what was to be printed."""

from dataclasses import replace
from pathlib import Path

import docx
import pypdfium2
from docx.oxml.ns import qn

from reports.chart import Text
from reports.page import Block, Document, Figure, Running, plain


def squeezed(text: str) -> str:
    """The text without white space: where lines break is no part of what a paper says."""
    return "".join(text.split())


def said(document: Document) -> str:
    """What the document says, squeezed."""
    return squeezed("".join(plain(document)))


def bare(document: Document) -> Document:
    """The document without what stands outside the type area and without words in charts."""
    return replace(
        document,
        blocks=tuple(map(_wordless, document.blocks)),
        running=Running(numbers=""),
        watermark="",
        footer_code="",
    )


def _wordless(block: Block) -> Block:
    if not isinstance(block, Figure):
        return block
    items = tuple(item for item in block.shapes.items if not isinstance(item, Text))
    return replace(block, shapes=replace(block.shapes, items=items))


def pdf_pages(path: Path) -> list[str]:
    """The text of each page of a PDF, squeezed, in the order it was drawn."""
    with pypdfium2.PdfDocument(path) as file:
        return [squeezed(page.get_textpage().get_text_range()) for page in file]


def word_text(path: Path) -> str:
    """The text of the body of a Word file, squeezed, in order."""
    body = docx.Document(str(path)).element.body
    return squeezed("".join(one.text or "" for one in body.iter(qn("w:t"))))
