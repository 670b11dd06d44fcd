"""人民调解案件情况统计表 of any period: a line for each committee, sums, the year so far (§2.1).

Every figure knows the cases behind it. Restricted ones count for every reader (decisions B22).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.progress import Progress, silent
from core.records.organisation import Organisation
from core.records.screening import Screening
from core.services import case_counts, caseload, founding, grading, periods, settings
from core.services import mediation_columns as columns
from core.services.case_counts import CaseCount
from core.services.figures import Figure, Period, counted
from core.services.mediation_columns import AMOUNT, HARD, PEOPLE, SCREENED, SENDERS, SENT, TOTAL
from core.services.periods import Terms
from core.settings import STATISTICS_BASIS, STATISTICS_DAY, WEEK_START

T = TypeVar("T", CaseCount, "_Round")

Basis = Literal["closed", "accepted"]
Level = Literal["unit", "below", "whole", "year"]
BASES: dict[Basis, str] = {"closed": "期内办结", "accepted": "期内受理"}

CASE, SCREENING = "mediation_case", "screening"
BELOW, WHOLE, YEAR = "下级上报总计", "本级上报总计", "本年累计"
OWN_KINDS = frozenset({"township", "street"})
_CENT = Decimal("0.01")
_TEN_THOUSAND = 10_000
_COSTLY = 1_000_000
_MANY = 3
_SOURCES = {"01": columns.OWN, "02": columns.ASKED}
_DIFFICULT = frozenset({grading.HARD, grading.MAJOR})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a committee, or a sum."""

    name: str
    level: Level
    figures: Mapping[str, Figure]

    def number(self, key: str) -> int | Decimal:
        """The value of one column."""
        value = self.figures[key].value
        return 0 if value is None else value


