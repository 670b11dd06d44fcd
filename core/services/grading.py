"""The grade of a case for statistics and subsidies: the highest that anything asks for (§7.2)."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from core import codes
from core.services import settings
from core.setting import Setting
from core.settings import GRADING

SIMPLE, NORMAL, HARD, MAJOR = ORDER = ("simple", "normal", "hard", "major")


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a grade looks at.

    `on_spot` where it was settled by word or on the day itself; `prevented` where people were kept
    from a crime, a brawl, a mass petition or a suicide.
    """

    dispute: str | None = None
    amount: Decimal = Decimal(0)
    people: int = 0
    talks: int = 0
    on_spot: bool = False
    prevented: bool = False
    crowd: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """From what amount, how many people and talks, and for which kinds a grade is given."""

    hard_amount: Decimal
    hard_people: int
    hard_talks: int
    hard_kinds: frozenset[str]
    major_amount: Decimal
    major_people: int
    major_kinds: frozenset[str]


def rules(session: Session) -> Rules:
    """The rules as the station has set them; what cannot be read counts as it came."""

    def number(setting: Setting) -> Decimal:
        return settings.decimal(session, setting)

    def kinds(setting: Setting) -> frozenset[str]:
        told = settings.value(session, setting).replace(",", "、").replace("，", "、")
        found = (codes.code_of("dispute_kind", one) for one in told.split("、") if one.strip())
        return frozenset(one for one in found if one)

    hard, major = GRADING[:4], GRADING[4:]
    return Rules(
        number(hard[0]),
        int(number(hard[1])),
        int(number(hard[2])),
        kinds(hard[3]),
        number(major[0]),
        int(number(major[1])),
        kinds(major[2]),
    )


def grade(case: Weighed, rules: Rules) -> str:
    """The highest grade that amount, people, talks, kind or flags ask for."""
    return max(reasons(case, rules), key=ORDER.index)


def reasons(case: Weighed, rules: Rules) -> dict[str, str]:
    """Each grade something asks for, and what does."""
    found = {SIMPLE: "当场解决或口头协议"} if case.on_spot else {NORMAL: "一般纠纷"}
    tried = {
        HARD: (
            (case.amount >= rules.hard_amount, f"金额达到 {rules.hard_amount} 元"),
            (case.people >= rules.hard_people, f"当事人达到 {rules.hard_people} 人"),
            (case.talks >= rules.hard_talks, f"调解 {case.talks} 次"),
            (case.dispute in rules.hard_kinds, "属疑难类别"),
        ),
        MAJOR: (
            (case.amount >= rules.major_amount, f"金额达到 {rules.major_amount} 元"),
            (case.people >= rules.major_people, f"当事人达到 {rules.major_people} 人"),
            (case.dispute in rules.major_kinds, "属重大类别"),
            (case.prevented, "防止了激化"),
            (case.crowd, "重大群体性事件"),
        ),
    }
    for code, signs in tried.items():
        told = "；".join(text for is_so, text in signs if is_so)
        if told:
            found[code] = told
    return found
