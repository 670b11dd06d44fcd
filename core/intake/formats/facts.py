"""What a workbook says beside its values, which the fast reader leaves out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from core.intake.sheet import Cell


@dataclass(frozen=True, slots=True)
class Facts:
    """About one sheet: cells that are other than they were read, hidden columns, what is told.

    `stays` is what was not read and stays in the file.
    """

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


NONE = Facts()


def unseen(lines: int) -> str:
    """The note about lines that are filtered out or folded away."""
    return f"有 {lines} 行是隐藏或被筛选掉的，也一起读取" if lines else ""


def pictures(count: int, lines: Iterable[int] = ()) -> str:
    """The note about pictures that stay in the file, by their lines, counted from 0, if known."""
    spans = "、".join(_spans(sorted({line + 1 for line in lines})))
    where = f"（在第 {spans} 行）" if spans else ""
    return f"有 {count} 张图片没有读进来{where}，请在登记后作为附件添加" if count else ""


def left(*told: str) -> tuple[str, ...]:
    """What stays in the file, as far as there is any."""
    return tuple(filter(None, told))


def _spans(lines: Sequence[int]) -> Iterator[str]:
    """3, 5–8: lines one after the other are told by the first and the last of them."""
    for _, run in groupby(enumerate(lines), lambda pair: pair[1] - pair[0]):
        (_, first), *_, (_, last) = [*run] * 2
        yield str(first) if first == last else f"{first}–{last}"


def comments(count: int) -> str:
    """The note about comments on cells."""
    return f"有 {count} 条批注没有读进来" if count else ""
