"""日晨会记录, and those of every other meeting: who met, what was decided, two lines to sign."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core import codes
from core.records.meeting import AgendaItem
from core.records.task import Task
from core.services.agenda.sitting import (
    ADDED,
    AGREED,
    BRIGHT,
    OTHER,
    PEOPLE,
    PLANS,
    PLEASED,
    REVIEWS,
    STUDY,
    TOLD,
)
from core.services.cadence import MONTHLY
from reports import meeting_paper, wording
from reports.form import Form
from reports.meeting_paper import MeetingPaper
from reports.page import (
    Block,
    Cell,
    Document,
    Heading,
    Labelled,
    Paragraph,
    Signatures,
    Space,
    Title,
)
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
_MONTH = (BRIGHT, PLEASED)
_LAST = (BRIGHT, STUDY, OTHER, ADDED)
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
        *_revised(paper, words),
    )
    return meeting_paper.document(paper, title, blocks, _STYLE)


def _revised(paper: MeetingPaper, words: Wording) -> Iterator[Block]:
    """At the foot what was changed after signing: when, why, and what stood there."""
    if paper.revisions:
        yield Space(0.5)
        yield Heading(words.text("修订"), 2)
    for n, one in enumerate(paper.revisions, 1):
        day, why = dated(one.revised_on), one.reason
        change = words.text("改动", 原文=one.before or "（空）", 改为=one.after or "（空）")
        yield Paragraph(f"{n}. {day}，{why}。{change}", role="fang")


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
        (Cell("出席", attended), Cell("列席", paper.guests)),
        (Cell("未到及原因", roll.absences),),
    )


def _box(title: str, text: str) -> Cell:
    return Cell(title, text, lines=1 if text else _EMPTY_LINES)


def _boxes(paper: MeetingPaper, words: Wording) -> Iterator[tuple[str, str]]:
    """What was, what is open, what is planned, what was given; the rest if there is any."""
    held = paper.meeting
    review, plan = REVIEWS.get(held.kind, ""), PLANS.get(held.kind, "")
    open_ = [one for one in paper.items if one.section not in TOLD | set(_LAST)]
    if review:
        head = (held.review or "", *_told(paper.section(review), words))
        yield review, "\n".join(filter(None, head))
    if held.kind == MONTHLY:
        yield from ((one, "\n".join(_told(paper.section(one), words))) for one in _MONTH)
    yield ("未办结" if review else AGREED), "\n".join(_told(open_, words))
    if plan:
        yield plan, "\n".join(_told((*paper.section(plan), *paper.section(PEOPLE)), words))
    yield "交办", "\n".join(_given(paper, words))
    said = {title: "\n".join(_told(paper.section(title), words)) for title in (STUDY, OTHER, ADDED)}
    said[STUDY] = "\n".join(filter(None, (said[STUDY], held.study)))
    said |= {"讨论发言": held.talk or "", "议定事项": held.resolved or ""}
    yield from ((title, text) for title, text in said.items() if text)


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
