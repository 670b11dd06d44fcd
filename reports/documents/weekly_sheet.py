"""周报: the figures of a report week on one page under a white head, for people to sign."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import zip_longest

from sqlalchemy.orm import Session

from core.services import figures, weekly
from core.services.caseload import Tally
from core.services.figures import Figure, Period, change_sentence, rate_change_sentence
from core.services.weekly import Counts, Weekly
from reports import chart, wording
from reports.form import Issue
from reports.page import (
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from reports.page import Figure as Picture
from reports.paper import SHEET, Paper, Type
from reports.wording import Wording, chinese_date

NAME = "weekly_sheet"

_DAYS = 7
_EASY_ROWS, _MOST_ROWS = 12, 14
_TOLD_KINDS = 3
_WIDTHS = (2.4, 1.4, 1.4, 1.4, 1.4)

_CHART_WIDTH, _BAR, _THIN_BAR, _LEAST_BARS = 440.0, 17.0, 12.0, 3
_HEADING = Type("hei", 12, 22)
_STYLE = replace(
    SHEET,
    paper=Paper(top=18, bottom=17, left=25, right=20),
    title=Type("title", 22, 32),
    subtitle=Type("song", 10.5, 16),
    headings=(_HEADING,) * 3,
    body=Type("fang", 12, 20),
    cell=Type("song", 10.5, 14),
    label=Type("hei", 10.5, 14),
    title_gap=0.3,
    padding=3.0,
)
_DENSE = replace(_STYLE, body=Type("fang", 12, 18), padding=1.0)
"""For a town of more villages than one table holds at ease."""

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures, and who prints them when."""

    week: Weekly
    issue: Issue

    @property
    def than(self) -> str:
        """What the period before is called: 上周 for a week, 上期 for any other."""
        return "上周" if self.is_week else "上期"

    @property
    def is_week(self) -> bool:
        """Whether the period has seven days."""
        period = self.week.period
        return (period.until - period.since).days + 1 == _DAYS


def document(session: Session, period: Period, issue: Issue) -> Document:
    """The sheet of one period, ready to be drawn."""
    return compose(Sheet(weekly.weekly(session, period), issue))


def compose(sheet: Sheet) -> Document:
    """Sentences, the villages, the kinds, three names to sign: one page."""
    words = wording.load(NAME)
    title = words.text("标题" if sheet.is_week else "简报标题")
    easy = len(sheet.week.villages) <= _EASY_ROWS
    blocks = (
        Title(title, _below(sheet, words)),
        *_sentences(sheet, words),
        Heading(words.text("村标题")),
        *_villages(sheet.week, words),
        _kinds(sheet.week.kinds, _BAR if easy else _THIN_BAR, words),
        Signatures(words.lines("签名"), columns=3),
    )
    return Document(
        title,
        blocks,
        _STYLE if easy else _DENSE,
        watermark=sheet.issue.watermark,
        record=sheet.week.period.span,
    )


def _below(sheet: Sheet, words: Wording) -> str:
    period = sheet.week.period
    name = f"{period.name}（{period.span}）" if period.name else period.span
    day = chinese_date(sheet.issue.day)
    return words.text("副题", 期=name, 单位=sheet.week.station, 日期=day)


def _sentences(sheet: Sheet, words: Wording) -> Iterator[Block]:
    now, before, than = sheet.week.now, sheet.week.before, sheet.than
    yield Heading(words.text("纠纷标题"))
    yield Paragraph(_disputes(sheet, words))
    yield Paragraph(_due(now.due_closed_rate, before.due_closed_rate, than, words))
    if now.accepted.ids:
        yield Paragraph(_most(sheet.week.kinds, words))
    yield Heading(words.text("交办标题"))
    yield Paragraph(_tasks(now, words))


