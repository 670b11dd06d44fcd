"""The verb `find`: the search box without a window."""

import argparse
import time

from core.commands.verb import Answer, Call, Verb
from core.records import ledger
from core.services import finding


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", metavar="词", help="姓名、编号、拼音首字母或几个字")
    parser.add_argument("--ledger", help="只在一个台账里找")
    parser.add_argument("--limit", type=int, default=50, help="最多几条")


def find(call: Call) -> Answer:
    """Print what the words find, one hit a line."""
    args = call.args
    only = ledger(args.ledger).name if args.ledger else None
    station = call.station()
    start = time.perf_counter()
    hits = station.ask(finding.find, args.words, only, args.limit)
    spent = int((time.perf_counter() - start) * 1000)
    facts = [{"ledger": h.ledger, "id": str(h.id), "title": h.name, "why": h.why} for h in hits]
    lines = [f"{h.title}  {h.name}  {h.why}" for h in hits]
    return Answer({"hits": facts, "ms": spent}, lines or ["没有找到。请换个词，或少写几个字。"])


VERBS = (Verb("find", "按词查找", find, _words),)
