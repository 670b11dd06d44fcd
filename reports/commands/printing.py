"""The verb `print`: one paper of one record, or a whole mediation file, as PDF or Word."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid, NotAllowed
from core.records.mediation_case import LEDGER
from core.rights import Right
from core.services import case_papers, finding, looks
from core.station import Station
from reports import binding, documents, volume
from reports.binding import Bound
from reports.form import BLANK, Form, Issue
from reports.volume import Way

_BLANK = ("blank", "空白")
_NAMES = f"文书名，如 mediation_agreement；整本卷宗用 {binding.NAME}，空白文书包用 {binding.PACK}"


@dataclass(frozen=True, slots=True)
class _Paper:
    """What is to be printed, of which ledger, and how it is drawn."""

    title: str
    ledger: str
    draw: Callable[[Station, UUID, Path], Bound]


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", metavar="文书", help=_NAMES)
    about = "记录的标识、编号或唯一能找到它的词；调解文书写“空白”就是空白的"
    parser.add_argument("record", metavar="ID", help=about)
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".pdf 或 .docx")
    parser.add_argument("--duplex", action="store_true", help="整本卷宗双面打印，每件从正面起")
    parser.add_argument("--no-numbers", action="store_true", help="整本卷宗不印页号，留着手盖")


def print_(call: Call) -> Answer:
    """Draw the paper; blanks stay as lines at any state of the record."""
    args, station = call.args, call.station()
    paper = _paper(call)
    if not station.actor.may(Right.PRINT):
        raise NotAllowed(f"您的岗位不能{Right.PRINT.value}，请找有此权限的同事办理。")
    identity = station.ask(_identity, paper.ledger, args.record)
    path = Path(args.output)
    drawn = paper.draw(station, identity, path)
    if identity != BLANK:
        number = station.ask(_number, paper.ledger, identity)
        looks.note(station, f"打印：{paper.title} {number}".strip(), [(paper.ledger, identity)])
    facts = {"file": str(path), "pages": drawn.pages, "left_out": list(drawn.left_out)}
    return Answer(facts, (f"{paper.title}已生成：{path}", *drawn.left_out))


def _paper(call: Call) -> _Paper:
    """The paper that is named."""
    name, args = call.args.document, call.args

    def bind(station: Station, case: UUID, path: Path) -> Bound:
        if case == BLANK:
            raise Invalid(f"整本卷宗要写是哪一件。空白的请用 {binding.PACK}。")
        usual = station.ask(volume.usual)
        way = Way(usual.numbered and not args.no_numbers, usual.duplex or args.duplex)
        whole = station.ask(binding.gather, case, _issue(station), station.folder)
        return binding.bind(whole, path, way, call.progress)

    def pack(station: Station, case: UUID, path: Path) -> Bound:
        return Bound(station.ask(binding.pack, case, _issue(station), path))

    if name in (binding.NAME, binding.TITLE):
        return _Paper(binding.TITLE, LEDGER.name, bind)
    if name in (binding.PACK, binding.PACK_TITLE):
        return _Paper(binding.PACK_TITLE, LEDGER.name, pack)
    return _form(documents.form(name))


def _form(form: Form[object]) -> _Paper:
    """One form; a paper of a case is marked as printed."""

    def draw(station: Station, identity: UUID, path: Path) -> Bound:
        pages = station.ask(documents.draw, form.name, identity, path, _issue(station))
        if form in documents.CASE_PAPERS and identity != BLANK:
            case_papers.mark(station, identity, form.name)
        return Bound(pages)

    return _Paper(form.title, form.ledger, draw)


def _issue(station: Station) -> Issue:
    return Issue(station.today(), station.actor.name, station.demo)


def _identity(session: Session, ledger: str, named: str) -> UUID:
    """The record meant, or none: the papers of a case are also printed blank."""
    if named in _BLANK and ledger == LEDGER.name:
        return BLANK
    return finding.identified(session, ledger, named)


def _number(session: Session, ledger: str, identity: UUID) -> str:
    """The official number of a record; the register of looks names no person."""
    kept = records.ledger(ledger)
    if kept.number is None:
        return ""
    query = select(kept.number).where(kept.record.id == identity)
    return session.scalar(query) or "未编号"


VERBS = (Verb("print", "打印一份文书或整本卷宗", print_, _words),)
