"""Cases and visits that are overdue or nearly due, gone through one by one."""

from sqlalchemy.orm import Session

from core import secrecy
from core.records.mediation_case import MediationCase
from core.services import caseload, owed, owed_after, pending
from core.services.agenda.sitting import CASES, VISITS, Section, Sitting
from core.services.pending import Item


def dated(session: Session, sitting: Sitting) -> Section:
    """Cases overdue or due within three working days, what their agreements ask for, the rest."""
    day, last = sitting.day, sitting.near
    found = pending.cases(session, day, last) + pending.performances(session, day, last)
    waiting = caseload.figure(session, caseload.waiting())
    more = [Item(f"待受理纠纷{waiting.value}件", "逐件确定是否受理")] if waiting.ids else []
    due = caseload.figure(session, caseload.due_by(day, last))
    restricted = len(secrecy.hidden(session, MediationCase, due.ids))
    if restricted:
        more.append(Item(f"限制查阅的纠纷{restricted}件超期或临期", "承办人会后单独汇报"))
    after = owed_after.confirmations(session, day, sitting.calendar).items
    return Section(CASES, tuple(pending.urgent_first([*found, *after]) + more))


def visits(session: Session, sitting: Sitting) -> Section:
    """Visits and calls a unit sees to; a person's are among the tasks."""
    found = owed.visits(session, sitting.day, sitting.near)
    more = [Item(f"另有诉求{found.more}件超期或临期")] if found.more else []
    return Section(VISITS, (*pending.urgent_first(found.items), *more))
