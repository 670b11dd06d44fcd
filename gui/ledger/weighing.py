"""What is typed in a form, weighed against what others made of its record meanwhile."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core.draft import Texts
from core.errors import UserError
from core.ledger import Ledger
from core.merge import merge
from core.services import versions
from core.services.records import Row
from core.services.versions import Meanwhile
from gui.ledger.grid_of_fields import FieldGrid
from gui.tasks import Desk, Query
from gui.widgets.clash_view import ClashView, TwoEditors

Weighed = Callable[[Row, str], object]


class Weighing:
    """What only one of two editors changed is merged; where both did, `view` asks."""

    def __init__(
        self, desk: Desk, ledger: Ledger, fields: FieldGrid, day: Callable[[], date]
    ) -> None:
        self._desk = desk
        self._ledger = ledger
        self._fields = fields
        self._day = day
        self._record: UUID | None = None
        self.base: Texts = {}
        self.view = ClashView()
        self.view.chosen.connect(lambda key, text: fields.boxes[key].set_text(text))

    def begin(self, row: Row | None) -> None:
        """The form has been filled with a record as it stands, or is empty."""
        self._record = row.id if row else None
        self.base = self._fields.texts()
        self.view.clear()

    def weigh(
        self, owner: QWidget, then: Weighed, failed: Callable[[UserError], object], former: Texts
    ) -> None:
        """Read the newest version and weigh it; `former` is what stood there when typing began."""
        if self._record is not None:
            meet = partial(self._meet, {**self.base, **former}, then)
            asked = (self._ledger.name, self._record)
            Query(self._desk, owner, versions.meanwhile, *asked).then(meet).failed(failed).start()

    def know_links(self, row: Row) -> None:
        """Offer the records this one points at before all that there are have been read."""
        for box in self._fields.boxes.values():
            value = row.values[box.key]
            if isinstance(value, UUID):
                self._fields.know(box.field.link, (value, row.texts[box.key]))

    def _meet(self, base: Texts, then: Weighed, found: Meanwhile) -> None:
        if found.row.id != self._record:
            return
        self.know_links(found.row)
        fields = self._fields
        mine = fields.texts()
        theirs = fields.shown(typed_texts(self._ledger, found.row))
        merged = merge(base, theirs, mine)
        labels = {key: box.field.label for key, box in fields.boxes.items()}
        both = TwoEditors(merged, found.touches, labels, fields.words, self._day())
        for key in merged.taken:
            fields.boxes[key].set_text(merged.texts[key])
        self.base = theirs
        self.view.ask(both.questions())
        then(found.row, both.said())
        self.view.focus()


def typed_texts(ledger: Ledger, row: Row) -> dict[str, str]:
    """What a person would have typed to get this record; records by their identity."""
    return {
        one.key: str(row.values[one.key] or "") if one.link else row.whole(one.key)
        for one in ledger.editable()
    }
