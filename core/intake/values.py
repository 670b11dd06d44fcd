"""From one cell to a value: every spelling is read, what is damaged is refused, never guessed."""

import re
from collections.abc import Callable, Collection, Iterator, Set
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from core import checks, dates, draft
from core.errors import Invalid
from core.intake.sheet import CUT, Cell, Fault
from core.record import Field, Kind, Value
from core.words import surname

_TEXTUAL = frozenset({Kind.TEXT, Kind.PHONE, Kind.ID_NO, Kind.ORG_NO})
_DIGITS_KEPT = 10**15
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{2}")
_LOST_TAIL = "000"

_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_PADDED = re.compile(f"{_HAN}{{1,3}}( +{_HAN}{{1,3}})+")
_THREE, _FOUR = 3, 4

_BLANK = re.compile(
    r"[-\u2010-\u2015\u2212\uff0d_/\\·.。*＊]+|无|没有|暂无|不详|未知|未填|待定|N/?A|NULL|空",
    re.IGNORECASE,
)
"""What clerks write where there is nothing to write."""
_WORDED = frozenset({Kind.TEXT, Kind.LONG})

_NOTED = re.compile(r"(?P<kept>.*\S)\s*[(（【\[](?P<said>[^()（）\[\]【】]*)[)）】\]]", re.DOTALL)
_APART = re.compile(r"[、,，;；/\n|]+|(?<=\d{7}) +(?=[01]\d)")

_NUMERALS = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_WRITTEN = re.compile("[〇○零一二三四五六七八九十]+(?=[年月日号])")
_SHORT_YEAR = re.compile(r"^(\d{2})(?=[-./年。](?:0?[1-9]|1[0-2])[-./月。]\d{1,2}[日号]?$)")
_WEEKDAY = re.compile(r"\s*[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?$")
_DAY = r"\d{1,4}(?:[-./年。]\d{1,2})?[-./月。]\d{1,2}[日号]?"
_SPAN = re.compile(f"{_DAY}(?:至|到|~|～|—+|－+|-+)(?:{_DAY}|\\d{{1,2}}[日号])")
_MONTH_ONLY = re.compile(r"\d{4}[-./年。](?:0?[1-9]|1[0-2])月?")
_SERIAL = re.compile(r"\d{5}")
_LIKE_A_YEAR = ("19", "20")
_TWO_DAYS = re.compile(r"\d{1,2}\.[123]")
_EPOCH = date(1899, 12, 30)
_SERIALS = range(18264, 73050)


class Noted(NamedTuple):
    """A value with something said behind it, which goes into the remarks."""

    value: Value
    said: str


def read(field: Field, cell: Cell, text: str, today: date, lookup: draft.Lookup) -> Value | Noted:
    """The value a cell, written `text`, holds; `Invalid` with a sentence where it holds none."""
    if isinstance(cell, Fault):
        raise Invalid(f"{field.label}{cell.why}")
    if field.kind in _TEXTUAL:
        _refuse_damaged(field, cell, text)
    if field.kind is Kind.DATE and isinstance(cell, Decimal) and _TWO_DAYS.fullmatch(text):
        said = text.replace(".", "月")
        raise Invalid(f"{field.label}“{text}”分不清是{said}日还是{said}0日。请在格子里写全再导入")
    plain = _PLAIN.get(field.kind, _as_it_is)(text, today)
    try:
        value = draft.parse(field, plain, today, lookup)
        return Noted(None, "") if value in (None, "") else value
    except Invalid as refused:
        meant = _otherwise(field, plain, today, lookup)
        if meant is None:
            raise _worded(field, plain, refused) from refused
        return meant


def settled(kind: Kind, texts: Set[str], today: date) -> Collection[str]:
    """Those of the texts that are just what `read` would make of them, as most are."""
    plain = _SETTLED.get(kind)
    return plain(texts, today) if plain and texts else ()


def _settled_text(texts: Set[str], _today: date) -> Collection[str]:
    if max(map(len, texts)) <= draft.LONGEST and not _MAY_CHANGE.search("".join(texts)):
        return texts
    return [one for one in texts if len(one) <= draft.LONGEST and not _MAY_CHANGE.search(one)]


def _settled_long(texts: Set[str], _today: date) -> Collection[str]:
    return [one for one in texts if one.strip() == one and not one.endswith(CUT)]


def _refuse_damaged(field: Field, cell: Cell, text: str) -> None:
    """Numbers keep fifteen digits in a spreadsheet; an identity number has eighteen."""
    if (isinstance(cell, int) and cell >= _DIGITS_KEPT) or _SCIENTIFIC.fullmatch(text):
        raise Invalid(
            f"{field.label}被表格软件改成了数字“{text}”，后几位已经丢失。"
            "请把这一列的格式设为“文本”，重新填写后再导入"
        )


