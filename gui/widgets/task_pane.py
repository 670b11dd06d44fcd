"""One task beside the list: what, who, until when, how far; and its three acts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea

from core.ledger import Values
from core.record import Field, Kind
from core.records.task import CLOSED, DONE
from core.services import pending, records, task
from core.services.records import Row
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question, Wanted
from gui.widgets.task_facts import TaskFacts

_TEXT = Field("text", "进展情况", Kind.TEXT, required=True, hint="回车保存")
_DONE = Field("done", "已经办完", Kind.YES, hint="办完了等着销号；没办完不勾")
_DAY = Field("day", "完成日期", Kind.DATE, hint="哪天办完的；不填按今天")
_CLOSING = Field("closing", "办理结果", Kind.TEXT, hint="一句话；进展里写了的可以不填")
_DUE = Field("due", "新的时限", Kind.DATE, required=True, hint="如 3-30、周五、3个工作日")
_BY = Field("by", "批准人", Kind.LINK, required=True, link="staff")
_UNTIL = Field("until", "截止日期", Kind.DATE, required=True, hint="到哪天为止")
_ROOMY = 420
_REASON = Field("reason", "延期原因", Kind.TEXT)


class TaskPane(parts.Card):
    """Shows one task; acts are asked for at its foot."""

    acted = Signal()
    left = Signal()
    order_wanted = Signal(object)

    def __init__(self, desk: Desk, *, may_keep: bool) -> None:
        super().__init__()
        self._desk = desk
        self._row: Row | None = None
        self._half: dict[tuple[UUID, str], dict[str, str]] = {}
        self._asked: tuple[UUID, str] | None = None
        self.setMinimumWidth(300)
        self._title = parts.label("", "heading")
        self._title.setWordWrap(True)
        self._state = parts.chip("", "mute")
        want = self.order_wanted
        self._order = parts.tool("printer-outline", "交办单", lambda: want.emit(self.identity))
        self._may_keep = may_keep
        self.facts = TaskFacts()
        self.asks_who_allows = False
        self._progress = parts.label("", "cell")
        self.panel = ActPanel(desk)
        self.panel.left.connect(self._on_left)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.panel.leave)
        self._buttons: dict[str, QPushButton] = {}
        self._foot = parts.frame("plain")
        self._lay_out(may_keep=may_keep)
        self.show_row(None)

    @property
    def identity(self) -> UUID | None:
        """The task shown."""
        return self._row.id if self._row else None

    def show_row(self, row: Row | None) -> None:
        """Show a task; a question about another one closes, what was typed there is kept."""
        if self._row is not None and (row is None or row.id != self._row.id):
            self._keep_half()
            self.panel.hide()
            self._foot.show()
            self._about.show()
        self._row = row
        texts: Mapping[str, str] = row.texts if row else {}
        self._title.setText(texts.get("title", "没有选中的交办事项"))
        self._state.setText(texts.get("state", ""))
        self._state.setVisible(row is not None)
        self._order.setVisible(row is not None and self._may_keep)
        self.facts.show_texts(texts)
        told = (texts.get("progress"), texts.get("closing"))
        self._progress.setText("\n".join(filter(None, told)) or "还没有填写进展")
        self._show_acts(row)

    def _show_acts(self, row: Row | None) -> None:
        """What is closed is only taken up again; who agreed is asked where it is wanted."""
        state = row.values["state"] if row else None
        closed = state == CLOSED
        off = row is not None and bool(row.values["off_list"])
        lacking = off and row is not None and row.values["off_list_by"] is None
        shown = {
            "重新办理": state in (CLOSED, DONE),
            "补批准人": lacking and self.asks_who_allows,
        }
        for verb, pressed in self._buttons.items():
            pressed.setEnabled(row is not None)
            pressed.setVisible(shown.get(verb, not closed))

    def write_progress(self) -> None:
        """填写进展."""
        wanted = (Wanted(_TEXT), Wanted(_DONE))
        self._ask(Question("填写进展", wanted, self._on_progress))

    def close_task(self) -> None:
        """销号."""
        done = self._row.texts["done_on"] if self._row else ""
        wanted = (Wanted(_CLOSING), Wanted(_DAY, done or f"{self._desk.station.today()}"))
        explains = "办完、核实后销号；销号后不再上会。照片、材料在台账里附。"
        self._ask(Question("销号", wanted, self._on_close, explains))

    def reopen(self) -> None:
        """重新办理."""
        self._act(task.reopen)

    def allow(self) -> None:
        """补批准人: of a matter off the lists."""
        Query(self._desk, self, records.choices, "staff").then(self._ask_who_allows).start()

    def _ask_who_allows(self, staff: Sequence[tuple[UUID, str]]) -> None:
        people = [(str(one), name) for one, name in staff]
        wanted = (Wanted(_BY, choices=people), Wanted(_UNTIL))
        explains = "清单外的交办，谁同意的、到哪天为止。"
        self._ask(Question("补批准人", wanted, self._on_allow, explains))

    def postpone(self) -> None:
        """延期."""
        wanted = (Wanted(_DUE), Wanted(_REASON))
        explains = "每延期一次都记着；延期三次提请周例会。"
        self._ask(Question("延期", wanted, self._on_postpone, explains))

    def _ask(self, question: Question) -> None:
        if self._row is not None and self._buttons:
            self._keep_half()
            self._asked = (self._row.id, question.verb)
            half = self._half.get(self._asked, {})
            wanted = [
                replace(one, preset=half.get(one.field.key, one.preset)) for one in question.wanted
            ]
            question = replace(question, wanted=wanted)
            self._foot.hide()
            self._about.setVisible(self.height() >= _ROOMY)
            self.panel.ask(question)

    def _on_progress(self, values: Values) -> None:
        text, done = str(values["text"] or ""), bool(values["done"])
        self._act(task.progress, text, done=done)

    def _on_close(self, values: Values) -> None:
        self._act(task.close, values["day"], str(values["closing"] or ""))

    def _on_allow(self, values: Values) -> None:
        self._act(task.allow, UUID(str(values["by"])), values["until"])

    def _on_postpone(self, values: Values) -> None:
        if values["due"] is None:
            self.panel.boxes["due"].set_problem("请填写新的时限")
        else:
            self._act(task.postpone, values["due"], str(values["reason"] or ""))

    def _act(self, operation: Any, *given: Any, **named: Any) -> None:
        if self._row is not None:
            act: Perform[None] = Perform(self._desk, self, operation, self._row.id, *given, **named)
            act.then(lambda _none: self._on_acted()).failed(self.panel.refuse).start()

    def _on_acted(self) -> None:
        if self._asked is not None:
            self._half.pop(self._asked, None)
            self._asked = None
        self.panel.leave()
        self.acted.emit()

    def _keep_half(self) -> None:
        """What was typed into a question that is left comes back when it is asked again."""
        if self._asked is not None:
            texts = {key: box.text() for key, box in self.panel.boxes.items()}
            self._half[self._asked] = texts
            self._asked = None

    def _on_left(self) -> None:
        self._keep_half()
        self._foot.show()
        self._about.show()
        self.left.emit()

    def show_due(self, item: pending.Item) -> None:
        """Add to the due day what it means today."""
        self.facts.show_due(item)

    def _lay_out(self, *, may_keep: bool) -> None:
        top = parts.columns()
        top.addWidget(self._title, 1)
        top.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._order, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(parts.rule())
        inside = parts.frame("scrolled")
        down = parts.rows(inside, gap=8)
        down.addWidget(self.facts)
        down.addWidget(parts.rule())
        down.addWidget(parts.label("进展", "cell_name"))
        down.addWidget(_wrapped(self._progress))
        down.addStretch()
        scroll = self._about = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.body.addWidget(scroll, 1)
        self.body.addWidget(self.panel)
        self.body.addWidget(self._foot)
        if may_keep:
            self._lay_out_acts()

    def _lay_out_acts(self) -> None:
        across = parts.columns(self._foot)
        across.addStretch()
        for text, act, icon, kind, tip in (
            ("补批准人", self.allow, "account-check-outline", "", "清单外的交办，谁同意的"),
            ("重新办理", self.reopen, "restore", "", "没有办完，接着办"),
            ("延期", self.postpone, "calendar-arrow-right", "", "改到更晚的一天"),
            ("销号", self.close_task, "check", "", "办完了，不再上会"),
            ("填写进展", self.write_progress, "pencil", "primary", "填写进展（回车）"),
        ):
            made = parts.button(text, partial(act), icon, kind, tip)
            self._buttons[text] = made
            across.addWidget(made)


def _wrapped(shown: QLabel) -> QLabel:
    shown.setWordWrap(True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown
