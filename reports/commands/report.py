"""The verb `report`: a periodic report as PDF or Word, with every figure in it as facts."""

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from core import secrecy
from core.commands.verb import Answer, Call, Verb
from core.errors import NotAllowed
from core.progress import Progress, silent
from core.records.mediation_case import MediationCase
from core.rights import Right
from core.services import weekly
from core.services.figures import Figure
from core.station import Station
from reports import documents
from reports.documents import weekly_sheet
from reports.documents.weekly_sheet import Sheet
from reports.form import Issue


def run(
    station: Station, period: str | None, file: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Write the weekly sheet of a period, of the last week over without one."""
    if not station.actor.may(Right.SEND):
        raise NotAllowed(f"您的岗位不能{Right.SEND.value}，请找有此权限的同事办理。")
    wanted = (
        station.ask(weekly.period, period)
        if period
        else station.ask(weekly.last_week, station.today())
    )
    issue = Issue(station.today(), station.actor.name, station.demo)
    sheet = Sheet(station.ask(weekly.weekly, wanted), issue)
    documents.write(weekly_sheet.compose(sheet), file, progress)
    named = sheet.week.figures()
    counted = {one for figure in named.values() for one in figure.ids}
    hidden = station.ask(secrecy.hidden, MediationCase, counted)
    figures = {name: fact(one, hidden) for name, one in named.items()}
    return {
        "file": str(file),
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
        "figures": figures,
    }


def fact(figure: Figure, hidden: frozenset[UUID] = frozenset()) -> dict[str, Any]:
    """A figure as JSON has it: equal for all, the records behind it only for who may see them."""
    value = figure.value
    return {
        "value": float(value) if isinstance(value, Decimal) else value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "ids": [str(one) for one in figure.ids if one not in hidden],
        "restricted": len(hidden.intersection(figure.ids)),
    }


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=("weekly",), help="weekly 周报")
    parser.add_argument(
        "--period", metavar="统计期", help="如 2026-W13 或 2026-03-20..2026-03-26；不写就是上一周"
    )
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".pdf 或 .docx")


def _act(call: Call) -> Answer:
    facts = run(call.station(), call.args.period, Path(call.args.output), call.progress)
    return Answer(facts, (f"周报（{facts['since']} 至 {facts['until']}）已写好：{facts['file']}",))


VERBS = (Verb("report", "周报", _act, _words),)
