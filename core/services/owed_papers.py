"""What waits to be written, signed or filed: notes, drafts, half-filled cases, closed files."""

from datetime import date, timedelta
from functools import partial
from itertools import compress
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import records
from core.draft import SavedDraft
from core.records.mediation_case import Agreement, MediationCase, Party
from core.records.meeting import Attendance, Meeting
from core.records.visit import NOTE, Visit
from core.rights import Actor, Right
from core.services import caseload, drafts, meeting, owed, pending, retention
from core.services import records as listing
from core.services.owed import Owed
from core.services.pending import Item
from core.station import CHINA
from core.workdays import Calendar

GO_ON = "接着写："
RETENTION = "保管期满待鉴定"

_YEAR, _QUARTER = timedelta(days=365), timedelta(days=90)
_BARE = ("Z11", "Z12", "Z90")
_BEFORE_ACCEPTANCE = ("Z00", "Z10", "Z11", "Z12")
_TO_SIGN = "Z40"
_ARCHIVED = "Z90"
_CASE = MediationCase.__tablename__
_INSIDE = {drafts.PAPER_FILE: _CASE, "visit_note": Visit.__tablename__}
_LACKING = ("纠纷类型", "当事人", "受理日期")
_SIGNATURES = ("当事人签名", "调解员签名", "盖章")


def half_typed(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Forms the person left half typed, or lost the power in, the youngest first."""
    return Owed(left_off(session, actor.id, day))


def left_off(session: Session, person: UUID, day: date) -> list[Item]:
    """A person's drafts by what they are about and when they were kept, the youngest first."""
    return [_half_typed(session, one, day) for one in drafts.all_kept(session, person)]


def _half_typed(session: Session, draft: SavedDraft, day: date) -> Item:
    ledger = records.ledger_of(_INSIDE.get(draft.ledger, draft.ledger))
    words = draft.texts.get(ledger.naming.key, "").strip() if ledger else ""
    about = drafts.about(session, draft)
    if ledger and about:
        words = listing.titles(session, ledger.name, [about]).get(about, words)
    at = draft.moment.astimezone(CHINA)
    on = "" if at.date() == day else f"{pending.day_words(at.date())} "
    what = words or (f"新的{ledger.title.removesuffix('台账')}" if ledger else "没写完的表单")
    return Item(f"{GO_ON}{what}", f"{on}{at:%H:%M} 存", drafts.TABLE, draft.id)


def unsigned(session: Session, _actor: Actor, _day: date, _calendar: Calendar) -> Owed:
    """Written agreements that are printed and wait for signatures or the seal."""
    query = (
        select(MediationCase, Agreement)
        .join(Agreement, Agreement.case == MediationCase.id)
        .where(*caseload.COUNTS, MediationCase.state == _TO_SIGN, Agreement.binned.is_(None))
        .order_by(Agreement.signed_on, MediationCase.id)
    )
    found, more = owed.first(session, query)
    return Owed([_unsigned(*pair) for pair in found], more)


def _unsigned(case: MediationCase, agreed: Agreement) -> Item:
    days = (agreed.parties_signed_on, agreed.mediator_signed_on, agreed.sealed_on)
    missing = "、".join(compress(_SIGNATURES, (day is None for day in days)))
    note = f"待签回：缺{missing}" if missing else "签章已齐，待生效"
    return Item(case.title, note, _CASE, case.id, owner=case.mediator)


def notes(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Quick notes that wait to be registered, the oldest first."""
    query = select(Visit).where(Visit.binned.is_(None), Visit.state == NOTE)
    found, more = owed.first(session, query.order_by(Visit.came_on, Visit.came_at, Visit.id))
    return Owed([_note(one, day) for (one,) in found], more)


def _note(one: Visit, day: date) -> Item:
    on = "" if one.came_on in (None, day) else pending.day_words(one.came_on)
    at = f"{one.came_at:%H:%M}" if one.came_at else ""
    told = " ".join(filter(None, (on, at))) or "今天"
    return Item(f"速记：{one.title}", f"{told}，待补全", Visit.__tablename__, one.id)


def incomplete_cases(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Cases that lack their kind, their parties or the day of acceptance, old ones left alone."""
    case = MediationCase
    known = select(Party.id).where(Party.case == case.id, Party.binned.is_(None)).exists()
    lacking = (
        case.dispute.is_(None),
        ~known,
        case.accepted_on.is_(None) & case.state.not_in(_BEFORE_ACCEPTANCE),
    )
    query = (
        select(case.id, case.title, case.mediator, *lacking)
        .where(*caseload.COUNTS, case.state.not_in(_BARE), or_(*lacking))
        .where(or_(case.closed_on.is_(None), case.closed_on >= day - _QUARTER))
        .order_by(caseload.late(case.accepted_on), case.id)
    )
    found, more = owed.first(session, query)
    items = []
    for one, title, mediator, *lacks in found:
        missing = "、".join(compress(_LACKING, lacks))
        items.append(Item(title, f"缺{missing}", _CASE, one, owner=mediator))
    return Owed(items, more)


def missing_reasons(session: Session, _actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Meetings of the last months with people absent for no known reason."""
    query = (
        select(Meeting)
        .join(Attendance, Attendance.meeting == Meeting.id)
        .where(Meeting.binned.is_(None), Meeting.held_on.between(day - _QUARTER, day))
        .where(Attendance.binned.is_(None), Attendance.staff.is_not(None))
        .where(Attendance.state.not_in(meeting.PRESENT), Attendance.reason.is_(None))
        .order_by(Meeting.held_on, Meeting.id)
        .distinct()
    )
    return Owed([_reasons(session, one) for one in session.scalars(query)])


def _reasons(session: Session, one: Meeting) -> Item:
    absent = meeting.roll(session, one.id).absent
    names = "、".join(person.name for person in absent if not person.reason)
    return Item(f"{one.title}：{names}", "未到原因待补", "meeting", one.id, owner=one.recorder)


def retention_over(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Closed cases kept long enough, as one quiet line: somebody judges them, nothing goes."""
    count = retention.count(session, day) if actor.may(Right.MEDIATE) else 0
    listed = partial(retention.over, today=day)
    line = Item(f"{RETENTION} {count} 件", "只提醒，不自动销毁", _CASE, listed=listed)
    return Owed([line] if count else [])


def to_archive(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Own cases closed within a year whose file has no place on a shelf yet."""
    case = MediationCase
    query = (
        select(case)
        .where(*caseload.COUNTS, case.closed_on.between(day - _YEAR, day))
        .where(case.state != _ARCHIVED, case.box.is_(None), owed.own(actor, case.mediator))
        .order_by(case.closed_on, case.id)
    )
    found, more = owed.first(session, query)
    return Owed([_to_archive(one) for (one,) in found], more)


def _to_archive(case: MediationCase) -> Item:
    closed = f"{pending.day_words(case.closed_on)}办结，" if case.closed_on else ""
    return Item(case.title, f"{closed}未填存放位置", _CASE, case.id, owner=case.mediator)
