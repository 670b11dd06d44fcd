"""A page of the help as a paper, to be put beside the keyboard."""

from collections.abc import Iterator
from dataclasses import replace

from core.handbook import Page, plain
from reports.page import Block, Document, Heading, Paragraph, Title
from reports.paper import FORM, Type

_DENSE = replace(
    FORM,
    headings=(Type("hei", 12, 22), Type("kai", 12, 20), Type("fang", 12, 20)),
    body=Type("fang", 12, 20),
)
_HANGING = 1


def compose(page: Page) -> Document:
    """The whole page, section by section; links are read as words."""
    return Document(page.title, tuple(_blocks(page)), _DENSE)


def _blocks(page: Page) -> Iterator[Block]:
    for section in page.sections:
        yield Title(section.title) if section.title == page.title else Heading(section.title)
        for line in section.markdown.splitlines():
            if line.strip():
                yield _paragraph(line.strip())


def _paragraph(line: str) -> Paragraph:
    number, _, rest = line.partition(". ")
    if line.startswith("- "):
        return Paragraph(f"· {plain(line)}", indent=_HANGING, align="left")
    if number.isdigit():
        return Paragraph(f"{number}. {plain(rest)}", indent=_HANGING, align="left")
    return Paragraph(plain(line), align="left")
