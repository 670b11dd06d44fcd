"""Which place of the menu shows a record, or the list behind a figure."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from core.records import ledger_of
from core.services import drafts
from gui.widgets.screen import QUICK_NOTE, Shell, Target

LOOKS = "looks"
_SETTINGS = frozenset({LOOKS})
_OWN_SCREENS = {"visit": "visits", "mediation_case": "mediation", "meeting": "meeting"}


def record_target(ledger: str, record: UUID) -> Target:
    """Where one record is worked on: its own screen, or its ledger."""
    return Target(_OWN_SCREENS.get(ledger, "ledgers"), ledger=ledger, record=record)


def draft_target(kept_as: str, record: UUID | None) -> Target:
    """Where a draft goes on: a new record's in its empty form, another's at its record."""
    if kept_as == "visit_note":
        return Target(QUICK_NOTE)
    if kept_as == drafts.PAPER_FILE:
        return Target("mediation", ledger=kept_as, begin=True)
    kept_by = ledger_of(kept_as)
    ledger = kept_by.name if kept_by else kept_as
    if record is not None:
        return record_target(ledger, record)
    return Target(_OWN_SCREENS.get(ledger, "ledgers"), ledger=ledger, begin=True)


def resume(shell: Shell, place: tuple[str, UUID | None] | None) -> None:
    """Go where something was left half typed; the form there brings it back."""
    if place is None:
        shell.fail("这份草稿已经用掉或清空了。")
        return
    shell.go(draft_target(*place))
    if place[1] is not None:
        shell.say("点开原来的表单（修改按 F2），没写完的内容还在")


def place_target(name: str) -> Target:
    """Where something is done that is no record: a place of the menu, a ledger, or a part."""
    if name in _SETTINGS:
        return Target("settings", ledger=name)
    if ledger_of(name) is not None:
        return Target(_OWN_SCREENS.get(name, "ledgers"), ledger=name)
    return Target(name)


def import_target(place: str, ledger: str, files: Sequence[Path]) -> Target:
    """Where workbooks are imported that were dropped on a page: into the ledger it shows."""
    own = next((name for name, screen in _OWN_SCREENS.items() if screen == place), "")
    return Target("import", ledger=ledger or own, file=files[0], more=tuple(files[1:]))


def list_target(ledger: str, ids: Sequence[UUID], title: str) -> Target:
    """The ledger, showing exactly these records."""
    return Target("ledgers", ledger=ledger, ids=tuple(ids), title=title)
