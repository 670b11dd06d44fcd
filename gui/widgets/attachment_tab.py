"""The tab 附件: counts at once, and makes its pane when it is first looked at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea
from typing_extensions import override

from core.services import attachments
from core.services.attachments import Place
from gui.tasks import Desk, Query
from gui.widgets.attachment_pane import TABLE, AttachmentPane


class AttachmentTab(QScrollArea):
    """`counted` tells how many attachments the record has."""

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName("附件")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._desk = desk
        self._place: Place | None = None
        self._may = False
        self._pane: AttachmentPane | None = None
        desk.changed.connect(self._on_changed)

    @property
    def pane(self) -> AttachmentPane:
        """The pane, made when it is first needed."""
        if self._pane is None:
            self._pane = AttachmentPane(self._desk)
            self._pane.counted.connect(self.counted)
            self.setWidget(self._pane)
        return self._pane

    def show_record(self, place: Place, *, may: bool) -> None:
        """Belong to a record; `may` says whether its attachments may be changed here."""
        self._place, self._may = place, may
        if self._pane is None and not self.isVisible():
            self._count()
        else:
            self.pane.show_record(place, may=may)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._pane is None and self._place is not None:
            self.pane.show_record(self._place, may=self._may)

    def _on_changed(self, touched: frozenset[str]) -> None:
        if TABLE in touched and self._pane is None:
            self._count()

    def _count(self) -> None:
        place = self._place
        if place is not None:
            counting = Query(self._desk, self, attachments.count, place)
            counting.then(lambda found: self._tell(place, found)).start()

    def _tell(self, place: Place, found: int) -> None:
        if place == self._place:
            self.counted.emit(found)
