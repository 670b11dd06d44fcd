"""Where a sheet's head is, and which column means which field."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, zip_longest

from core.errors import Invalid
from core.intake.sheet import Area, Cells, Sheet, as_text
from core.intake.synonyms import SYNONYMS
from core.record import Field
from core.words import fold

Names = Mapping[str, str]
"""Folded head → field key; an empty key is a column to leave out."""

ERRORS = "错误说明"
NUMBER = "序号"
SOURCE = "工作表"
"""What the column is called that says from which of several sheets a line is."""
_OWN = frozenset({ERRORS, NUMBER, "行号"})
_HIGHEST = 40
_TALLEST = 3
_LONGEST = 60
_SCATTERED = 2
_ENOUGH = 0.6
_BRACKETED = re.compile(r"[(\[【<].*?[)\]】>]")
_MARKS = "*:·。.、"


class NoHead(Invalid):
    """Nothing in the sheet is the head of a table."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column with a head; `key` is empty where no field is meant, `why` says what told it."""

    place: int
    head: str
    key: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table: its first line and its last, counted from 0, and its columns."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    @property
    def mapped(self) -> tuple[Column, ...]:
        """The columns that mean a field."""
        return tuple(one for one in self.columns if one.key)

    @property
    def keys(self) -> frozenset[str]:
        """The fields that have a column."""
        return frozenset(self.places)

    @property
    def places(self) -> dict[str, int]:
        """In which column each field stands."""
        return {one.key: one.place for one in self.mapped}

    def unmapped(self, names: Names) -> tuple[str, ...]:
        """The heads nobody understands, told so that nothing is dropped in silence."""
        own = {fold(one) for one in _OWN}
        spare = (one.head for one in self.columns if not one.key)
        return tuple(
            head for head in spare if fold(head) not in own and names.get(fold(head)) != ""
        )


def names(fields: Iterable[Field], wanted: Mapping[str, str] | None = None) -> dict[str, str]:
    """What each head means: synonym, the field's alias, key or label, what the person `wanted`."""
    listed = tuple(fields)
    found = {
        fold(word): one.key for one in reversed(listed) for word in SYNONYMS.get(one.label, ())
    }
    found |= {fold(alias): one.key for one in listed for alias in one.aliases}
    found |= {fold(one.key): one.key for one in listed}
    found |= {fold(one.label): one.key for one in listed}
    return found | {fold(head): _known(listed, key) for head, key in (wanted or {}).items()}


def _known(fields: tuple[Field, ...], key: str) -> str:
    if not key:
        return ""
    for one in fields:
        if key in (one.key, one.label):
            return one.key
    labels = "、".join(one.label for one in fields)
    raise Invalid(f"对应关系里的“{key}”不是这个台账的栏目。可用的栏目：{labels}。")


def find(sheet: Sheet, known: Names, exact: Set[str] = frozenset()) -> Head:
    """The head of the table; `Invalid` where there is none, or the sheet is a form."""
    search = Search(sheet, known, exact)
    if not search.best.keys:
        raise NoHead(
            f"在“{sheet.name}”里没有找到表头。第一行请写栏目名（如姓名、手机），一行一条；"
            "可以先导出一份台账，照它的表头填。"
        )
    if search.is_form:
        raise Invalid(
            f"“{sheet.name}”是一张登记表（栏目和内容交错），不是一行一条的台账。"
            "请把内容抄进导出的台账表格再导入，或直接在窗口里登记。"
        )
    return search.best


