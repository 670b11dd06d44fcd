"""月报、周报、零报告: the figures as sentences, what is open as a list, the rest by hand."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core import codes
from core.services import caseload, mediation_figures, periods, register_rows
from core.services.caseload import Tally
from core.services.figures import Figure, Period, change_sentence, share
from core.services.mediation_columns import AMOUNT, PREVENTED, SCREENED, SUCCESS, TOTAL
from core.services.mediation_figures import Statistics
from core.services.register_rows import Whole
from reports import board, wording
from reports.form import Issue
from reports.page import (
    Blank,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Signatures,
    Table,
    Title,
)
from reports.paper import SHEET
from reports.wording import Wording, chinese_date

NAME = "mediation_report"

_TOLD_KINDS = 5
_MONTH, _WEEK = 27, 8
_WIDTHS = (2.0, 6.0, 4.4, 3.4, 3.6, 2.4, 4.4)


@dataclass(frozen=True, slots=True)
class Report:
    """What a report tells: the closed cases' table, what came in, what is still open."""

    table: Statistics
    accepted: Figure
    before: Figure
    open: Figure
    overdue: Figure
    kinds: tuple[Tally, ...]
    unsettled: tuple[Whole, ...]
    hidden: int
    issue: Issue


def gather(session: Session, period: Period, issue: Issue) -> Report:
    """Read the figures of a period; restricted cases count, and are listed for their people."""
    open_ = caseload.open_on(period.until)
    figure = caseload.figure(session, open_)
    listed = tuple(register_rows.read(session, min(issue.day, period.until), open_))
    earlier = periods.before(period, mediation_figures.terms(session))
    return Report(
        mediation_figures.statistics(session, period, "closed"),
        caseload.figure(session, caseload.accepted_in(period)),
        caseload.figure(session, caseload.accepted_in(earlier)),
        figure,
        caseload.figure(session, caseload.overdue_on(period.until)),
        tuple(caseload.by_kind(session, period)),
        listed,
        len(figure.ids) - len(listed),
        issue,
    )


def compose(report: Report) -> Document:
    """Sentences, a list, and lines for what only people know."""
    words = wording.load(NAME)
    title = words.text(_kind(report))
    blocks = (
        Title(title, _below(report, words)),
        Heading(words.text("一")),
        Paragraph(_whole(report, words)),
        Heading(words.text("二")),
        Paragraph(_kinds(report, words)),
        Heading(words.text("三")),
        *_unsettled(report, words),
        Heading(words.text("四")),
        Blank(3),
        Heading(words.text("五")),
        Blank(3),
        Signatures(words.lines("签名"), columns=3),
    )
    return Document(
        title,
        blocks,
        SHEET,
        watermark=report.issue.watermark,
        record=report.table.period.span,
    )


def is_zero(report: Report) -> bool:
    """Whether nothing came in, was closed or searched for."""
    return report.table.is_zero and not report.accepted.ids


def _kind(report: Report) -> str:
    days = (report.table.period.until - report.table.period.since).days
    if is_zero(report):
        return "零报告"
    if days < _WEEK:
        return "周报"
    return "月报" if _MONTH <= days <= _MONTH + _WEEK else "期报"


def _below(report: Report, words: Wording) -> str:
    return words.text(
        "副题",
        单位=report.table.station,
        期=board.called(report.table.period),
        日期=chinese_date(report.issue.day),
    )


def _whole(report: Report, words: Wording) -> str:
    if is_zero(report):
        return words.text("无")
    whole = report.table.whole
    total, success = int(whole.number(TOTAL)), int(whole.number(SUCCESS))
    return words.text(
        "总体",
        排查=whole.figures[SCREENED].text,
        预防=whole.figures[PREVENTED].text,
        受理=report.accepted.text,
        受理变化=change_sentence(len(report.accepted.ids), len(report.before.ids)),
        办结=str(total),
        成功=str(success),
        成功率=share(success, total).text,
        在办=report.open.text,
        超期=report.overdue.text,
        金额=whole.figures[AMOUNT].text,
    )


def _kinds(report: Report, words: Wording) -> str:
    met = Counter({one.name: len(one.accepted.ids) for one in report.kinds if one.accepted.ids})
    if not met:
        return words.text("没有类型")
    whole = met.total()
    told = "、".join(
        f"{name}{count}件（占{share(count, whole).value}%）"
        for name, count in met.most_common(_TOLD_KINDS)
    )
    return words.text("类型", 类型=told)


def _unsettled(report: Report, words: Wording) -> Iterator[Block]:
    """What is still open, without a name and without a story: numbers, people, days."""
    if not report.unsettled and not report.hidden:
        yield Paragraph(words.text("没有突出"))
        return
    columns = tuple(
        Column(name, width, "center")
        for name, width in zip(words.lines("突出栏目"), _WIDTHS, strict=True)
    )
    rows = [(str(number), *_row(one)) for number, one in enumerate(report.unsettled, 1)]
    yield Table(columns, rows)
    if report.hidden:
        yield Paragraph(f"另有限制查看 {report.hidden} 件，不列明细。", indent=0)


def _row(one: Whole) -> tuple[str, ...]:
    case = one.case
    return (
        case.number or "未编号",
        codes.name_of("dispute_kind", case.dispute) if case.dispute else "",
        one.mediators,
        _day(case.due),
        codes.name_of("risk_level", case.risk) if case.risk else "",
        codes.name_of("mediation_state", case.state) if case.state else "",
    )


def _day(day: date | None) -> str:
    return "" if day is None else str(day)
