"""What an .xlsx says beside its values: errors, formulas without result, what is hidden."""

import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from posixpath import join, normpath, split

from core.errors import Invalid
from core.intake.formats import facts, marks
from core.intake.formats.facts import Facts
from core.intake.sheet import MOST_COLUMNS, NO_RESULT, WRONG_FORMULA, Cell, Fault, Met

_P = rb"(?:\w+:)?"
_CELL = rb"<" + _P + rb"c\b([^<>]*)>\s*"
_FORMULA = _CELL + rb"<" + _P + rb"f\b[^<>]*"
_NOTHING = rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
_LOST = re.compile(_FORMULA + rb"(?:/>|>([^<]*)</" + _P + rb"f>)\s*" + _NOTHING)
_WRONG = re.compile(
    rb"<"
    + _P
    + rb'c\b([^<>]*\bt="e"[^<>]*)>(?:[^<]*<'
    + _P
    + rb"f\b[^<>]*(?:/>|>[^<]*</"
    + _P
    + rb"f>))?\s*<"
    + _P
    + rb"v>([^<]*)<"
)
_DRAWN = re.compile(_FORMULA + rb">[^<]*DISPIMG\(")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_TEXTUAL = re.compile(rb'\bt="str"')
_FOLDED = re.compile(rb"<" + _P + rb'row\b[^<>]*\bhidden="(?:1|true)"')
_HIDDEN = re.compile(
    rb"<"
    + _P
    + rb'col\b(?=[^<>]*\bhidden="(?:1|true)")(?=[^<>]*\bmin="(\d{1,5})")[^<>]*\bmax="(\d{1,5})"'
)
_ANCHORS = re.compile(
    rb"<" + _P + rb"from>.{0,300}?row>(?P<line>\d{1,7})<|<" + _P + rb"pic\b",
    re.DOTALL,
)
"""Where something hangs that lies over the cells, and then whether it is a picture."""
_COMMENT = re.compile(rb"<" + _P + rb"comment\b")
_FILLED = (b"</v>", b"</is>")
_PREFIXED = (b":v>", b":is>")
"""How the value of a cell ends; with a prefix, how it begins and ends."""
_MOST = 256 << 20
_PIECE = 1 << 20
_FORMULAS = re.compile(rb"f(?:(?<=<f)|(?<=</f)|(?<=:f))[\s/>]")
_UNSEEN = re.compile(rb"h(?=idden=)")
"""A pattern that begins with a single letter leaps from one of them to the next."""
_ERRONEOUS = b't="e"'
_LONGEST = 8
"""No mark of these reaches over more of the end of a piece."""

Place = tuple[int, int]
"""Line and column of a cell, counted from 0."""


def read(path: Path, met: Met) -> dict[str, Facts]:
    """What each sheet says, by its name; `met` hears how many cells of it hold something."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        book = targets(archive, "").get("officeDocument", "xl/workbook.xml")
        places = targets(archive, book)
        parts = {
            one.get("name", ""): places.get(one.get("id", ""))
            for one in _attributes(archive, book, "sheet")
        }
        return {name: _sheet(archive, part, met) for name, part in parts.items() if part in names}


def is_wide(path: Path) -> bool:
    """Whether a part is written in UTF-16, which the fast reader takes for an empty one."""
    with zipfile.ZipFile(path) as archive:
        return any(_begins_wide(archive, one) for one in archive.namelist() if one.endswith(".xml"))


def _begins_wide(archive: zipfile.ZipFile, part: str) -> bool:
    with archive.open(part) as stream:
        return stream.read(len(BOM_UTF16_LE)) in {BOM_UTF16_LE, BOM_UTF16_BE}


class _Marks:
    """Collects the attributes of every mark of one name."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self.found: list[dict[str, str]] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """A mark opens."""
        if name.rpartition(" ")[2] == self._wanted:
            self.found.append({key.rpartition(" ")[2]: text for key, text in attributes.items()})

    def end(self, name: str) -> None:
        """A mark closes."""

    def text(self, text: str) -> None:
        """Text between two marks."""


def _attributes(archive: zipfile.ZipFile, part: str, mark: str) -> list[dict[str, str]]:
    found = _Marks(mark)
    try:
        marks.walk(_content(archive, part), found)
    except (KeyError, Invalid):
        return []
    return found.found


def _content(archive: zipfile.ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return stream.read(_MOST)


def _is_telling(archive: zipfile.ZipFile, part: str, met: Met) -> bool:
    """Whether a sheet says more than values, which few do; `met` hears of every piece of it."""
    telling, end = False, b""
    with archive.open(part) as stream:
        for _ in range(_MOST // _PIECE):
            piece = stream.read(_PIECE)
            if not piece:
                break
            met(sum(map(piece.count, _FILLED)) or sum(map(piece.count, _PREFIXED)) // 2)
            telling = telling or _says_more(end + piece)
            end = piece[-_LONGEST:]
    return telling


def _says_more(xml: bytes) -> bool:
    return _ERRONEOUS in xml or bool(_UNSEEN.search(xml) or _FORMULAS.search(xml))


def targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Where the relations of a part lead, by their identity and by their kind."""
    folder, name = split(part)
    listed = _attributes(archive, f"{folder}/_rels/{name}.rels".lstrip("/"), "Relationship")
    places = [(one, normpath(join("/", folder, one.get("Target", "")))[1:]) for one in listed]
    return {one.get("Type", "").rpartition("/")[2]: place for one, place in places} | {
        one.get("Id", ""): place for one, place in places
    }


