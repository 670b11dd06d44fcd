"""One page of what is projected: what stands on it, and how large and where."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics

from core.services.projection import Line
from gui import theme

STEPS = (0.8, 1.0, 1.25, 1.5)
"""How large the letters are; the second is the usual size."""
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft

_PART = 0.042
"""How tall usual letters are, as a part of the screen."""
_LEAST = 12

Row = Line | str
"""A matter, or the heading of a section."""


@dataclass(frozen=True, slots=True)
class Slide:
    """Headings and matters under the meeting's title; the first page has facts instead."""

    title: str
    rows: tuple[Row, ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Everything on it, for who cannot see it."""
        return "\n".join((self.title, *self.facts, *map(_said, self.rows)))


def _said(row: Row) -> str:
    return row if isinstance(row, str) else f"{row.number or ''} {row.text}　{row.outcome}".strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A screen of that size, written on in letters of that step."""

    size: QSize
    step: int = 1

    def pixels(self, share: float = 1.0) -> int:
        """How tall letters are."""
        return max(_LEAST, round(self.size.height() * _PART * STEPS[self.step] * share))

    def font(self, share: float = 1.0, *, bold: bool = False) -> QFont:
        """Letters of a share of the usual size."""
        weight = QFont.Weight.DemiBold if bold else QFont.Weight.Normal
        return theme.font_of(self.pixels(share), weight)

    @property
    def body(self) -> QRect:
        """What is written on: below the band, above the foot."""
        unit, side = self.pixels(), self.size.width() // 24
        inside = QRect(0, 0, self.size.width(), self.size.height())
        return inside.adjusted(side, unit * 5 // 2, -side, -unit * 2)

    def indent(self, line: Line) -> int:
        """Room for the number of a matter."""
        return self.pixels() * 2 if line.number else 0

    def height(self, row: Row) -> int:
        """How much of the page a row takes."""
        if isinstance(row, str):
            return self.pixels() * 2
        words, outcome = self.places(row, 0)
        return words.height() + outcome.height() + self.pixels() // 2

    def places(self, line: Line, top: int) -> tuple[QRect, QRect]:
        """Where the words of a matter stand, and below them what came of it."""
        body = self.body
        left = body.left() + self.indent(line)
        room = QRect(left, top, body.right() - left, self.size.height() * 4)
        words = QFontMetrics(self.font()).boundingRect(room, WRAP, line.text)
        if not line.outcome:
            return words, QRect()
        below = QRect(left, words.bottom() + 1, room.width(), room.height())
        return words, QFontMetrics(self.font(0.9)).boundingRect(below, WRAP, line.outcome)
