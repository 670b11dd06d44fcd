"""案卷自查表: what a file still needs, section by section, with room for who mends it by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.services import case_check, settings
from core.services.case_check import sheet
from core.services.case_check.sheet import Part
from core.services.case_file import CaseFile
from core.settings import REVIEW_SCORES
from reports import wording
from reports.form import Form, Issue
from reports.page import Align, Block, Column, Document, Paragraph, Signatures, Table, Title
from reports.paper import SHEET
from reports.wording import UNDATED, Wording

_NAME = "review_sheet"
_WIDTHS = (0.85, 2.0, 1.75, 5.1, 1.45, 1.15)
_ALIGNS: tuple[Align, ...] = ("center", "left", "center", "left", "center", "center")


@dataclass(frozen=True, slots=True)
class ReviewPaper:
    """One checked file as its sheet sees it."""

    file: CaseFile
    parts: tuple[Part, ...]
    failed: bool
    scored: bool
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> ReviewPaper:
    """Check the case; what it has in common with others is on no paper."""
    found = case_check.of_case(session, identity, issue.day)
    scored = settings.value(session, REVIEW_SCORES) == "yes"
    failed = sheet.failed(found.findings)
    return ReviewPaper(found.file, sheet.parts(found.findings), failed, scored, issue)


def compose(paper: ReviewPaper) -> Document:
    """One table; the last two columns are left to the pen."""
    words, case = wording.load(_NAME), paper.file.case
    columns = tuple(map(Column, words.lines("栏目"), _WIDTHS, _ALIGNS))
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), words.text("案件", 卷号=case.number, 卷名=case.title)),
        Table(columns, tuple(_rows(paper.parts, words))),
        *_scores(paper, words),
        Paragraph(words.text("说明"), indent=0, keep=True),
        Signatures(words.lines("签名"), date=UNDATED, columns=2),
    )
    return Document(
        words.text("标题"),
        blocks,
        SHEET,
        watermark=paper.issue.watermark,
        footer_code=f"{case.number or ''} {words.text('标题')}".strip(),
        record=case.number or "未编号的案件",
    )


def _rows(parts: tuple[Part, ...], words: Wording) -> Iterator[tuple[str, ...]]:
    number = 0
    for part in parts:
        told = [(words.text(one.level.value), one.text) for one in part.findings]
        for result, text in told or [(words.text("合格"), "")]:
            number += 1
            yield str(number), part.section.name, result, text, "", ""


def _scores(paper: ReviewPaper, words: Wording) -> Iterator[Block]:
    if not paper.scored:
        return
    each = "，".join(f"{one.section.name}{one.points}/{one.section.points}" for one in paper.parts)
    got = str(sum(one.points for one in paper.parts))
    whole = str(sum(one.section.points for one in paper.parts))
    yield Paragraph(words.text("得分", 得分=got, 满分=whole, 各项=each), indent=0)
    if paper.failed:
        yield Paragraph(words.text("否决"), indent=0)


FORM = Form(_NAME, "案卷自查表", "mediation_case", gather, compose)
