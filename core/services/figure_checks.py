"""What does not fit in a statistical table: T1–T16 of mediation.md §2.2.

An 错 means the columns contradict one another, a 警 or 示 that somebody should look again. Each is
a small function of the numbers of one line; those of whole tables stand below them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from core.services import mediation_columns as columns
from core.services.figures import Period, percentage
from core.services.mediation_columns import (
    AMOUNT,
    HARD,
    ORAL,
    PEOPLE,
    SUCCESS,
    TOTAL,
    WRITTEN,
    column,
    keys,
)
from core.services.mediation_figures import Line, Statistics

Number = int | Decimal
Numbers = Mapping[str, Number]
Level = Literal["错", "警", "示"]

_OTHER = "kind.99"
_OTHER_SHARE = 20
_ENOUGH = 5
_LEAP = 30
_ADDED = frozenset({AMOUNT})
_ROUNDING = Decimal("0.05")
"""Sums of amounts that were rounded one by one may differ by so much."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to look at: the rule, how grave, in words, the columns it is about, the records."""

    rule: str
    level: Level
    text: str
    columns: tuple[str, ...] = ()
    ids: tuple[UUID, ...] = ()
    ledger: str = "mediation_case"


Told = Iterator[tuple[Level, str, tuple[str, ...]]]


def _sum(numbers: Numbers, among: Iterable[str]) -> Decimal:
    return Decimal(sum(numbers[key] for key in among))


def _adds_up(numbers: Numbers, whole: str, among: tuple[str, ...], called: str) -> Told:
    """That the parts are the whole."""
    total, parts = numbers[whole], _sum(numbers, among)
    if total != parts:
        name = column(whole).name
        yield (
            "错",
            f"{name} {total} 件，{called}合计 {parts} 件，差 {abs(total - parts)} 件",
            (whole,),
        )


def _t1(numbers: Numbers) -> Told:
    yield from _adds_up(numbers, TOTAL, keys("kind"), "各类纠纷")


def _t2(numbers: Numbers) -> Told:
    yield from _adds_up(numbers, TOTAL, keys("source"), "各种来源")


def _t3(numbers: Numbers) -> Told:
    yield from _adds_up(numbers, columns.SENT, keys("from"), "各部门委托移送")


def _t4(numbers: Numbers) -> Told:
    yield from _adds_up(numbers, TOTAL, keys("committee"), "不同主体")


def _t5(numbers: Numbers) -> Told:
    yield from _within(numbers, SUCCESS, TOTAL)


def _t6(numbers: Numbers) -> Told:
    formed, success = _sum(numbers, (ORAL, WRITTEN)), numbers[SUCCESS]
    if formed > success:
        yield "错", f"口头与书面协议 {formed} 件，多于调解成功 {success} 件", (SUCCESS,)
    elif formed < success:
        text = f"调解成功 {success} 件，其中 {success - formed} 件没有生效的口头或书面协议"
        yield "警", text, (SUCCESS,)


def _t7(numbers: Numbers) -> Told:
    yield from _within(numbers, HARD, TOTAL)


def _t8(numbers: Numbers) -> Told:
    if numbers[PEOPLE] < 2 * numbers[TOTAL]:
        text = f"涉及当事人 {numbers[PEOPLE]} 人，少于案件数的两倍，请看当事人有没有登全"
        yield "警", text, (PEOPLE,)


def _t9(numbers: Numbers) -> Told:
    if numbers[AMOUNT] > 0 and not numbers[SUCCESS]:
        yield "警", "有协议金额，却没有调解成功的案件", (AMOUNT,)


def _t10(numbers: Numbers) -> Told:
    for key in keys("kept"):
        if key.endswith(".cases"):
            people = key.replace(".cases", ".people")
            cases, heads = numbers[key], numbers[people]
            if heads < cases or (heads and not cases):
                name = column(key).above[-1]
                yield "错", f"{name} {cases} 件 {heads} 人，人数应不少于件数", (key, people)


def _t11(numbers: Numbers) -> Told:
    kept = _sum(numbers, (key for key in keys("kept") if key.endswith(".cases")))
    known = numbers[TOTAL] + numbers[columns.PREVENTED]
    if kept > known:
        yield "警", f"“防止……”合计 {kept} 件，多于排查预防和调解的 {known} 件", keys("kept")


