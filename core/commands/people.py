"""Verbs on people: `hand-over` gives everything one person has in hand to another."""

import argparse

from core.commands.verb import Answer, Call, Verb
from core.services import hand_over, users
from core.services.hand_over import Held, Terms

_OTHER = "物品"


def _hand_over_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("giver", metavar="移交人", help="谁的工作")
    parser.add_argument("taker", metavar="接交人", help="交给谁")
    parser.add_argument("--witness", default="", metavar="姓名", help="监交人")
    parser.add_argument("--reason", default="", help="交接原因，如：岗位调整")
    parser.add_argument("--note", default="", help="备注")
    parser.add_argument(
        "--thing",
        action="append",
        default=[],
        metavar="类别：内容",
        help="没有记在站点里的东西，可写几次，如：钥匙：档案柜钥匙 2 把",
    )
    parser.add_argument("--close", action="store_true", help="交接后停用移交人的登录")


def hand_over_(call: Call) -> Answer:
    """Hand over all that is known and what was named; the list is printed by `print`."""
    args, station = call.args, call.station()
    giver = station.ask(hand_over.named, args.giver)
    taker = station.ask(hand_over.named, args.taker)
    terms = Terms(giver, taker, args.witness, args.reason, args.note, args.close)
    lines = (*station.ask(hand_over.held, giver, station.today()), *map(_thing, args.thing))
    made = station.perform(hand_over.carry_out, terms, lines).value
    if args.close:
        users.forget(station.folder, giver.name)
    facts = {"id": str(made), "lines": len(lines), "closed": args.close}
    told = [f"{one.kind}  {one.item}" for one in lines]
    closed = [f"“{giver.name}”的登录已停用。"] if args.close else []
    print_it = f"打印清单：main.py print hand_over_list {made} -o 工作交接清单.pdf"
    return Answer(facts, (f"{giver.name}已交{taker.name}：", *told, *closed, print_it))


def _thing(text: str) -> Held:
    """钥匙：档案柜钥匙 2 把, with either colon; without one it is just a thing."""
    kind, colon, item = text.replace(":", "：", 1).partition("：")
    return Held(kind.strip(), item.strip()) if colon else Held(_OTHER, text.strip())


VERBS = (Verb("hand-over", "工作交接：一人手上的工作交给另一人", hand_over_, _hand_over_words),)
