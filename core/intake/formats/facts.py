"""What a workbook says beside its values, which the fast reader leaves out."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.intake.sheet import Cell


@dataclass(frozen=True, slots=True)
class Facts:
    """About one sheet: cells that are other than they were read, hidden columns, what stays."""

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


NONE = Facts()


def unseen(lines: int) -> str:
    """The note about lines that are filtered out or folded away."""
    return f"有 {lines} 行是隐藏或被筛选掉的，也一起读取" if lines else ""


def pictures(count: int) -> str:
    """The note about pictures that stay in the file."""
    return f"有 {count} 张图片没有读进来，请在登记后作为附件添加" if count else ""


def comments(count: int) -> str:
    """The note about comments on cells."""
    return f"有 {count} 条批注没有读进来" if count else ""