def _t12(numbers: Numbers) -> Told:
    yield from _within(numbers, columns.PERFORMED, SUCCESS)
    yield from _within(numbers, columns.CONFIRMED, WRITTEN)


def _t16(numbers: Numbers) -> Told:
    share = percentage(int(numbers[_OTHER]), int(numbers[TOTAL]))
    if share is not None and share > _OTHER_SHARE:
        yield "示", f"“其他纠纷”占 {share}%，请看能不能归到具体类别", (_OTHER,)


def _within(numbers: Numbers, part: str, whole: str) -> Told:
    if numbers[part] > numbers[whole]:
        names = column(part).name, column(whole).name
        yield "错", f"{names[0]} {numbers[part]} 件，多于{names[1]} {numbers[whole]} 件", (part,)


LINE: dict[str, Callable[[Numbers], Told]] = {
    "T1": _t1,
    "T2": _t2,
    "T3": _t3,
    "T4": _t4,
    "T5": _t5,
    "T6": _t6,
    "T7": _t7,
    "T8": _t8,
    "T9": _t9,
    "T10": _t10,
    "T11": _t11,
    "T12": _t12,
    "T16": _t16,
}
"""The rules that look at one line."""

RULES = (*LINE, "T13", "T14", "T15")


def of_line(numbers: Numbers, skipped: frozenset[str] = frozenset()) -> list[Fault]:
    """What does not fit in the numbers of one line."""
    return [
        Fault(rule, *told)
        for rule, look in LINE.items()
        if rule not in skipped
        for told in look(numbers)
    ]


def numbers_of(line: Line) -> dict[str, Number]:
    """The bare numbers of a line."""
    return {one.key: line.number(one.key) for one in columns.columns()}


def of_sums(table: Statistics) -> Iterator[Fault]:
    """T14: what came from below, and the whole, are the sums of their lines."""
    own = [one for one in table.units if one.level == "unit"]
    for key in (one.key for one in columns.columns()):
        parts = sum((line.number(key) for line in own), Decimal(0))
        if _apart(key, parts, table.whole.number(key), len(own)):
            text = (
                f"{column(key).label}：各单位合计 {parts}，本级上报总计 {table.whole.number(key)}"
            )
            yield Fault("T14", "错", text, (key,))


def of_parts(parts: Iterable[Numbers], whole: Numbers, called: str) -> Iterator[Fault]:
    """T13: what was reported before, added up, is what is reported now."""
    listed = list(parts)
    for one in columns.columns():
        added = sum((numbers[one.key] for numbers in listed), Decimal(0))
        if _apart(one.key, added, whole[one.key], len(listed)):
            text = f"{one.label}：{called}合计 {added}，现在是 {whole[one.key]}"
            yield Fault("T13", "错", text, (one.key,))


def _apart(key: str, added: Number, whole: Number, count: int) -> bool:
    slip = _ROUNDING * count if key in _ADDED else Decimal(0)
    return abs(Decimal(added) - whole) > slip


def of_two(now: Numbers, before: Numbers, than: Period) -> Iterator[Fault]:
    """T15: figures that are too like those before, or leap; a question, never a reproach."""
    than_name = than.name or than.span
    if now[TOTAL] and all(now[one.key] == before[one.key] for one in columns.columns()):
        yield Fault("T15", "示", f"各项数字与{than_name}完全相同，请核对是否真实", (TOTAL,))
    if all(one[TOTAL] >= _ENOUGH and one[SUCCESS] == one[TOTAL] for one in (now, before)):
        text = f"本期和{than_name}的调解成功率都是 100%，请核对是否真实"
        yield Fault("T15", "示", text, (SUCCESS,))
    shares = [percentage(int(one[ORAL]), int(one[SUCCESS])) for one in (now, before)]
    if now[SUCCESS] >= _ENOUGH and shares[0] is not None and shares[1] is not None:
        leap = shares[0] - shares[1]
        if leap > _LEAP:
            text = f"口头协议占比比{than_name}多 {leap} 个百分点，请核对是否真实"
            yield Fault("T15", "示", text, (ORAL,))
