"""The lines below a head: which of them are records, and why the others are none."""

from collections.abc import Set
from functools import cache
from typing import NamedTuple

from core.intake import heads, signs
from core.intake.heads import Head, Names, Search
from core.intake.sheet import Cells, Sheet, as_text
from core.words import fold

_folded = cache(fold)
"""For single characters, of which there are not many."""
_WIDE_NOTE = 3
_MOST_HEAD = 12
_HEAD_SHARE = 0.6
_HEAD_AND_FIRST = 2

HEAD_AGAIN = "重复的表头"
_TITLE_AGAIN = "重复的标题"
_OTHER = "另一张表"
_NOTHING = "没有可导入的内容"


class Line(NamedTuple):
    """One record of the sheet, as its cells stand; `line` is counted as the spreadsheet does."""

    line: int
    cells: Cells


class Body:
    """Everything below a head, sorted."""

    def __init__(self, sheet: Sheet, head: Head, known: Names) -> None:
        self.lines: list[Line] = []
        self.ignored: list[tuple[int, str]] = []
        self.notes: list[str] = []
        self._head, self._known = head, known
        self._labels = known.keys() | _labels(sheet, head)
        self._titles = frozenset(sheet.rows[: max(head.top, 0)]) - {()}
        self._initials = _initials(self._labels, self._titles)
        self._places = tuple(head.places.values())
        self._width = next(
            (one.place for one in head.columns[-1:] if one.head == heads.SOURCE), None
        )
        self._rows = _rows(sheet, head)
        self._layout: dict[int, int] | None = None
        self._foreign = False
        for index, cells in enumerate(self._rows):
            if cells:
                self._sort(index, cells)

    def _sort(self, index: int, cells: Cells) -> None:
        number = self._head.bottom + 2 + index
        reason = self._reason(index, cells)
        if reason == HEAD_AGAIN:
            self._begin_again(number, cells)
        elif reason == _OTHER:
            self._foreign = True
        if self._foreign:
            reason = _OTHER
        if reason:
            self.ignored.append((number, reason))
        else:
            self.lines.append(Line(number, self._laid(cells)))

    def _begin_again(self, number: int, cells: Cells) -> None:
        """Below another head the columns may stand elsewhere."""
        places = Search(Sheet("", (cells,)), self._known).best.places
        wanted = self._head.places
        shared = places.keys() & wanted.keys()
        self._foreign = not shared and bool(places)
        if places.items() <= wanted.items():
            self._layout, self._places = None, tuple(wanted.values())
        elif shared:
            self._layout = {wanted[key]: places[key] for key in shared}
            self._places = tuple(self._layout.values())
            lost = "、".join(
                f"“{heads.text(cells, place)}”"
                for key, place in places.items()
                if key not in shared
            )
            more = f"，其中{lost}上面的表头里没有，不导入" if lost else ""
            self.notes.append(f"第 {number} 行是另一个表头，往下按它的栏目读{more}")

    def _laid(self, cells: Cells) -> Cells:
        """The cells of a line, each in the column of the first head."""
        if self._layout is None:
            return cells
        layout = self._layout
        taken = (layout.get(place, len(cells)) for place in range(max(layout) + 1))
        return tuple(cells[place] if place < len(cells) else None for place in taken)

    def _reason(self, index: int, cells: Cells) -> str:
        """Why a line is no record; empty for records."""
        first = next(filter(None, map(as_text, cells)), "")
        if first and self._is_suspect(first, cells):
            reason = self._known_reason(index, cells)
            if reason:
                return reason
        if any(cells[n] is not None for n in self._places if n < len(cells)):
            return ""
        return _NOTHING

    def _known_reason(self, index: int, cells: Cells) -> str:
        cells = cells[: self._width]
        texts = [fold(as_text(cell)) for cell in cells if cell is not None]
        if cells in self._titles:
            return _TITLE_AGAIN
        if self._is_head_again(texts):
            return HEAD_AGAIN
        if self._is_other_table(texts, index):
            return _OTHER
        return signs.reason(texts, is_first=index == 0)

    def _is_suspect(self, first: str, cells: Cells) -> bool:
        """Whether a line is worth a closer look, which most are not."""
        said = cells[: self._width]
        return (
            first[0] in signs.BEGINNINGS
            or _folded(first[0]) in self._initials
            or "计" in first
            or first == "1"
            or said.count(None) == len(said) - 1
        )

    def _is_head_again(self, texts: list[str]) -> bool:
        if texts[0] not in self._labels or len(texts) == 1:
            return False
        known = sum(text in self._labels for text in texts)
        return known == len(texts) or (known > 1 and known >= _HEAD_SHARE * len(texts))

    def _is_other_table(self, texts: list[str], index: int) -> bool:
        """A title alone behind an empty line, below it a head without figures, then figures."""
        around = self._rows[index - 1] if index else ()
        below = self._rows[index + 1 : index + 3]
        if len(texts) > 1 or around or len(below) < _HEAD_AND_FIRST or not self.lines:
            return False
        return (
            _is_headlike(below[0]) and _has_digits(below[1]) and _has_digits(self.lines[-1].cells)
        )


def _labels(sheet: Sheet, head: Head) -> frozenset[str]:
    """Everything the head says: its cells, and what its columns are called."""
    cells = (cell for row in sheet.rows[head.top : head.bottom + 1] for cell in row if cell)
    return frozenset({fold(one.head) for one in head.columns} | {fold(as_text(c)) for c in cells})


def _initials(labels: Set[str], titles: frozenset[Cells]) -> frozenset[str]:
    firsts = (as_text(next(cell for cell in title if cell is not None)) for title in titles)
    return frozenset(one[0] for one in (*labels, *map(fold, firsts)) if one and not one.isdigit())


def _rows(sheet: Sheet, head: Head) -> list[Cells]:
    """Each line below the head; a village merged over its people belongs to every one of them."""
    start = head.bottom + 1
    down = [
        (top - start, left, bottom - start, right)
        for top, left, bottom, right in sheet.merged
        if top >= start and left == right
    ]
    rows = heads.filled(sheet.rows[start:], down)
    for top, left, _, right in sheet.merged:
        place = top - start
        if right - left + 1 >= _WIDE_NOTE and 0 <= place < len(rows) and _is_alone(rows[place]):
            rows[place] = _note(rows[place])
    return rows


def _is_alone(cells: Cells) -> bool:
    return len(cells) - cells.count(None) == 1


def _note(cells: Cells) -> Cells:
    """One text across several columns."""
    return (f"注：{next(as_text(cell) for cell in cells if cell is not None)}",)


def _is_headlike(cells: Cells) -> bool:
    texts = [cell for cell in cells if cell is not None]
    return len(texts) > 1 and all(
        isinstance(one, str) and len(one) <= _MOST_HEAD and not _has_digits((one,)) for one in texts
    )


def _has_digits(cells: Cells) -> bool:
    return any(char.isdigit() for cell in cells for char in as_text(cell))
