"""Sums and rates as agreements write them: 1,200元, 壹仟贰佰元整, 月息二分."""

import re
from collections.abc import Iterator
from decimal import Decimal

from core import checks

_FIGURES = r"\d[\d,，]*(?:\.\d+)?\s*万?(?=\s*[元圆])"
_CAPITALS = "[零〇壹贰叁肆伍陆柒捌玖拾佰仟萬万亿億圆元角分整正]+"
_PAIR = re.compile(
    rf"({_FIGURES})\s*[元圆]整?\s*[（(，,、]?\s*(?:人民币)?\s*大写\s*[:：]?\s*(?:人民币)?({_CAPITALS})"
    rf"|({_CAPITALS}[元圆][{_CAPITALS[1:-2]}]*)\s*[（(]\s*(?:小写\s*[:：]?)?\s*[¥￥]?\s*({_FIGURES})"
)
_DIGITS = {
    sign: n
    for n, signs in enumerate(("零〇", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"))
    for sign in signs
}
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_CENTS = {"角": Decimal("0.1"), "分": Decimal("0.01")}
_RATE = re.compile(
    r"([年月日])\s*(?:利率|利息|息)\D{0,6}?([\d.]+|[一二两三四五六七八九十])\s*(%|％|分|厘|‰)(半?)"
)
_SPOKEN = {sign: n for n, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_YEARLY = {"年": 1, "月": 12, "日": 365}
_PARTS = {"%": Decimal(1), "％": Decimal(1), "‰": Decimal("0.1")}


def figures(text: str) -> Iterator[Decimal]:
    """Every sum in figures that a text names, in yuan."""
    for found in re.finditer(_FIGURES, text):
        known = checks.parse_money(found[0])
        if known is not None:
            yield known


def pairs(text: str) -> Iterator[tuple[Decimal | None, Decimal | None, str]]:
    """Every sum written twice: in figures, in capitals, and how it reads."""
    for found in _PAIR.finditer(text):
        shown, spelt = (found[1], found[2]) if found[1] else (found[4], found[3])
        yield checks.parse_money(shown), capitals(spelt), found[0]


def capitals(text: str) -> Decimal | None:
    """The sum that capitals name; none where they name none."""
    whole, section, digit, cents = 0, 0, 0, Decimal()
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[sign], 0
        elif sign in _BIG:
            whole, section, digit = (whole + section + digit) * _BIG[sign], 0, 0
        elif sign in _CENTS:
            cents, digit = cents + digit * _CENTS[sign], 0
        elif sign in "元圆":
            whole, section, digit = whole + section + digit, 0, 0
    if not set(text) & set(_DIGITS):
        return None
    return whole + section + digit + cents


def rates(text: str) -> Iterator[Decimal]:
    """Every rate of interest a text names, in per cent a year."""
    for found in _RATE.finditer(text):
        period, number, unit, half = found.groups()
        rate = Decimal(_SPOKEN[number]) if number in _SPOKEN else _decimal(number)
        rate += Decimal("0.5") if half else 0
        yield rate * _per_cent(period, unit) * _YEARLY[period]


def _per_cent(period: str, unit: str) -> Decimal:
    """分 is a tenth in a year, a hundredth in a month, a thousandth in a day; 厘 a tenth of it."""
    if unit in _PARTS:
        return _PARTS[unit]
    part = {"年": Decimal(10), "月": Decimal(1), "日": Decimal("0.1")}[period]
    return part if unit == "分" else part / 10


def _decimal(text: str) -> Decimal:
    known = re.fullmatch(r"\d+(\.\d+)?", text)
    return Decimal(text) if known else Decimal()
