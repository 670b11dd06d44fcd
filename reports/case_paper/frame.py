"""One case as its papers see it, and the frame that each of them has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from core import bars, codes
from core.record import Record
from core.records.mediation_case import Agreement
from core.services import case_file
from core.services.case_file import CaseFile
from reports import wording
from reports.form import BLANK, Issue
from reports.page import Block, Document, PageBreak, Paragraph
from reports.paper import FORM, Style
from reports.wording import Wording, blank, boxes

R = TypeVar("R", bound=Record)

MEDIATOR, RECORDER = "人民调解员（签名）", "记录人（签名）"

_NUMBER_WIDTH = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents; no page where it is not known."""

    title: str
    page: int = 0
    pages: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class CasePaper:
    """One case as its papers see it, who prints when, and how the file was bound."""

    file: CaseFile
    issue: Issue
    entries: tuple[Entry, ...] = ()
    pages: int = 0

    @property
    def number(self) -> str:
        """The file number, empty before acceptance."""
        return self.file.case.number or ""

    @property
    def committee(self) -> str:
        """The committee's name as on its seal, or what it calls itself."""
        return self.file.committee or "人民调解委员会"

    @property
    def mediators(self) -> tuple[str, ...]:
        """A line to sign for everybody who mediates, at least one."""
        return (MEDIATOR,) * max(1, len(self.file.mediators))

    @property
    def agreement(self) -> Agreement:
        """What was agreed, or an agreement of which nothing is known."""
        return self.file.agreement or Agreement()

    def about(self, kind: type[R], records: Sequence[R]) -> tuple[R, ...]:
        """What is printed: the record asked for, else all, else one of which nothing is known."""
        wanted = self.issue.subject
        return tuple(one for one in records if wanted in {None, one.id}) or (kind(),)


Sheet = Callable[[R, CasePaper, Wording], Iterable[Block]]
"""What is printed about one record of a case."""


def gather(session: Session, identity: UUID, issue: Issue) -> CasePaper:
    """Read the case once; `BLANK` is no case, for papers that are written by hand."""
    read = case_file.nothing(session) if identity == BLANK else case_file.file(session, identity)
    return CasePaper(read, issue)


def unwritten(paper: CasePaper) -> CasePaper:
    """The same case with its parties, and nothing of what is only to be talked and agreed."""
    file = replace(paper.file, agreement=None, items=(), meetings=())
    return replace(paper, file=file)


def document(
    paper: CasePaper, words: Wording, blocks: tuple[Block, ...], style: Style = FORM
) -> Document:
    """The blocks in the frame every paper of a case has; its footer code names no person."""
    title = words.text("标题")
    return Document(
        title,
        blocks,
        style,
        watermark=paper.issue.watermark,
        footer_code=f"{paper.number} {title}".strip(),
        footer_bars=bars.digits(paper.number, words.name),
        record=paper.number or "未编号的案件",
    )


def joined(parts: Iterable[Iterable[Block]]) -> tuple[Block, ...]:
    """Sheets one behind the other, each a paper of its own."""
    blocks: list[Block] = []
    for part in parts:
        blocks += (PageBreak(anew=True), *part) if blocks else part
    return tuple(blocks)


def sheets(
    paper: CasePaper, name: str, subjects: Iterable[R], sheet: Sheet[R], style: Style = FORM
) -> Document:
    """The paper called `name` that has one sheet for each party, talk or follow-up."""
    words = wording.load(name)
    parts = (sheet(one, paper, words) for one in subjects)
    return document(paper, words, joined(parts), style)


def choice(table: str, code: str | None) -> str:
    """All that may be said, ticked where somebody said it."""
    names = (one.name for one in codes.table(table).items)
    return boxes(names, codes.name_of(table, code) if code else None)


def numbered(label: str, number: str) -> Paragraph:
    """The official number at the upper right, or room for one."""
    return Paragraph(f"{label}：{blank(number, _NUMBER_WIDTH)}", indent=0, align="right")
