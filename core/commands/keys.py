"""The verb `keys`: pairs for the county side, this station's card, enrolling a partner's card."""

import argparse
from pathlib import Path

from core.commands.verb import Answer, Call, Verb
from core.services import partners


def _new_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=(partners.COUNTY, partners.RECOVERY), help="县级或恢复")
    parser.add_argument("-o", "--output", required=True, metavar="DIR", help="放密钥的文件夹")
    parser.add_argument("--name", default="县综治中心", help="县级单位名称")


def _card_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="密钥卡文件")


def _enrol_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="对方的 .card.json 文件")


def new(call: Call) -> Answer:
    """Make a pair for the county side."""
    return _told(partners.new_keys(call.args.kind, call.args.name, Path(call.args.output)))


def card(call: Call) -> Answer:
    """Write this station's card."""
    own = call.station().ask(partners.own_card)
    own.write(Path(call.args.output))
    return _told(own)


def enrol(call: Call) -> Answer:
    """Believe a partner's card; a person has compared the fingerprint."""
    read = partners.read_card(Path(call.args.file))
    call.station().perform(partners.enrol, read)
    return _told(read)


def _told(one: partners.Card) -> Answer:
    facts = {"name": one.name, "kind": one.kind, "fingerprint": one.fingerprint}
    return Answer(facts, (f"{one.name}（{partners.KINDS[one.kind]}）指纹：{one.fingerprint}",))


VERBS = (
    Verb(
        "keys",
        "密钥卡：生成、输出、登记",
        acts=(
            Verb("new", "给县级一方生成一对密钥", new, _new_words),
            Verb("card", "输出本站点的密钥卡", card, _card_words),
            Verb("enrol", "登记对方的密钥卡", enrol, _enrol_words),
        ),
    ),
)
