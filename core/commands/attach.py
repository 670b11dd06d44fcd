"""Verbs on attachments: `attach` takes files in, `attachments` lists them or writes them out."""

import argparse
from pathlib import Path
from uuid import UUID

from core import records
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid, UserError
from core.intake.incoming import Source
from core.services import attachments, carrying_out, taking_in
from core.services.attachments import Place


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="台账", help="台账的名称或代号")
    parser.add_argument("record", metavar="记录", help="记录的代号，用 find --json 查到")


def _attach_words(parser: argparse.ArgumentParser) -> None:
    _words(parser)
    parser.add_argument("files", metavar="文件", nargs="+", help="图片、PDF、办公文件，可写几个")


def _list_words(parser: argparse.ArgumentParser) -> None:
    _words(parser)
    parser.add_argument("-o", "--out", metavar="DIR", help="把内容写到这个文件夹")


def attach(call: Call) -> Answer:
    """Take files in; the good ones go in, the refused are told."""
    station, place = call.station(), _place(call)
    station.ask(attachments.of_record, place)
    sources = [Source.of(Path(one)) for one in call.args.files]
    gathered = taking_in.gather(station, sources, call.progress)
    added = 0
    if gathered.taken:
        try:
            added = station.perform(attachments.add, place, station.folder, gathered.taken).value
        except UserError:
            taking_in.release(station, gathered.taken)
            raise
    refused = [{"file": one.name, "text": one.text} for one in gathered.refused]
    told = [f"没有收入  {one.name}：{one.text}" for one in gathered.refused]
    facts = {"added": added, "refused": refused}
    return Answer(facts, (f"已收入 {added} 个附件。", *told), ok=not refused)


def list_(call: Call) -> Answer:
    """What is attached to a record; with -o its contents are written to a folder."""
    station, place = call.station(), _place(call)
    shelf = station.ask(attachments.shelf, place, station.folder)
    if call.args.out and shelf.kept:
        targets = carrying_out.free_names(Path(call.args.out), shelf.kept)
        carrying_out.write(shelf.store, targets, call.progress)
        for media in sorted({one.media for one in shelf.kept}):
            attachments.look(station, place, media)
    facts = [
        {"id": str(one.id), "name": one.name, "media": one.media, "size": one.size}
        for one in shelf.kept
    ]
    lines = [f"{one.name}  {one.size} 字节  {one.note or ''}".rstrip() for one in shelf.kept]
    return Answer({"attachments": facts}, lines or ["这条记录没有附件。"])


def _place(call: Call) -> Place:
    try:
        return Place(records.ledger(call.args.ledger).name, UUID(call.args.record))
    except ValueError:
        raise Invalid("记录的代号不对。请用 find --json 查到它，整行复制。") from None


VERBS = (
    Verb("attach", "给一条记录添加附件", attach, _attach_words),
    Verb("attachments", "列出一条记录的附件，或写到文件夹", list_, _list_words),
)
