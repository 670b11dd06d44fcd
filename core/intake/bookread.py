"""Reading a foreign file of tables, here and now; `work` does it in a process of its own."""

import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import BinaryIO

from core import collecting
from core.errors import Invalid
from core.intake import delimited, filetype
from core.intake.apart import withdraw
from core.intake.formats import (
    biff,
    biff12,
    encoding,
    fast,
    ooxml,
    opened,
    thrifty,
    web,
    xls,
    xml2003,
)
from core.intake.formats.compound import Compound
from core.intake.formats.facts import Facts
from core.intake.sheet import HEAVY, Met, Sheet, Workbook, chosen

_PIECE = 5000
_MOST_HANDED = 512 << 20
_SMALL, _LARGE = 40 << 20, 256 << 20
_UNSAYABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));",
    re.IGNORECASE,
)
_FILLED = b"office:value-type="
_NO_TABLE = f"这个网页里没有表格；表格可能在旁边的文件夹里。{filetype.SAVE_AS}"
_EMPTY = "这个表格里没有内容。请核对是不是选错了文件，或内容在隐藏的工作表里。"

Found = tuple[tuple[Sheet, ...], tuple[str, ...]]
"""The sheets, and the names of hidden ones that were not read."""


def _nobody(_cells: int) -> None:
    """Nobody waits for what was read."""


def work(sender: Connection, path: Path, wanted: str | None, slowly: bool) -> None:
    """What the other process does: say that it begins, read, hand over piece by piece, end.

    A sheet comes without its rows, these follow in pieces; a workbook ends it, a text is a refusal,
    a number tells how many cells were found meanwhile.
    """
    withdraw()
    sender.send(0)
    try:
        with collecting.paused():
            _hand_over(sender, book(path, wanted, slowly=slowly, met=sender.send))
    except Invalid as refused:
        sender.send(refused.text)


def _hand_over(sender: Connection, found: Workbook) -> None:
    left = _MOST_HANDED
    for sheet in found.sheets:
        sender.send(replace(sheet, rows=()))
        for start in range(0, len(sheet.rows), _PIECE):
            piece = ForkingPickler.dumps(sheet.rows[start : start + _PIECE])
            left -= len(piece)
            if left < 0:
                raise Invalid(HEAVY)
            sender.send_bytes(piece)
    sender.send(replace(found, sheets=()))


def book(
    path: Path, wanted: str | None = None, *, slowly: bool = False, met: Met = _nobody
) -> Workbook:
    """The visible sheets that hold anything, or the one called `wanted`.

    `slowly` leaves the fast reader out, which takes room for every cell up to the last one. `met`
    hears how many cells more were found.
    """
    kind = filetype.find(path)
    if slowly and kind != "xlsx":
        raise Invalid(filetype.DAMAGED)
    sheets, hidden = (_xlsx_slowly if slowly else _READERS[kind])(path, wanted, met)
    unread = tuple(one for one in hidden if one != wanted)
    told = (f"隐藏的工作表{'、'.join(f'“{one}”' for one in unread)}没有读",) if unread else ()
    filled = tuple(replace(one, notes=one.notes + told) for one in sheets if one.rows)
    if not filled:
        raise Invalid(_EMPTY)
    return Workbook(path, filled, unread)


def _xlsx(path: Path, wanted: str | None, met: Met) -> Found:
    """Values and what stands beside them, read at the same time."""
    from python_calamine import CalamineError

    with filetype.unpacking():
        if ooxml.is_wide(path):
            return thrifty.read(path, wanted)
    with ThreadPoolExecutor(1) as other:
        beside = other.submit(_beside, path, met)
        try:
            with path.open("rb") as file:
                return fast.read(file, wanted, beside.result)
        except (CalamineError, OSError):
            beside.result()
    return thrifty.read(path, wanted)


def _xlsx_slowly(path: Path, wanted: str | None, _met: Met) -> Found:
    return thrifty.read(path, wanted)


def _beside(path: Path, met: Met) -> Mapping[str, Facts]:
    with filetype.unpacking():
        return ooxml.read(path, met)


def _values(
    file: BinaryIO,
    wanted: str | None,
    beside: Callable[[], Mapping[str, Facts]] = dict,
    spelled: Callable[[str], str] = str,
) -> Found:
    from python_calamine import CalamineError, PasswordError

    try:
        return fast.read(file, wanted, beside, spelled)
    except PasswordError as error:
        raise Invalid(filetype.ENCRYPTED) from error
    except (CalamineError, OSError) as error:
        raise Invalid(filetype.DAMAGED) from error


def _plain(path: Path, wanted: str | None, _met: Met) -> Found:
    with path.open("rb") as file:
        return _values(file, wanted)


def _xlsb(path: Path, wanted: str | None, met: Met) -> Found:
    with filetype.unpacking():
        beside = biff12.read(path, met)
    with path.open("rb") as file:
        return _values(file, wanted, lambda: beside)


def _xls(path: Path, wanted: str | None, _met: Met) -> Found:
    content = path.read_bytes()
    stream = xls.stream(Compound(content))
    beside, file = biff.read(stream), BytesIO(xls.mended(content))
    return _values(file, wanted, lambda: beside, biff.spelling(stream))


def _ods(path: Path, wanted: str | None, met: Met) -> Found:
    with filetype.unpacking(), zipfile.ZipFile(path) as archive:
        with archive.open("content.xml") as stream:
            content = stream.read(_LARGE)
        if len(content) <= _SMALL:
            return opened.read(content, wanted)
    met(content.count(_FILLED))
    return _plain(path, wanted, met)


def _marked(path: Path) -> bytes:
    """XML whose encoding expat need not know, without what no XML may say and Excel writes."""
    content = path.read_bytes()
    return _UNSAYABLE.sub("", encoding.decoded(content, encoding.declared(content))).encode()


def _web(path: Path, wanted: str | None, _met: Met) -> Found:
    content = path.read_bytes()
    return _pages(((content, web.charset(content)),), wanted)


def _archive(path: Path, wanted: str | None, _met: Met) -> Found:
    return _pages(web.pages(path.read_bytes()), wanted)


def _pages(pages: Iterable[tuple[bytes, str]], wanted: str | None) -> Found:
    found = [one for page, named in pages for one in web.sheets(encoding.decoded(page, named))]
    if not found:
        raise Invalid(_NO_TABLE)
    names = chosen(wanted, [one.name for one in found], ())
    return tuple(one for one in found if one.name in names), ()


def _text(path: Path, wanted: str | None, met: Met) -> Found:
    found = delimited.read(path, met)
    chosen(wanted, [found.name], ())
    return (found,), ()


_READERS: Mapping[filetype.Filetype, Callable[[Path, str | None, Met], Found]] = {
    "xlsx": _xlsx,
    "xlsb": _xlsb,
    "xls": _xls,
    "ods": _ods,
    "fods": lambda path, wanted, _: opened.read(_marked(path), wanted),
    "xml": lambda path, wanted, _: xml2003.read(_marked(path), wanted),
    "web": _web,
    "archive": _archive,
    "text": _text,
}
