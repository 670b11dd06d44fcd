"""The verb `sent`: what went out (已报版本), compared with today, or the very file once more."""

import argparse
from pathlib import Path

from sqlalchemy.orm import Session

from core import places, records
from core.commands.verb import Answer, Call, Verb, whole
from core.errors import Invalid
from core.records.sent_version import SentVersion
from core.services import looks, sending
from core.station import CHINA


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", nargs="?", default="", help="台账；不写就是全部")
    parser.add_argument("--get", type=whole, metavar="N", help="取出第 N 份（1 是最近一份）")
    parser.add_argument("-o", "--output", metavar="FILE", help="取出的文件存为")


def sent(call: Call) -> Answer:
    """List what went out, youngest first; or take one file out as it was."""
    args, station = call.args, call.station()
    name = records.ledger(args.ledger).name if args.ledger else ""
    versions = station.ask(sending.listed, name)
    if args.get is None:
        lines = [station.ask(_line, number, one) for number, one in enumerate(versions, 1)]
        return Answer({"versions": lines}, lines or ("还没有留存过已报版本。",))
    if not versions:
        raise Invalid("还没有留存过已报版本，没有可以取出的。")
    if not 1 <= args.get <= len(versions) or not args.output:
        raise Invalid(f"请写 --get 1 到 {len(versions)} 之间的一个数，并用 -o 写明存到哪里。")
    version, path = versions[args.get - 1], Path(args.output)
    attachment, store = station.ask(sending.file_of, version.id, station.folder)
    with places.writing(path) as part, part.open("wb") as file:
        file.writelines(store.read(attachment.digest))
    looks.note(station, *sending.looked(version))
    return Answer({"file": str(path)}, (f"已取出“{version.name}”：{path}",))


def _line(session: Session, number: int, one: SentVersion) -> str:
    when = f"{one.sent_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    told = f"{number} {when} {records.ledger(one.ledger).title} 报{one.recipient} 经办{one.sent_by}"
    return f"{told}：{one.name}，{sending.compare(session, one.id).words}"


VERBS = (Verb("sent", "已报版本：列出，或原样取出一份", sent, _words),)
