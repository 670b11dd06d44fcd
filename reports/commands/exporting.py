"""The verb `export`: any ledger, filtered, as workbook, csv, PDF or Word by the file's ending."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args

from sqlalchemy.orm import Session

from core import checks
from core import records as ledgers
from core.checks import Purpose
from core.commands.verb import Answer, Call, Verb
from core.errors import Invalid, NotAllowed
from core.progress import Progress, silent
from core.rights import Right
from core.services import listing, records
from core.services.listing import Wish
from core.services.records import Filter
from core.station import Station
from reports.documents import ledger_list
from reports.form import Issue


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of an export."""

    ledger: str
    file: Path
    filter: Filter = Filter()
    wish: Wish = Wish()


def run(station: Station, wanted: Wanted, progress: Progress = silent) -> dict[str, Any]:
    """Write the file; the same filter serves list, count and export."""
    if not station.actor.may(Right.SEND):
        raise NotAllowed(f"您的岗位不能{Right.SEND.value},请找有此权限的同事办理。")
    writer = _WRITERS.get(wanted.file.suffix.lower())
    if writer is None:
        known = "、".join(_WRITERS)
        raise Invalid(f"文件名“{wanted.file.name}”请以这些结尾之一:{known}。")
    issue = Issue(station.today(), station.actor.name, station.demo)
    rows = station.ask(writer, wanted, issue, progress)
    return {"rows": rows, "file": str(wanted.file)}


def _workbook(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> int:
    from reports import excel

    return excel.write(_listing(session, wanted, issue), wanted.file, progress)


def _comma(session: Session, wanted: Wanted, issue: Issue, progress: Progress) -> int:
    from reports.excel import comma

    return comma.write(_listing(session, wanted, issue), wanted.file, progress=progress)
