"""The years whose days off this station was told, beside those the program was delivered with."""

from sqlalchemy.orm import Session

from core import holidays, workdays
from core.services import settings
from core.settings import HOLIDAYS


def apply(session: Session) -> None:
    """From now on every deadline, schedule and agenda of this program knows them."""
    workdays.learn(holidays.read(settings.value(session, HOLIDAYS)))
