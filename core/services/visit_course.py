"""What follows from what is filled in of a visit: its day, its name, where it stands."""

from collections.abc import Sequence

from core.record import Value
from core.records.visit import ANONYMOUS, CLOSED, HANDED, NOTE, REGISTERED, Visit
from core.station import CHINA, Tx


def now(tx: Tx) -> dict[str, Value]:
    """The present day and minute, as a visit has them."""
    here = tx.now.astimezone(CHINA)
    return {"came_on": here.date(), "came_at": here.time().replace(second=0, microsecond=0)}


def follow(tx: Tx, visits: Sequence[Visit]) -> None:
    """Keep day, name and state of visits in step with the rest of them."""
    for one in visits:
        one.came_on = one.came_on or tx.today
        one.heads = one.heads or 1
        if one.anonymous and not one.name:
            one.name = ANONYMOUS
        if one.state != NOTE:
            one.state = _stands(one)


def _stands(one: Visit) -> str:
    if one.closed_on is not None:
        return CLOSED
    return HANDED if one.owner is not None or one.unit else REGISTERED
