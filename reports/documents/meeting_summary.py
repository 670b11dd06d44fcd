"""会议纪要 as GB/T 9704 lays it out: issue number, what was agreed, who attended, who was away."""

from collections.abc import Iterator
from dataclasses import replace

from core.records.task import Task
from core.services.agenda.sitting import AGREED
from core.services.pending import day_words
from reports import meeting_paper, wording
from reports.form import Form
from reports.meeting_paper import MeetingPaper
from reports.page import Block, Document, Paragraph, Run, Space, Title
from reports.paper import OFFICIAL, Type
from reports.wording import Wording, chinese_date

_NAME = "meeting_summary"
_MARK = Type("title", 26, 40)
_STYLE = replace(OFFICIAL, title=_MARK, title_gap=0.0)
_NUMERALS = "一二三四五六七八九十"


def compose(paper: MeetingPaper) -> Document:
    """The mark, the number of the issue, the matters agreed on, the people."""
    words = wording.load(_NAME)
    held = paper.meeting
    day = chinese_date(held.held_on)
    issue = words.text("期号", 年份=str(held.held_on.year), 期号=_number(held.serial))
    blocks: tuple[Block, ...] = (
        Title(words.text("标志", 单位=paper.station), issue),
        Paragraph(words.text("编发", 单位=paper.station, 日期=day), indent=0, align="center"),
        Space(1),
        Paragraph((Run(held.title, "title"),), indent=0, align="center"),
        Space(1),
        Paragraph(_opening(paper, words)),
        *_agreed(paper, words),
        Space(1),
        *_people(paper, words),
        Space(1),
        Paragraph(words.text("抄送"), indent=0),
    )
    return meeting_paper.document(paper, words.text("标志", 单位=paper.station), blocks, _STYLE)


def _number(serial: int | None) -> str | None:
    """The number once the minutes are final; until then room to write it."""
    return str(serial) if serial else None


def _opening(paper: MeetingPaper, words: Wording) -> str:
    held = paper.meeting
    topics = "；".join(one.text for one in paper.section(AGREED))
    told = {
        "日期": chinese_date(held.held_on),
        "主持人": paper.called(held.chair),
        "地点": held.place or "",
        "会议": held.title.removeprefix(day_words(held.held_on)),
    }
    studied = words.text("议题", 议题=topics) if topics else ""
    return words.text("开头", **told) + studied + words.text("结语")


def _agreed(paper: MeetingPaper, words: Wording) -> Iterator[Block]:
    """What was agreed on, each line a matter, then what was given to whom, numbered on."""
    texts = [line.strip() for line in (paper.meeting.resolved or "").splitlines() if line.strip()]
    texts += [_given(paper, task, words) for task in paper.tasks]
    for n, text in enumerate(texts, 1):
        yield Paragraph(f"{_numeral(n)}、{text}")
    if not texts:
        yield Paragraph(words.text("无"))


def _given(paper: MeetingPaper, task: Task, words: Wording) -> str:
    unknown = words.text("未定")
    due = chinese_date(task.due) if task.due else unknown
    return task.title + words.text("责任", 责任人=paper.called(task.owner) or unknown, 时限=due)


def _people(paper: MeetingPaper, words: Wording) -> Iterator[Block]:
    """Names only: why somebody was away is told in the minutes, not in what is sent round."""
    listed: dict[str, list[str]] = {"出席": []}
    for one in paper.people:
        if one.guest:
            continue
        name = "出席" if one.came else ("缺席" if one.state == "缺席" else "请假")
        instead = f"（{one.instead}代会）" if one.instead and not one.came else ""
        listed.setdefault(name, []).append(one.name + instead)
    if paper.guests:
        listed["列席"] = [paper.guests]
    for name in ("出席", "请假", "缺席", "列席"):
        if name in listed:
            text = f"　{'、'.join(listed[name])}"
            yield Paragraph((Run(words.text(name), "hei"), Run(text)), indent=0)


def _numeral(number: int) -> str:
    """一, 十, 十一, 二十三."""
    tens, ones = divmod(number, len(_NUMERALS))
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_NUMERALS[tens - 1]}十")
    return head + (_NUMERALS[ones - 1] if ones else "")


FORM = Form(_NAME, "会议纪要", "meeting", meeting_paper.gather, compose)
