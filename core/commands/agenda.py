"""The verb `agenda`: what the morning meeting would go through, as the window compiles it."""

import argparse
from collections.abc import Iterator
from datetime import date
from typing import Any

from core import codes
from core.commands.verb import Answer, Call, Verb, day_of
from core.services import agenda, cadence
from core.services.agenda.sitting import Section
from core.services.cadence import DAILY, KINDS
from core.services.pending import Item, day_words
from core.station import Station


def run(station: Station, day: date, kind: str = DAILY) -> Answer:
    """The agenda of a day: its sections with their items, and the number of open tasks."""
    sections = station.ask(agenda.compile_agenda, day, kind)
    facts = {
        "date": day.isoformat(),
        "sections": [
            {"title": one.title, "items": [_item(item) for item in one.items]} for one in sections
        ],
        "open_tasks": agenda.count(sections, "task"),
    }
    return Answer(facts, tuple(_lines(sections, f"{day_words(day)}{cadence.called(kind)}议程")))


def _lines(sections: tuple[Section, ...], title: str) -> Iterator[str]:
    """For people, matters numbered on from section to section."""
    yield title
    number = 0
    for section in (one for one in sections if one.items):
        yield f"{section.title}（{len(section.items)}件）"
        for item in section.items:
            number += 1
            yield f"  {number}. {item.line}"


def _item(item: Item) -> dict[str, Any]:
    return {
        "text": item.line,
        "table": item.table,
        "id": str(item.id) if item.id else None,
        "days_late": item.days_late,
    }


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--date", metavar="日期", help="哪天的晨会；不写就是今天")
    named = "、".join(f"{kind}（{codes.name_of('meeting_kind', kind)}）" for kind in KINDS)
    parser.add_argument(
        "--kind", choices=KINDS, default=DAILY, metavar="种类", help=f"哪种会议：{named}"
    )


def _act(call: Call) -> Answer:
    station = call.station()
    return run(station, day_of(call.args.date, station.today()), call.args.kind)


VERBS = (Verb("agenda", "晨会议程", _act, _words),)
