"""What happened on a shift: quiet ones in one go, a matter that becomes a visit, the last days."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Invalid
from core.records.duty import DutyLog
from core.records.visit import NOTE, Visit
from core.rights import Right
from core.services import duty_sheet, records, visit_course, visit_notes
from core.services.duty import span_words
from core.services.duty_sheet import DAY, WHOLE
from core.services.pending import Item, day_words
from core.station import Tx, operation

_MOST_DAYS = 366


@operation("一键零报告", needs=Right.KEEP)
def report_nothing(tx: Tx, since: date, until: date) -> int:
    """A zero record for each shift of these days nothing is written of; nobody has signed it."""
    if until < since:
        raise Invalid("止日早于起日，请核对。")
    if until > tx.today:
        raise Invalid("零报告写到今天为止，以后的日子请到时再写。")
    if (until - since).days >= _MOST_DAYS:
        raise Invalid("一次最多写一年的零报告，请把日期分开。")
    told = {(one.day, one.shift) for one in _logs(tx.session, since, until)}
    days = [since + number * DAY for number in range((until - since).days + 1)]
    shifts = duty_sheet.rules_of(tx.session).shifts
    quiet = [
        (day, shift)
        for day in days
        for shift in shifts
        if not told & {(day, shift), (day, WHOLE)} and not (shift == WHOLE and _any(told, day))
    ]
    for day, shift in quiet:
        tx.add(DutyLog(day=day, shift=shift, quiet=True))
    tx.detail = span_words(day for day, _ in quiet)
    return len(quiet)


@operation("转来访来电", needs=Right.KEEP)
def to_visit(tx: Tx, log: UUID) -> UUID:
    """What was said on duty becomes a quick note; the line keeps the way to it."""
    one = records.get(tx.session, DutyLog, log)
    if one.visit is not None:
        raise Invalid("这条值班记录已经转过来访来电，请在来访来电里接着办。")
    text = (one.content or "").strip()
    if one.quiet or not text:
        raise Invalid("零记录没有事项可转，请先写明事项。")
    visit = Visit(
        state=NOTE,
        title=visit_notes.gist(text),
        jotted=text,
        source="call" if one.phone or one.unit else "visit",
        phone=one.phone,
        name=one.caller,
        came_on=one.day,
        came_at=one.at,
    )
    tx.add(visit)
    visit_course.follow(tx, [visit])
    one.visit = visit.id
    tx.detail = f"：{day_words(one.day)}值班记录"
    return visit.id


def matters(session: Session, since: date, until: date) -> list[Item]:
    """What happened on duty in these days; personal data stay in the record."""
    return [
        Item(f"{day_words(one.day)}值班：{visit_notes.gist(one.content)}", "", "duty_log", one.id)
        for one in _logs(session, since, until)
        if one.content
    ]


def _any(told: set[tuple[date, str]], day: date) -> bool:
    return any(known == day for known, _ in told)


def _logs(session: Session, since: date, until: date) -> list[DutyLog]:
    query = (
        select(DutyLog)
        .where(DutyLog.binned.is_(None), DutyLog.day.between(since, until))
        .order_by(DutyLog.day, DutyLog.at, DutyLog.id)
    )
    return list(session.scalars(query))
