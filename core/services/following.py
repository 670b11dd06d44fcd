"""What follows from records just written, by ledger: post history, deadlines, numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from core.ledger import Ledger
from core.services import (
    absence,
    case_dates,
    case_privacy,
    grid_codes,
    grid_tree,
    grid_validity,
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
    "grid": (grid_codes.follow, grid_tree.follow),
}
_STAYS: dict[str, Callable[[Tx, Any], None]] = {
    "grid": grid_tree.refuse_removal,
    "leave": absence.refuse_removal,
}
"""What is not binned as long as others stand on it."""


def settle(tx: Tx, ledger: Ledger, written: Sequence[Any]) -> None:
    """Let follow what follows from records just written."""
    grid_validity.follow(tx, ledger.name, written)
    for follow in _FOLLOWS.get(ledger.name, ()):
        follow(tx, written)


def refuse_removal(tx: Tx, ledger: Ledger, record: Any) -> None:
    """Refuse to bin what others stand on."""
    if ledger.name in _STAYS:
        _STAYS[ledger.name](tx, record)
