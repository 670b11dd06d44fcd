"""What an identity-card reader types or pastes, understood: never more than the card's own lines.

Readers differ in order and marks: values with labels or without, one a line, or parted by tabs,
bars or blanks. The number is what a card is known by; its photo is never among what is kept.
"""

import re
from dataclasses import dataclass
from datetime import date

from core import checks, codes

_LABELS = {
    "name": "姓名",
    "sex": "性别",
    "nationality": "民族",
    "birth": "出生日期|出生年月|出生",
    "address": "家庭住址|户籍地址|住址|地址",
    "id_no": "公民身份号码|公民身份证号码|身份证号码|身份证号|证件号码|证件号",
    "issuer": "签发机关|发证机关",
    "until": "有效期限|有效日期|有效期",
    "photo": "照片|相片",
}
_LABEL = re.compile(
    "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items()).join(("(?:", r")\s*[:：=]?"))
)
_APART = re.compile(r"[\t\r\n|,，;；]+|\s+")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_DAY = re.compile(r"[0-9]{4}[-./年]?[0-9]{1,2}[-./月]?[0-9]{1,2}日?(?:[-—~至]+.*)?|长期")
_ISSUER = re.compile(r".*(?:公安|分局|派出所).*")
_LONGEST = 2000
_FEWEST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Card:
    """The lines of a card; codes where there are code tables, empty where it says nothing.

    `problem` says why its number cannot be right: then nothing of it is to be believed.
    """

    name: str
    id_no: str
    sex: str = ""
    nationality: str = ""
    address: str = ""
    problem: str = ""

    @property
    def birth(self) -> date | None:
        """The birth date, as the number has it."""
        return checks.birth_of(self.id_no)


def read(text: str, today: date) -> Card | None:
    """The card a reader's text speaks of; none where it is something else."""
    if len(text) > _LONGEST:
        return None
    plain = checks.narrow(text)
    number = _NUMBER.search(plain)
    if number is None:
        return None
    found = _labelled(plain) or _unlabelled(plain)
    name = checks.tidy_name(found.get("name", ""))
    if not name or checks.person_name(name):
        return None
    id_no = checks.tidy_number(number[0])
    sex = codes.code_of("sex", found.get("sex", "")) or ""
    wrong = checks.id_no(id_no, today)
    if wrong is None and sex and sex != checks.sex_of(id_no):
        wrong = "性别和身份证号对不上，请核对"
    nation = codes.code_of("nationality", found.get("nationality", "")) or ""
    return Card(name, id_no, sex, nation, found.get("address", ""), wrong or "")


def _labelled(text: str) -> dict[str, str]:
    """Values behind their labels; nothing where hardly any label stands."""
    marks = list(_LABEL.finditer(text))
    if len(marks) < _FEWEST_LABELS:
        return {}
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return {
        str(mark.lastgroup): _APART.sub("", text[mark.end() : end])
        for mark, end in zip(marks, ends, strict=True)
    }


def _unlabelled(text: str) -> dict[str, str]:
    """Values without labels: name, sex and nation in this order, and the longest of the rest."""
    parts = [one for one in _APART.split(text) if one]
    sexes = [n for n, one in enumerate(parts) if one in {"男", "女"}]
    if not sexes:
        return {}
    at = sexes[0]
    rest = [one for one in parts[at + 1 :] if not _NUMBER.fullmatch(one)]
    rest = [one for one in rest if not _DAY.fullmatch(one) and not _ISSUER.fullmatch(one)]
    nation = rest.pop(0) if rest and codes.code_of("nationality", rest[0]) else ""
    name = "".join(one for one in parts[:at] if not _NUMBER.fullmatch(one))
    return {"name": name, "sex": parts[at], "nationality": nation, "address": "".join(rest)}
