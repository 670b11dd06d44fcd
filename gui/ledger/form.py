"""The form of any ledger: a new record, or a record as it stands, checked and never lost."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout
from typing_extensions import override

from core.draft import Texts
from core.errors import Cancelled, Conflict, Invalid, UserError
from core.ledger import Ledger, Values, problems
from core.record import Value
from core.services import records
from core.services.records import Row
from gui.ledger.drafting import DraftKeeper
from gui.ledger.grid_of_fields import FieldGrid, Stock
from gui.ledger.weighing import Weighed, Weighing, typed_texts
from gui.tasks import Desk, Perform
from gui.widgets import parts
from gui.widgets.again import Again
from gui.widgets.draft_chip import ANOTHER

_NOTHING: Texts = {}


class RecordForm(QFrame):
    """Ctrl+S keeps the draft, Ctrl+Enter saves."""

    saved = Signal(object)
    left = Signal()
    dropped = Signal()

    def __init__(
        self,
        desk: Desk,
        ledger: Ledger,
        today: Callable[[], date],
        act: str,
        stock: Stock | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._ledger = ledger
        self._act = act
        self._row: Row | None = None
        self._saving = False
        self.fields = FieldGrid(desk, ledger, today, stock)
        self.again = Again(desk, self, ledger, self.fields.boxes)
        self.weighing = Weighing(desk, ledger, self.fields, today)
        self.drafts = DraftKeeper(desk, self, ledger.name, self.fields.texts)
        self.drafts.kept = self._show_chip
        self._lay_out()
        self.fields.edited.connect(lambda: self._say(""))
        self.fields.submitted.connect(self.submit)

    def begin(self, *, another: bool = False) -> None:
        """An empty form; a kept draft comes back by itself, unless it is to be `another` one."""
        self._row = None
        self._fill(blank_texts(self._ledger), self._act, self._act, another=another)

    def edit(self, row: Row) -> None:
        """A record as it stands."""
        self._row = row
        self.weighing.know_links(row)
        self._fill(typed_texts(self._ledger, row), row.texts[self._ledger.naming.key], "保存")

    @property
    def record(self) -> UUID | None:
        """The record being changed; none for a new one."""
        return self._row.id if self._row else None

    def submit(self) -> None:
        """Save, or go to the first field that has to be put right."""
        if self._saving:
            return
        read = self.fields.read()
        found = read.problems or problems(self._ledger, read.values)
        self._say(self.fields.show_problems(found))
        if found:
            return
        version = self._row.version if self._row else None
        self._saving = True
        saving = self.saving(read.values, version)
        saving.then(self._on_saved).failed(self._on_refused).lastly(self._on_over).start()

    def saving(self, values: Values, version: int | None) -> Perform[UUID]:
        """The act by which this form is kept."""
        name = self._ledger.name
        return Perform(self._desk, self, records.save, name, values, self.record, version)

    def leave(self) -> None:
        """Keep the draft; nothing typed is lost."""
        if not self.isHidden():
            self.drafts.keep()

    def _fill(self, texts: Texts, title: str, act: str, *, another: bool = False) -> None:
        self.again.on = self._row is None
        self.fields.set_texts(texts)
        self.fields.read_choices()
        self.weighing.begin(self._row)
        self._title.setText(title)
        self._save.setText(act)
        self._chip.hide()
        self._forget.hide()
        self._another.hide()
        self._say("")
        self._scroll.verticalScrollBar().setValue(0)
        self.drafts.watch(self.record, self._restore, another=another)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 8, 12), 8)
        head = parts.columns(margins=(0, 0, 8, 0))
        self._title = parts.label("", "heading")
        self._title.setWordWrap(True)
        self._chip = parts.chip("", "mute")
        self._forget = parts.button(
            "不要草稿", lambda: self.drafts.drop(self._begin_anew), kind="link"
        )
        self._another = parts.button("另起一份", self._start_another, kind="link", tip=ANOTHER)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip)
        head.addWidget(self._another)
        head.addWidget(self._forget)
        head.addWidget(parts.tool("close", "返回（Esc），草稿会保留", self._close))
        down.addLayout(head)
        self._said = parts.label("", "problem")
        self._said.setWordWrap(True)
        down.addWidget(self._said)
        self.above = parts.rows(gap=4)
        down.addLayout(self.above)
        inside = parts.frame("scrolled")
        within = parts.rows(inside, gap=0)
        within.addWidget(self.weighing.view)
        within.addWidget(self.fields, 1)
        self._scroll = parts.scrolling(inside)
        down.addWidget(self._scroll, 1)
        self._lay_out_foot(down)

    def _lay_out_foot(self, down: QVBoxLayout) -> None:
        foot = parts.columns(margins=(0, 0, 8, 0))
        foot.addStretch()
        foot.addWidget(
            parts.button("存草稿", self.drafts.keep, "content-save-outline", tip="Ctrl+S")
        )
        self._save = parts.button("保存", self.submit, "check", "primary", "Ctrl+Enter")
        foot.addWidget(self._save)
        down.addLayout(foot)
        for keys, act in (
            ("Ctrl+S", self.drafts.keep),
            ("Ctrl+Return", self.submit),
            ("Ctrl+Enter", self.submit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _close(self) -> None:
        self.drafts.keep()
        self.left.emit()

    def _restore(self, typed: Texts, former: Texts, said: str) -> None:
        """A kept draft comes back; what others changed under it since is asked about at once."""
        standing = self.weighing.base
        self.fields.set_texts({**standing, **typed})
        self.fields.read_choices()
        self._show_chip(said)
        self._forget.show()
        if {**standing, **former} != standing:
            self._weigh(self._take_over, former)

    def _begin_anew(self) -> None:
        self.dropped.emit()
        self.begin() if self._row is None else self.edit(self._row)
        self.fields.focus()

    def _start_another(self) -> None:
        """What is typed stays a draft; one more new record begins empty."""
        self.drafts.keep()
        self.begin(another=True)
        self.fields.focus()

    def _show_chip(self, words: str) -> None:
        self._chip.setText(words)
        self._chip.show()
        self._another.setVisible(self._row is None)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _on_over(self) -> None:
        self._saving = False

    def _on_saved(self, identity: UUID) -> None:
        self.drafts.drop()
        self.saved.emit(identity)

    def _on_refused(self, error: UserError) -> None:
        if isinstance(error, Invalid):
            self._say(self.fields.show_problems(error.problems))
        elif isinstance(error, Conflict):
            self._weigh(self._meet)
        elif not isinstance(error, Cancelled):
            self._say(error.text)
        self.drafts.keep()

    def _weigh(self, then: Weighed, former: Texts = _NOTHING) -> None:
        self.weighing.weigh(self, then, lambda error: self._say(error.text), former)

    def _meet(self, row: Row, said: str) -> None:
        """Somebody was quicker: merged is saved at once, unless there is something to choose."""
        self._take_over(row, said)
        if not self.weighing.view.questions:
            self.submit()

    def _take_over(self, row: Row, said: str) -> None:
        self._row = row
        self.drafts.rebase(self.weighing.base)
        self._say(said)
        self._scroll.verticalScrollBar().setValue(0)

    @override
    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        if not visible:
            self.drafts.rest()


def blank_texts(ledger: Ledger) -> dict[str, str]:
    """A new record's defaults, as texts."""
    return {
        one.key: _default(ledger, one.key) for one in ledger.editable() if _default(ledger, one.key)
    }


def _default(ledger: Ledger, key: str) -> str:
    column: Any = getattr(ledger.record, key).property.columns[0]
    value: Value = getattr(column.default, "arg", None)
    plain = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if plain else ""
