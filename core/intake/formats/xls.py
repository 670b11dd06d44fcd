"""The workbook in the container of an .xls, put right where the fast reader would misread it."""

from core.intake.formats import biff
from core.intake.formats.compound import Compound

BOOKS = ("Workbook", "Book", "WORKBOOK", "BOOK")
"""What the stream is called; where two lie side by side, the first of these is the younger."""
_HIDDEN = ord("_")


def stream(container: Compound) -> bytes:
    """The workbook; of an embedded one, such as a table in the table, none."""
    return container.stream(_name(container))


def mended(content: bytes) -> bytes:
    """The file with nothing embedded in it that is called a workbook, and no alphabet named."""
    container = Compound(content)
    made = bytearray(content)
    places = dict.fromkeys(container.within(BOOKS), _HIDDEN)
    page = biff.mispaged(stream(container))
    if page is not None:
        wrong = (container.place(_name(container), page + n) for n in (0, 1))
        places |= {at: byte for at, byte in zip(wrong, biff.PAGE, strict=True) if at}
    for at, byte in places.items():
        made[at] = byte
    return bytes(made)


def _name(container: Compound) -> str:
    return next((one for one in BOOKS if one in container.names), "")
