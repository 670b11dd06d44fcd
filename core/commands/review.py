"""The verb `review`: what is to be seen to in mediation files, as their work screen says it."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.commands.verb import Answer, Call, Verb, day_of
from core.errors import Invalid
from core.progress import Progress
from core.records.mediation_case import LEDGER
from core.services import case_check, finding, records
from core.services.case_check import Finding, Reviewed
from core.services.records import Filter


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("cases", metavar="案件", nargs="*", help="卷号、代号或几个字，可写几件")
    parser.add_argument("--all", action="store_true", help="全部案件")
    parser.add_argument("--date", metavar="日期", help="按哪天来查；不写就是今天")
    parser.add_argument("--filing", action="store_true", help="按马上立卷来查")


def review(call: Call) -> Answer:
    """Check the cases named, or all; none is changed."""
    args, station = call.args, call.station()
    if bool(args.cases) == args.all:
        raise Invalid("请写要自查的案件（卷号或几个字），或者用 --all 查全部。")
    day = day_of(args.date, station.today())
    return station.ask(_answer, tuple(args.cases), day, args.filing, call.progress)


def _answer(
    session: Session, named: tuple[str, ...], today: date, filing: bool, progress: Progress
) -> Answer:
    cases = _cases(session, named)
    found = list(case_check.of_cases(session, cases, today, progress, filing=filing))
    facts = {"date": today.isoformat(), "cases": [_facts(one) for one in found]}
    return Answer(facts, tuple(_lines(found)))


def _cases(session: Session, named: tuple[str, ...]) -> list[UUID]:
    if named:
        return [finding.identified(session, LEDGER.name, one) for one in named]
    return list(records.ids(session, LEDGER, Filter()))


def _facts(one: Reviewed) -> dict[str, Any]:
    case = one.file.case
    return {
        "id": str(case.id),
        "number": case.number,
        "title": case.title,
        "state": case.state,
        "findings": [_finding(found) for found in one.findings],
        "barring": [found.rule for found in case_check.barring(one.findings, one.file)],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "level": one.level.value,
        "text": one.text,
        "table": one.place.table,
        "id": str(one.place.id) if one.place.id else None,
        "field": one.place.key,
        "paper": one.place.paper or None,
    }


def _lines(found: list[Reviewed]) -> Iterator[str]:
    for one in found:
        case = one.file.case
        told = f"{len(one.findings)} 处要看" if one.findings else "没有要看的"
        yield f"{case.number or '未编号'} {case.title}：{told}"
        yield from (f"  {each.level.value} {each.rule} {each.text}" for each in one.findings)


VERBS = (Verb("review", "案卷自查", review, _words),)
