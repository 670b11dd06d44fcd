"""The verb `report`: periodic reports and statistics, with every figure in them as facts."""

import argparse
from pathlib import Path
from typing import Any, get_args

from core.checks import Purpose
from core.commands.verb import Answer, Call, Verb
from core.progress import Progress, silent
from core.services import looks, reported, weekly
from core.services.mediation_figures import BASES
from core.services.registers import REGISTERS
from core.station import Station
from reports import documents
from reports.commands import duty, registers, statistics, subsidy
from reports.commands.facts import facts
from reports.commands.statistics import Asked
from reports.documents import weekly_sheet
from reports.documents.weekly_sheet import Sheet
from reports.form import Issue


def run(
    station: Station, period: str | None, file: Path, progress: Progress = silent
) -> dict[str, Any]:
    """Write the weekly sheet of a period, of the last week over without one."""
    statistics.may_send(station)
    wanted = (
        station.ask(weekly.period, period)
        if period
        else station.ask(weekly.last_week, station.today())
    )
    issue = Issue(station.today(), station.actor.name, station.demo)
    sheet = Sheet(station.ask(weekly.weekly, wanted), issue)
    documents.write(weekly_sheet.compose(sheet), file, progress)
    looks.note(station, f"导出：周报 {wanted.span}")
    named = sheet.week.figures()
    return {
        "file": str(file),
        "since": wanted.since.isoformat(),
        "until": wanted.until.isoformat(),
        "figures": facts(station, named),
    }


_HELP = (
    "weekly 周报，mediation 调解案件统计，staffing 组织队伍经费统计，subsidy 以案定补；"
    "duty 值班表（也可 .ics）；" + "，".join(f"{one.name} {one.title}" for one in REGISTERS)
)


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind",
        choices=tuple(_KINDS),
        help=_HELP,
    )
    parser.add_argument(
        "--period",
        metavar="统计期",
        help="如 2026-W13、2026-03、2026-Q1、2026 或 2026-03-20..2026-03-26；不写就是上一期",
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="FILE", help=".pdf、.docx、.xlsx、.csv"
    )
    parser.add_argument("--purpose", choices=get_args(Purpose), default="internal", help="给谁看")
    parser.add_argument("--basis", choices=tuple(BASES), help="closed 期内办结，accepted 期内受理")
    parser.add_argument("--freeze", action="store_true", help="上报或申报：把这一期的数定下来")
    parser.add_argument("--yes", action="store_true", help="这一期已报过，仍再报一次")


def _act(call: Call) -> Answer:
    return _KINDS[call.args.kind](call)


def _weekly(call: Call) -> Answer:
    told = run(call.station(), call.args.period, Path(call.args.output), call.progress)
    return Answer(told, (f"周报（{told['since']} 至 {told['until']}）已写好：{told['file']}",))


def _mediation(call: Call) -> Answer:
    args, station = call.args, call.station()
    if args.yes:
        station = station.confirmed(reported.AGAIN)
    asked = Asked(args.period, Path(args.output), args.basis, args.freeze)
    return _told("人民调解统计", statistics.run(station, asked, call.progress))


def _staffing(call: Call) -> Answer:
    asked = Asked(call.args.period, Path(call.args.output))
    return _told("组织队伍经费统计", statistics.run_staffing(call.station(), asked, call.progress))


def _told(name: str, found: dict[str, Any]) -> Answer:
    told = f"{name}（{found['since']} 至 {found['until']}）已写好：{found['file']}"
    faults = (f"{one['rule']}（{one['level']}）{one['text']}" for one in found["faults"])
    differing = (f"与已报数不一致：{one}" for one in found["differences"])
    return Answer(found, (told, *faults, *differing))


def _register(call: Call) -> Answer:
    args = call.args
    asked = Asked(args.period, Path(args.output))
    found = registers.run(call.station(), args.kind, asked, args.purpose, call.progress)
    return Answer(found, (f"{found['rows']} 条已写好：{found['file']}",))


def _text(call: Call) -> Answer:
    asked = Asked(call.args.period, Path(call.args.output))
    return _told("矛盾纠纷报告", statistics.run_text(call.station(), asked, call.progress))


def _duty(call: Call) -> Answer:
    found = duty.run(call.station(), call.args.period, Path(call.args.output), call.progress)
    return Answer(found, (f"{found['title']}已写好：{found['file']}",))


def _subsidy(call: Call) -> Answer:
    args = call.args
    asked = Asked(args.period, Path(args.output), freeze=args.freeze)
    found = subsidy.run(call.station(), asked, call.progress)
    told = f"以案定补 {found['cases']} 件、{found['amount']} 元，已写好：{found['file']}"
    lacking = (f"{one}：{'；'.join(texts)}" for one, texts in found["problems"].items())
    return Answer(found, (told, *lacking))


_KINDS = {
    "weekly": _weekly,
    "mediation": _mediation,
    "staffing": _staffing,
    "text": _text,
    "subsidy": _subsidy,
    "duty": _duty,
    **dict.fromkeys((one.name for one in REGISTERS), _register),
}

VERBS = (Verb("report", "周报、调解统计和调解台账", _act, _words),)
