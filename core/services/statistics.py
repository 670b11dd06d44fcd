"""统计 of one period whole: the table, what does not fit, what was reported and differs since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from core.progress import Progress, silent
from core.services import figure_checks, periods, reported, settings
from core.services import mediation_columns as columns
from core.services import mediation_figures as mediation
from core.services.figure_checks import RULES, Fault, Number, Numbers
from core.services.figures import Period
from core.services.mediation_columns import AMOUNT, SUCCESS, TOTAL, keys
from core.services.mediation_figures import Basis, Statistics
from core.services.reported import Difference, Reported
from core.settings import UNCHECKED

_COSTLY = "有 {} 件单案协议金额超过 100 万元，请看单位有没有填错"


@dataclass(frozen=True, slots=True)
class Overview:
    """The table of a period, and everything to be said of it."""

    table: Statistics
    faults: tuple[Fault, ...]
    reported: Reported | None = None
    differences: tuple[Difference, ...] = ()
    came: tuple[UUID, ...] = ()
    gone: tuple[UUID, ...] = ()


def overview(
    session: Session, period: Period, by: Basis | None = None, progress: Progress = silent
) -> Overview:
    """The table of a period as the records stand now, checked."""
    table = mediation.statistics(session, period, by, progress)
    skipped = _skipped(session)
    faults = tuple(one for one in _faults(session, table, progress) if one.rule not in skipped)
    then = reported.reported(session, period, table.basis)
    if then is None:
        return Overview(table, faults)
    came, gone = reported.moved(then, table)
    return Overview(table, faults, then, reported.differences(then, table), came, gone)


def _skipped(session: Session) -> frozenset[str]:
    told = settings.value(session, UNCHECKED).upper()
    parts = {part.strip() for part in told.replace("、", ",").replace("，", ",").split(",")}
    return frozenset(rule for rule in RULES if rule in parts)


def _faults(session: Session, table: Statistics, progress: Progress) -> Iterator[Fault]:
    """Every rule, in the order of their numbers as near as may be."""
    now = figure_checks.numbers_of(table.whole)
    for one in figure_checks.of_line(now):
        yield replace(one, ids=_cases(table, one.rule))
    if table.costly:
        text = _COSTLY.format(len(table.costly))
        yield Fault("T9", "警", text, (AMOUNT,), table.costly)
    yield from _added_up(session, table, now, progress)
    yield from figure_checks.of_sums(table)
    terms = mediation.terms(session)
    earlier = periods.before(table.period, terms)
    before = mediation.whole(session, earlier, table.basis, progress)
    yield from figure_checks.of_two(now, figure_checks.numbers_of(before), earlier)


def _cases(table: Statistics, rule: str) -> tuple[UUID, ...]:
    """The cases that a sum lacks."""
    whole = table.whole.figures
    lacking: dict[str, tuple[str, Iterable[str]]] = {
        "T1": (TOTAL, keys("kind")),
        "T4": (TOTAL, keys("committee")),
        "T6": (SUCCESS, keys("form")),
    }
    if rule not in lacking:
        return ()
    key, parts = lacking[rule]
    told = {one for part in parts for one in whole[part].ids}
    return tuple(one for one in whole[key].ids if one not in told)


def _added_up(
    session: Session, table: Statistics, now: Numbers, progress: Progress
) -> Iterator[Fault]:
    """T13, where something of the months within, or of the year, was reported before."""
    terms, year = mediation.terms(session), figure_checks.numbers_of(table.year)
    for span, whole, called in (
        (table.period, now, "各月"),
        (periods.so_far(table.period, terms), year, "本年各月"),
    ):
        months = periods.parts(span, terms)
        then = [_reported(session, table, one) for one in months]
        if any(then):
            parts = [
                was or _live(session, table, one, progress)
                for one, was in zip(months, then, strict=True)
            ]
            yield from figure_checks.of_parts(parts, whole, called)
            return


def _reported(session: Session, table: Statistics, month: Period) -> Numbers | None:
    """What a month was reported as; the period itself is compared with that elsewhere."""
    then = None if month == table.period else reported.reported(session, month, table.basis)
    if then is None:
        return None
    zero: dict[str, Number] = {one.key: 0 for one in columns.columns()}
    return zero | dict(then.whole)


def _live(session: Session, table: Statistics, month: Period, progress: Progress) -> Numbers:
    """What a month that was not reported would be reported as now."""
    return figure_checks.numbers_of(mediation.whole(session, month, table.basis, progress))
