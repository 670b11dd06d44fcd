"""Cells that come in any order, put where they belong: for readers that walk a tree of marks."""

from collections.abc import Sequence

from core.errors import Invalid
from core.intake.formats import facts
from core.intake.sheet import (
    MOST_COLUMNS,
    MOST_LINES,
    MOST_ROWS,
    TOO_LONG,
    TOO_WIDE,
    Area,
    Cell,
    Cells,
    Sheet,
    chosen,
    clipped,
)


class Grid:
    """A sheet while it is being read; only what holds something takes room."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hidden: set[int] = set()
        self.folded = self.comments = 0
        self._lines: dict[int, dict[int, Cell]] = {}
        self._merged: list[Area] = []

    def put(self, line: int, place: int, cell: Cell) -> None:
        """Write a cell, counted from 0; the first one at a place stays."""
        if cell is None:
            return
        if place >= MOST_COLUMNS:
            raise Invalid(TOO_WIDE)
        if line >= MOST_LINES or len(self._lines) > MOST_ROWS:
            raise Invalid(TOO_LONG)
        self._lines.setdefault(line, {}).setdefault(place, cell)

    def merge(self, line: int, place: int, down: int, across: int) -> None:
        """Say that a cell reaches over `down` lines and `across` columns, itself included."""
        if down > 1 or across > 1:
            self._merged.append((line, place, line + down - 1, place + across - 1))

    def sheet(self) -> Sheet:
        """What was read."""
        end = max(self._lines, default=-1) + 1
        rows = tuple(_row(self._lines.get(line)) for line in range(end))
        merged, tangled = clipped(self._merged, rows)
        notes = tuple(filter(None, (facts.unseen(self.folded), *tangled)))
        stays = facts.left(facts.comments(self.comments))
        return Sheet(self.name, rows, merged, frozenset(self.hidden), notes, stays)


def visible(
    grids: Sequence[Grid], veiled: Sequence[str], wanted: str | None
) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    """The sheets that are shown (or the one `wanted`) and the names of the hidden ones."""
    names = chosen(wanted, [one.name for one in grids if one.name not in veiled], veiled)
    return tuple(one.sheet() for one in grids if one.name in names), tuple(veiled)


def count(told: str | None, most: int) -> int:
    """A count a mark tells, one where it tells none, never more than `most`."""
    known = told and told.isdecimal() and len(told) <= len(str(MOST_LINES))
    return max(1, min(int(told), most)) if told and known else 1


def _row(cells: dict[int, Cell] | None) -> Cells:
    return tuple(cells.get(place) for place in range(max(cells) + 1)) if cells else ()
