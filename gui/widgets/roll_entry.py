"""One line to put somebody onto the roll: a colleague by name or letters, or a guest."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from core.services.meeting_file import Called
from core.services.meeting_roll import Joining
from gui.widgets import parts
from gui.widgets.choices import Choice, SearchEditor
from gui.widgets.editors import LineEditor, width_of

_WHO = 14


class RollEntry(QFrame):
    """`wanted` hands out who is to come onto the roll; `left` that nobody more is."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self._people: Sequence[Choice] = ()
        self._there: frozenset[str] = frozenset()
        self.who = SearchEditor()
        self.unit = LineEditor()
        self._lay_out()
        self.hide()

    def offer(self, people: Sequence[Choice]) -> None:
        """Who is in post; those on the roll are not offered again."""
        self._people = people
        self._show()

    def follow(self, called: Sequence[Called]) -> None:
        """Who is on the roll now."""
        there = frozenset(str(one.staff) for one in called if one.staff)
        if there != self._there:
            self._there = there
            self._show()

    def begin(self) -> None:
        """Ask who is to come."""
        self.show()
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Whoever was typed is on the roll: the next one."""
        self.who.set_text("")
        self.unit.set_text("")
        if self.isVisible():
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """A colleague by record, a guest by name; a guest's unit may stay empty."""
        self.who.settle()
        chosen, name = self.who.chosen, self.who.text().strip()
        if chosen:
            self.wanted.emit(Joining(UUID(chosen)))
        elif name:
            self.wanted.emit(Joining(None, name, self.unit.text()))

    def leave(self) -> None:
        """Nobody more; what is typed stays until then."""
        self.hide()
        self.left.emit()

    def _show(self) -> None:
        self.who.set_choices([one for one in self._people if one[0] not in self._there])

    def _lay_out(self) -> None:
        across = parts.columns(self, (12, 0, 12, 0), 6)
        self.who.setObjectName("roll_who")
        self.who.setAccessibleName("加到签到名单的人")
        self.who.setFixedWidth(width_of(_WHO))
        line = self.who.lineEdit()
        if line is not None:
            line.setPlaceholderText("同事或来宾姓名")
            line.returnPressed.connect(self._on_name)
        self.unit.setObjectName("roll_unit")
        self.unit.setAccessibleName("来宾单位、职务")
        self.unit.setPlaceholderText("来宾单位、职务，同事不填")
        self.unit.returnPressed.connect(self.submit)
        across.addWidget(self.who)
        across.addWidget(self.unit, 1)
        across.addWidget(parts.button("加上", self.submit, tip="加到名单（Enter）"))
        QShortcut(
            QKeySequence("Esc"),
            self,
            self.leave,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    def _on_name(self) -> None:
        """Enter behind a colleague's name is enough; a guest says where from."""
        self.who.settle()
        if self.who.chosen:
            self.submit()
        elif self.who.text().strip():
            self.unit.setFocus(Qt.FocusReason.OtherFocusReason)
