"""The verb `print`: one paper of one record, as PDF or Word."""

import argparse
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records
from core.commands.verb import Answer, Call, Verb
from core.errors import NotAllowed
from core.rights import Right
from core.services import case_papers, finding, looks
from reports import documents
from reports.form import Issue


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", metavar="文书", help="文书名，如 mediation_agreement")
    parser.add_argument("record", metavar="ID", help="记录的标识、编号或唯一能找到它的词")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help=".pdf 或 .docx")


def print_(call: Call) -> Answer:
    """Draw the paper; blanks stay as lines at any state of the record."""
    args = call.args
    form = documents.form(args.document)
    station = call.station()
    if not station.actor.may(Right.PRINT):
        raise NotAllowed(f"您的岗位不能{Right.PRINT.value}，请找有此权限的同事办理。")
    identity = station.ask(finding.identified, form.ledger, args.record)
    issue = Issue(station.today(), station.actor.name, station.demo)
    path = Path(args.output)
    pages = station.ask(documents.draw, form.name, identity, path, issue)
    if form in documents.CASE_PAPERS:
        case_papers.mark(station, identity, form.name)
    number = station.ask(_number, form.ledger, identity)
    looks.note(station, f"打印：{form.title} {number}".strip(), [(form.ledger, identity)])
    return Answer({"file": str(path), "pages": pages}, (f"{form.title}已生成：{path}",))


def _number(session: Session, ledger: str, identity: UUID) -> str:
    """The official number of a record; the register of looks names no person."""
    kept = records.ledger(ledger)
    if kept.number is None:
        return ""
    query = select(kept.number).where(kept.record.id == identity)
    return session.scalar(query) or "未编号"


VERBS = (Verb("print", "打印一份文书", print_, _words),)
