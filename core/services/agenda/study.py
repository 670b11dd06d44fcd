"""What is learned at the meeting or soon after: lessons of the station's own people."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records.training import Training
from core.services.agenda.sitting import STUDY, Section, Sitting
from core.services.pending import Item, day_words


def lessons(session: Session, sitting: Sitting) -> Section:
    """Lessons from today until the next meeting of the kind."""
    query = (
        select(Training)
        .where(Training.binned.is_(None), Training.held_on.between(sitting.day, sitting.ahead))
        .order_by(Training.held_on, Training.id)
    )
    return Section(STUDY, tuple(_told(one, sitting) for one in session.scalars(query)))


def _told(one: Training, sitting: Sitting) -> Item:
    on = "今天" if one.held_on == sitting.day else day_words(one.held_on)
    note = "，".join(filter(None, (on, f"{one.lecturer}主讲" if one.lecturer else "")))
    return Item(f"学习：{one.name}", note, "training", one.id)
