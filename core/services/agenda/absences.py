"""Who is on leave on the day, and who stands in."""

from sqlalchemy.orm import Session

from core.services import leaves
from core.services.agenda.sitting import PEOPLE, Section, Sitting
from core.services.pending import Item


def today(session: Session, sitting: Sitting) -> Section:
    """Each absence of the day with its substitute; 待定 where there is none."""
    return Section(
        PEOPLE,
        tuple(
            Item(f"请假：{name}", note, "leave", leave.id, owner=leave.staff)
            for leave, name, note in leaves.told_on(session, sitting.day)
        ),
    )
