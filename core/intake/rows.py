"""From the lines of a table to values by field; each line says what of it could not be read."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

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
    """Reads the lines of one table; a text met before in its column is not read again."""

    def __init__(self, table: Table, ledger: Ledger, today: date, lookup: draft.Lookup) -> None:
        self._places = table.head.places
        heads = {one.place: one.head for one in table.head.columns}
        self._width = max(self._places.values(), default=-1) + 1
        self._columns = [
            (key, place, column.known.get, column.read)
            for key, place in self._places.items()
            for column in [_Column(ledger.field(key), today, lookup, heads[place])]
        ]
        self._number = next((one.key for one in ledger.fields() if one.kind is Kind.ID_NO), "")
        self._remarks = any(one.key == _REMARKS for one in ledger.fields())
        self._last: Mapping[str, Value] = {}
        self._derived = _DERIVED.intersection(one.key for one in ledger.fields())

    def understand(self, line: Line) -> Understood:
        """Read the cells of one line; an empty or masked cell says nothing."""
        cells = line.cells + (None,) * (self._width - len(line.cells))
        found: dict[str, Value] = {}
        odd: dict[str, Problem | Noted | _Silent] = {}
        for key, place, known, read in self._columns:
            cell = cells[place]
            if cell is None:
                continue
            told = known(cell) or read(cell)
            if isinstance(told, _ODD):
                odd[key] = told
            else:
                found[key] = told
        wrong = self._oddities(odd, found) if odd else ()
        if self._derived and self._number in found:
            wrong = self._complete(cells, found, wrong)
        self._last = found
        return Understood(line, found, wrong)

    def _oddities(
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
        cell = cells[self._places["birth"]] if "birth" in self._places else None
        if cell is None:
            return True
        month = _MONTH.fullmatch(checks.narrow(as_text(cell)))
        return month is not None and (int(month[1]), int(month[2])) == (born.year, born.month)


class _Silent:
    """A cell that says nothing itself: masked or cut by an export, or the same as above."""


_SILENT, _ABOVE = _Silent(), _Silent()
_ODD = (Problem, Noted, _Silent)
Told = Value | Noted | Problem | _Silent


class _Column:
    """Reads the cells under one head, and remembers the texts that come again and again."""

    def __init__(self, field: Field, today: date, lookup: draft.Lookup, head: str) -> None:
        self.known: dict[Cell, Told] = {}
        self._field, self._today, self._lookup = field, today, lookup
        self._masks = field.kind in (Kind.ID_NO, Kind.PHONE)
        self._dates = field.kind is Kind.DATE
        self._unit = _WAN if field.kind is Kind.DECIMAL and _WAN in head else ""

    def read(self, cell: Cell) -> Told:
        """The value, the problem that keeps it from being one, or silence."""
        if self._dates and type(cell) is date and cell.year in dates.YEARS:
            return cell
        text = as_text(cell)
        if text in _DITTO:
            return _ABOVE
        if text.endswith(CUT) or (self._masks and _MASKED.search(text)):
            return _SILENT
        told = self._understood(cell, f"{text}{self._unit}" if text[-1:].isdigit() else text)
        if cell is text and len(self.known) < _REMEMBERED:
            self.known[text] = told
        return told

    def _understood(self, cell: Cell, text: str) -> Told:
        try:
            found = values.read(self._field, cell, text, self._today, self._lookup)
        except Invalid as refused:
            return Problem(self._field.key, refused.text)
        if not isinstance(found, Noted):
            return found
        return Noted(found.value, f"{self._field.label}：{found.said}") if found.said else _SILENT
