"""What statistics and subsidies look at in a case, read in bulk; texts are never among it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import secrecy
from core.progress import Progress, silent
from core.records.mediation_case import (
    Agreement,
    Confirmation,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
    Prevention,
)
from core.services import grading
from core.services.caseload import COUNTS, Condition
from core.services.grading import Rules, Weighed

SUCCESS = "success"
_ORAL = "oral"
_UPHELD = "C4"
_PERSON = "person"
_CROWDS = frozenset({"02", "03"})
_MASS = "03"

_COUNTING, _STEP = "正在统计案件", 500

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class CaseCount:
    """One case as far as it is counted.

    `form` is that of an agreement in force, `grade` the one a person gave or else `ruled`,
    the one the rules give; `prevented` pairs what was prevented with the people it would have met.
    """

    id: UUID
    committee: UUID | None
    source: str
    dispute: str | None
    people: int
    persons: int
    parties: int
    success: bool
    form: str
    amount: Decimal
    grade: str
    ruled: str
    performed: bool
    confirmed: bool
    prevented: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Around:
    """What lives inside the cases, by case."""

    agreements: dict[UUID, list[Any]]
    parties: dict[UUID, list[Any]]
    talks: dict[UUID, list[Any]]
    items: dict[UUID, list[Any]]
    prevented: dict[UUID, list[Any]]
    confirmed: dict[UUID, list[Any]]


def read(
    session: Session, until: date, *wanted: Condition, progress: Progress = silent
) -> tuple[CaseCount, ...]:
    """The cases that meet the conditions, as they stood on `until`, restricted ones included."""
    case = MediationCase
    query = (
        select(
            case.id,
            case.committee,
            case.source,
            case.dispute,
            case.people,
            case.scale,
            case.grade,
            case.amount,
            case.closed_on,
            case.end_reason,
        )
        .where(*COUNTS, *wanted)
        .order_by(case.accepted_on, case.id)
    )
    rows = secrecy.counting(session, query).all()
    if not rows:
        return ()
    around, rules = _around(session, wanted, progress), grading.rules(session)
    found = list[CaseCount]()
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress(_COUNTING, number, len(rows))
        found.append(_counted(row, around, until, rules))
    return tuple(found)


def _around(session: Session, wanted: Sequence[Condition], progress: Progress) -> _Around:
    among = select(MediationCase.id).where(*COUNTS, *wanted)

    def of(*columns: Column) -> dict[UUID, list[Any]]:
        progress(_COUNTING)
        record = columns[0].class_
        query = select(*columns).where(record.binned.is_(None), columns[0].in_(among))
        order = getattr(record, "position", record.id)
        found: dict[UUID, list[Any]] = {}
        for row in secrecy.counting(session, query.order_by(order)):
            found.setdefault(row[0], []).append(row)
        return found

    return _Around(
        of(Agreement.case, Agreement.form, Agreement.amount, Agreement.effective_on),
        of(Party.case, Party.kind),
        of(MediationMeeting.case, MediationMeeting.result),
        of(Performance.case, Performance.done_on),
        of(Prevention.case, Prevention.kind, Prevention.people),
        of(Confirmation.case, Confirmation.state),
    )


def _counted(row: Any, around: _Around, until: date, rules: Rules) -> CaseCount:
    agreed = next((one for one in around.agreements.get(row.id, ()) if _force(one, until)), None)
    talks = around.talks.get(row.id, [])
    told = bool(talks) and talks[-1].result == SUCCESS and row.closed_on is not None
    success = row.end_reason is None and (agreed is not None or told)
    kinds = Counter(one.kind for one in around.parties.get(row.id, ()))
    days = [one.done_on for one in around.items.get(row.id, ())]
    amount = (agreed.amount if agreed else None) or Decimal(0)
    prevented = tuple((one.kind, one.people or 0) for one in around.prevented.get(row.id, ()))
    people = _people(row, kinds.total())
    weighed = Weighed(
        row.dispute,
        amount or row.amount or Decimal(0),
        people,
        len(talks),
        on_spot=agreed is not None and (agreed.form == _ORAL or _same_day(days, agreed)),
        prevented=bool(prevented),
        crowd=row.scale == _MASS,
    )
    ruled = grading.grade(weighed, rules)
    return CaseCount(
        row.id,
        row.committee,
        row.source,
        row.dispute,
        people,
        kinds[_PERSON],
        kinds.total(),
        success,
        agreed.form if agreed and success else "",
        amount if success else Decimal(0),
        row.grade or ruled,
        ruled,
        success and all(day is not None and day <= until for day in days),
        any(one.state == _UPHELD for one in around.confirmed.get(row.id, ())),
        prevented,
    )


def _force(agreement: Any, until: date) -> bool:
    return agreement.effective_on is not None and agreement.effective_on <= until


def _same_day(days: Sequence[date | None], agreement: Any) -> bool:
    return bool(days) and all(day == agreement.effective_on for day in days)


def _people(row: Any, parties: int) -> int:
    """Everybody involved: parties one by one, a crowd by its heads."""
    heads = row.people or 0
    return max(parties, heads) if row.scale in _CROWDS or not parties else parties
