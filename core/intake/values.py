"""From cells to values: every spelling is read, what is damaged is refused and never guessed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core import checks, draft
from core.errors import Invalid, Problem
from core.intake.sheet import Cell, as_text
from core.intake.table import Line
from core.ledger import Ledger
from core.record import Field, Kind, Value

_TEXTUAL = frozenset({Kind.TEXT, Kind.PHONE, Kind.ID_NO, Kind.ORG_NO})
_DIGITS_KEPT = 10**15
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+\d{2}")
_MASKED = re.compile(r"\*{3}")
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDED = re.compile(f"{_HAN}{{1,3}}(\\s+{_HAN}{{1,3}})+")
_NAME = 4
_MONTH = re.compile(r"(\d{4})\D?(\d{1,2})\D?")
_SERIAL = len("45000")


@dataclass(frozen=True, slots=True)
class Understood:
    """One line understood: its texts as they stand there, the values read, what was not."""

    line: int
    texts: dict[str, str]
    values: dict[str, Value]
    problems: tuple[Problem, ...]


def understand(line: Line, ledger: Ledger, today: date, lookup: draft.Lookup) -> Understood:
    """Read the cells of one line; an empty or masked cell says nothing."""
    texts: dict[str, str] = {}
    values: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for field in ledger.fields():
        cell = line.cells.get(field.key)
        if cell is None or _is_masked(field, cell):
            continue
        texts[field.key] = as_text(cell)
        try:
            values[field.key] = _value(field, cell, today, lookup)
        except Invalid as refused:
            problems[field.key] = refused.text
    for key, value in _from_id_no(ledger, values, texts.get("birth", "")):
        values[key] = value
        problems.pop(key, None)
    found = tuple(Problem(key, text) for key, text in problems.items())
    return Understood(line.line, texts, values, found)


def _is_masked(field: Field, cell: Cell) -> bool:
    """A number that was exported in part is no new number."""
    return field.kind in (Kind.ID_NO, Kind.PHONE) and bool(_MASKED.search(as_text(cell)))


def _value(field: Field, cell: Cell, today: date, lookup: draft.Lookup) -> Value:
    text = as_text(cell)
    if field.kind in _TEXTUAL and _is_damaged(cell, text):
        raise Invalid(
            f"{field.label}被表格软件改成了数字“{text}”，后几位已经丢失。"
            "请把这一列的格式设为“文本”，重新填写后再导入"
        )
    if field.kind is Kind.DATE and isinstance(cell, int) and len(text) == _SERIAL:
        raise Invalid(f"{field.label}“{text}”不是日期。请把这一列的格式设为“日期”再导入")
    if field.kind is Kind.TEXT:
        text = checks.narrow(text)
        joined = "".join(text.split())
        text = joined if len(joined) <= _NAME and _PADDED.fullmatch(text) else text
    return draft.parse(field, text, today, lookup)


def _is_damaged(cell: Cell, text: str) -> bool:
    """Numbers keep fifteen digits in a spreadsheet; an identity number has eighteen."""
    return (isinstance(cell, int) and cell >= _DIGITS_KEPT) or bool(_SCIENTIFIC.fullmatch(text))


def _from_id_no(
    ledger: Ledger, values: dict[str, Value], birth: str
) -> Iterator[tuple[str, Value]]:
    """Birth date and sex where only the identity number says them, or just the month is typed."""
    keys = {one.key for one in ledger.fields()}
    number = next((values.get(one.key) for one in ledger.fields() if one.kind is Kind.ID_NO), None)
    if not isinstance(number, str):
        return
    if "sex" in keys - values.keys():
        yield "sex", checks.sex_of(number)
    born = checks.birth_of(number)
    if born and "birth" in keys - values.keys() and _fits(birth, born):
        yield "birth", born


def _fits(birth: str, born: date) -> bool:
    """Whether a birth nobody typed, or typed as a month only, is the one of the number."""
    month = _MONTH.fullmatch(checks.narrow(birth))
    return not birth or bool(month and (int(month[1]), int(month[2])) == (born.year, born.month))
