"""Writes down that somebody else's record was opened: a restricted one at once, else on staying."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from core.ledger import Ledger
from core.records.mediation_case import LEDGER, RESTRICTED
from core.services.case_course import Opened
from core.services.records import Row
from gui.tasks import Desk, Look

STAYING_MS = 2000
_SUMS = "L1"


@dataclass(frozen=True, slots=True)
class _Opening:
    """A record on the screen: what the register calls it, who may read it, whether it is own."""

    table: str
    record: UUID
    name: str
    privacy: str | None
    own: bool


class Looking(QObject):
    """One for each screen; a record is written down once for as long as the screen lives.

    Passing over a row with the arrow keys is no look: the register would drown in them.
    """

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._known: set[UUID] = set()
        self._now: _Opening | None = None
        self._timer = QTimer(self, singleShot=True, interval=STAYING_MS)
        self._timer.timeout.connect(self._write)

    def open_case(self, opened: Opened) -> None:
        """A case came into view."""
        case = opened.file.case
        name = _called(LEDGER, case.number)
        self._open(_Opening(LEDGER.name, case.id, name, case.privacy, opened.own))

    def open_row(self, ledger: Ledger, row: Row) -> None:
        """A record of any ledger came into view."""
        if ledger.record.secret is not None:
            level = str(row.values[ledger.record.secret[0]] or "")
            number = row.texts[ledger.number.key] if ledger.number is not None else ""
            self._open(_Opening(ledger.name, row.id, _called(ledger, number), level, row.own))

    def _open(self, opening: _Opening) -> None:
        if self._now is not None and self._now.record == opening.record:
            return
        self._timer.stop()
        self._now = None
        if opening.own or opening.privacy == _SUMS or opening.record in self._known:
            return
        self._now = opening
        if opening.privacy == RESTRICTED:
            self._write()
        else:
            self._timer.start()

    def _write(self) -> None:
        opening = self._now
        if opening is not None:
            self._known.add(opening.record)
            Look(
                self._desk,
                self._owner,
                f"查看：{opening.name}",
                [(opening.table, opening.record)],
            ).start()


def _called(ledger: Ledger, number: str | None) -> str:
    """A name without persons: the ledger and the number."""
    return f"{ledger.title} {number or '未编号'}"
