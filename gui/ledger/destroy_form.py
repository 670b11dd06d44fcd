"""Destroying for good: what goes, which backups hold it, why, and its number typed once more."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from core.errors import UserError
from core.ledger import Ledger
from core.record import Field, Kind
from core.services import destroying
from core.services.destroying import Order, Outcome, Weighed
from gui.tasks import Desk, Query, Work
from gui.widgets import parts
from gui.widgets.field_box import FieldBox, editor_for
from gui.widgets.notice import ProgressStrip

_TYPED = Field("typed", "要销毁的编号或名称", Kind.TEXT, required=True)
_REASON = Field("reason", "销毁原因", Kind.TEXT, required=True, hint="登入销毁登记，不要写姓名")
_BASIS = Field("basis", "依据", Kind.TEXT, hint="如：档案销毁清册第3号")
_APPROVED = Field("approved_by", "批准人", Kind.TEXT, required=True)
_FOR_GOOD = "销毁后不能撤销，也不能找回；编号不再使用，销毁登记里留一行。"
_BEFORE = "销毁前会先备份一次，那份备份里也还有它。"
_MOST = 3


class DestroyForm(QFrame):
    """`destroyed` tells what was carried out; `left` that nothing was."""

    destroyed = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName("彻底销毁")
        self._desk = desk
        self._place: tuple[str, UUID] | None = None
        self._title = parts.label("", "heading")
        self._told = parts.label("", "cell")
        self._backups = parts.label("", "caption")
        self._said = parts.label("", "problem")
        for words in (self._title, self._told, self._backups, self._said):
            words.setWordWrap(True)
        fields = (_TYPED, _REASON, _BASIS, _APPROVED)
        self.boxes: dict[str, FieldBox] = {one.key: editor_for(one) for one in fields}
        self.strip = ProgressStrip()
        self._do = parts.button("彻底销毁", self.carry_out, "delete-forever-outline", "danger")
        self._lay_out()

    def begin(self, ledger: Ledger, identity: UUID) -> None:
        """Weigh what a destruction would take; the form appears even where it may not be."""
        self._place = (ledger.name, identity)
        for box in self.boxes.values():
            box.set_text("")
            box.set_problem("")
        for words in (self._told, self._backups, self._said):
            words.setText("")
        self._title.setText("彻底销毁")
        self._do.setEnabled(False)
        given = (*self._place, self._desk.station.today())
        Query(self._desk, self, destroying.weigh, *given).then(self._show).failed(
            self._refuse
        ).start()

    def carry_out(self) -> None:
        """Destroy, if everything is filled in."""
        texts = {key: box.text().strip() for key, box in self.boxes.items()}
        missing = [box for box in self.boxes.values() if box.field.required and not box.text()]
        for box in self.boxes.values():
            box.set_problem(f"请填写{box.field.label}" if box in missing else "")
        if missing or self._place is None or not self._do.isEnabled():
            for box in missing[:1]:
                box.focus()
            return
        self._do.setEnabled(False)
        self._said.setText("")
        station = self._desk.station
        work: Work[Any] = Work(
            self._desk, self, destroying.carry_out, station, *self._place, Order(**texts)
        )
        self.strip.follow(work, "正在销毁")
        work.then(self._on_done).failed(self._refuse).lastly(partial(self._do.setEnabled, True))
        work.start()

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 8, 12), 8)
        down.addWidget(self._title)
        down.addWidget(self._told)
        inside = parts.frame("scrolled")
        within = parts.rows(inside, (0, 0, 8, 0), 8)
        for part in (self._backups, *self.boxes.values()):
            within.addWidget(part)
        within.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        down.addWidget(scroll, 1)
        down.addWidget(self._said)
        down.addWidget(self.strip)
        foot = parts.columns(margins=(0, 0, 8, 0))
        foot.addWidget(parts.button("不销毁，返回", self.left.emit, tip="Esc"))
        foot.addStretch()
        foot.addWidget(self._do)
        down.addLayout(foot)

    def _show(self, weighed: Weighed) -> None:
        with_it = f"一并销毁：{weighed.words}。" if weighed.words else ""
        self._title.setText(f"彻底销毁 {weighed.typed}")
        self._told.setText(f"{_FOR_GOOD}{with_it}")
        self._backups.setText(_held(weighed.backups) + _BEFORE)
        self.boxes[_TYPED.key].set_hint(f"请原样输入：{weighed.typed}")
        self._do.setEnabled(True)
        self.boxes[_TYPED.key].focus()

    def _refuse(self, error: UserError) -> None:
        self._said.setText(error.text)

    def _on_done(self, outcome: Outcome) -> None:
        self._desk.changed.emit(outcome.done.touched)
        self.destroyed.emit(outcome)


def told(outcome: Outcome) -> str:
    """What was destroyed, for the notice."""
    gone = outcome.done.value
    files = f"和 {len(gone.digests)} 个附件" if gone.digests else ""
    held = f"有 {len(outcome.backups)} 份备份里还有它，请另行处理。" if outcome.backups else ""
    return f"已彻底销毁 {gone.records} 条记录{files}，并登入销毁登记。{held}"


def _held(backups: tuple[str, ...]) -> str:
    """The backups nobody can purge, so that somebody sees to them."""
    if not backups:
        return ""
    more = f" 等 {len(backups)} 份" if len(backups) > _MOST else ""
    return (
        "这些备份里还有它，程序销毁不了，请另行处理：\n" + "\n".join(backups[:_MOST]) + f"{more}\n"
    )
