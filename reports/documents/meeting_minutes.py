"""日晨会记录: who met, what was gone through, what was decided, and two lines to sign."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core import codes
from core.records.meeting import AgendaItem
from core.records.task import Task
from core.services.agenda.sitting import REVIEW, TODAY
from reports import meeting_paper, wording
from reports.form import Form
from reports.meeting_paper import MeetingPaper
from reports.page import Cell, Document, Labelled, Signatures, Title
from reports.paper import FORM as FORM_STYLE
from reports.paper import Paper, Type
from reports.wording import Wording, dated

_NAME = "meeting_minutes"
_STYLE = replace(
    FORM_STYLE,
    paper=Paper(top=20, bottom=20, left=25, right=18),
    label=Type("hei", 10.5, 17),
    cell=Type("fang", 10.5, 17),
    body=Type("fang", 12, 20),
    padding=5.0,
)
_HEAD_WIDTHS = (1.0, 2.9, 1.0, 1.9)
_BOX_WIDTHS = (1.0, 5.8)
_EMPTY_LINES = 4
_INDENT = "\u3000"


def compose(paper: MeetingPaper) -> Document:
    """The head, the boxes (an empty one leaves room to write), the signatures."""
    words = wording.load(_NAME)
    kind = codes.name_of("meeting_kind", paper.meeting.kind)
    title = words.text("标题", 会议类型=kind)
    boxes = tuple((_box(*box),) for box in _boxes(paper, words))
    blocks = (
        Title(title, words.text("副题", 单位=paper.station)),
        Labelled(_head(paper, words), _HEAD_WIDTHS),
        Labelled(boxes, _BOX_WIDTHS),
        Signatures(words.lines("签名"), columns=2),
    )
    return meeting_paper.document(paper, title, blocks, _STYLE)


def _head(paper: MeetingPaper, words: Wording) -> tuple[tuple[Cell, ...], ...]:
    held, roll = paper.meeting, paper.roll
    attended = words.text("应到", 应到=str(roll.expected), 实到=str(roll.present))
    day = f"{dated(held.held_on)}（{meeting_paper.weekday(held.held_on)}）{paper.times()}"
    return (
        (Cell("时间", day), Cell("地点", held.place or "")),
        (
            Cell("主持人", paper.called(held.chair)),
            Cell("记录人", paper.called(held.recorder)),
        ),
        (Cell("出席", attended), Cell("列席", held.guests or "")),
        (Cell("未到及原因", roll.absences),),
    )


def _box(title: str, text: str) -> Cell:
    return Cell(title, text, lines=1 if text else _EMPTY_LINES)


def _boxes(paper: MeetingPaper, words: Wording) -> Iterator[tuple[str, str]]:
    """昨日回顾, 未办结, 今日安排, 交办, and what was said if it was written down."""
    review, today = paper.section(REVIEW), paper.section(TODAY)
    others = [one for one in paper.items if one.section not in (REVIEW, TODAY)]
    head = (paper.meeting.review or "",)
    yield REVIEW, "\n".join(filter(None, (*head, *_told(review, words))))
    yield "未办结", "\n".join(_told(others, words))
    yield TODAY, "\n".join(_told(today, words))
    yield "交办", "\n".join(_given(paper, words))
    if paper.meeting.talk:
        yield "讨论发言", paper.meeting.talk


def _told(items: Iterable[AgendaItem], words: Wording) -> Iterator[str]:
    """1. the matter, and below it what the meeting made of it."""
    for n, one in enumerate(items, 1):
        yield f"{n}. {one.text}"
        if one.outcome:
            yield _INDENT + words.text("会上", 情况=one.outcome)


def _given(paper: MeetingPaper, words: Wording) -> Iterator[str]:
    for n, task in enumerate(paper.tasks, 1):
        yield f"{n}. {_task(paper, task, words)}"


def _task(paper: MeetingPaper, task: Task, words: Wording) -> str:
    open_ = words.text("未定")
    due = f"{task.due.month}月{task.due.day}日" if task.due else open_
    owner = paper.called(task.owner) or open_
    return words.text("交办", 事项=task.title, 责任人=owner, 时限=due)


FORM = Form(_NAME, "日晨会记录", "meeting", meeting_paper.gather, compose)
