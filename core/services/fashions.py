"""How those who ask for a table want identity numbers, days and money written (users.md 1.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any, Literal

from core import checks
from core.checks import Purpose
from core.errors import Invalid
from core.record import Field, Value

Ids = Literal["usual", "whole", "ends", "quoted", "spaced", "birth"]
Days = Literal["dashed", "dotted", "plain", "spoken"]
Money = Literal["yuan", "wan"]

IDS: Mapping[str, str] = {
    "usual": "按用途",
    "whole": "完整 18 位",
    "ends": "前6后4",
    "quoted": "前面带'",
    "spaced": "分段（6-8-4）",
    "birth": "仅出生年月",
}
DAYS: Mapping[str, str] = {
    "dashed": "2026-03-05",
    "dotted": "2026.3.5",
    "plain": "20260305",
    "spoken": "2026年3月5日",
}
MONEY: Mapping[str, str] = {"yuan": "元", "wan": "万元"}

PURPOSES: Mapping[str, str] = {
    "internal": "内部使用",
    "superior": "报上级",
    "public": "公示",
    "document": "不隐去号码",
}
_WHOLE = frozenset(("whole", "quoted", "spaced"))
_NAMING_ALL = frozenset(("superior", "document"))
_YUAN, _WAN = "（元）", "（万元）"
_TEN_THOUSAND = Decimal(10_000)
_SPACES = {18: (6, 14), 15: (6, 12)}


@dataclass(frozen=True, slots=True)
class Fashion:
    """One table's ways; `small_x` writes the last X of an identity number small."""

    ids: Ids = "usual"
    days: Days = "dashed"
    money: Money = "yuan"
    small_x: bool = False


USUAL = Fashion()


def allowed(fashion: Fashion, purpose: Purpose) -> bool:
    """Whether numbers may be written so for this purpose."""
    return fashion.ids not in _WHOLE or purpose in _NAMING_ALL


def refuse(fashion: Fashion, purpose: Purpose) -> None:
    """Whole identity numbers leave only for who may have them."""
    if not allowed(fashion, purpose):
        raise Invalid(
            f"“{PURPOSES[purpose]}”的表不写完整身份证号，请把用途改为“报上级”或“不隐去号码”"
        )


def id_no(purpose: Purpose, fashion: Fashion) -> Callable[[str], str]:
    """How this table writes an identity number; the public gets none."""
    if purpose == "public" or fashion.ids == "usual":
        written = checks.masker("id_no", purpose)
    else:
        written = partial(_written, _WRITTEN[fashion.ids], fashion)
    return (lambda text: written(text).lower()) if fashion.small_x else written


def _written(way: Callable[[str, Fashion], str], fashion: Fashion, text: str) -> str:
    return way(checks.tidy_number(text), fashion)


def day(value: date, fashion: Fashion) -> str:
    """A day in the table's way."""
    return _DAYS[fashion.days](value)


def is_money(one: Field) -> bool:
    """Whether a field is an amount in yuan."""
    return _YUAN in one.label


def in_ten_thousands(one: Field, fashion: Fashion) -> bool:
    """Whether a field is an amount, and the table counts it in 万元."""
    return fashion.money == "wan" and is_money(one)


def money(value: Decimal) -> Decimal:
    """Yuan in 万元."""
    return value / _TEN_THOUSAND


def head(one: Field, fashion: Fashion) -> str:
    """The head of a column; an amount says its unit."""
    return one.label.replace(_YUAN, _WAN) if in_ten_thousands(one, fashion) else one.label


def text(value: Value, fashion: Fashion) -> str:
    """What stands in a cell where everything is text."""
    if isinstance(value, Decimal):
        return f"{value:.2f}" if fashion.money == "yuan" else f"{value.normalize():f}"
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value, fashion)
    return _TEXTS.get(type(value), str)(value)


def _spaced(number: str, _fashion: Fashion) -> str:
    first, second = _SPACES.get(len(number), (0, 0))
    return f"{number[:first]} {number[first:second]} {number[second:]}".strip()


def _birth(number: str, fashion: Fashion) -> str:
    born = checks.birth_of(number)
    return _MONTHS[fashion.days](born) if born else ""


def _ends(number: str, _fashion: Fashion) -> str:
    """The first six and the last four; of a number too short for that, what is usual."""
    if len(number) not in _SPACES:
        return checks.mask("id_no", number, "internal")
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


_WRITTEN: dict[Ids, Callable[[str, Fashion], str]] = {
    "whole": lambda number, _: number,
    "ends": _ends,
    "quoted": lambda number, _: f"'{number}",
    "spaced": _spaced,
    "birth": _birth,
}
_DAYS: dict[Days, Callable[[date], str]] = {
    "dashed": lambda one: f"{one:%Y-%m-%d}",
    "dotted": lambda one: f"{one.year}.{one.month}.{one.day}",
    "plain": lambda one: f"{one:%Y%m%d}",
    "spoken": lambda one: f"{one.year}年{one.month}月{one.day}日",
}
_MONTHS: dict[Days, Callable[[date], str]] = {
    "dashed": lambda one: f"{one:%Y-%m}",
    "dotted": lambda one: f"{one.year}.{one.month}",
    "plain": lambda one: f"{one:%Y%m}",
    "spoken": lambda one: f"{one.year}年{one.month}月",
}
_TEXTS: dict[type, Callable[[Any], str]] = {
    datetime: lambda value: f"{value:%Y-%m-%d %H:%M}",
    time: lambda value: f"{value:%H:%M}",
    type(None): lambda _: "",
}
