"""晨会单, and the agenda of other meetings: with room to write under every open matter."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core import codes
from core.services.agenda.sitting import REVIEW, REVIEWS, TODAY, TOLD
from core.services.cadence import DAILY
from reports import meeting_paper, wording
from reports.form import Form
from reports.meeting_paper import MeetingPaper
from reports.page import Block, Cell, Document, Heading, Labelled, Title
from reports.paper import SHEET, Paper, Type
from reports.wording import Wording, dated

_NAME = "morning_sheet"
_STYLE = replace(
    SHEET,
    paper=Paper(top=15, bottom=16, left=25, right=18),
    title=Type("title", 20, 27),
    subtitle=Type("song", 10.5, 16),
    headings=(Type("hei", 11, 16),) * 3,
    body=Type("song", 10.5, 14),
    label=Type("hei", 10.5, 14),
    cell=Type("song", 10.5, 14),
    padding=3.0,
)
_WIDTHS = (1.0, 19.0)
_TOLD_WIDTHS = (1.0, 7.0)
_BLANKS = 2
_DECISION_LINES = 2
_MOST_DECISIONS = 8
_LATIN = 0.6
"""About how wide a Latin letter is, in bodies."""
_SPARE = 1.0
"""Bodies a line may lose to punctuation that must not begin it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One section of matters to go through, numbered on from the section before."""

    title: str
    texts: tuple[str, ...]
    start: int


def compose(paper: MeetingPaper) -> Document:
    """What was, above; what is open, with two blank lines each as far as the page allows."""
    words = wording.load(_NAME)
    told = Labelled(tuple(_told(paper, words)), _TOLD_WIDTHS)
    parts = tuple(_parts(paper))
    blanks, decisions = _room(told, parts)
    title = _title(paper, words)
    blocks = (
        Title(title, _below(paper, words)),
        told,
        *(block for part in parts for block in _listed(part, words, blanks)),
        *_decided(words, decisions),
    )
    return meeting_paper.document(paper, title, blocks, _STYLE)


def _title(paper: MeetingPaper, words: Wording) -> str:
    kind = paper.meeting.kind
    if kind == DAILY:
        return words.text("标题")
    return words.text("会议标题", 会议类型=codes.name_of("meeting_kind", kind))


def _below(paper: MeetingPaper, words: Wording) -> str:
    held = paper.meeting
    return words.text(
        "副题",
        单位=paper.station,
        日期=dated(held.held_on),
        星期=meeting_paper.weekday(held.held_on),
        时间=paper.times(),
        地点=held.place or "",
        应到=str(paper.roll.expected),
    )


def _told(paper: MeetingPaper, words: Wording) -> Iterator[tuple[Cell]]:
    """What needs no writing: what was, what is planned, who is there."""
    told = [one.section for one in paper.items if one.section in TOLD]
    usual = (REVIEW, TODAY) if paper.meeting.kind == DAILY else ()
    for title in dict.fromkeys((*usual, *told)):
        texts = [one.text for one in paper.section(title)]
        head = [paper.meeting.review or ""] if title in REVIEWS.values() else []
        text = "".join(head) + "；".join(texts)
        yield (Cell(title, text or words.text("无")),)


def _parts(paper: MeetingPaper) -> Iterator[_Part]:
    """What is gone through one by one, section by section."""
    start = 1
    for title in dict.fromkeys(one.section for one in paper.items):
        if title not in TOLD:
            part = _Part(title, tuple(one.text for one in paper.section(title)), start)
            start += len(part.texts)
            yield part


def _listed(part: _Part, words: Wording, blanks: Iterator[int]) -> Iterator[Block]:
    yield Heading(words.text("栏目", 栏目=part.title, 件数=str(len(part.texts))), 2)
    numbered = enumerate(part.texts, part.start)
    rows = ((Cell(str(n), text, lines=_lines(text) + next(blanks)),) for n, text in numbered)
    yield Labelled(tuple(rows), _WIDTHS)


def _decided(words: Wording, rows: int) -> Iterator[Block]:
    """Room for what the meeting decides, where the page has any left."""
    if rows:
        yield Heading(words.text("交办"), 2)
        empty = (Cell(str(n), lines=_DECISION_LINES) for n in range(1, rows + 1))
        yield Labelled(tuple((cell,) for cell in empty), _WIDTHS)


def _room(told: Labelled, parts: Sequence[_Part]) -> tuple[Iterator[int], int]:
    """The blank lines below each matter in turn, and how many rows for decisions still fit.

    Where the page has too few lines for all, the first matters, the most urgent, get theirs.
    """
    free = _STYLE.paper.depth - _head_height() - _told_height(told) - sum(map(_part_height, parts))
    count = sum(len(part.texts) for part in parts)
    lines = min(count * _BLANKS, max(0, int(free / _STYLE.cell.leading)))
    each, more = divmod(lines, count) if count else (0, 0)
    free -= lines * _STYLE.cell.leading + _heading_height()
    rows = min(_MOST_DECISIONS, max(0, int(free / _row_height(_DECISION_LINES))))
    return (each + (n < more) for n in range(count)), rows


def _head_height() -> float:
    return _STYLE.title.leading + _STYLE.subtitle.leading + _STYLE.title_gap * _STYLE.body.leading


def _heading_height() -> float:
    """A heading with the room above and below it."""
    return _STYLE.headings[1].leading + 2 * 0.35 * _STYLE.body.leading


def _told_height(told: Labelled) -> float:
    share = _TOLD_WIDTHS[1] / sum(_TOLD_WIDTHS)
    return sum(_row_height(_lines(row[0].value, share)) for row in told.rows)


def _part_height(part: _Part) -> float:
    """A section without any blank lines."""
    return _heading_height() + sum(_row_height(_lines(text)) for text in part.texts)


def _row_height(lines: int) -> float:
    return lines * _STYLE.cell.leading + 2 * _STYLE.padding


def _lines(text: str, share: float = _WIDTHS[1] / sum(_WIDTHS)) -> int:
    """About how many lines a text takes in a box of that share of the page, rather too many."""
    room = (_STYLE.paper.breadth * share - 2 * _STYLE.padding) / _STYLE.cell.size - _SPARE
    return sum(max(1, math.ceil(_bodies(line) / room)) for line in text.split("\n"))


def _bodies(text: str) -> float:
    return sum(_LATIN if letter.isascii() else 1.0 for letter in text)


FORM = Form(_NAME, "晨会单", "meeting", meeting_paper.gather, compose)
