"""Attachments being looked at, opened elsewhere or kept outside; each look is written down."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from core.intake.media import PDF, form_of
from core.records.attachment import Attachment
from core.services import attachments
from core.services.attachments import Place
from core.store.files import Files
from gui.tasks import Desk, Work
from gui.widgets import keeping_files, opened_copies
from gui.widgets.attachment_viewer import AttachmentViewer


class Opening:
    """What can be done with attachments beside changing them."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk = desk
        self._owner = owner

    def open(self, store: Files, listed: Sequence[Attachment], row: int) -> None:
        """Show one inside the program, its neighbours to turn to; or as a copy in another."""
        form = form_of(listed[row].media)
        if not form.is_picture and form.media != PDF:
            self._open_copy(store, listed[row])
            return
        viewer = AttachmentViewer(self._desk, self._owner, listed, store)
        viewer.looked.connect(self._look)
        viewer.alien_wanted.connect(partial(self._open_copy, store))
        viewer.save_wanted.connect(lambda wanted: self.save(store, [wanted]))
        viewer.open()
        viewer.turn_to(row)

    def save(self, store: Files, wanted: Sequence[Attachment]) -> None:
        """Keep them outside the station."""
        if keeping_files.keep(self._desk, self._owner, store, wanted):
            self._look(wanted[0])

    def _open_copy(self, store: Files, one: Attachment) -> None:
        opened_copies.open_copy(self._desk, self._owner, store, one)
        self._look(one)

    def _look(self, one: Attachment) -> None:
        """Written down beside, never waited for."""
        place, station = Place(one.table, one.owner), self._desk.station
        Work(self._desk, self._owner, attachments.look, station, place, one.media).start()
