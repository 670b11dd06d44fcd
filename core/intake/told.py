"""Reads the objects of a told file (JSON) field by field; what is wrong names place and field."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from core import codes
from core.errors import Invalid

T = TypeVar("T")

_YEARS = range(1900, 2101)
_MOST = 10**12
_HALF = re.compile("[\ud800-\udfff]")


class Part:
    """One object of the file; each reading that fails names the place and the field."""

    def __init__(self, raw: object, place: str) -> None:
        if not isinstance(raw, dict):
            raise Invalid(f"{place}应是一组“名称: 值”，请核对。")
        self._raw: dict[str, Any] = raw
        self.place = place

    def get(self, key: str, reading: Callable[[Any], T]) -> T | None:
        """The value of a field, or none where it is empty."""
        raw = self._raw.get(key)
        if raw is None or raw == "":
            return None
        try:
            return reading(raw)
        except (TypeError, ValueError) as error:
            raise Invalid(f"{self.place}的“{key}”{error}，请核对。") from error

    def needed(self, key: str, reading: Callable[[Any], T]) -> T:
        """The value of a field that must be there."""
        value = self.get(key, reading)
        if value is None:
            raise Invalid(f"{self.place}缺“{key}”，请补上。")
        return value

    def text(self, key: str) -> str:
        """The text of a field, empty where there is none."""
        return self.get(key, text) or ""

    def parts(self, key: str, called: str) -> list["Part"]:
        """The objects listed under a field."""
        listed = self.get(key, several) or []
        return [Part(one, f"{self.place}第{n}个{called}") for n, one in enumerate(listed, 1)]

    def part(self, key: str, called: str) -> "Part | None":
        """The object under a field."""
        raw = self._raw.get(key)
        return None if raw is None else Part(raw, f"{self.place}的{called}")


def text(raw: Any) -> str:
    """What is written, without blanks around it."""
    if not isinstance(raw, str):
        raise TypeError("应是文字")
    if _HALF.search(raw):
        raise ValueError("里有半个字（编码损坏）")
    return raw.strip()


def several(raw: Any) -> list[Any]:
    """A list of anything."""
    if not isinstance(raw, list):
        raise TypeError("应是列表")
    return raw


def each(reading: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:
    """A reading of a list, one by one; what is empty in it is left out."""
    return lambda raw: tuple(reading(one) for one in several(raw) if one != "")


def texts(raw: Any) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(filter(None, each(text)(raw)))


def day(raw: Any) -> date:
    """A day as 2025-03-05."""
    try:
        found = date.fromisoformat(text(raw))
    except ValueError as error:
        raise ValueError(f"“{raw}”不是日期（如 2025-03-05）") from error
    if found.year not in _YEARS:
        raise ValueError(f"“{raw}”不在{_YEARS[0]}年到{_YEARS[-1]}年之间")
    return found


def whole(raw: Any) -> int:
    """A count, never negative."""
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < _MOST:
        raise TypeError(f"“{raw}”应是整数")
    return raw


def yes(raw: Any) -> bool:
    """True or false."""
    if not isinstance(raw, bool):
        raise TypeError(f"“{raw}”应是 true 或 false")
    return raw


def money(raw: Any) -> Decimal:
    """A sum in yuan, never negative, in cents."""
    if not isinstance(raw, (int, float)) or isinstance(raw, bool) or not 0 <= raw < _MOST:
        raise TypeError(f"“{raw}”应是金额（元）")
    return Decimal(str(raw)).quantize(Decimal("0.01"))


def code(table: str) -> Callable[[Any], str]:
    """A reading of names and codes of one code table."""

    def known(raw: Any) -> str:
        found = codes.code_of(table, text(raw))
        if found is None:
            raise ValueError(codes.problem(table, raw) or f"“{raw}”不在可选项里")
        return found

    return known
