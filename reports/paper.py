"""Sheets and type: how large a page is, where its margins lie, how each kind of text looks."""

from dataclasses import dataclass, replace
from typing import Literal

MM = 72 / 25.4

Role = Literal["title", "song", "fang", "kai", "hei"]
"""小标宋, 宋体, 仿宋, 楷体, 黑体: what a text is set in; `reports.fonts` knows the files."""

Numbers = Literal["", "of", "dash"]
"""No page numbers, 第 x 页 / 共 y 页 in the middle, or — x — outside as GB/T 9704 has it."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One sheet in millimetres; the binding edge is never narrower than 25."""

    width: float = 210
    height: float = 297
    top: float = 25
    bottom: float = 22
    left: float = 25
    right: float = 20

    @property
    def breadth(self) -> float:
        """Points across the type area."""
        return (self.width - self.left - self.right) * MM

    @property
    def depth(self) -> float:
        """Points down the type area."""
        return (self.height - self.top - self.bottom) * MM


PORTRAIT = Paper()
LANDSCAPE = Paper(297, 210, top=18, bottom=17, left=25, right=15)
LANDSCAPE_TOP = Paper(297, 210, top=25, bottom=15, left=17, right=17)
"""A landscape sheet bound at its upper edge, among portrait ones."""
GB_PAPER = Paper(top=37, bottom=35, left=28, right=26)


@dataclass(frozen=True, slots=True)
class Type:
    """Letters of one kind: points of body, from line to line, and between letters."""

    role: Role
    size: float
    leading: float
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a whole document looks; a document may take one of the named styles or its own."""

    paper: Paper
    title: Type
    subtitle: Type
    headings: tuple[Type, Type, Type]
    body: Type
    label: Type
    cell: Type
    small: Type
    title_gap: float = 0.5
    closing_gap: float = 0.8
    """Lines of body text below the title and above the signatures."""
    padding: float = 4.0
    numbers: Numbers = "of"


_GB_LEADING = 225 * MM / 22
_GB_TRACKING = 156 * MM / 28 - 16

OFFICIAL = Style(
    paper=GB_PAPER,
    title=Type("title", 22, _GB_LEADING),
    subtitle=Type("kai", 16, _GB_LEADING, _GB_TRACKING),
    headings=(
        Type("hei", 16, _GB_LEADING, _GB_TRACKING),
        Type("kai", 16, _GB_LEADING, _GB_TRACKING),
        Type("fang", 16, _GB_LEADING, _GB_TRACKING),
    ),
    body=Type("fang", 16, _GB_LEADING, _GB_TRACKING),
    label=Type("hei", 12, 18),
    cell=Type("fang", 12, 18),
    small=Type("song", 14, 18),
    title_gap=1.0,
    closing_gap=2.0,
    padding=5.0,
    numbers="dash",
)
"""GB/T 9704: 22 lines of 28 letters, 3号仿宋, 2号小标宋."""

FORM = Style(
    paper=PORTRAIT,
    title=Type("title", 22, 32),
    subtitle=Type("fang", 12, 20),
    headings=(Type("hei", 14, 28), Type("kai", 14, 28), Type("fang", 14, 28)),
    body=Type("fang", 14, 28),
    label=Type("hei", 12, 19),
    cell=Type("fang", 12, 19),
    small=Type("song", 9, 12),
    padding=6.0,
)
"""Papers of mediation, notices and minutes: 4号仿宋 on 28 points."""

DENSE = replace(
    FORM,
    headings=(Type("hei", 12, 20.5), Type("kai", 12, 20.5), Type("fang", 12, 20.5)),
    body=Type("fang", 12, 20.5),
)
"""A paper that has to fit one sheet, so that nobody signs a page without text."""

LEDGER = Style(
    paper=LANDSCAPE,
    title=Type("title", 18, 28),
    subtitle=Type("song", 10.5, 18),
    headings=(Type("hei", 12, 20), Type("kai", 12, 20), Type("song", 10.5, 18)),
    body=Type("song", 10.5, 18),
    label=Type("hei", 10.5, 15),
    cell=Type("song", 10.5, 15),
    small=Type("song", 9, 12),
    padding=3.5,
)
"""Lists on A4 landscape, 五号."""

SHEET = replace(LEDGER, paper=Paper(top=20, bottom=18, left=25, right=18), padding=4.0)
"""One dense portrait page: 晨会单, 周报表, 签到表."""
