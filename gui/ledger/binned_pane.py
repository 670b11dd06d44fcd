"""Beside the bin: what comes back with the chosen record, and what it points at that is gone."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget

from core.ledger import Ledger
from core.rights import Right
from core.services import inside
from core.services.inside import Belongings
from core.services.records import Row
from gui.ledger.destroy_form import DestroyForm
from gui.tasks import Desk, Query
from gui.widgets import parts

_WIDTH = 340


class BinnedPane(QFrame):
    """A card with the record's name and belongings; the form of its destruction takes its place."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(_WIDTH)
        self._desk = desk
        self._asked: UUID | None = None
        self._ledger: Ledger | None = None
        self._name = parts.label("", "heading")
        self._back = parts.label("", "cell")
        self._gone = parts.label("", "caption")
        for words in (self._name, self._back, self._gone):
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.form = DestroyForm(desk)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._told())
        self._stack.addWidget(self.form)
        parts.rows(self, (1, 1, 1, 1)).addWidget(self._stack)
        self.form.left.connect(self.show_told)
        self.form.destroyed.connect(lambda _outcome: self.show_told())

    def show_row(self, ledger: Ledger, row: Row | None) -> None:
        """Tell of one record; none where several or none are chosen."""
        if row is not None and row.id == self._asked:
            return
        self.show_told()
        self._asked, self._ledger = (row.id if row else None), ledger
        self.setVisible(row is not None)
        self._back.setText("")
        self._gone.setText("")
        if row is not None:
            self._name.setText(row.texts[ledger.naming.key])
            wanted = (ledger.name, row.id)
            query = Query(self._desk, self, inside.belongings, *wanted)
            query.then(lambda found: self._show(row.id, found)).start()

    def show_told(self) -> None:
        """The record again, not the form."""
        self._stack.setCurrentIndex(0)

    def _told(self) -> QFrame:
        inside_of = QFrame()
        down = parts.rows(inside_of, (16, 12, 16, 12), 8)
        down.addWidget(self._name)
        down.addWidget(self._back)
        down.addWidget(self._gone)
        down.addStretch()
        foot = parts.columns()
        if self._desk.station.actor.may(Right.MANAGE):
            foot.addWidget(
                parts.button("彻底销毁…", self._destroy, "delete-forever-outline", "danger")
            )
        foot.addStretch()
        down.addLayout(foot)
        return inside_of

    def _show(self, identity: UUID, found: Belongings) -> None:
        if identity != self._asked:
            return
        with_it = f"一并找回：{found.words}" if found.words else "没有附带的内容"
        self._back.setText(with_it)
        lines = [
            f"{one.label}“{one.name}”也在回收站里，找回后请核对或一并找回。"
            if one.name
            else f"{one.label}引用的记录已经不在，找回后请另选。"
            for one in found.gone
        ]
        self._gone.setText("\n".join(lines))

    def _destroy(self) -> None:
        if self._asked is not None and self._ledger is not None:
            self._stack.setCurrentWidget(self.form)
            self.form.begin(self._ledger, self._asked)