def _otherwise(field: Field, text: str, today: date, lookup: draft.Lookup) -> Noted | None:
    """What stands there beside a remark, a second number, or instead of anything."""
    if field.kind not in _WORDED and _BLANK.fullmatch(text.strip()):
        return Noted(None, "")
    for kept, said in _splits(field, text.strip()):
        try:
            return Noted(draft.parse(field, kept, today, lookup), said)
        except Invalid:
            deeper = _otherwise(field, kept, today, lookup)
        if deeper is not None and deeper.said:
            return Noted(deeper.value, f"{deeper.said}，{said}")
    return None


def _splits(field: Field, text: str) -> Iterator[tuple[str, str]]:
    """The value and what is said behind it: a second number, or a remark in brackets."""
    first, *rest = _APART.split(text, maxsplit=1) if field.kind is Kind.PHONE else [text]
    if first.strip() and rest and rest[0].strip():
        yield first.strip(), rest[0].strip()
    noted = _NOTED.fullmatch(text)
    if noted and field.kind is not Kind.LINK:
        yield noted["kept"], noted["said"].strip()


def _worded(field: Field, text: str, refused: Invalid) -> Invalid:
    """The refusal, said more plainly where the spelling tells what happened."""
    closed, label = "".join(text.split()), field.label
    if field.kind is Kind.DATE and _SPAN.fullmatch(closed):
        return Invalid(f"{label}“{text}”是一段时间，请只填一天，起止写到备注")
    if field.kind is Kind.DATE and _MONTH_ONLY.fullmatch(closed):
        return Invalid(f"{label}“{text}”只有年月，请补上日")
    if field.kind is Kind.ID_NO and checks.tidy_number(text).endswith(_LOST_TAIL):
        return Invalid(
            f"{label}“{text}”末三位是000，像是被表格软件改过，后几位已经丢失。请重新填写"
        )
    return refused


def _as_it_is(text: str, _today: date) -> str:
    return text


def _plain_text(text: str, _today: date) -> str:
    """One line; a short name without the spaces that make it as wide as the others (王  芳)."""
    text = checks.narrow(text)
    if "\n" in text or "\r" in text:
        return " ".join(text.split())
    return _closed_up(text)


def _closed_up(text: str) -> str:
    if text.isascii() or not _PADDED.fullmatch(text):
        return text
    joined, first = "".join(text.split()), text.split(maxsplit=1)[0]
    one_name = len(joined) <= _THREE or (
        len(joined) == _FOUR and (len(first) == 1 or surname(joined) == first)
    )
    return joined if one_name else text


def _plain_date(text: str, today: date) -> str:
    """A day in digits, with its whole year."""
    text = _WEEKDAY.sub("", _WRITTEN.sub(_digits, checks.narrow(text).strip().replace("、", "-")))
    if _SERIAL.fullmatch(text) and not text.startswith(_LIKE_A_YEAR) and int(text) in _SERIALS:
        return f"{_EPOCH + timedelta(int(text))}"
    moment = dates.parse_moment(text, today) if " " in text else None
    if moment is not None:
        return f"{moment:%Y-%m-%d}"
    return _SHORT_YEAR.sub(lambda found: _whole_year(int(found[1]), today), text)


def _digits(written: "re.Match[str]") -> str:
    """二〇二六 → 2026, 二十三 → 23."""
    text = written[0]
    if "十" not in text:
        return "".join(str(_NUMERALS[char]) for char in text)
    tens, _, ones = text.partition("十")
    return str((_NUMERALS.get(tens, 1)) * 10 + _NUMERALS.get(ones, 0))


def _whole_year(short: int, today: date) -> str:
    """The year of this century that is not after next year, else of the last."""
    century = today.year // 100 * 100
    return str(century + short if century + short <= today.year + 1 else century - 100 + short)


_MAY_CHANGE = re.compile(rf"[\s{CUT[0]}Ee{checks.NARROWED}]")
"""What stands in every text that is cut off, put into one line, or was a number once."""
_SETTLED: dict[Kind, Callable[[Set[str], date], Collection[str]]] = {
    Kind.TEXT: _settled_text,
    Kind.LONG: _settled_long,
    Kind.PHONE: lambda texts, _: list(filter(checks.is_plain_phone, texts)),
    Kind.ID_NO: lambda texts, today: [one for one in texts if checks.is_plain_id(one, today)],
}
_PLAIN: dict[Kind, Callable[[str, date], str]] = {
    Kind.TEXT: _plain_text,
    Kind.LINK: _plain_text,
    Kind.CODE: _plain_text,
    Kind.DATE: _plain_date,
}
