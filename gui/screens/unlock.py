"""Unlocking: name and password, the wait after wrong ones, and the recovery code."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from core.errors import Invalid, UserError
from core.field import Field, Kind
from core.store import keys, tries
from gui.tasks import Desk, Task
from gui.widgets import opened_copies, parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.editors import LineEditor
from gui.widgets.field_box import FieldBox, editor_for
from gui.widgets.help_over import HelpOver
from gui.widgets.secret import NewSecret, secret_box
from gui.widgets.top_bar import PRODUCT, Emblem

Enter = Callable[[str, str, str], object]

_SECOND_MS = 1000
_CARD_WIDTH = 400
_CARD_MARGIN = 32
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class UnlockScreen(QFrame):
    """`opened` hands out what `enter`, run in a thread, has opened.

    It is given the name, the password, and the recovery code if that password is to be a new one.
    """

    opened = Signal(object)
    restore_wanted = Signal()

    def __init__(self, porch: Desk, folder: Path, enter: Enter) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._porch = porch
        self._folder = folder
        self._enter = enter
        self._left = 0
        self._busy = False
        self._tick = QTimer(self, interval=_SECOND_MS)
        self._tick.timeout.connect(self._look)
        self._who = FieldBox(Field("who", "姓名", Kind.CODE), ChoiceEditor())
        self._password = secret_box("password", "口令", required=False)
        self._code = editor_for(
            Field("code", "应急恢复码", Kind.TEXT, required=True, hint="密封保管的 8 组字符")
        )
        self._new = NewSecret("新口令")
        self._who.edited.connect(lambda _key: self._other())
        self._submit = parts.button("解锁", self.submit, "lock-open-variant-outline", "primary")
        self._switch = parts.button("忘记口令？用应急恢复码", self._turn, kind="link")
        self._restore = parts.button("从备份恢复…", self.restore_wanted.emit, kind="link")
        self._ways = QStackedWidget()
        self._lay_out()
        HelpOver(porch, self, "unlock")
        self._list_names()

    @property
    def left(self) -> int:
        """Seconds before the next try."""
        return self._left

    @property
    def problem(self) -> str:
        """What is said below the password."""
        return self._password.problem or self._code.problem

    def lock(self, who: str = "") -> None:
        """Ask again for the password of `who`; everything behind stays, but what lies open goes."""
        forget = opened_copies.forget if who else opened_copies.forget_left
        forget(self._porch, self)
        self._heading.setText("已锁定" if who else "解锁")
        self._restore.setVisible(not who)
        self._list_names()
        self._who.set_text(who or self._who.text())
        self._password.set_text("")
        self.tell("")
        self._show_way(rescue=False)
        self._password.focus()

    def tell(self, text: str) -> None:
        """Say what is in the way."""
        (self._code if self._rescuing else self._password).set_problem(text)
        _fit(self._ways, self._code, self._password)

    def submit(self) -> None:
        """Try to open; while a pause runs, nothing happens and nothing typed is lost."""
        if self._busy or self._left:
            return
        wrong = self._first_wrong()
        if wrong is not None:
            wrong.focus()
            return
        self._busy = True
        self._submit.setText("正在解锁…")
        given = (self._password.text(), "")
        if self._rescuing:
            given = (self._new.text, self._code.text())
        work = partial(self._enter, self._who.text(), *given)
        Task(self._porch, self, work).then(self._on_opened).failed(self._on_refused).lastly(
            self._rest
        ).start()

    def _first_wrong(self) -> FieldBox | None:
        if self._rescuing:
            return self._new.check()
        if not self._password.text():
            self.tell("请输入口令")
            return self._password
        return None

    @property
    def _rescuing(self) -> bool:
        return self._ways.currentIndex() == 1

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        else:
            self.submit()

    def _lay_out(self) -> None:
        down = parts.rows(self, (24, 24, 24, 24))
        down.addStretch(2)
        down.addWidget(self._card(), 0, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(3)

    def _card(self) -> QFrame:
        card = parts.frame("card")
        card.setFixedWidth(_CARD_WIDTH)
        down = parts.rows(card, (_CARD_MARGIN, 28, _CARD_MARGIN, 20), 6)
        head = parts.columns(gap=12)
        head.addWidget(Emblem(44))
        names = parts.rows(gap=0)
        names.addWidget(parts.label(PRODUCT, "product"))
        self._heading = parts.label("解锁", "caption")
        names.addWidget(self._heading)
        head.addLayout(names)
        head.addStretch()
        down.addLayout(head)
        down.addSpacing(12)
        down.addWidget(self._who)
        usual, rescue = parts.frame("scrolled"), parts.frame("scrolled")
        parts.rows(usual, gap=0).addWidget(self._password)
        inside = parts.rows(rescue, gap=6)
        inside.addWidget(self._code)
        inside.addLayout(_beside(self._new.boxes))
        for way in (usual, rescue):
            self._ways.addWidget(way)
        down.addWidget(self._ways)
        down.addSpacing(6)
        down.addWidget(self._submit)
        below = parts.columns(gap=16)
        below.addStretch()
        below.addWidget(self._switch)
        below.addWidget(self._restore)
        below.addStretch()
        down.addLayout(below)
        self._show_way(rescue=False)
        return card

    def _turn(self) -> None:
        self._show_way(rescue=not self._rescuing)

    def _show_way(self, *, rescue: bool) -> None:
        self._ways.setCurrentIndex(int(rescue))
        _fit(self._ways, self._code, self._password)
        self._switch.setText("返回，用口令解锁" if rescue else "忘记口令？用应急恢复码")
        self._submit.setText(self._word)
        self._look()
        (self._code if rescue else self._password).focus()

    @property
    def _word(self) -> str:
        return "设为新口令并解锁" if self._rescuing else "解锁"

    def _list_names(self) -> None:
        try:
            listed = keys.names(self._folder)
        except Invalid as error:
            self.tell(error.text)
            return
        shown = self._who.text()
        if isinstance(self._who.editor, ChoiceEditor):
            self._who.editor.set_choices([(name, name) for name in listed])
        self._who.set_text(shown if shown in listed else listed[0] if listed else "")

    def _on_opened(self, opened: Any) -> None:
        self._password.set_text("")
        self._code.set_text("")
        self._new.clear()
        self.tell("")
        self.opened.emit(opened)

    def _on_refused(self, error: UserError) -> None:
        self.tell(error.text)
        box = self._code if self._rescuing else self._password
        box.focus()
        if isinstance(box.editor, LineEditor):
            box.editor.selectAll()
        self._look()

    def _rest(self) -> None:
        self._busy = False
        self._look()

    def _other(self) -> None:
        """Another person: neither the password typed nor what was wrong with it is theirs."""
        self._password.set_text("")
        self.tell("")
        self._look()

    def _look(self) -> None:
        """Say how long wrong tries keep the chosen person waiting, and count down."""
        who = tries.RECOVERY if self._rescuing else self._who.text()
        self._left = tries.left(self._folder, who, self._porch.station.now())
        if self._left and not self._tick.isActive():
            self._tick.start()
        elif not self._left:
            self._tick.stop()
        if not self._busy:
            self._submit.setText(f"请等 {self._left} 秒再试" if self._left else self._word)


def _fit(ways: QStackedWidget, *boxes: FieldBox) -> None:
    """Give a long sentence below a box the lines it needs."""
    shown = ways.currentWidget()
    for one in (*boxes, shown):
        layout = one.layout()
        assert layout is not None, "boxes and ways are laid out"
        layout.invalidate()
        layout.activate()
    needed = shown.heightForWidth(_CARD_WIDTH - 2 * _CARD_MARGIN)
    ways.setFixedHeight(needed if needed > 0 else shown.sizeHint().height())


def _beside(boxes: Iterable[QWidget]) -> QHBoxLayout:
    """Two short fields share a line."""
    across = parts.columns(gap=12)
    for box in boxes:
        across.addWidget(box, 1)
    return across
