"""The numbers and words a rule goes by: as people read and write them, and as they are kept."""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from core import codes
from core.errors import Invalid, Problem

CODED = {"类型": "dispute_kind", "大类": "dispute_kind_gov"}
"""Limits that are choices of a code table."""

_UNITS = {
    "天数": "天",
    "金额": "元",
    "字数": "字",
    "成年": "周岁",
    "次数": "次",
    "件数": "件",
    "年利率": "%",
    "比例": "%",
    "相近": "满分100",
}
_MOST = {"金额": 100_000_000, "成年": 100, "年利率": 100, "比例": 100, "相近": 100}
_USUAL_MOST = 9999
_NUMBER = re.compile(r"\d{1,9}(\.\d{1,2})?")
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_KEPT_BETWEEN, _SHOWN_BETWEEN = "/", "、"


def label(key: str) -> str:
    """What a limit is called, with its unit."""
    return f"{key}（{_UNITS[key]}）" if key in _UNITS else key


def is_list(key: str, usual: str) -> bool:
    """Whether a limit is several words, not one number."""
    return key in CODED or _KEPT_BETWEEN in usual


def shown(key: str, kept: str) -> str:
    """A limit as it is read: words one behind the other, choices by their names."""
    table = CODED.get(key)
    words = kept.split(_KEPT_BETWEEN)
    return _SHOWN_BETWEEN.join(codes.name_of(table, one) if table else one for one in words)


def read(key: str, usual: str, typed: str) -> str:
    """A limit as it is kept; `Invalid` says what it should be, `usual` shows how it came."""
    reading: Callable[[str, str, str], str] = _words if is_list(key, usual) else _number
    return reading(key, usual, unicodedata.normalize("NFKC", typed).strip())


def _number(key: str, usual: str, text: str) -> str:
    if not _NUMBER.fullmatch(text):
        raise Invalid([Problem(key, f"{label(key)}应是数字，如{usual}")])
    value, most = Decimal(text), _MOST.get(key, _USUAL_MOST)
    if "." not in usual and value != int(value):
        raise Invalid([Problem(key, f"{label(key)}应是整数，如{usual}")])
    if not 1 <= value <= most:
        raise Invalid([Problem(key, f"{label(key)}要在1到{most}之间")])
    return f"{value.normalize():f}"


def _words(key: str, usual: str, text: str) -> str:
    words = tuple(dict.fromkeys(filter(None, _BETWEEN.split(text))))
    if not words:
        raise Invalid([Problem(key, f"{key}至少写一个，如{shown(key, usual)}")])
    return _KEPT_BETWEEN.join(_coded(key, one) if key in CODED else one for one in words)


def _coded(key: str, word: str) -> str:
    found = codes.code_of(CODED[key], word)
    if found is None:
        raise Invalid([Problem(key, codes.problem(CODED[key], word) or f"没有“{word}”这一类")])
    return found
