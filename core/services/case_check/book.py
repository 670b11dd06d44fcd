"""The rules of §6.2 as data: level, sentence and limits of each, as this station has set them."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from core import places
from core.errors import Invalid
from core.rights import Right
from core.services import settings
from core.services.case_check import limits
from core.settings import CONFIRMATION_DAYS, FILING_DAYS, FOLLOW_UP_DAYS, REVIEW_RULES
from core.station import Tx, operation

OFF = "关"
DAYS = "天数"
PERIODS = {"G03": FOLLOW_UP_DAYS, "H01": CONFIRMATION_DAYS, "I06": FILING_DAYS}
"""Rules whose limit is a period of the station's settings, never a second number beside it."""

_LINE = re.compile(r"([A-K]\d\d) (错|警|示|关)((?: \S+=\S+)*)")


class Level(Enum):
    """What a finding asks for: nothing is filed with 错, 警 wants a note, 示 is advice."""

    ERROR = "错"
    WARN = "警"
    HINT = "示"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person mends what was found.

    `id` is the record in `table`, none where it is still to be made; `paper` is the kind of paper
    meant where the place is a paper.
    """

    table: str
    id: UUID | None
    key: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at again, in a sentence, and where."""

    rule: str
    level: Level
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Point:
    """What a rule found: where, and the words its sentence needs; `mild` lowers 错 to 警."""

    place: Place
    words: Mapping[str, object]
    mild: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as this station has it; `source` says where it is from."""

    code: str
    name: str
    level: Level
    on: bool
    source: str
    limits: Mapping[str, str]
    sentence: str

    @property
    def setting(self) -> str:
        """Its level, or that nobody looks."""
        return self.level.value if self.on else OFF

    def number(self, key: str) -> Decimal:
        """One of its limits, as a number."""
        return Decimal(self.limits[key])

    def listed(self, key: str) -> tuple[str, ...]:
        """One of its limits, as a list."""
        return tuple(self.limits[key].split("/"))

    def finding(self, point: Point) -> Finding:
        """The sentence about what was found."""
        level = Level.WARN if point.mild and self.level is Level.ERROR else self.level
        return Finding(self.code, level, self.sentence.format(**point.words), point.place)


Book = Mapping[str, Rule]
"""Every rule by its code."""


@cache
def printed() -> Book:
    """The rules as they come with the program."""
    path = places.resources() / "codes" / "review_rules.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _rule(row) for row in csv.DictReader(file)}


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        row["code"],
        row["name"],
        Level(row["level"]),
        row["on"] == "yes",
        row["source"],
        _limits(row["limits"].split(";")),
        row["sentence"],
    )


def _limits(pairs: list[str]) -> Mapping[str, str]:
    return {key: value for key, _, value in (one.partition("=") for one in pairs if one)}


def of_station(session: Session) -> Book:
    """The rules with what this station has set otherwise."""
    book = dict(printed()) | {one.code: one for one in _changed(session)}
    for code, period in PERIODS.items():
        days = str(settings.whole(session, period))
        book[code] = replace(book[code], limits={**book[code].limits, DAYS: days})
    return book


def _changed(session: Session) -> Iterator[Rule]:
    for line in settings.value(session, REVIEW_RULES).splitlines():
        found = _LINE.fullmatch(line)
        if found and found[1] in printed():
            yield _set(printed()[found[1]], found[2], _limits(found[3].split()))


def _set(rule: Rule, level: str, limits: Mapping[str, str]) -> Rule:
    known = {key: value for key, value in limits.items() if key in rule.limits}
    kept = rule.level if level == OFF else Level(level)
    return replace(rule, level=kept, on=level != OFF, limits={**rule.limits, **known})


@operation("修改自查规则", needs=Right.MANAGE)
def set_rule(tx: Tx, code: str, level: str, given: Mapping[str, str]) -> None:
    """Set the level of a rule (错, 警, 示 or 关) and some of its limits for this station.

    A limit nobody names stays as it is.
    """
    usual = _printed(code)
    if level not in (*(one.value for one in Level), OFF):
        raise Invalid("自查规则的级别请选错、警、示或关。")
    named = {key: _limit(usual, key, typed) for key, typed in given.items()}
    known = next((one for one in _changed(tx.session) if one.code == code), usual)
    _keep(tx, _set(usual, level, {**known.limits, **named}))


@operation("恢复自查规则", needs=Right.MANAGE)
def reset_rule(tx: Tx, code: str) -> None:
    """Have a rule as it came with the program, its period too."""
    _keep(tx, _printed(code))
    if code in PERIODS:
        settings.put(tx, PERIODS[code], PERIODS[code].default)


def _printed(code: str) -> Rule:
    if code not in printed():
        raise Invalid(f"没有“{code}”这条自查规则，请核对编号。")
    return printed()[code]


def _keep(tx: Tx, rule: Rule) -> None:
    """Write a rule down; as it came with the program, it is no change of this station's."""
    usual = printed()[rule.code]
    lines = settings.value(tx.session, REVIEW_RULES).splitlines()
    others = [one for one in lines if not one.startswith(rule.code)]
    if rule != usual:
        own = (f"{key}={one}" for key, one in rule.limits.items() if one != usual.limits[key])
        others.append(" ".join((rule.code, rule.setting, *own)))
    settings.put(tx, REVIEW_RULES, "\n".join(sorted(others)))
    tx.detail = f"：{rule.code} {rule.name}（{called(rule.setting)}）"


def called(level: str) -> str:
    """A level as people read it."""
    return "不查" if level == OFF else level


def _limit(rule: Rule, key: str, typed: str) -> str:
    if key == DAYS and rule.code in PERIODS:
        raise Invalid(f"请在设置里改“{PERIODS[rule.code].label}”。")
    if key not in rule.limits:
        raise Invalid(f"“{rule.name}”没有“{key}”这一项。")
    return limits.read(key, rule.limits[key], typed)


Check = Callable[..., Iterator[Point]]
CHECKS: dict[str, Check] = {}
"""The functions that look, by the code of their rule."""


def rule(code: str) -> Callable[[Check], Check]:
    """Make a function the check of a rule."""

    def keep(check: Check) -> Check:
        CHECKS[code] = check
        return check

    return keep
