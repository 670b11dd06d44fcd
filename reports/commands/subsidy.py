"""以案定补 leaving: the three tables of a period as one PDF or Word, or as three sheets."""

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid
from core.progress import Progress, silent
from core.records.staff import Staff
from core.services import founding, looks, mediation_figures, periods, subsidy
from core.services.figures import Period
from core.services.subsidy import Application
from core.station import Station
from reports import board
from reports.commands import statistics
from reports.documents import subsidy_tables


def run(station: Station, asked: statistics.Asked, progress: Progress = silent) -> dict[str, Any]:
    """Write the tables of a period, of the last quarter over without one; apply if asked to."""
    statistics.may_send(station)
    if not station.ask(subsidy.is_on):
        raise Invalid("本站没有启用以案定补，请先在设置里打开。")
    terms = station.ask(mediation_figures.terms)
    quarter = periods.last("quarter", station.today(), terms)
    period = periods.read(asked.period, terms) if asked.period else quarter
    if asked.freeze:
        station.perform(subsidy.apply, period)
    found, _ = write(station, period, asked.file, progress)
    return {
        "file": str(asked.file),
        "since": period.since.isoformat(),
        "until": period.until.isoformat(),
        "applied": found.batch is not None,
        "cases": len(found.ready),
        "amount": str(sum(one.amount for one in found.ready)),
        "problems": {
            one.case.number or one.case.title: list(one.problems)
            for one in found.claims
            if one.problems
        },
    }


def write(
    station: Station, period: Period, path: Path, progress: Progress = silent
) -> tuple[Application, int]:
    """Write the three tables; return what is in them and the pages. Who is in them is noted."""
    found: Application = station.ask(subsidy.application, period, station.today())
    kinds: dict[UUID, str] = station.ask(_kinds)
    unit = station.ask(founding.own).name
    pages = statistics.put(station, subsidy_tables.boards(found, unit, kinds), path, progress)
    what = f"以案定补：{board.called(period)} {len(found.ready)} 件"
    looks.note(station, what, [("mediation_case", one.case.id) for one in found.ready])
    return found, pages


def _kinds(session: Session) -> dict[UUID, str]:
    """Who is a full-time mediator, who a part-time one."""
    query = select(Staff.id, Staff.mediator).where(Staff.mediator.is_not(None))
    return {
        one: codes.name_of("mediator_kind", kind).removesuffix("调解员")
        for one, kind in session.execute(query)
    }
