"""Taking records away: unnumbered ones go to the bin, a numbered one is voided with a reason."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.services import records
from core.services.records import Row
from gui import ask
from gui.tasks import Desk, Perform


def remove(
    desk: Desk, owner: QWidget, ledger: Ledger, chosen: Sequence[UUID], then: Callable[[], object]
) -> None:
    """Ask, and move the chosen records to the bin; keeping them is the default."""
    count = f"{len(chosen)} {ledger.unit}"
    text = f"删除选中的 {count}？可以在“回收站”里找回。"
    if ask.yes(owner, "删除", text, f"删除 {count}"):
        Perform(desk, owner, records.remove, ledger.name, chosen).then(lambda _: then()).start()


def void(desk: Desk, owner: QWidget, ledger: Ledger, row: Row) -> None:
    """Ask for the reason, and void a numbered record."""
    text = f"{official_number(ledger, row)} 作废后编号保留，不再统计。请写明原因："
    reason = ask.paragraph(owner, "作废", text, "作废")
    if reason is not None:
        Perform(desk, owner, records.void, ledger.name, row.id, reason).start()


def official_number(ledger: Ledger, row: Row) -> str:
    """The record's official number; empty where it has none."""
    return row.texts[ledger.number.key] if ledger.number is not None else ""