def _disputes(sheet: Sheet, words: Wording) -> str:
    week, now, before = sheet.week, sheet.week.now, sheet.week.before
    told = words.text(
        "纠纷",
        起=chinese_date(week.period.since),
        止=chinese_date(week.period.until),
        截止=chinese_date(sheet.issue.day),
        受理=now.accepted.text,
        受理变化=change_sentence(_whole(now.accepted), _whole(before.accepted), sheet.than),
        办结=now.closed.text,
        办结变化=change_sentence(_whole(now.closed), _whole(before.closed), sheet.than),
    )
    if now.agreements.ids:
        money = wording.figures(Decimal(now.amount.value or 0))
        told += words.text("协议", 协议=now.agreements.text, 金额=money)
    return told + words.text("在办", 在办=now.open.text, 超期=now.overdue.text)


def _due(now: Figure, before: Figure, than: str, words: Wording) -> str:
    if now.value is None:
        return words.text("没有应结")
    return words.text(
        "应结",
        应结=str(now.denominator),
        已结=str(now.numerator),
        应结率=str(now.value),
        应结率变化=rate_change_sentence(now, before, than),
    )


def _most(kinds: Sequence[Tally], words: Wording) -> str:
    """The kinds most often met, and their share."""
    first = _by_size(kinds)[:_TOLD_KINDS]
    told = "、".join(f"{one.name}（{one.accepted.text}件）" for one in first)
    part = sum(len(one.accepted.ids) for one in first)
    whole = sum(len(one.accepted.ids) for one in kinds)
    share = str(figures.percentage(part, whole))
    return words.text("类型", 类型=told, 合计=str(part), 占比=share)


def _tasks(now: Counts, words: Wording) -> str:
    rate = now.tasks_on_time_rate
    told = {"会议": now.meetings.text, "交办": now.tasks_given.text, "逾期": now.tasks_overdue.text}
    if rate.value is None:
        return words.text("没有到期", **told)
    on_time = {
        "到期": str(rate.denominator),
        "按时": str(rate.numerator),
        "按时率": str(rate.value),
    }
    return words.text("交办", **told, **on_time)


def _villages(week: Weekly, words: Wording) -> Iterator[Block]:
    """A row for each village; where they are many, those without a case as one sentence."""
    shown = list(week.villages)
    if len(shown) > _MOST_ROWS:
        shown = [one for one in shown if any(figure.ids for figure in _figures(one))]
    yield _table([(one.name, *(figure.text for figure in _figures(one))) for one in shown], week)
    if len(shown) < len(week.villages):
        count = str(len(week.villages) - len(shown))
        yield Paragraph(words.text("其余村", 个数=count), indent=0)


def _table(rows: list[Row], week: Weekly) -> Table:
    """The villages one below the other, or in two halves side by side."""
    words, now = wording.load(NAME), week.now
    columns = tuple(
        Column(*one, "center") for one in zip(words.lines("村栏目"), _WIDTHS, strict=True)
    )
    sums = (now.accepted, now.closed, now.open, now.overdue)
    total = (words.text("合计"), *(one.text for one in sums))
    if len(rows) <= _MOST_ROWS:
        return Table(columns, rows, total)
    nothing = ("",) * len(columns)
    half = math.ceil(len(rows) / 2)
    beside = zip_longest(rows[:half], rows[half:], fillvalue=nothing)
    return Table(columns * 2, [(*left, *right) for left, right in beside], total + nothing)


def _figures(one: Tally) -> tuple[Figure, ...]:
    return one.accepted, one.closed, one.open, one.overdue


def _kinds(kinds: Sequence[Tally], bar: float, words: Wording) -> Picture:
    bars = [(one.name, len(one.accepted.ids)) for one in _by_size(kinds)]
    height = bar * max(_LEAST_BARS, min(len(bars), chart.CLASSES))
    return Picture(chart.bars(bars, (_CHART_WIDTH, height)), words.text("图"))


def _by_size(kinds: Sequence[Tally]) -> list[Tally]:
    """The kinds that were accepted in the period, the most frequent first."""
    met = (one for one in kinds if one.accepted.ids)
    return sorted(met, key=lambda one: len(one.accepted.ids), reverse=True)


def _whole(figure: Figure) -> int:
    return len(figure.ids)
