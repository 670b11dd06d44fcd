"""One month of duty read whole for the screen: the sheet, what clashes, who is on how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core.services import duty_checks, duty_sheet, duty_swap
from core.services.duty_checks import Conflict, Share
from core.services.duty_sheet import Sheet
from core.services.duty_swap import Swap


@dataclass(frozen=True, slots=True)
class DutyFile:
    """A month with everything that is shown beside it."""

    sheet: Sheet
    conflicts: Sequence[Conflict]
    shares: Sequence[Share]
    swaps: Sequence[Swap]


def file(session: Session, day: date) -> DutyFile:
    """The month of `day`."""
    since, until = duty_sheet.month(day)
    sheet = duty_sheet.read(session, since, until)
    return DutyFile(
        sheet,
        duty_checks.conflicts(sheet),
        duty_checks.shares(sheet),
        duty_swap.swaps(session, since, until),
    )
