"""签到表: the roll to be signed by hand, twenty-five lines a page, the last ones empty."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from reports import meeting_paper, wording
from reports.form import Form
from reports.meeting_paper import MeetingPaper
from reports.page import Align, Block, Column, Document, PageBreak, Table, Title
from reports.paper import SHEET, Type
from reports.wording import Wording, dated

_NAME = "sign_in_sheet"
_ROWS = 25
_WIDTHS = (0.8, 1.6, 3.2, 2.0, 2.4, 1.8)
_ALIGNS: tuple[Align, ...] = ("center", "center", "left", "center", "left", "left")
_STYLE = replace(
    SHEET,
    title=Type("title", 20, 28),
    subtitle=Type("song", 10.5, 16),
    label=Type("hei", 11, 16),
    cell=Type("song", 11, 16),
    padding=4.6,
)


def compose(paper: MeetingPaper) -> Document:
    """As many pages as the roll needs; every page is a whole sheet of its own."""
    words = wording.load(_NAME)
    columns = tuple(map(Column, words.lines("栏目"), _WIDTHS, _ALIGNS))
    title = Title(words.text("标题"), _below(paper, words))
    blocks: list[Block] = []
    for page in _pages(paper):
        blocks += [PageBreak()] if blocks else []
        blocks += [title, Table(columns, page)]
    return meeting_paper.document(paper, words.text("标题"), tuple(blocks), _STYLE)


def _below(paper: MeetingPaper, words: Wording) -> str:
    held = paper.meeting
    return words.text(
        "副题",
        单位=paper.station,
        会议=held.title,
        日期=dated(held.held_on),
        时间=paper.times(),
        地点=held.place or "",
    )


def _pages(paper: MeetingPaper) -> Iterator[tuple[tuple[str, ...], ...]]:
    """The roll in pages; nothing stands where people sign, and who is away is told beside."""
    lines = ((one.name, one.unit, one.post, "", one.note) for one in paper.people)
    start = 1
    while True:
        known = list(islice(lines, _ROWS))
        if not known and start > 1:
            return
        known += [("",) * 5] * (_ROWS - len(known))
        yield tuple((str(n), *line) for n, line in enumerate(known, start))
        start += _ROWS


FORM = Form(_NAME, "签到表", "meeting", meeting_paper.gather, compose)
