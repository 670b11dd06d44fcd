"""The records of a sheet: which lines they are, what each says under which field."""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from core.errors import Invalid
from core.intake import heads
from core.intake.heads import Head, Names, NoHead
from core.intake.meaning import Called, Look
from core.intake.sheet import Cell, Cells, Sheet, Workbook, as_text
from core.ledger import Ledger
from core.words import fold

_NOTE = re.compile(
    r"(注|备注|说明|填[表写报]说明|示例|样例|例如?)\s*:|(示例|样例|例|填[表写报]说明)$"
)
_FOOT = re.compile(
    r"(填报|填表|制表|审核|审批|负责|单位负责|联系|经办|报送|盖章|编制)(人|单位|日期|时间|部门)?\s*[:(]"
)
_SUM = re.compile("(本页|本表)?(合计|总计|小计|累计):?")
_WORDS = frozenset("注备说填示样例制审负单联经报盖编本合总小累")
"""What a sum or a note begins with."""
_WIDE_NOTE = 3
_NOBODY: Called = {}


class Line(NamedTuple):
    """One record of the sheet, as its cells stand; `line` is counted as the spreadsheet does."""

    line: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: its head, its records, and the lines that are none, with the reason."""

    sheet: str
    head: Head
    unmapped: tuple[str, ...]
    lines: tuple[Line, ...]
    ignored: tuple[tuple[int, str], ...]

    @property
    def header_row(self) -> int:
        """The line of the head right above the records, counted from 1."""
        return self.head.bottom + 1

    @property
    def mapping(self) -> dict[str, str]:
        """Each head and the field it means."""
        return {one.head: one.key for one in self.head.mapped}

    def cell(self, line: Line, key: str) -> Cell:
        """What a line says under a field."""
        place = self.head.places.get(key, len(line.cells))
        return line.cells[place] if place < len(line.cells) else None

    def text(self, line: Line, key: str) -> str:
        """What a line says under a field, as it would be typed."""
        return as_text(self.cell(line, key))


def understand(
    sheet: Sheet,
    ledger: Ledger,
    wanted: Mapping[str, str] | None = None,
    called: Called = _NOBODY,
) -> Table:
    """Read a sheet as records of `ledger`; `wanted` says what single heads mean.

    `called` are the names by which a column of villages is known that has no head.
    """
    known = heads.names(ledger.fields(), wanted)
    head = _head(
        sheet, known, Look(ledger, called, {one: known[fold(one)] for one in wanted or ()})
    )
    present = {fold(one.head) for one in head.columns}
    missing = [one for one in wanted or () if fold(one) not in present]
    if missing:
        listed = "、".join(f"“{one}”" for one in missing)
        raise Invalid(f"表头里没有{listed}，请核对对应关系文件里的栏目名。")
    lines: list[Line] = []
    ignored: list[tuple[int, str]] = []
    labels = known.keys() | {fold(one.head) for one in head.columns}
    places = tuple(head.places.values())
    for number, cells in _body(sheet, head):
        reason = _not_a_record(cells, places, labels)
        if reason:
            ignored.append((number, reason))
        elif cells:
            lines.append(Line(number, cells))
    if not lines:
        raise Invalid(f"“{sheet.name}”只有表头，没有内容。请核对是不是选错了文件或工作表。")
    return Table(sheet.name, head, head.unmapped(known), tuple(lines), tuple(ignored))


def _head(sheet: Sheet, known: Names, look: Look) -> Head:
    """The head with its reasons; without one, what the columns themselves say."""
    exact = {fold(one.label) for one in look.ledger.fields()}
    try:
        found = heads.find(sheet, known, exact)
    except NoHead:
        headless = look.headless(sheet)
        if headless is None:
            raise
        return headless
    return look.explained(found, sheet)


def choose(book: Workbook, ledger: Ledger, wanted: Mapping[str, str] | None = None) -> Sheet:
    """The sheet that has the most of the ledger's columns; the first where none has any."""
    known = heads.names(ledger.fields(), wanted)
    return max(book.sheets, key=lambda sheet: _understood(sheet, known))


def _understood(sheet: Sheet, known: Names) -> int:
    try:
        return len(heads.find(sheet, known).keys)
    except Invalid:
        return -1


def _body(sheet: Sheet, head: Head) -> Iterator[tuple[int, Cells]]:
    """Each line below the head; a village merged over its people belongs to every one of them."""
    start = head.bottom + 1
    down = [
        (top - start, left, bottom - start, right)
        for top, left, bottom, right in sheet.merged
        if top >= start and left == right
    ]
    wide = {top: (left, right) for top, left, _, right in sheet.merged if left < right}
    for place, cells in enumerate(heads.filled(sheet.rows[start:], down), start):
        yield place + 1, _note(cells) if _is_wide(cells, wide.get(place)) else cells


def _is_wide(cells: Cells, area: tuple[int, int] | None) -> bool:
    """Whether the line is one text across several columns."""
    if area is None or area[1] - area[0] + 1 < _WIDE_NOTE:
        return False
    return len([cell for cell in cells if cell is not None]) == 1


def _note(cells: Cells) -> Cells:
    return (f"注：{next(as_text(cell) for cell in cells if cell is not None)}",)


def _not_a_record(cells: Cells, places: tuple[int, ...], labels: Set[str]) -> str:
    """Why a line is no record; empty for records and for empty lines."""
    first = next((as_text(cell) for cell in cells if cell is not None), "")
    if not first:
        return ""
    for reason, found in _SIGNS:
        if found(first, cells, labels):
            return reason
    return "" if any(cells[n] is not None for n in places if n < len(cells)) else _NOTHING


def _is_sum(first: str, _cells: Cells, _labels: Set[str]) -> bool:
    return first[0] in _WORDS and _SUM.fullmatch(fold(first)) is not None


def _is_note(first: str, _cells: Cells, _labels: Set[str]) -> bool:
    return first[0] in _WORDS and bool(_NOTE.match(fold(first)) or _FOOT.match(fold(first)))


def _is_head_again(first: str, cells: Cells, labels: Set[str]) -> bool:
    if first[0].isdigit() or fold(first) not in labels:
        return False
    texts = [fold(as_text(cell)) for cell in cells if cell is not None]
    return len(texts) > 1 and labels >= set(texts)


def _is_count(first: str, cells: Cells, _labels: Set[str]) -> bool:
    if first != "1":
        return False
    texts = [as_text(cell) for cell in cells if cell is not None]
    return len(texts) > _WIDE_NOTE and texts == [str(n) for n in range(1, len(texts) + 1)]


_NOTHING = "没有可导入的内容"
_SIGNS: tuple[tuple[str, Callable[[str, Cells, Set[str]], bool]], ...] = (
    ("合计行", _is_sum),
    ("说明或落款", _is_note),
    ("重复的表头", _is_head_again),
    ("栏目序号", _is_count),
)
