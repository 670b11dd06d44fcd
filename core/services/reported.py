"""Statistics that were reported: frozen as they went up, and what differs since (§2.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.reported_figures import ReportedFigures
from core.rights import Right
from core.services import mediation_columns as columns
from core.services import mediation_figures
from core.services.figure_checks import Number, Numbers
from core.services.figures import Period
from core.services.mediation_columns import TOTAL
from core.services.mediation_figures import Basis, Statistics
from core.station import CHINA, Tx, operation

KIND = "mediation"
AGAIN = "report_again"


@dataclass(frozen=True, slots=True)
class Reported:
    """One table as it went up: its lines by name, the cases counted, when and by whom."""

    at: datetime
    by: str
    lines: Mapping[str, Numbers]
    cases: frozenset[UUID]

    @property
    def when(self) -> str:
        """The day it went up, as people say it."""
        day = self.at.astimezone(CHINA)
        return f"{day.year}年{day.month}月{day.day}日"

    @property
    def whole(self) -> Numbers:
        """The line of the whole."""
        return self.lines[mediation_figures.WHOLE]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what was reported."""

    line: str
    key: str
    then: Number
    now: Number

    @property
    def text(self) -> str:
        """调解案件总数 报 12，现 13."""
        return f"{columns.column(self.key).label} 报 {self.then}，现 {self.now}"


@operation("上报统计并冻结", needs=Right.SEND, final=True)
def freeze(tx: Tx, period: Period, basis: Basis) -> UUID:
    """Keep the table of a period as it goes up now."""
    before = reported(tx.session, period, basis)
    if before is not None:
        tx.confirm(AGAIN, f"这一期已在{before.when}上报过。再报一次，以后就以这次的数为准。")
    table = mediation_figures.statistics(tx.session, period, basis)
    record = ReportedFigures(
        kind=KIND,
        basis=basis,
        since=period.since,
        until=period.until,
        reported_at=tx.now,
        reported_by=tx.actor.name,
        table=_written(table),
    )
    tx.add(record)
    tx.detail = f"：{period.name or period.span}，{table.whole.figures[TOTAL].text} 件"
    identity: UUID = record.id
    return identity


def reported(session: Session, period: Period, basis: Basis) -> Reported | None:
    """What was reported of a period last; none if nothing was."""
    query = (
        select(ReportedFigures)
        .where(
            ReportedFigures.kind == KIND,
            ReportedFigures.basis == basis,
            ReportedFigures.since == period.since,
            ReportedFigures.until == period.until,
        )
        .order_by(ReportedFigures.reported_at.desc(), ReportedFigures.id.desc())
    )
    found = session.scalars(query).first()
    return None if found is None else _read(found)


def differences(then: Reported, now: Statistics) -> tuple[Difference, ...]:
    """Every figure that is not what was reported, line by line."""
    lines = {one.name: one for one in now.lines}
    found = []
    for name, numbers in then.lines.items():
        if name == mediation_figures.YEAR:
            continue
        for one in columns.columns():
            value = lines[name].number(one.key) if name in lines else 0
            if value != numbers.get(one.key, 0):
                found.append(Difference(name, one.key, numbers.get(one.key, 0), value))
    return tuple(found)


def moved(then: Reported, now: Statistics) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """The cases counted now and not then, and those counted then and not now."""
    cases = now.whole.figures[TOTAL].ids
    gone = then.cases.difference(cases)
    return tuple(one for one in cases if one not in then.cases), tuple(sorted(gone))


def _written(table: Statistics) -> str:
    lines = {
        line.name: {one.key: str(line.number(one.key)) for one in columns.columns()}
        for line in table.lines
    }
    cases = [one.hex for one in table.whole.figures[TOTAL].ids]
    return json.dumps({"lines": lines, "cases": cases}, ensure_ascii=False)


def _read(record: ReportedFigures) -> Reported:
    told: dict[str, Any] = json.loads(record.table)
    lines = {
        name: {key: _number(text) for key, text in numbers.items()}
        for name, numbers in told["lines"].items()
    }
    cases = frozenset(UUID(hex=one) for one in told["cases"])
    return Reported(record.reported_at, record.reported_by, lines, cases)


def _number(text: str) -> Number:
    return Decimal(text) if "." in text else int(text)
