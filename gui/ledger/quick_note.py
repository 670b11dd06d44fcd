"""速记: a small card over any page for who is on the phone now; Enter twice keeps it as 待补."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core.draft import Texts
from core.errors import Cancelled, Invalid, UserError
from core.services import visit_notes
from core.services.visit_notes import Jotting
from gui.ledger.drafting import DraftKeeper
from gui.tasks import Desk, Perform
from gui.widgets import clock, keys, parts
from gui.widgets.editors import LineEditor
from gui.widgets.enter import EnterWatch
from gui.widgets.frame import Frame
from gui.widgets.long_box import TallEditor
from gui.widgets.pasting import Pasting
from gui.widgets.screen import Target

WIDTH = 460
_DRAFT = "visit_note"
_HOW = "按两次回车保存 · Esc 收起（内容还在）· Ctrl+V 贴图片"
_AGAIN = "再按一次回车就保存"
_TAKEN = "电话取自文字，可改"


class QuickNote(QFrame):
    """One text, a telephone number and a form of address; `kept` tells the new note."""

    kept = Signal(object)

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("kind", "card")
        self.setAccessibleName("速记")
        self._desk = desk
        self._host = host
        self._before: QWidget | None = None
        self._armed = False
        self._saving = False
        self._taken = ""
        self.text, self.phone, self.name = TallEditor(3), LineEditor(), LineEditor()
        self._when = parts.label("", "caption")
        self._said = parts.label(_HOW, "caption")
        self._said.setWordWrap(True)
        self.pasting = Pasting(desk, self, parts.label("", "caption"))
        self._enter = EnterWatch(self)
        self._enter.pressed.connect(self._on_enter)
        self._lay_out()
        self._drafts = DraftKeeper(desk, self, _DRAFT, self.texts)
        self.hide()

    def open(self) -> None:
        """Come to the front, with what was not kept yet; the clock stands at this minute."""
        if self.isHidden():
            self._before = QApplication.focusWidget()
            self._when.setText(f"{clock.local(self._desk.station.now()):%H:%M}")
            self._rest()
            self.show()
            self.raise_()
            if not self.text.text():
                self._drafts.watch(None, self._restore)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_card(self) -> None:
        """Go back to where the person was; what is typed stays."""
        self._drafts.keep()
        self._go()

    def save(self) -> None:
        """Keep the note."""
        if self._saving:
            return
        self._saving = True
        said = Jotting(self.text.text(), self.phone.text(), self.name.text())
        act = Perform(self._desk, self, visit_notes.jot, said)
        act.then(self._on_kept).failed(self._on_refused).lastly(self._on_over).start()

    def texts(self) -> dict[str, str]:
        """What stands in the card, as drafts keep it."""
        return {key: editor.text() for key, editor in self._editors().items()}

    @override
    def sizeHint(self) -> QSize:
        width = min(WIDTH, self._host.width() - 32)
        return QSize(width, max(super().sizeHint().height(), self.heightForWidth(width)))

    def _editors(self) -> dict[str, TallEditor | LineEditor]:
        return {"title": self.text, "phone": self.phone, "name": self.name}

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 12), 8)
        head = parts.columns(gap=8)
        head.addWidget(parts.label("速记", "heading"))
        head.addWidget(self._when)
        head.addStretch()
        head.addWidget(parts.tool("close", "收起（Esc），内容还在", self.close_card))
        down.addLayout(head)
        down.addWidget(self.text)
        across = parts.columns(gap=12)
        for words, editor, share in (("电话", self.phone, 3), ("称呼", self.name, 2)):
            name = QLabel(words)
            name.setBuddy(editor)
            across.addWidget(name)
            across.addWidget(editor, share)
        down.addLayout(across)
        for line in (self.pasting.said, self.pasting.strip, self._said):
            down.addWidget(line)
        foot = parts.columns()
        foot.addStretch()
        foot.addWidget(parts.button("存为待补", self.save, "check", "primary", "Ctrl+Enter"))
        down.addLayout(foot)
        self._name_editors()

    def _name_editors(self) -> None:
        names = {"title": "对方说了什么", "phone": "电话", "name": "称呼"}
        for key, editor in self._editors().items():
            editor.setObjectName(f"note_{key}")
            editor.setAccessibleName(names[key])
            editor.edited.connect(self._rest)
            self._enter.watch(editor)
            self.pasting.watch(editor)
        self.text.setPlaceholderText("对方说了什么，一句话就行")
        self.name.setPlaceholderText("如 李女士")
        self.text.edited.connect(self._take_phone)
        for key, act in (("Esc", self.close_card), ("Ctrl+Return", self.save)):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _take_phone(self) -> None:
        """A number in the text stands in its field too, until the person types another."""
        found = visit_notes.phone_in(self.text.text())
        if found and self.phone.text() == self._taken:
            self._taken = found
            self.phone.set_text(found)
            self._said.setText(_TAKEN)

    def _on_enter(self) -> None:
        """The second Enter in a row keeps the note."""
        if self._armed:
            self.save()
        else:
            self._armed = True
            self._said.setText(_AGAIN)

    def _rest(self) -> None:
        self._armed = False
        self._say(_HOW)

    def _say(self, text: str, kind: str = "caption") -> None:
        """Below the fields, as high as it needs."""
        parts.set_look(self._said, kind=kind)
        self._said.setText(text)
        self._place()

    def _place(self) -> None:
        """At the upper right, where the list below stays readable."""
        self.resize(self.sizeHint())
        self.move(QPoint(self._host.width() - self.width() - 16, 60))

    def _restore(self, typed: Texts, _former: Texts, said: str) -> None:
        for key, editor in self._editors().items():
            editor.set_text(typed.get(key, ""))
        self._said.setText(said)

    def _on_kept(self, note: UUID) -> None:
        self.pasting.give(note)
        for editor in self._editors().values():
            editor.set_text("")
        self._taken = ""
        self._drafts.drop()
        self._go()
        self.kept.emit(note)

    def _on_refused(self, error: UserError) -> None:
        self._armed = False
        if not isinstance(error, Cancelled):
            self._say(error.text, "problem")
        if isinstance(error, Invalid):
            self.text.setFocus()

    def _on_over(self) -> None:
        self._saving = False

    def _go(self) -> None:
        self._drafts.rest()
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()


def give(frame: Frame) -> None:
    """F4 anywhere; what was noted is completed in its register."""
    card = QuickNote(frame.desk, frame)

    def told(note: UUID) -> None:
        there = Target("visits", ledger="visit", record=note)
        frame.say("已记下，在“来访来电”里待补全", [("补全登记", partial(frame.go, there))])

    card.kept.connect(told)
    frame.note_wanted.connect(card.open)
    keys.give(frame, {"F4": card.open})
