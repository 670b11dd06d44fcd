"""The form of visits and calls: what can be known beforehand is filled in, and says so."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from typing_extensions import override

from core.ledger import Values
from core.record import Value
from core.records.visit import NOTE
from core.services import records, visit_notes, visits
from core.services.records import Row
from gui.ledger.form import RecordForm
from gui.tasks import Perform, Query
from gui.widgets import parts
from gui.widgets.card_reader import CardReader, ReaderKeys, fill
from gui.widgets.pasting import Pasting

_Known = tuple[dict[str, Value], dict[UUID, str]]

_COMPLETING = "补全登记"
_AS_BEFORE = "同上一件，可改"
_AS_NOTED = "取自速记，请核对"


class VisitForm(RecordForm):
    """A note that is completed stands above the fields as it was typed."""

    @override
    def _lay_out(self) -> None:
        super()._lay_out()
        self._noted = parts.passage("")
        self._noted.setAccessibleName("速记原文")
        self._beside = parts.frame("progress")
        parts.rows(self._beside, (12, 8, 12, 8)).addWidget(self._noted)
        self.pasting = Pasting(self._desk, self, parts.label("", "caption"))
        self.reader = CardReader(
            self._desk, self, lambda found, _at: fill(self.fields.boxes, found)
        )
        ReaderKeys(self.reader, self, self.fields.texts, self.fields.set_texts)
        for box in self.fields.boxes.values():
            self.pasting.watch(box.editor)
        self.above.addWidget(self.reader)
        self.above.addWidget(self._beside)
        self.above.addWidget(self.pasting.said)
        self.above.addWidget(self.pasting.strip)
        self.saved.connect(self.pasting.give)

    @property
    def completing(self) -> bool:
        """Whether a note is being made a registered visit."""
        return self._row is not None and self._row.values["state"] == NOTE

    @override
    def begin(self, *, another: bool = False) -> None:
        super().begin(another=another)
        self._show_note("")
        me = self._desk.station.actor.id
        self._ask(Query(self._desk, self, _named, visit_notes.remembered, me), _AS_BEFORE)

    @override
    def edit(self, row: Row) -> None:
        super().edit(row)
        self._show_note(row.texts["jotted"] if self.completing else "")
        if self.completing:
            self._title.setText(_COMPLETING)
            self._save.setText(self._act)
            said = row.texts["jotted"]
            self._ask(Query(self._desk, self, _named, visit_notes.hints, said), _AS_NOTED)

    @override
    def saving(self, values: Values, version: int | None) -> Perform[UUID]:
        if self.record is None or self.completing:
            given = (values, self.record, version)
            return Perform(self._desk, self, visits.register, *given)
        return Perform(self._desk, self, visits.amend, values, self.record, version)

    def _ask(self, asked: Query[_Known], hint: str) -> None:
        row = self._row
        asked.then(lambda found: self._hint(found, hint) if self._row is row else None).start()

    def _hint(self, found: _Known, words: str) -> None:
        """Fill in what is known and not typed yet; that alone makes no draft."""
        values, villages = found
        typed = self.drafts.dirty
        for choice in villages.items():
            self.fields.know("grid", choice)
        for key in filter(self._untouched, values):
            if values[key] is not None:
                self.fields.boxes[key].fill(str(values[key]), words)
        if not typed:
            self.drafts.rebase(self.fields.texts())

    def _untouched(self, key: str) -> bool:
        """Whether a field is as the form began: with a default, or empty where a record is."""
        text = self.fields.texts()[key]
        return text == self.weighing.base.get(key, "") and not (self._row and text)

    def _show_note(self, text: str) -> None:
        self.pasting.forget()
        self._noted.setText(text)
        self._beside.setVisible(bool(text))


def _named(session: Any, ask: Callable[[Any, Any], dict[str, Value]], about: Any) -> _Known:
    """What is known beforehand, and what its village is called."""
    found = ask(session, about)
    grid = found.get("grid")
    return found, records.titles(session, "grid", [grid] if isinstance(grid, UUID) else [])
