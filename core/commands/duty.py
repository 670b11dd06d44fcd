"""The verb `duty`: a month's schedule shown, carried on from last month, or proposed."""

import argparse
from datetime import date
from typing import Any

from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid
from core.services import duty_checks, duty_file, duty_planning, duty_proposal, periods
from core.services.duty_checks import Share
from core.services.duty_sheet import Sheet, Shift
from core.services.duty_turn import Proposal
from core.station import Station


def show(call: Call) -> Answer:
    """The month as it stands, with its conflicts and shares."""
    station = call.station()
    return _told(station, _month(call, station))


def copy(call: Call) -> Answer:
    """`复制上月并顺延`: what it would put on; with `--commit` it is put on."""
    station = call.station()
    day = _month(call, station)
    if call.args.commit:
        found = station.perform(duty_planning.carry_on, day).value
    else:
        found = station.ask(duty_planning.carried_on, day)
    return _told(station, day, found, kept=call.args.commit)


def propose(call: Call) -> Answer:
    """What the solver proposes, or the rules that clash; with `--commit` it is kept."""
    station = call.station()
    day = _month(call, station)
    found: Proposal = station.ask(duty_proposal.propose, day, call.progress)
    if call.args.commit:
        station.perform(duty_planning.keep, found)
    return _told(station, day, found, kept=call.args.commit)


def _month(call: Call, station: Station) -> date:
    """The month asked for; this one without a word."""
    if not call.args.month:
        return station.today()
    period = periods.read(call.args.month)
    if (period.since.year, period.since.month) != (period.until.year, period.until.month):
        raise Invalid("请写一个月份，如 2026-03。")
    return period.since


def _told(
    station: Station, day: date, found: Proposal | None = None, *, kept: bool = True
) -> Answer:
    """The month with what was found, as facts and as lines for people."""
    sheet: Sheet = station.ask(duty_file.file, day).sheet
    if found is not None and not kept:
        people = sheet.people
        new = [one for one in found.shifts if one.staff in people]
        sheet = sheet.having([*sheet.shifts, *new])
    clashes = found.clashes if found else ()
    conflicts = [one.text for one in duty_checks.conflicts(sheet)]
    shares = duty_checks.shares(sheet)
    facts = {
        "month": f"{day:%Y-%m}",
        "shifts": [_shift(sheet, one) for one in sheet.shifts],
        "fairness": [_share(one, known=not sheet.untold) for one in shares],
        "conflicts": [*clashes, *(one for one in conflicts if one not in clashes)],
        "committed": kept and found is not None,
    }
    return Answer(facts, tuple(_lines(sheet, facts)))


def _lines(sheet: Sheet, facts: dict[str, Any]) -> list[str]:
    days: dict[str, list[str]] = {}
    for one in facts["shifts"]:
        days.setdefault(one["day"], []).append(f"{one['role_name']}{one['name']}")
    told = [f"{day} {'，'.join(people)}" for day, people in sorted(days.items())]
    return [*told, *filter(None, [sheet.untold]), *facts["conflicts"]]


def _shift(sheet: Sheet, one: Shift) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "shift": one.shift,
        "role": one.role,
        "role_name": "带班" if one.role == "leader" else "值班",
        "name": sheet.name(one.staff),
        "replaces": sheet.name(one.replaces) if one.replaces else None,
    }


def _share(one: Share, *, known: bool) -> dict[str, Any]:
    """Without a table of holidays only the sum is told."""
    pools = {"weekend": one.weekend, "holiday": one.holiday} if known else {}
    return {"name": one.name, "total": one.total, **pools}


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", metavar="月份", help="如 2026-03；不写就是本月")


def _writing(parser: argparse.ArgumentParser) -> None:
    _words(parser)
    parser.add_argument("--commit", action="store_true", help="排上；不写只看方案")


VERBS = (
    Verb(
        "duty",
        "值班表：查看、顺延、自动排班",
        acts=(
            Verb("show", "查看一个月的值班表", show, _words),
            Verb("copy", "复制上月并顺延", copy, _writing),
            Verb("propose", "自动排班方案，或者相冲突的规则", propose, _writing),
        ),
    ),
)
