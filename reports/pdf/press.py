"""What every block needs to become slabs: the style, the room, the fonts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reports.fonts import Shelf
from reports.page import Align, Run
from reports.paper import Style, Type
from reports.pdf.flow import Set, Slab
from reports.pdf.typeset import Line, Setting, set_lines

_RISE = 0.38
"""The baseline below the middle of a Chinese letter, in bodies."""


@dataclass(frozen=True, slots=True)
class Press:
    """One document's style, type area and fonts."""

    style: Style
    breadth: float
    depth: float
    shelf: Shelf

    def lines(self, runs: Sequence[Run], setting: Setting) -> list[Line]:
        """The text in lines of that setting."""
        return set_lines(runs, setting, self.shelf)

    def one(self, text: str, kind: Type) -> Line:
        """The text on one line, however long."""
        return self.lines((Run(text),), Setting(kind, float("inf")))[0]

    def balanced(self, runs: Sequence[Run], setting: Setting) -> list[Line]:
        """As few lines as it takes, and as even as so many lines can be."""
        lines, step = self.lines(runs, setting), setting.type.size
        while len(lines) > 1 and setting.width > step:
            setting = replace(setting, width=setting.width - step / 2)
            narrower = self.lines(runs, setting)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines


def drop(kind: Type) -> float:
    """How far below the upper edge of its line the baseline lies."""
    return kind.leading / 2 + _RISE * kind.size


def offset(line: Line, room: float, align: Align) -> float:
    """How far from the left the line stands in that room."""
    return {"center": (room - line.width) / 2, "right": room - line.width}.get(align, 0.0)


def slab(line: Line, kind: Type, x: float = 0.0, *, keep: bool = False) -> Slab:
    """One line of running text."""
    return Slab(kind.leading, (Set(x, drop(kind), line),), keep=keep)
