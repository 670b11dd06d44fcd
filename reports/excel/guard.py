"""Texts that a spreadsheet must not take for formulas, and characters a cell cannot hold."""

import re

_MARKS = "=+\\-@\uff1d\uff0b\uff0d\uff20\t\r\n"
_FORMULA = re.compile(rf"\s*[{_MARKS}]")
_TAKEN = re.compile(rf"'*\s*[{_MARKS}]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_UNHELD = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a typed text for a formula."""
    return bool(_FORMULA.match(text)) and not _PLAIN_NUMBER.fullmatch(text)


def marked(text: str) -> str:
    """A text no spreadsheet takes for a formula; our reader takes the one mark away again."""
    taken = _TAKEN.match(text) and not _PLAIN_NUMBER.fullmatch(text)
    return "'" + text if taken else text


def held(text: str) -> str:
    """A text with what XML has no place for written the way spreadsheets do: _x0007_."""
    return _UNHELD.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
