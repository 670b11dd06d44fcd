"""The lists about the station's people as paper, Word or workbook."""

from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from core.progress import Progress, silent
from core.services import founding
from core.services.team import TeamList
from reports import board, documents
from reports.board import Board, Frame
from reports.form import Issue
from reports.page import Column
from reports.wording import dated

_WIDEST = 260
_SHARE = 40


def write(
    session: Session, wanted: TeamList, path: Path, issue: Issue, progress: Progress = silent
) -> int:
    """Read a list as of the day of issue and write it; return its pages or lines."""
    progress("正在读清单")
    made = _board(session, wanted, issue.day)
    if path.suffix.lower() == ".xlsx":
        from reports.excel import boards

        return boards.write([made], path)
    return documents.write(board.document([made], Frame(demo=issue.demo)), path, progress)


def _board(session: Session, wanted: TeamList, day: date) -> Board:
    lines = wanted.find(session, day)
    heads = [("序号", _SHARE), *wanted.heads]
    when = f"{day:%Y年}{day.month}月" if wanted.monthly else dated(day)
    return Board(
        wanted.title,
        f"{founding.own(session).name}　{when}　共{len(lines)}{wanted.unit}",
        tuple(Column(words, (width or _WIDEST) / _SHARE) for words, width in heads),
        tuple((number, *one.cells) for number, one in enumerate(lines, 1)),
        fitted=True,
    )
