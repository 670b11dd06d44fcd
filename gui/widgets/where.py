"""Which place of the menu shows a record, or the list behind a figure."""

from collections.abc import Sequence
from uuid import UUID

from gui.widgets.screen import Target

LOOKS = "looks"
_SETTINGS = frozenset({LOOKS})
_OWN_SCREENS = {"mediation_case": "mediation", "meeting": "meeting"}


def record_target(ledger: str, record: UUID) -> Target:
    """Where one record is worked on: its own screen, or its ledger."""
    return Target(_OWN_SCREENS.get(ledger, "ledgers"), ledger=ledger, record=record)


def place_target(name: str) -> Target:
    """Where something is done that is no record: a place of the menu, or a part of one."""
    return Target("settings", ledger=name) if name in _SETTINGS else Target(name)


def list_target(ledger: str, ids: Sequence[UUID], title: str) -> Target:
    """The ledger, showing exactly these records."""
    return Target("ledgers", ledger=ledger, ids=tuple(ids), title=title)
