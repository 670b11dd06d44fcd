"""The fields of a form as declared: in groups, in one or two columns, checked one by one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout
from typing_extensions import override

from core import codes, draft
from core.draft import Read
from core.errors import Problem
from core.ledger import Ledger
from core.record import Field, Kind
from core.services import eligible, grid_validity
from core.services.eligible import Eligible
from gui.tasks import Desk, Query, Work
from gui.widgets import parts
from gui.widgets.choices import SearchEditor, keyed, learn_sounds
from gui.widgets.editors import NO
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.filling import follow

WIDE = 520
DOUBTED = "{}；确实如此可照存"


Stock = dict[str, FieldBox]
"""Boxes that were made before their form."""


def box_of(one: Field, today: date) -> FieldBox:
    """The box of a declared field."""
    items = codes.table(one.code).items if one.kind is Kind.CODE else ()
    return editor_for(one, Offer([(item.code, item.name) for item in items], today=today))


class FieldGrid(QFrame):
    """The editors of a ledger's form; texts go in and out, a value is a matter of `read`."""

    edited = Signal()
    submitted = Signal()

    def __init__(
        self, desk: Desk, ledger: Ledger, today: Callable[[], date], stock: Stock | None = None
    ) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._stock = stock or {}
        self._desk = desk
        self._ledger = ledger
        self._today = today
        self._known: dict[str, Sequence[tuple[UUID, str]]] = {}
        self.boxes: dict[str, FieldBox] = {}
        self._dated = [ledger.field(one) for one in grid_validity.dated_by(ledger.name)]
        self._grids: list[tuple[QGridLayout, list[FieldBox]]] = []
        self._columns = 0
        down = parts.rows(self, (0, 0, 8, 0), 4)
        for title, fields in ledger.groups():
            if len(ledger.form) > 1:
                down.addWidget(parts.label(title, "heading"))
            down.addLayout(self._group(fields))
        down.addStretch()
        self._arrange(1)

    def read_choices(self) -> None:
        """Read anew which records there are to choose from, and how they sound."""
        Work(self._desk, self, learn_sounds).start()
        for table in {box.field.link for box in self.boxes.values() if box.field.link}:
            self._ask_choices(table)

    def _ask_choices(self, table: str) -> None:
        read = draft.read(self._dated, self.texts(), self._today()).values
        day = grid_validity.own_day(self._ledger.name, read.get, self._desk.station.today())
        offer = partial(self._offer, table)
        Query(self._desk, self, eligible.on, table, day).then(offer).start()

    def know(self, table: str, choice: tuple[UUID, str]) -> None:
        """Offer a record that a form is about to show before all are read."""
        known = self._known.get(table, ())
        if choice not in known:
            self._offer(table, Eligible((*known, choice)))

    def texts(self) -> dict[str, str]:
        """What stands in every editor; a chosen record by its identity."""
        return {
            key: box.chosen or box.text() if box.field.kind is Kind.LINK else box.text()
            for key, box in self.boxes.items()
        }

    def shown(self, texts: Mapping[str, str]) -> dict[str, str]:
        """These texts as the editors would hold them: a box that is not ticked says so."""
        return {
            key: texts.get(key) or (NO if box.field.kind is Kind.YES else "")
            for key, box in self.boxes.items()
        }

    def words(self, key: str, text: str) -> str:
        """How a text of `texts` is read: a record by its name."""
        link = self.boxes[key].field.link
        names = {str(identity): name for identity, name in self._known.get(link, ())}
        return names.get(text, text)

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the editors; what is not named becomes empty."""
        for key, box in self.boxes.items():
            box.set_problem("")
            box.set_hint(box.field.hint)
            box.set_today(self._today())
            box.set_text(texts.get(key, ""))

    def read(self) -> Read:
        """The values meant, and what was not understood; numbers in doubt are kept."""
        for box in self.boxes.values():
            if isinstance(box.editor, SearchEditor):
                box.editor.settle()
        return draft.typed(self._fields(), self.texts(), self._today(), self._lookup)

    def show_problems(self, problems: Iterable[Problem]) -> str:
        """Say under each field what is wrong, go to the first; return what is said of none."""
        said = {one.field: one.text for one in problems}
        for key, box in self.boxes.items():
            box.set_problem(said.pop(key, ""))
        first = next((box for box in self.boxes.values() if box.problem), None)
        if first is not None:
            first.focus()
        return "；".join(said.values())

    def focus(self) -> None:
        """Go to the first field."""
        next(iter(self.boxes.values())).focus()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= WIDE else 1)

    def _fields(self) -> tuple[Field, ...]:
        return self._ledger.editable()

    def _group(self, fields: Sequence[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        made = [self._box(one) for one in fields if not one.given]
        self._grids.append((grid, made))
        return grid

    def _box(self, one: Field) -> FieldBox:
        box = self._stock.pop(one.key, None) or box_of(one, self._today())
        box.edited.connect(self._on_edited)
        box.left.connect(self._on_left)
        if isinstance(box.editor, SearchEditor):
            box.editor.submitted.connect(self.submitted)
        self.boxes[one.key] = box
        return box

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for grid, boxes in self._grids:
            _place(grid, boxes, columns)
            for column in range(2):
                grid.setColumnStretch(column, 1 if column < columns else 0)

    def _offer(self, table: str, found: Eligible) -> None:
        self._known[table] = (*found.fitting, *found.others)
        for box in self.boxes.values():
            if box.field.link == table and isinstance(box.editor, SearchEditor):
                box.editor.set_choices(keyed(found.fitting), keyed(found.others))

    def _lookup(self, table: str, name: str) -> UUID | None:
        found = [identity for identity, known in self._known.get(table, ()) if known == name]
        return found[0] if len(found) == 1 else None

    def _on_edited(self, key: str) -> None:
        self.boxes[key].set_problem("")
        self.edited.emit()

    def _on_left(self, key: str) -> None:
        """Check one field; an empty one is not complained about before saving."""
        box = self.boxes[key]
        text = self.texts()[key]
        read = draft.typed((box.field,), {key: text}, self._today(), self._lookup)
        box.set_problem(next((one.text for one in read.problems), ""))
        box.set_hint(next((DOUBTED.format(one.text) for one in read.doubts), box.field.hint))
        if box.field in self._dated:
            self._ask_choices("grid")
        if not read.problems and follow(self.boxes, key):
            self.edited.emit()


def _place(grid: QGridLayout, boxes: Iterable[FieldBox], columns: int) -> None:
    """Side by side; a long text takes the whole row, also where that leaves a gap before it."""
    place = 0
    for box in boxes:
        wide = columns > 1 and box.field.kind is Kind.LONG
        place += place % columns if wide else 0
        row, column = divmod(place, columns)
        grid.addWidget(box, row, column, 1, columns if wide else 1)
        place += columns if wide else 1