@dataclass(frozen=True, slots=True)
class Statistics:
    """The table of one period. `costly` are cases of more money than is usual."""

    station: str
    period: Period
    basis: Basis
    units: tuple[Line, ...]
    below: Line
    whole: Line
    year: Line
    costly: tuple[UUID, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line, in order."""
        return (*self.units, self.below, self.whole, self.year)

    @property
    def is_zero(self) -> bool:
        """Whether it is a 零报告: nothing happened, and that is reported."""
        return not any(one.value for one in self.whole.figures.values())


@dataclass(frozen=True, slots=True)
class _Round:
    """One screening as far as it is counted."""

    id: UUID
    committee: UUID | None
    prevented: int


@dataclass(frozen=True, slots=True)
class _Unit:
    """A committee: its name, its kind, whether it reports to this station."""

    id: UUID | None
    name: str
    kind: str | None

    @property
    def below(self) -> bool:
        """Whether its figures come from below."""
        return self.kind is not None and self.kind not in OWN_KINDS


def terms(session: Session) -> Terms:
    """Where weeks begin and months end at this station."""
    week, day = (int(settings.value(session, one)) for one in (WEEK_START, STATISTICS_DAY))
    return Terms(week, day)


def basis(session: Session) -> Basis:
    """Which cases the total counts, as the station has set it."""
    return "accepted" if settings.value(session, STATISTICS_BASIS) == "accepted" else "closed"


def whole(session: Session, period: Period, by: Basis, progress: Progress = silent) -> Line:
    """The sum of a period alone, to compare others with."""
    units = _units(session)
    return Line(WHOLE, "whole", figures(*_read(session, period, by, progress), _kinds(units)))


def statistics(
    session: Session, period: Period, by: Basis | None = None, progress: Progress = silent
) -> Statistics:
    """The table of a period as the records stand now."""
    by = by or basis(session)
    cases, rounds = _read(session, period, by, progress)
    so_far = periods.so_far(period, terms(session))
    is_year = so_far.since == period.since
    year = (cases, rounds) if is_year else _read(session, so_far, by, progress)
    units = _units(session)
    kinds = _kinds(units)
    known = {one.id for one in units}
    mine = units[0].id

    own_cases, own_rounds = _by_unit(cases, known, mine), _by_unit(rounds, known, mine)

    def line(name: str, level: Level, chosen: Sequence[_Unit]) -> Line:
        counts = [one for unit in chosen for one in own_cases[unit.id]]
        held = [one for unit in chosen for one in own_rounds[unit.id]]
        return Line(name, level, figures(counts, held, kinds))

    return Statistics(
        founding.own(session).name,
        period,
        by,
        tuple(line(one.name, "unit", (one,)) for one in units),
        line(BELOW, "below", [one for one in units if one.below]),
        Line(WHOLE, "whole", figures(cases, rounds, kinds)),
        Line(YEAR, "year", figures(*year, kinds)),
        tuple(one.id for one in cases if one.amount > _COSTLY),
    )


def _by_unit(
    counted_for: Iterable[T], known: set[UUID | None], mine: UUID | None
) -> dict[UUID | None, list[T]]:
    """What each committee answers for; what names none, or one that is gone, is the station's."""
    found: dict[UUID | None, list[T]] = defaultdict(list)
    for one in counted_for:
        found[one.committee if one.committee in known else mine].append(one)
    return found


def _read(
    session: Session, period: Period, by: Basis, progress: Progress
) -> tuple[Sequence[CaseCount], list[_Round]]:
    wanted = caseload.closed_in(period) if by == "closed" else caseload.accepted_in(period)
    query = (
        select(Screening.id, Screening.committee, Screening.prevented)
        .where(Screening.binned.is_(None), caseload.within(Screening.held_on, period))
        .order_by(Screening.held_on, Screening.id)
    )
    rounds = [_Round(one, unit, kept or 0) for one, unit, kept in session.execute(query)]
    return case_counts.read(session, period.until, wanted, progress=progress), rounds


def _units(session: Session) -> list[_Unit]:
    """The committees, the station's own first; there is always one."""
    query = (
        select(Organisation.id, Organisation.name, Organisation.committee_kind)
        .where(Organisation.binned.is_(None), Organisation.kind == "committee")
        .order_by(Organisation.id)
    )
    found = [_Unit(*row) for row in session.execute(query)]
    return sorted(found, key=lambda one: one.below) or [_Unit(None, "本级调委会", None)]


def _kinds(units: Sequence[_Unit]) -> dict[UUID | None, str | None]:
    """What kind of committee each is; a case that names none is the station's own."""
    found: dict[UUID | None, str | None] = {one.id: one.kind for one in units}
    return found | {None: units[0].kind}


def figures(
    cases: Sequence[CaseCount],
    rounds: Sequence[_Round],
    kinds: Mapping[UUID | None, str | None],
) -> dict[str, Figure]:
    """Every column of one line."""
    totals: dict[str, Any] = defaultdict(int)
    among: dict[str, list[UUID]] = defaultdict(list)
    for case in cases:
        for key, amount in _adds(case, kinds.get(case.committee, kinds.get(None))):
            totals[key] += amount
            among[key].append(case.id)
    totals[AMOUNT] = ten_thousands(totals[AMOUNT])
    keys = dict.fromkeys((*totals, *(one.key for one in columns.columns())))
    found = {key: Figure(totals[key], ids=tuple(among[key])) for key in keys}
    kept = tuple(one for one in rounds if one.prevented)
    found[SCREENED] = counted([one.id for one in rounds])
    found[columns.PREVENTED] = Figure(
        sum(one.prevented for one in kept), ids=tuple(one.id for one in kept)
    )
    return found


def _adds(case: CaseCount, kind: str | None) -> Iterator[tuple[str, int | Decimal]]:
    """The columns a case counts for something in, and for how much."""
    yield TOTAL, 1
    if case.people:
        yield PEOPLE, case.people
    if case.amount:
        yield AMOUNT, case.amount
    for key, told in (
        (columns.SUCCESS, case.success),
        (HARD, case.grade in _DIFFICULT),
        (columns.PERFORMED, case.performed),
        (columns.CONFIRMED, case.confirmed),
        ("many", case.parties >= _MANY),
    ):
        if told:
            yield key, 1
    for key in _exclusive(case, kind):
        yield key, 1
    yield from _prevented(case)


def _prevented(case: CaseCount) -> Iterator[tuple[str, int]]:
    """What was prevented, kind by kind: how often, and for how many people."""
    cases, people = Counter[str](), Counter[str]()
    for kind, heads in case.prevented:
        cases[kind] += 1
        people[kind] += heads
    for kind in cases:
        yield f"kept.{kind}.cases", cases[kind]
        if people[kind]:
            yield f"kept.{kind}.people", people[kind]


def _exclusive(case: CaseCount, kind: str | None) -> Iterable[str]:
    """The columns a case stands in among others that exclude one another."""
    if kind:
        yield f"committee.{kind}"
    yield _SOURCES.get(case.source, SENT)
    if case.source in SENDERS:
        yield f"from.{case.source}"
    if case.dispute:
        yield f"kind.{case.dispute}"
    if case.form:
        yield f"form.{case.form}"
    yield "citizens" if case.persons == case.parties else "bodies"


def ten_thousands(amount: Decimal) -> Decimal:
    """Yuan as 万元 with two decimals."""
    return (Decimal(amount) / _TEN_THOUSAND).quantize(_CENT, ROUND_HALF_UP)


def ledger_of(key: str) -> str:
    """Whose records stand behind a column."""
    return SCREENING if key in (SCREENED, columns.PREVENTED) else CASE
