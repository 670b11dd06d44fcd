"""Whether a typed value is well-formed, and the same value tidied, read or masked.

A check returns a Chinese sentence or None. Empty text is never wrong here: being required is the
form's question. Whether a problem bars anything is decided elsewhere; most only warn.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import mul
from typing import Literal
from unicodedata import category

from typing_extensions import override

from core.words import surname

Purpose = Literal["document", "internal", "superior", "public"]
Masked = Literal["name", "second_name", "third_name", "id_no", "phone", "address"]

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code).isalnum()}
_NO_WIDTH = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_NARROW = {**_WIDE, 0x3000: " ", 0xA0: " ", **dict.fromkeys(map(ord, _NO_WIDTH), "")}
NARROWED = "".join(map(chr, _NARROW)) + "〇○"
"""What `narrow` may change: a text with none of these stays as it is."""
_UNSEEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad{_NO_WIDTH}\ud800-\udfff]")
_ROUND_ZERO = re.compile("(?<=[0-9])[〇○]+|〇+(?=[0-9])")
_DASHES = "-\u2010-\u2015\u2212\uff0d"

_OLD_ID = re.compile("[0-9]{15}")
_ID = re.compile("[0-9]{17}[0-9X]")
_ID_LENGTH = 18
_ID_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_ID_ZEROS = sum(_ID_WEIGHTS) * ord("0")
_OLDEST = 150
_ORG_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG = re.compile(f"[{_ORG_DIGITS}]{{2}}[0-9]{{6}}[{_ORG_DIGITS}]{{10}}")

_TIDY_PHONE = re.compile("1[3-9][0-9]{9}|0(?!1[1-9])[0-9]{2,3}-[0-9]{7,8}")
_UNGROUPED = re.compile("(?:[+\uff0b]?86|0086|0)?(1[3-9][0-9]{9})|([48]00[0-9]{7})")
_AREA = re.compile("(010|02[0-9]|0[0-9]{3})-?([0-9]{7,8})(?=-|$)")
_PHONE = re.compile(
    "1[3-9][0-9]{9}|[48]00[0-9]{7}|[0-9]{3,6}"
    "|(?:0[0-9]{2,3}-[0-9]{7,8}|[2-9][0-9]{6,7})(?:-[0-9]{1,6})?"
)

_NAME_DOT = re.compile(r"(?<=[^\x00-\x7f])\s*[·•‧∙⋅・.\uff65\uff0e]\s*(?=[^\x00-\x7f])")
_NAME_LENGTH = 80

_CASE_NUMBER = re.compile(
    r"(.*?)[〔﹝【\[(\uff3b\uff08]((?:19|20)[0-9]{2})[〕﹞】\])\uff3d\uff09]"
    r"第?([0-9]{1,6})号?"
)

_GROUPED = "[0-9]{1,15}|[0-9]{1,3}(?:[,\uff0c][0-9]{3}){1,4}"
_MONEY = re.compile(f"[¥\uffe5]?({_GROUPED})(\\.[0-9]{{1,6}})?([万亿]?)(?:[元圆]整?)?")
_UNITS = {"": 1, "万": 10_000, "亿": 100_000_000}
_MOST_MONEY = Decimal(10) ** 12
_WHOLE = re.compile(f"({_GROUPED})(?:\\.0+)?[人件户次名岁页份个项]?")
_MOST = 10**9
_QUOTED = 24
_YES = frozenset(("是", "有", "对", "真", "已", "√", "✓", "✔", "☑", "v", "1", "y", "yes", "true"))
_NO = frozenset(
    (
        "否",
        "无",
        "没有",
        "不",
        "假",
        "未",
        "×",
        "✗",
        "✘",
        "✕",
        "☒",
        "□",
        "☐",
        "x",
        "0",
        "n",
        "no",
        "false",
    )
)

_VILLAGE = re.compile("(?:.*?(?:村|社区|居委会|嘎查)(?!镇|乡|街道|路))(?:.{1,5}?(?:组|队|屯|湾))?")
_TOWN = re.compile(".*(?:镇|乡|街道)")


def seen(text: str) -> str:
    """A text as it is seen: no marks without width (as copied from chats), no space around it."""
    return (text if text.isprintable() else _UNSEEN.sub("", text)).strip()


def narrow(text: str) -> str:
    """Make full-width digits, letters and spaces half-width, and a 〇 among digits a 0.

    Marks nobody sees (pasted from telephones) go; Han characters stay as they are.
    """
    if text.isascii():
        return text
    return _ROUND_ZERO.sub(lambda found: "0" * len(found[0]), text.translate(_NARROW))


def _close(text: str) -> str:
    return "".join(narrow(text).split())


def tidy_number(text: str) -> str:
    """An identity number or credit code without spaces, hyphens, apostrophes, in capitals."""
    if _ID.fullmatch(text):
        return text
    return re.sub(f"[{_DASHES}'‘’`]", "", _close(text)).upper().replace("×", "X")


def id_no(text: str, today: date) -> str | None:
    """What is wrong with an identity number (GB 11643)."""
    number = tidy_number(text)
    if not number:
        return None
    return _id_shape(number) or _id_birth(number, today) or _id_tail(number)


def is_plain_id(text: str, today: date) -> bool:
    """Whether this is a right identity number, written with nothing but its digits."""
    if not _ID.fullmatch(text) or _id_tail(text):
        return False
    birth = _id_date(text)
    return birth is not None and birth <= today and today.year - birth.year <= _OLDEST


def _id_shape(number: str) -> str | None:
    if _OLD_ID.fullmatch(number):
        return f"这是15位旧身份证号，升位后应为{_upgraded(number)}，请核对"
    if len(number) != _ID_LENGTH:
        return f"身份证号应为18位，现为{len(number)}位，请核对"
    return None if _ID.fullmatch(number) else "身份证号只能是17位数字加末位数字或X，请核对"


def _id_birth(number: str, today: date) -> str | None:
    birth = _id_date(number)
    if birth is None:
        return f"身份证号中的出生日期{number[6:10]}-{number[10:12]}-{number[12:14]}不存在，请核对"
    if birth > today:
        return "身份证号中的出生日期晚于今天，请核对"
    return (
        None if today.year - birth.year <= _OLDEST else f"身份证号中的年龄超过{_OLDEST}岁，请核对"
    )


def _id_tail(number: str) -> str | None:
    return None if number[17] == _id_check(number[:17]) else "身份证号末位校验不正确，请核对"


def _id_check(body: str) -> str:
    return "10X98765432"[(sum(map(mul, _ID_WEIGHTS, body.encode())) - _ID_ZEROS) % 11]


def _upgraded(number: str) -> str:
    body = number[:6] + "19" + number[6:]
    return body + _id_check(body)


def _id_date(number: str) -> date | None:
    try:
        return date.fromisoformat(number[6:14])
    except ValueError:
        return None


def birth_and_sex(number: str) -> tuple[date, str]:
    """The birth date and the code of the sex (1 男, 2 女) in a number `id_no` finds right."""
    birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return birth, "21"[int(number[16]) % 2]


def _sound_id(text: str) -> str:
    """The number in 18 digits, or nothing where its digits contradict each other."""
    number = tidy_number(text)
    if _OLD_ID.fullmatch(number):
        number = _upgraded(number)
    sound = not _id_shape(number) and not _id_tail(number) and _id_date(number)
    return number if sound else ""


def birth_of(text: str) -> date | None:
    """The birth date in a right identity number, old or new."""
    number = _sound_id(text)
    return birth_and_sex(number)[0] if number else None


def sex_of(text: str) -> str | None:
    """The code of the sex (1 男, 2 女) in a right identity number."""
    number = _sound_id(text)
    return birth_and_sex(number)[1] if number else None


def org_no(text: str) -> str | None:
    """What looks wrong with a unified social credit code (GB 32100); real ones may fail too."""
    code = tidy_number(text)
    if not code:
        return None
    if len(code) != _ID_LENGTH:
        return f"统一社会信用代码应为18位，现为{len(code)}位，请核对"
    if not _ORG.fullmatch(code):
        return "统一社会信用代码第3到8位是数字，其余不含字母I、O、S、V、Z，请核对"
    weighted = sum(_ORG_DIGITS.index(c) * pow(3, place, 31) for place, c in enumerate(code[:17]))
    right = code[17] == _ORG_DIGITS[-weighted % 31]
    return None if right else "统一社会信用代码末位校验不正确，请与证照核对，一致的可保留"


def tidy_phone(text: str) -> str:
    """A mobile number as 11 digits, a landline as area-number-extension."""
    if _TIDY_PHONE.fullmatch(text):
        return text
    number = re.sub(f"[{_DASHES}转]+", "-", re.sub("[()\uff08\uff09]", "", _close(text)))
    ungrouped = _UNGROUPED.fullmatch(number.replace("-", ""))
    if ungrouped:
        return ungrouped[1] or ungrouped[2]
    return _AREA.sub(r"\1-\2", number, count=1) if _AREA.match(number) else number


def is_plain_phone(text: str) -> bool:
    """Whether this is a telephone number written as the program itself writes it."""
    return _TIDY_PHONE.fullmatch(text) is not None


def phone(text: str) -> str | None:
    """What is wrong with a telephone number: mobile, landline, service or short."""
    number = tidy_phone(text)
    if not number or _PHONE.fullmatch(number):
        return None
    if re.fullmatch("1[0-9]{10}", number):
        return "手机号第二位应是3到9，请核对"
    if re.fullmatch("1[0-9]{8,}", number):
        return f"手机号应为11位，现为{len(number)}位，请核对"
    return "电话应为11位手机号、固定电话（如0512-65221234）或短号，一格只填一个，请核对"


def tidy_name(text: str) -> str:
    """A person's name with single spaces and · for every kind of dot between Han characters."""
    return _NAME_DOT.sub("·", " ".join(narrow(text).split()))


