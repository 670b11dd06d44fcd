"""The verb `keys`: pairs for the county side, this station's card, enrolling a partner's card."""

import argparse
from pathlib import Path

from core.commands.verb import Answer, Call, Verb
from core.services import partners


def _words(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(required=True, metavar="new|card|enrol")
    new = acts.add_parser("new", help="给县级一方生成一对密钥")
    new.add_argument("kind", choices=(partners.COUNTY, partners.RECOVERY))
    new.add_argument("-o", "--output", required=True, metavar="DIR", help="放密钥的文件夹")
    new.add_argument("--name", default="县综治中心", help="县级单位名称")
    new.set_defaults(act=_new)
    card = acts.add_parser("card", help="输出本站点的密钥卡")
    card.add_argument("-o", "--output", required=True, metavar="FILE", help="密钥卡文件")
    card.set_defaults(act=_card)
    enrol = acts.add_parser("enrol", help="登记对方的密钥卡")
    enrol.add_argument("file", metavar="FILE", help="对方的 .card.json 文件")
    enrol.set_defaults(act=_enrol)


def _new(call: Call) -> partners.Card:
    return partners.new_keys(call.args.kind, call.args.name, Path(call.args.output))


def _card(call: Call) -> partners.Card:
    card = call.station().ask(partners.own_card)
    card.write(Path(call.args.output))
    return card


def _enrol(call: Call) -> partners.Card:
    card = partners.read_card(Path(call.args.file))
    call.station().perform(partners.enrol, card)
    return card


def keys(call: Call) -> Answer:
    """Run one of the acts; tell the fingerprint, which both sides compare."""
    card: partners.Card = call.args.act(call)
    facts = {"name": card.name, "kind": card.kind, "fingerprint": card.fingerprint}
    return Answer(facts, (f"{card.name}({partners.KINDS[card.kind]})指纹:{card.fingerprint}",))


VERBS = (Verb("keys", "密钥卡:生成、输出、登记", keys, _words),)
