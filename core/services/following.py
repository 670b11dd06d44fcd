"""What follows from records just written, by ledger: post history, deadlines, numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from core.ledger import Ledger
from core.services import (
    case_dates,
    case_privacy,
    roster,
    sent_holding,
    task_given,
    visit_course,
)
from core.station import Tx

_FOLLOWS: dict[str, tuple[Callable[[Tx, Sequence[Any]], None], ...]] = {
    "staff": (roster.follow,),
    "mediation_case": (case_dates.follow, case_privacy.follow, sent_holding.follow),
    "task": (task_given.follow,),
    "visit": (visit_course.follow,),
}


def settle(tx: Tx, ledger: Ledger, written: Sequence[Any]) -> None:
    """Let follow what follows from records just written."""
    for follow in _FOLLOWS.get(ledger.name, ()):
        follow(tx, written)