class Search:
    """One look over the top of a sheet; a head that `exact` names outdoes its synonyms."""

    def __init__(self, sheet: Sheet, known: Names, exact: Set[str] = frozenset()) -> None:
        self._known, self._exact = known, exact
        self._keys: dict[str, str | None] = {}
        self.lines = filled(sheet.rows[:_HIGHEST], sheet.merged)
        self._texts = [[text(line, place) for place in range(len(line))] for line in self.lines]

    @cached_property
    def best(self) -> Head:
        """The uppermost head, as many lines of it as say most, the fewest that say as much."""
        taller = (one for height in range(1, _TALLEST) for one in self._heads(height))
        found = [*self._alone, *taller]
        most = max((len(one.keys) for one in found), default=0)
        enough = max(min(most, _SCATTERED), most * _ENOUGH)
        first = next((one.top for one in self._alone if len(one.keys) >= enough), None)
        around = (one for one in found if first is None or one.top <= first <= one.bottom)
        return max(
            around,
            key=lambda one: (len(one.keys), one.top - one.bottom, -one.top),
            default=Head(0, 0, ()),
        )

    @cached_property
    def is_form(self) -> bool:
        """Whether labels stand all over the sheet and not in one head."""
        head = self.best
        others = [one for one in self._alone if not head.top <= one.top <= head.bottom]
        elsewhere = frozenset[str]().union(*(one.keys for one in others)) - head.keys
        below = next((one for one in others if one.top > head.bottom and one.columns), None)
        if below is None:
            return len(elsewhere) >= _SCATTERED
        if len(head.keys) > _SCATTERED and not below.keys:
            return False
        again = below.columns[0].key not in {"", *head.keys}
        return again or len(elsewhere) >= max(_SCATTERED, len(head.keys) / 2)

    def key(self, label: str) -> str | None:
        """The field a label means; empty for one to leave out, none for one nobody knows."""
        if label not in self._keys:
            self._keys[label] = self._meant(label) if len(label) <= _LONGEST else None
        return self._keys[label]

    def _meant(self, label: str) -> str | None:
        folded = fold(label)
        plain = _BRACKETED.sub("", folded).strip(_MARKS)
        tries = (folded, folded.strip(_MARKS), plain)
        return next((self._known[one] for one in tries if one and one in self._known), None)

    @cached_property
    def _alone(self) -> list[Head]:
        """Every line as a head."""
        return list(self._heads(0))

    def _heads(self, height: int) -> Iterator[Head]:
        """Every run of `height` lines more than one, as a head."""
        for top in range(len(self.lines) - height):
            if not height or any(one.keys for one in self._alone[top : top + height + 1]):
                yield self._head(top, top + height)

    def _head(self, top: int, bottom: int) -> Head:
        lines = zip_longest(*self._texts[top : bottom + 1], fillvalue="")
        columns: dict[str, Column] = {}
        spare: list[Column] = []
        for place, texts in enumerate(lines):
            column = self._column(place, texts)
            if column is None:
                continue
            former = columns.get(column.key)
            if not column.key or (former and not self._closer(column, former)):
                spare.append(Column(place, column.head, ""))
                continue
            if former:
                spare.append(Column(former.place, former.head, ""))
            columns[column.key] = column
        listed = sorted([*columns.values(), *spare], key=lambda one: one.place)
        return Head(top, bottom, tuple(listed))

    def _column(self, place: int, texts: tuple[str, ...]) -> Column | None:
        """What a column is called: by its lower cells of the head, where more of them say more."""
        parts = [one for one, _ in groupby(filter(None, texts))]
        lower = ["".join(parts[start:]) for start in range(len(parts))]
        known = [(one, key) for one in lower if (key := self.key(one)) is not None]
        if known:
            return Column(place, *[one for one in known if one[1] == known[0][1]][-1])
        for upper in reversed(parts):
            key = self.key(upper)
            if key is not None:
                return Column(place, upper, key)
        return Column(place, lower[0], "") if parts else None

    def _closer(self, column: Column, former: Column) -> bool:
        """Whether a second column of the same field says it more exactly than the first."""
        return self._exactness(column) > self._exactness(former)

    def _exactness(self, column: Column) -> int:
        head = fold(column.head)
        return (head in self._known) + (head in self._exact)


def filled(rows: tuple[Cells, ...], merged: Iterable[Area]) -> list[Cells]:
    """Rows in which each merged cell says everywhere what it says at its corner."""
    lines = list(rows)
    for top, left, bottom, right in merged:
        if top >= len(lines) or left >= len(lines[top]):
            continue
        value = lines[top][left]
        for place in range(top, min(bottom + 1, len(lines))):
            line = lines[place] + (None,) * (right + 1 - len(lines[place]))
            lines[place] = line[:left] + (value,) * (right + 1 - left) + line[right + 1 :]
    return lines


def text(cells: Cells, place: int) -> str:
    """A head's text: line feeds and padding (姓  名) are no part of it."""
    return "".join(as_text(cells[place]).split()) if place < len(cells) else ""
