"""The look back: case by case in the morning, in figures for longer spans (nobody is ranked)."""

from collections.abc import Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core import codes
from core.records.mediation_case import MediationCase
from core.records.visit import Visit
from core.services import caseload, task, visits
from core.services.agenda.sitting import Section, Sitting
from core.services.figures import Period, change_sentence
from core.services.pending import Item


def day(session: Session, sitting: Sitting) -> Section:
    """The cases accepted and closed since the last meeting, and how many came or called."""
    lines = [
        told(word, case) for word, query in news(sitting.past) for case in session.scalars(query)
    ]
    return Section(sitting.review, (*lines, *_callers(session, sitting.past)))


def figures(session: Session, sitting: Sitting) -> Section:
    """What was accepted, closed, settled in time and done in time, beside the span before."""
    past = sitting.past
    before = past.before()
    counted = (("新受理纠纷", caseload.accepted_in), ("办结纠纷", caseload.closed_in))
    lines = []
    for word, when in counted:
        now, then = (caseload.count(session, when(one)) for one in (past, before))
        lines.append(Item(f"{word}{now}件", change_sentence(now, then)))
    overdue = caseload.count(session, caseload.overdue_on(past.until))
    lines.append(Item(f"超期未结纠纷{overdue}件", "逐件说明原因" if overdue else ""))
    lines.append(Item(f"应结办结率：{caseload.closing_share(session, past).text}"))
    on_time = task.on_time_rate(session, past.since, past.until)
    lines.append(Item(f"交办按时完成率：{on_time.text}"))
    return Section(sitting.review, (*lines, *_callers(session, past)))


def news(period: Period) -> Iterator[tuple[str, Select[tuple[MediationCase]]]]:
    """The cases accepted and those closed in a period, each under its word."""
    for word, when in (("新受理", caseload.accepted_in), ("办结", caseload.closed_in)):
        query = select(MediationCase).where(*caseload.COUNTS, when(period))
        yield word, query.order_by(MediationCase.accepted_on, MediationCase.id)


def told(word: str, case: MediationCase) -> Item:
    """What is new about a case: 新受理：王某与李某邻里纠纷（邻里纠纷）."""
    kind = codes.name_of("dispute_kind", case.dispute) if case.dispute else "未填纠纷类型"
    return Item(f"{word}：{case.title}", kind, "mediation_case", case.id, owner=case.mediator)


def _callers(session: Session, period: Period) -> Iterator[Item]:
    found = visits.batches(session, period.since, period.until)
    if found.batches.value:
        yield Item(f"来访来电{found.text}", table=Visit.__tablename__)
