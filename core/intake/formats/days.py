"""Numbers of a spreadsheet that their format makes days, times and spans."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.intake.sheet import Cell, neutral

_LAST = 2_958_466
"""The first of January of the year 10000, which no spreadsheet reaches."""


@dataclass(frozen=True, slots=True)
class Days:
    """The formats of some styles, by their numbers, and whether days count since 1904."""

    shapes: Mapping[int, str]
    since_1904: bool

    def shown(self, style: int, value: float) -> Cell:
        """A number as a cell of that style says it."""
        from openpyxl.styles.numbers import is_date_format, is_timedelta_format
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        shape = self.shapes.get(style, "")
        if not is_date_format(shape) or not 0 <= value < _LAST:
            return neutral(value)
        epoch = MAC_EPOCH if self.since_1904 else WINDOWS_EPOCH
        return neutral(from_excel(value, epoch, is_timedelta_format(shape)))