def _sheet(archive: zipfile.ZipFile, name: str, met: Met) -> Facts:
    xml = _content(archive, name) if _is_telling(archive, name, met) else b""
    places = targets(archive, name)
    drawn, lost = (_drawn(xml), _lost(xml)) if _FORMULAS.search(xml) else ({}, {})
    lines = [*(line for line, _ in drawn), *afloat(archive, places)]
    told = facts.left(facts.unseen(len(_FOLDED.findall(xml)) if _UNSEEN.search(xml) else 0))
    stays = facts.left(
        facts.pictures(len(lines), lines),
        facts.comments(len(_COMMENT.findall(part(archive, places.get("comments"))))),
    )
    return Facts(_wrong(xml) | lost | drawn, _hidden(xml), told, stays)


def _wrong(xml: bytes) -> dict[Place, Cell]:
    """Cells with an error."""
    found = _places(_WRONG, xml) if _ERRONEOUS in xml else ()
    return {place: Fault(_text(match[2]), WRONG_FORMULA) for place, match in found}


def _lost(xml: bytes) -> dict[Place, Cell]:
    """Formulas that were never worked out."""
    return {
        place: Fault(f"={_text(match[2] or b'')}", NO_RESULT)
        for place, match in _places(_LOST, xml)
        if not _TEXTUAL.search(match[1])
    }


def _drawn(xml: bytes) -> dict[Place, Cell]:
    return {place: None for place, _ in _places(_DRAWN, xml)} if b"DISPIMG(" in xml else {}


def _places(pattern: re.Pattern[bytes], xml: bytes) -> Iterator[tuple[Place, re.Match[bytes]]]:
    for match in pattern.finditer(xml):
        place = _PLACE.search(match[1])
        if place:
            yield (int(place[2]) - 1, _column(place[1])), match


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _text(raw: bytes) -> str:
    return unescape(raw.decode("utf-8", errors="replace")).strip()


def _hidden(xml: bytes) -> frozenset[int]:
    head = xml[: max(xml.find(b"sheetData"), 0)]
    found: set[int] = set()
    for first, last in _HIDDEN.findall(head):
        found |= set(range(int(first) - 1, min(int(last), MOST_COLUMNS)))
    return frozenset(found)


def _anchored(xml: bytes) -> Iterator[int]:
    """The lines at which pictures hang that lie over the cells; 0 where none is told."""
    line = 0
    for place in _ANCHORS.finditer(xml):
        if place["line"]:
            line = int(place["line"])
        else:
            yield line


def part(archive: zipfile.ZipFile, name: str | None) -> bytes:
    """What a part holds; nothing where it is missing."""
    return _content(archive, name) if name in archive.NameToInfo else b""


def afloat(archive: zipfile.ZipFile, places: Mapping[str, str]) -> list[int]:
    """The lines at which pictures hang over the cells of a sheet whose relations lead there."""
    return list(_anchored(part(archive, places.get("drawing"))))
