"""Who is on duty on the day, and how many lines the log of duty has since the last meeting."""

from sqlalchemy.orm import Session

from core.services import duty, duty_log
from core.services.agenda.sitting import PEOPLE, Section, Sitting
from core.services.pending import Item


def today(session: Session, sitting: Sitting) -> Section:
    """Each shift of the day with its people."""
    on = duty.on(session, sitting.day)
    return Section(PEOPLE, tuple(Item(f"值班 {one.text}", "", one.table) for one in on))


def log(session: Session, sitting: Sitting) -> Section:
    """How many matters came in on duty; what they are about stays in the record."""
    period = sitting.past
    told = duty_log.matters(session, period.since, period.until)
    items = (Item(f"值班记录{len(told)}件", "逐件通报", "duty_log"),) if told else ()
    return Section(sitting.review, items)