def person_name(text: str) -> str | None:
    """What is wrong with a person's name; every Han character is right."""
    name = tidy_name(text)
    allowed = "· " + (".-'" if re.search("[A-Za-z]", name) else "")
    strange = next((c for c in name if c not in allowed and not _is_letter(c)), "")
    if strange and category(strange) == "Co":
        return "姓名中有自造字，别的电脑上显示不出来，请改用标准字"
    if strange:
        return f"姓名中有“{strange}”，请只写姓名，其他说明写到备注"
    return None if len(name) <= _NAME_LENGTH else f"姓名不能超过{_NAME_LENGTH}个字，请核对"


def _is_letter(char: str) -> bool:
    """Letters and their marks; also the Han planes, newer than Python's own tables."""
    return category(char)[0] in "LM" or char == "〇" or 0x20000 <= ord(char) < 0x40000  # noqa: PLR2004 planes 2 and 3


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number of a mediation file, such as 石桥人调字〔2026〕第001号."""

    word: str
    year: int
    sequence: int
    width: int = 3

    @override
    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕第{self.sequence:0{self.width}}号"


def parse_case_number(text: str) -> CaseNumber | None:
    """Read a file number in any brackets; none where it is built otherwise."""
    found = _CASE_NUMBER.fullmatch(_close(text))
    if found is None:
        return None
    word, year, sequence = found.groups()
    return CaseNumber(word, int(year), int(sequence), len(sequence))


def quoted(text: str) -> str:
    """What was typed, as a sentence about it repeats it: of a whole pasted page the beginning."""
    typed = text.strip()
    return f"“{typed if len(typed) <= _QUOTED else f'{typed[:_QUOTED]}…'}”"


def parse_money(text: str) -> Decimal | None:
    """Read an amount in yuan: 1,200 · 1200元 · 1.2万; at most two decimals."""
    found = _MONEY.fullmatch(_close(text).removeprefix("人民币"))
    if found is None:
        return None
    digits = re.sub("[,\uff0c]", "", found[1]) + (found[2] or "")
    amount = Decimal(digits) * _UNITS[found[3]]
    cents = amount.quantize(Decimal("0.01")) if amount < _MOST_MONEY else None
    return cents if cents == amount else None


def money_problem(text: str) -> str | None:
    """Why a typed amount cannot be kept."""
    known = not text.strip() or parse_money(text) is not None
    return None if known else f"看不懂金额{quoted(text)}，可写1200、1,200.50、1.2万，最多两位小数"


def parse_whole(text: str) -> int | None:
    """Read a whole number, with or without a measure word: 12 · 1,200 · 12人."""
    found = _WHOLE.fullmatch(_close(text))
    number = int(re.sub("[,\uff0c]", "", found[1])) if found else _MOST
    return number if number < _MOST else None


def whole_problem(text: str) -> str | None:
    """Why a typed count cannot be kept."""
    known = not text.strip() or parse_whole(text) is not None
    return None if known else f"{quoted(text)}应为0或正整数（不超过9位），如12"


def parse_yes(text: str) -> bool | None:
    """Read yes or no in any of the ways lists use."""
    answer = _close(text).lower()
    return True if answer in _YES else False if answer in _NO else None


def yes_problem(text: str) -> str | None:
    """Why a typed yes or no cannot be kept."""
    known = not text.strip() or parse_yes(text) is not None
    return None if known else f"{quoted(text)}请改填“是”或“否”"


def mask(kind: Masked, text: str, purpose: Purpose) -> str:
    """What of a personal value leaves for this purpose: one table for screen, paper and file."""
    return masker(kind, purpose)(text)


def masker(kind: Masked, purpose: Purpose) -> Callable[[str], str]:
    """`mask` for many values; `str` where they leave as they are."""
    return str if purpose == "document" else _MASKS[purpose][kind]


def _ends(number: str) -> str:
    """The first three and last four characters; of a short number at most the later half."""
    head, tail = (3, 4) if len(number) >= len("13812346021") else (0, min(4, len(number) // 2))
    hidden = len(number) - head - tail
    return number[:head] + "*" * hidden + number[head + hidden :]


def _village(address: str) -> str:
    """The address down to the village group; else the township; else without its numbers."""
    village = _VILLAGE.match(address) or _TOWN.match(address)
    return village[0] if village else re.split("[0-9]", narrow(address))[0]


def _town(address: str) -> str:
    town = _TOWN.match(_village(address))
    return town[0] if town else ""


def _called(letter: str) -> Callable[[str], str]:
    """A surname and a letter, so that the people of one row are told apart: 张某甲、李某乙."""
    return lambda text: f"{surname(tidy_name(text))}某{letter}" if text.strip() else ""


_IN_PART: dict[Masked, Callable[[str], str]] = {
    "name": str,
    "second_name": str,
    "third_name": str,
    "id_no": lambda text: _ends(tidy_number(text)),
    "phone": lambda text: _ends(tidy_phone(text)),
    "address": _village,
}
_MASKS: dict[Purpose, dict[Masked, Callable[[str], str]]] = {
    "internal": _IN_PART,
    "superior": _IN_PART,
    "public": {
        "name": _called("甲"),
        "second_name": _called("乙"),
        "third_name": _called("丙"),
        "id_no": lambda _: "",
        "phone": lambda _: "",
        "address": _town,
    },
}
