"""Walking over XML: names without prefixes, nothing declared in it, nothing fetched."""

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from core.errors import Invalid
from core.intake import filetype


class Walker(Protocol):
    """What hears of each mark; names and attributes come as `namespace local`."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A mark opens."""
        ...

    def end(self, name: str) -> None:
        """A mark closes."""
        ...

    def text(self, text: str) -> None:
        """Text between two marks."""
        ...


def walk(content: bytes, walker: Walker) -> None:
    """Tell `walker` of every mark of UTF-8; `Invalid` for what is broken or declares entities."""
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = walker.begin
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Invalid(filetype.DAMAGED) from error


def _refuse(*_declared: object) -> None:
    raise Invalid(filetype.ARMED)
