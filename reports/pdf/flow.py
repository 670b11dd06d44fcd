"""Stacks slabs onto pages: what stays together, what is repeated, where the rules of boxes run."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from reports.chart import Shapes
from reports.pdf.typeset import Line

_SLIP = 0.01
_LOOK_BACK = 6
_BLANK = 0.25
"""More than so much of a page is not left empty because a box of a form is high."""

Rule = tuple[float, float, float, float]
"""A straight rule from (x, y) to (x, y)."""


@dataclass(frozen=True, slots=True)
class Set:
    """A line of text in a slab: its left edge, and its baseline below the slab's upper edge."""

    x: float
    drop: float
    line: Line


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart in a slab, scaled."""

    x: float
    shapes: Shapes
    scale: float


@dataclass(frozen=True, slots=True)
class Slab:
    """A horizontal piece of a page that is never cut.

    `edges` are the upright rules of a boxed row, `floor` where the rule below it begins.
    """

    height: float
    texts: tuple[Set, ...] = ()
    rules: tuple[Rule, ...] = ()
    picture: Picture | None = None
    edges: tuple[float, ...] = ()
    floor: float | None = None
    above: float = 0.0
    """Empty room above, dropped at the head of a page."""
    keep: bool = False
    """Stays on one page with the slab that follows."""
    pull: int = 0
    """So many slabs before this one come along to its page."""
    head: "Slab | None" = None
    """Drawn again above this slab where a page begins with it."""
    pieces: "tuple[Slab, ...]" = field(default=(), repr=False)
    """What takes its place when it is higher than a page."""
    breaks: bool = False
    """Begins a new page; nothing of it is drawn."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A slab on its page, so far below the upper edge of the type area."""

    y: float
    slab: Slab


Page = list[Placed]


def pages(slabs: Iterable[Slab], depth: float) -> Iterator[Page]:
    """Full pages one after another; only the slabs of the page at hand are held."""
    stack = _Stack(depth)
    for group in _groups(_pulled(_fitting(slabs, depth))):
        yield from stack.put(group)
    if stack.page:
        yield stack.page


@dataclass(slots=True)
class _Stack:
    """The page being filled."""

    depth: float
    page: Page = field(default_factory=list)
    used: float = 0.0

    def put(self, group: Sequence[Slab]) -> Iterator[Page]:
        """Place what belongs together, handing out the pages that it fills."""
        if group[0].breaks:
            if self.page:
                yield self._turn()
            return
        height = sum(slab.above + slab.height for slab in group)
        if self.page and self._left() < height <= self.depth + _SLIP:
            boxed = any(slab.pieces and slab.head is None for slab in group)
            if boxed and self._left() > self.depth * _BLANK:
                group = tuple(_apart(group))
            else:
                yield self._turn()
        for slab in group:
            if self.page and slab.above + slab.height > self._left():
                yield self._turn()
            self._place(slab)

    def _left(self) -> float:
        return self.depth - self.used + _SLIP

    def _turn(self) -> Page:
        full, self.page, self.used = self.page, [], 0.0
        return full

    def _place(self, slab: Slab) -> None:
        if not self.page and slab.head:
            self._place(slab.head)
        y = self.used + (slab.above if self.page else 0.0)
        self.page.append(Placed(y, slab))
        self.used = y + slab.height


def _apart(group: Iterable[Slab]) -> Iterator[Slab]:
    """What belongs together, high rows in their pieces."""
    for slab in group:
        yield from _in_pieces(slab) if slab.pieces else (slab,)


def _in_pieces(slab: Slab) -> Iterator[Slab]:
    return (replace(piece, head=slab.head) for piece in slab.pieces)


def _fitting(slabs: Iterable[Slab], depth: float) -> Iterator[Slab]:
    """Slabs higher than a page give way to their pieces."""
    for slab in slabs:
        room = depth - (slab.head.height if slab.head else 0.0)
        if slab.pieces and slab.height > room:
            yield from _in_pieces(slab)
        else:
            yield slab


def _pulled(slabs: Iterable[Slab]) -> Iterator[Slab]:
    """Each slab that pulls others along finds them kept; empty room does not count as one."""
    waiting: deque[Slab] = deque()
    for slab in slabs:
        wanted = slab.pull
        for place in range(len(waiting) - 1, -1, -1):
            if wanted <= 0:
                break
            waiting[place] = replace(waiting[place], keep=True)
            wanted -= _company(waiting[place])
        waiting.append(slab)
        if len(waiting) > _LOOK_BACK:
            yield waiting.popleft()
    yield from waiting


def _company(slab: Slab) -> int:
    """How much a slab that comes along counts: a boxed row for two lines, empty room for none."""
    return 2 if slab.edges else int(bool(slab.texts or slab.rules))


def _groups(slabs: Iterable[Slab]) -> Iterator[list[Slab]]:
    group: list[Slab] = []
    for slab in slabs:
        if slab.breaks and group:
            yield group
            group = []
        group.append(slab)
        if slab.breaks or not slab.keep:
            yield group
            group = []
    if group:
        yield group


def box_rules(page: Page) -> list[Rule]:
    """The rules of all boxes on a page, each drawn once and in one piece."""
    return list(chain.from_iterable(map(_box, _runs(page))))


def _runs(page: Page) -> Iterator[list[Placed]]:
    """Boxed slabs that lie directly on one another."""
    run: list[Placed] = []
    for placed in page:
        if run and (not placed.slab.edges or placed.y > run[-1].y + run[-1].slab.height + _SLIP):
            yield run
            run = []
        if placed.slab.edges:
            run.append(placed)
    if run:
        yield run


def _box(run: Sequence[Placed]) -> Iterator[Rule]:
    left, right = run[0].slab.edges[0], run[0].slab.edges[-1]
    yield left, run[0].y, right, run[0].y
    for placed in run[:-1]:
        foot = placed.y + placed.slab.height
        start = left if placed.slab.floor is None else placed.slab.floor
        if start < right:
            yield start, foot, right, foot
    foot = run[-1].y + run[-1].slab.height
    yield left, foot, right, foot
    yield from _uprights(run)


def _uprights(run: Sequence[Placed]) -> Iterator[Rule]:
    """Upright rules, those of neighbouring rows joined."""
    begun: dict[float, float] = {}
    for placed in run:
        edges = placed.slab.edges
        for x in [x for x in begun if x not in edges]:
            yield x, begun.pop(x), x, placed.y
        for x in edges:
            begun.setdefault(x, placed.y)
    foot = run[-1].y + run[-1].slab.height
    for x, top in begun.items():
        yield x, top, x, foot
