"""The verb `find`: the search box without a window."""

import argparse
import time

from core.commands.verb import Answer, Call, Verb, whole
from core.records import ledger
from core.services import finding
from core.services.finding import Group


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "words", metavar="词", help="姓名、编号、拼音首字母、几个字，或 村:东风、电话:6021"
    )
    parser.add_argument("--ledger", help="只在一个台账里找")
    parser.add_argument("--limit", type=whole, default=50, help="每个台账最多列几条")


def find(call: Call) -> Answer:
    """Print what the words find, one hit a line."""
    args = call.args
    only = ledger(args.ledger).name if args.ledger else None
    station = call.station()
    start = time.perf_counter()
    groups = station.ask(finding.grouped, args.words, only, args.limit)
    spent = int((time.perf_counter() - start) * 1000)
    hits = [hit for group in groups for hit in group.hits]
    facts = [{"ledger": h.ledger, "id": str(h.id), "title": h.name, "why": h.why} for h in hits]
    counts = {group.ledger.name: group.told for group in groups}
    return Answer(
        {"counts": counts, "hits": facts, "ms": spent},
        [line for group in groups for line in _lines(group)]
        or ["没有找到。请换个词，或少写几个字。"],
    )


def _lines(group: Group) -> list[str]:
    ledger = group.ledger
    hits = [f"  {hit.name}  {hit.why if hit.why != hit.name else ''}" for hit in group.hits]
    return [f"{ledger.title}（{group.told} {ledger.unit}）", *map(str.rstrip, hits)]


VERBS = (Verb("find", "按词查找", find, _words),)
