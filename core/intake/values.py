"""From one cell to a value: every spelling is read, what is damaged is refused, never guessed."""

import re
from datetime import date

from core import checks, draft
from core.errors import Invalid
from core.intake.sheet import Cell, Fault
from core.record import Field, Kind, Value

_TEXTUAL = frozenset({Kind.TEXT, Kind.PHONE, Kind.ID_NO, Kind.ORG_NO})
_DIGITS_KEPT = 10**15
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+\d{2}")
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDED = re.compile(f"{_HAN}{{1,3}}(\\s+{_HAN}{{1,3}})+")
_NAME = 4
_SERIAL = len("45000")


def read(field: Field, cell: Cell, text: str, today: date, lookup: draft.Lookup) -> Value:
    """The value a cell, written `text`, holds; `Invalid` with a sentence where it holds none."""
    if isinstance(cell, Fault):
        raise Invalid(f"{field.label}{cell.why}")
    if field.kind in _TEXTUAL and _is_damaged(cell, text):
        raise Invalid(
            f"{field.label}被表格软件改成了数字“{text}”，后几位已经丢失。"
            "请把这一列的格式设为“文本”，重新填写后再导入"
        )
    if field.kind is Kind.DATE and isinstance(cell, int) and len(text) == _SERIAL:
        raise Invalid(f"{field.label}“{text}”不是日期。请把这一列的格式设为“日期”再导入")
    if field.kind is Kind.TEXT:
        text = _closed_up(checks.narrow(text))
    return draft.parse(field, text, today, lookup)


def _is_damaged(cell: Cell, text: str) -> bool:
    """Numbers keep fifteen digits in a spreadsheet; an identity number has eighteen."""
    return (isinstance(cell, int) and cell >= _DIGITS_KEPT) or bool(_SCIENTIFIC.fullmatch(text))


def _closed_up(text: str) -> str:
    """A short name without the spaces that make it as wide as the others (王  芳)."""
    if text.isascii() or not _PADDED.fullmatch(text):
        return text
    joined = "".join(text.split())
    return joined if len(joined) <= _NAME else text
