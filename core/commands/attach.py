"""Verbs on attachments: `attach` takes files in, `attachments` lists them or writes them out."""

import argparse
from pathlib import Path

from core import codes, records
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid, UserError
from core.intake.incoming import Source
from core.records.mediation_case import MediationCase
from core.services import attachments, carrying_out, finding, scan_sorting, taking_in
from core.services.attachments import Place
from core.station import Station


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ledger", metavar="台账", help="台账的名称或代号")
    parser.add_argument("record", metavar="记录", help="记录的编号、标识或唯一能找到它的词")


def _attach_words(parser: argparse.ArgumentParser) -> None:
    _words(parser)
    parser.add_argument("files", metavar="文件", nargs="+", help="图片、PDF、办公文件，可写几个")


def _list_words(parser: argparse.ArgumentParser) -> None:
    _words(parser)
    parser.add_argument("-o", "--out", metavar="DIR", help="把内容写到这个文件夹")


def attach(call: Call) -> Answer:
    """Take files in; the good ones go in, the refused are told."""
    station = call.station()
    place = _place(station, call)
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
    station = call.station()
    place = _place(station, call)
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


def _scan_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="复印机扫描出来的一叠文书（PDF）")
    told = "没有认出条码的页归入这一件（编号）、这种文书（如 mediation_record）"
    parser.add_argument("--rest", nargs=2, metavar=("CASE", "KIND"), help=told)


def scans(call: Call) -> Answer:
    """Take a scanned stack apart by the bars at its feet, each paper into its case."""
    station, rest = call.station(), None
    if call.args.rest:
        named, kind = call.args.rest
        case = station.ask(finding.identified, MediationCase.__tablename__, named)
        known = codes.code_of("paper_kind", kind)
        if known is None:
            raise Invalid(codes.problem("paper_kind", kind) or "请写明是哪种文书。")
        rest = scan_sorting.Rest(case, known)
    found = scan_sorting.sort(station, Path(call.args.file), rest, call.progress)
    facts = [
        {"number": one.number, "kind": one.kind, "pages": [n + 1 for n in one.pages]}
        for one in found.filed
    ]
    left = [one + 1 for one in found.left]
    lines = [one.line for one in found.filed]
    told = (*lines, *scan_sorting.unknown(found.left))
    return Answer({"filed": facts, "left": left}, told, ok=not left)


def _place(station: Station, call: Call) -> Place:
    """The record meant, by its number or by words that only it has."""
    ledger = records.ledger(call.args.ledger).name
    return Place(ledger, station.ask(finding.identified, ledger, call.args.record))


VERBS = (
    Verb("attach", "给一条记录添加附件", attach, _attach_words),
    Verb("scans", "把扫描的一叠文书按页脚条码拆开归卷", scans, _scan_words),
    Verb("attachments", "列出一条记录的附件，或写到文件夹", list_, _list_words),
)
