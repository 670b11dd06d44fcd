"""The head of a table in several rows: what columns share stands above them, ruled to its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from reports.page import Head
from reports.pdf.flow import Rule, Set, Slab
from reports.pdf.press import Press

_ONE_ROW = 2
"""The upper and the lower edge of a single row."""


class Box(Protocol):
    """A box of text, as rows are made of."""

    @property
    def height(self) -> float:
        """What its lines take, without padding."""
        ...

    def texts(self, height: float, padding: float) -> Iterator[Set]:
        """Its lines in a box so high."""
        ...


Make = Callable[[str, float, float, Press], Box]


def merged(heads: Sequence[Head], edges: Sequence[float], press: Press, make: Make) -> Slab:
    """One slab for the whole head, as it comes again on every page."""
    padding = press.style.padding
    boxes = [
        (one, make(one.text, edges[one.column], edges[one.column + one.columns], press))
        for one in heads
    ]
    tops = _tops(boxes, 2 * padding)
    texts: list[Set] = []
    for one, box in boxes:
        top, foot = tops[one.row], tops[one.row + one.rows]
        texts += (replace(text, drop=text.drop + top) for text in box.texts(foot - top, padding))
    if len(tops) == _ONE_ROW:
        return Slab(tops[-1], tuple(texts), edges=tuple(edges))
    rules = tuple(rule for one in heads for rule in _rules(one, edges, tops))
    return Slab(tops[-1], tuple(texts), rules, edges=(edges[0], edges[-1]))


def _tops(boxes: Sequence[tuple[Head, Box]], around: float) -> list[float]:
    """Where each row of heads begins, and where the last ends."""
    depth = max(one.row + one.rows for one, _ in boxes)
    heights = [0.0] * depth
    for one, box in sorted(boxes, key=lambda pair: pair[0].rows):
        last = one.row + one.rows
        lacking = box.height + around - sum(heights[one.row : last])
        heights[last - 1] += max(0.0, lacking)
    tops = [0.0]
    for height in heights:
        tops.append(tops[-1] + height)
    return tops


def _rules(head: Head, edges: Sequence[float], tops: Sequence[float]) -> Iterator[Rule]:
    """The rule below a head, and the one to its right."""
    left, right = edges[head.column], edges[head.column + head.columns]
    top, foot = tops[head.row], tops[head.row + head.rows]
    if foot < tops[-1]:
        yield left, foot, right, foot
    if right < edges[-1]:
        yield right, top, right, foot
