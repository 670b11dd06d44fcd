"""From the lines of a table to values by field; each line says what of it could not be read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from core import checks, dates, draft
from core.errors import Invalid, Problem
from core.intake import values
from core.intake.body import Line
from core.intake.sheet import CUT, Cell, Cells, as_text
from core.intake.table import Table
from core.intake.values import Noted
from core.ledger import Ledger
from core.record import Field, Kind, Value

_MASKED = re.compile(r"\*{3}")
_MONTH = re.compile(r"(\d{4})\D?(\d{1,2})\D?")
_REMEMBERED = 5000
_WAN = "万"
"""In the head of a column of amounts: what its numbers count."""
_DITTO = frozenset({"同上", "〃", "″", '"', "''"})
_REMARKS = "note"
_DERIVED = frozenset({"sex", "birth"})
"""Fields that an identity number tells where nobody typed them."""


class Understood(NamedTuple):
    """One line understood: the values read of its cells, and what could not be read."""

    line: Line
    values: dict[str, Value]
    problems: tuple[Problem, ...]


class Reader:
    """Reads the lines of one table column by column; the same text of a column is read once."""

    def __init__(self, table: Table, ledger: Ledger, today: date, lookup: draft.Lookup) -> None:
        self._places = table.head.places
        heads = {one.place: one.head for one in table.head.columns}
        self._width = max(self._places.values(), default=-1) + 1
        self._columns = {
            key: _Column(ledger.field(key), today, lookup, heads[place])
            for key, place in self._places.items()
        }
        self._number = next((one.key for one in ledger.fields() if one.kind is Kind.ID_NO), "")
        self._remarks = any(one.key == _REMARKS for one in ledger.fields())
        self._last: Mapping[str, Value] = {}
        self._derived = _DERIVED.intersection(one.key for one in ledger.fields())

    def understand(self, lines: Sequence[Line]) -> Iterator[Understood]:
        """Read the next lines; an empty or masked cell says nothing."""
        width, keys = self._width, list(self._places)
        padded = [
            line.cells if len(line.cells) >= width else _padded(line.cells, width) for line in lines
        ]
        columns = list(zip(*padded))  # noqa: B905 as wide as the narrowest, which has every field
        told = [self._columns[key].told(columns[place]) for key, place in self._places.items()]
        odd = [key for key, column in self._columns.items() if column.odd]
        for line, row in zip(lines, zip(*told, strict=True), strict=True):
            said = {key: one for key, one in zip(keys, row, strict=True) if one is not None}
            wrong = self._oddities(said, odd) if odd else ()
            if self._number in said and not self._derived <= said.keys():
                wrong = self._complete(line.cells, said, wrong)
            self._last = said
            yield Understood(line, said, wrong)

    def _oddities(self, said: dict[str, Any], odd: Sequence[str]) -> tuple[Problem, ...]:
        """Take out what is no plain value, which may stand in the columns `odd`."""
        strange = {key: said.pop(key) for key in odd if isinstance(said.get(key), _ODD)}
        return self._resolved(strange, said) if strange else ()

    def _resolved(
        self, odd: Mapping[str, "Problem | Noted | _Silent"], found: dict[str, Value]
    ) -> tuple[Problem, ...]:
        """Take up what is no plain value: 同上, remarks; return the problems."""
        wrong: list[Problem] = []
        for key, told in odd.items():
            if isinstance(told, Problem):
                wrong.append(told)
            elif told is _ABOVE and key in self._last:
                found[key] = self._last[key]
            elif isinstance(told, Noted) and self._remarks:
                found[key] = told.value
                found[_REMARKS] = "\n".join(
                    filter(None, (str(found.get(_REMARKS) or ""), told.said))
                )
            elif isinstance(told, Noted):
                wrong.append(Problem(key, f"“{told.said}”没有地方放，请把它移到别的栏目"))
        return tuple(wrong)

    def _complete(
        self, cells: Cells, found: dict[str, Value], wrong: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """Birth date and sex where only the number says them, or just the month is typed."""
        born, sex = checks.birth_and_sex(str(found[self._number]))
        if "sex" in self._derived and "sex" not in found:
            found["sex"] = sex
        if "birth" in self._derived and "birth" not in found and self._fits(cells, born):
            found["birth"] = born
            return tuple(one for one in wrong if one.field != "birth")
        return wrong

    def _fits(self, cells: Cells, born: date) -> bool:
        """Whether a birth nobody typed, or typed as a month only, is the one of the number."""
        place = self._places.get("birth", len(cells))
        cell = cells[place] if place < len(cells) else None
        if cell is None:
            return True
        month = _MONTH.fullmatch(checks.narrow(as_text(cell)))
        return month is not None and (int(month[1]), int(month[2])) == (born.year, born.month)


def _padded(cells: Cells, width: int) -> Cells:
    return cells + (None,) * (width - len(cells))


class _Silent:
    """A cell that says nothing itself: masked or cut by an export, or the same as above."""


_SILENT, _ABOVE = _Silent(), _Silent()
_ODD = (Problem, Noted, _Silent)
Told = Value | Noted | Problem | _Silent


class _Column:
    """Reads the cells under one head, and remembers those that come again and again.

    `odd` says whether any of them was no plain value.
    """

    def __init__(self, field: Field, today: date, lookup: draft.Lookup, head: str) -> None:
        self.odd = False
        self._known: dict[Cell, Told] = {None: None}
        self._field, self._today, self._lookup = field, today, lookup
        self._masks = field.kind in (Kind.ID_NO, Kind.PHONE)
        self._dates = field.kind is Kind.DATE
        self._unit = _WAN if field.kind is Kind.DECIMAL and _WAN in head else ""

    def told(self, cells: Sequence[Cell]) -> list[Told]:
        """What each cell says, nothing where it is empty."""
        if bool in set(map(type, cells)):
            return [None if cell is None else self._read(cell) for cell in cells]
        known, fresh = self._known, set(cells).difference(self._known)
        texts = {cell for cell in fresh if type(cell) is str}.difference(_DITTO)
        settled = values.settled(self._field.kind, texts, self._today)
        known.update(zip(settled, settled, strict=True))
        for cell in fresh.difference(known):
            known[cell] = self._read(cell)
        told = [known[cell] for cell in cells]
        if len(known) > _REMEMBERED:
            self._known = {None: None}
        return told

    def _read(self, cell: Cell) -> Told:
        told = self._said(cell)
        self.odd = self.odd or isinstance(told, _ODD)
        return told

    def _said(self, cell: Cell) -> Told:
        """The value, the problem that keeps it from being one, or silence."""
        if self._dates and type(cell) is date and cell.year in dates.YEARS:
            return cell
        text = as_text(cell)
        if text in _DITTO:
            return _ABOVE
        if text.endswith(CUT) or (self._masks and _MASKED.search(text)):
            return _SILENT
        return self._understood(cell, f"{text}{self._unit}" if text[-1:].isdigit() else text)

    def _understood(self, cell: Cell, text: str) -> Told:
        try:
            found = values.read(self._field, cell, text, self._today, self._lookup)
        except Invalid as refused:
            return Problem(self._field.key, refused.text)
        if not isinstance(found, Noted):
            return found
        return Noted(found.value, f"{self._field.label}：{found.said}") if found.said else _SILENT
