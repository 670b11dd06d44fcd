"""Where a sheet's head is, which column means which field, and which lines are records."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from core.errors import Invalid
from core.intake.sheet import Area, Cells, Sheet, as_text
from core.intake.synonyms import SYNONYMS
from core.record import Field
from core.words import fold

Names = Mapping[str, str]
"""Folded head → field key; an empty key is a column to leave out."""

ERRORS = "错误说明"
NUMBER = "序号"
_OWN = frozenset({ERRORS, NUMBER, "行号"})
_HIGHEST = 40
_SCATTERED = 2
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
    search = _Search(sheet, known, exact)
    best = max(search.candidates, key=lambda one: (len(one.keys), one.top - one.bottom, -one.top))
    if not best.keys:
        raise NoHead(
            f"在“{sheet.name}”里没有找到表头。第一行请写栏目名（如姓名、手机），一行一条；"
            "可以先导出一份台账，照它的表头填。"
        )
    if search.is_form(best):
        raise Invalid(
            f"“{sheet.name}”是一张登记表（栏目和内容交错），不是一行一条的台账。"
            "请把内容抄进导出的台账表格再导入，或直接在窗口里登记。"
        )
    return best


class _Search:
    """One look over the top of a sheet; a head that `exact` names outdoes its synonyms."""

    def __init__(self, sheet: Sheet, known: Names, exact: Set[str]) -> None:
        self._known, self._exact = known, exact
        self._lines = filled(sheet.rows[:_HIGHEST], sheet.merged)

    @cached_property
    def candidates(self) -> list[Head]:
        """Every line alone, and every two lines as one head."""
        lines = range(len(self._lines))
        alone = [self._head(line, line) for line in lines]
        return alone + [self._head(line, line + 1) for line in lines[:-1]]

    def is_form(self, head: Head) -> bool:
        """Whether labels stand all over the sheet and not in one head."""
        others = [
            one.keys
            for one in self.candidates
            if one.top == one.bottom and not head.top <= one.top <= head.bottom
        ]
        elsewhere = frozenset().union(*others) - head.keys
        return len(elsewhere) >= max(_SCATTERED, len(head.keys) / 2)

    def _head(self, top: int, bottom: int) -> Head:
        upper, lower = self._lines[top], self._lines[bottom]
        columns: dict[str, Column] = {}
        spare: list[Column] = []
        for place in range(max(len(upper), len(lower))):
            column = self._column(place, _text(upper, place), _text(lower, place))
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

    def _column(self, place: int, upper: str, lower: str) -> Column | None:
        """What a column is called, from its one or two cells of the head."""
        joined = upper + lower if upper != lower else lower
        for head in (lower, joined, upper):
            key = self._key(head)
            if key is not None:
                return Column(place, head, key)
        return Column(place, joined, "") if joined else None

    def _key(self, head: str) -> str | None:
        plain = _BRACKETED.sub("", fold(head))
        tries = (fold(head), fold(head).strip(_MARKS), plain.strip(_MARKS))
        return next((self._known[one] for one in tries if one and one in self._known), None)

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


def _text(cells: Cells, place: int) -> str:
    """A head's text: line feeds and padding (姓  名) are no part of it."""
    return "".join(as_text(cells[place]).split()) if place < len(cells) else ""
