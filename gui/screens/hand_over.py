"""工作交接: who gives what to whom, and the list to be signed; what was handed over before."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from core.record import Field, Kind
from core.services import hand_over, users
from core.services.hand_over import Held, Person, Terms
from core.services.records import Row
from gui import ask
from gui.tasks import Perform, Query, Task
from gui.widgets import lock_card, parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.held_pane import HeldPane
from gui.widgets.lines import Line
from gui.widgets.past_papers import Kept, PastPapers
from gui.widgets.screen import Screen, Shell, Target

_KEEP, _CLOSE = "保留登录（短期离岗）", "停用登录（调离、借出）"
_GONE = "（已离岗）"
_GIVER = Field("giver", "移交人", Kind.LINK, required=True)
_TAKER = Field("taker", "接交人", Kind.LINK, required=True)
_WITNESS = Field("witness", "监交人", Kind.TEXT, hint="不填就留着手写")
_REASON = Field("reason", "交接原因", Kind.TEXT, hint="如：岗位调整、借调")
_LOGIN = Field("login", "移交人的登录", Kind.CODE, required=True, hint="名字始终留在记录里")
_NOTE = Field("note", "备注", Kind.TEXT)


def _line(row: Row) -> Line:
    texts = row.texts
    note = "  ·  ".join(filter(None, (texts["day"], texts["reason"])))
    return Line(f"{texts['giver']}  →  {texts['taker']}", note)


_KEPT = Kept("hand_over", "hand_over_list", "工作交接清单", "以往的交接", "打印清单", _line)


class HandOverScreen(Screen):
    """A page to fill in at the left, earlier hand-overs at the right; Ctrl+Enter carries out."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._people: dict[str, Person] = {}
        self._acting = False
        choices = Offer([(_KEEP, _KEEP), (_CLOSE, _CLOSE)])
        self.giver, self.taker = editor_for(_GIVER), editor_for(_TAKER)
        self.witness, self.reason = editor_for(_WITNESS), editor_for(_REASON)
        self.login, self.note = editor_for(_LOGIN, choices), editor_for(_NOTE)
        self.login.set_text(_KEEP)
        self.pane = HeldPane()
        self.past = PastPapers(shell, _KEPT)
        self.giver.edited.connect(lambda _key: self._gather())
        self._lay_out()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self, self.submit)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def enter(self, target: Target) -> None:
        wanted = str(target.record) if target.record else ""
        Query(self.desk, self, hand_over.people).then(partial(self._offer, wanted)).start()
        self.past.read()
        self.giver.focus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is None or tables & {"user", "staff"}:
            Query(self.desk, self, hand_over.people).then(partial(self._offer, "")).start()
        if tables is None or "hand_over" in tables:
            self.past.read()
        self._gather()

    @override
    def print_it(self) -> None:
        self.past.print_current()

    def submit(self) -> None:
        """Ask once more, and hand over what is ticked."""
        wrong = [box for box in (self.giver, self.taker) if not self._named(box)]
        if wrong:
            wrong[0].focus()
        if wrong or self._acting:
            return
        lines, terms = self.pane.chosen, self._terms()
        told = f"“{terms.giver.name}”的 {len(lines)} 项交给“{terms.taker.name}”"
        login = "，移交人的登录同时停用" if terms.close else ""
        question = f"{told}{login}。交接后不能撤销，只能再交接回来。"
        if ask.yes(self, "工作交接", question, "完成交接", "再核对"):
            self._acting = True
            act: Perform[Any] = Perform(self.desk, self, hand_over.carry_out, terms, lines)
            act.then(partial(self._done, terms)).lastly(self._over).start()

    def _terms(self) -> Terms:
        return Terms(
            self._people[self.giver.chosen],
            self._people[self.taker.chosen],
            self.witness.text(),
            self.reason.text(),
            self.note.text(),
            self.login.text() == _CLOSE,
        )

    def _named(self, box: FieldBox) -> bool:
        known = box.chosen in self._people
        box.set_problem("" if known else f"请从列表里选{box.field.label}")
        return known

    def _offer(self, wanted: str, people: Sequence[Person]) -> None:
        """Offer everybody; who has gone is said to have."""
        self._people = {str(one.key): one for one in people}
        choices = [(key, one.told + _GONE * one.gone) for key, one in self._people.items()]
        for box in (self.giver, self.taker):
            if isinstance(box.editor, ChoiceEditor):
                box.editor.set_choices(choices)
        if wanted:
            self.giver.set_text(wanted)
            self.taker.focus()
            self._gather()

    def _gather(self) -> None:
        giver = self._people.get(self.giver.chosen)
        if giver is None or self._acting:
            return
        day = self.shell.today()
        query: Query[Any] = Query(self.desk, self, hand_over.held, giver, day)
        query.then(partial(self._show_held, giver)).start()

    def _show_held(self, giver: Person, held: Sequence[Held]) -> None:
        """Show it, unless somebody else was chosen meanwhile; the same list keeps its ticks."""
        known = [one for one in self.pane.table.listed if one.table]
        if str(giver.key) == self.giver.chosen and list(held) != known:
            self.pane.show_held(held)

    def _done(self, terms: Terms, made: UUID) -> None:
        self.past.choose(made)
        left = f"“{terms.giver.name}”如果拷走过数据，旧锁他还打得开。"
        acts = [("给数据换锁", partial(lock_card.offer, self, self.shell, left))]
        told = f"已完成交接：{terms.giver.name}交{terms.taker.name}，请打印清单签名"
        self.shell.say(told, acts if terms.close else ())
        if terms.close:
            folder = self.desk.station.folder
            Task(self.desk, self, partial(users.forget, folder, terms.giver.name)).start()
        self.pane.clear()
        for box in (self.giver, self.taker, self.witness, self.reason, self.note):
            box.set_text("")
        self.login.set_text(_KEEP)

    def _over(self) -> None:
        self._acting = False

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 16), 12)
        back = parts.button("返回设置", partial(self.shell.go, Target("settings")), "arrow-left")
        done = parts.button("完成交接", self.submit, "check", "primary", "Ctrl+Enter")
        down.addLayout(parts.page_head("工作交接", (), (back, done)))
        inside = parts.frame("scrolled")
        across = parts.columns(inside, gap=12)
        left = parts.rows(gap=12)
        left.addWidget(self._who())
        left.addWidget(self.pane, 1)
        across.addLayout(left, 3)
        across.addWidget(self.past, 1)
        down.addWidget(parts.scrolling(inside), 1)

    def _who(self) -> parts.Card:
        card = parts.Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        boxes = (self.giver, self.taker, self.witness, self.reason, self.login, self.note)
        for place, box in enumerate(boxes):
            grid.addWidget(box, *divmod(place, 3))
        for column in range(3):
            grid.setColumnStretch(column, 1)
        card.body.addLayout(grid)
        return card
