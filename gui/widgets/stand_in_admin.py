"""代理: who acts for whom, from when to when; naming a deputy and ending it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout
from typing_extensions import override

from core import draft
from core.errors import Invalid
from core.record import Field, Kind
from core.records.user import User
from core.services import stand_in, users
from core.services.stand_in import Standing
from gui import ask
from gui.tasks import Perform, Query
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.lines import Line, Lines
from gui.widgets.screen import Shell

_ABSENT = Field("absent", "被代理人", Kind.CODE, required=True, hint="外出、请假的人")
_DEPUTY = Field("deputy", "代理人", Kind.CODE, required=True, hint="期间有被代理人的权限")
_SINCE = Field("since", "自", Kind.DATE, required=True)
_UNTIL = Field("until", "至", Kind.DATE, required=True, hint="过了这天自动结束")
_REASON = Field("reason", "事由", Kind.TEXT, hint="如：县里开会、年休假")


class StandInAdmin(QFrame):
    """Who stands in at the left, a new stand-in at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._desk = shell.desk
        self._standing: Sequence[Standing] = ()
        day = Offer(today=shell.today())
        self.absent, self.deputy = editor_for(_ABSENT), editor_for(_DEPUTY)
        self.since, self.until = editor_for(_SINCE, day), editor_for(_UNTIL, day)
        self.reason = editor_for(_REASON)
        self.lines = Lines("代理")
        self.lines.chosen.connect(self.end)
        self._none = parts.label("现在没有人代理别人。", "caption")
        self._lay_out()
        self._desk.changed.connect(self._on_changed)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Show who stands in, and who may."""
        Query(self._desk, self, stand_in.standing, self._shell.today()).then(self._show).start()
        Query(self._desk, self, users.all_of).then(self._offer).start()

    def lend(self) -> None:
        """Name the deputy."""
        days = self._days()
        people = self._chosen(self.absent), self._chosen(self.deputy)
        if days is None or people[0] is None or people[1] is None:
            return
        Perform(
            self._desk, self, stand_in.lend, people[0], people[1], days, self.reason.text()
        ).then(self._lent).start()

    def end(self, row: int) -> None:
        """Ask, and end a stand-in before its day."""
        one = self._standing[row]
        text = f"“{one.deputy}”代“{one.absent}”（{one.span}），现在结束吗？"
        if ask.yes(self, "结束代理", text, "结束代理"):
            Perform(self._desk, self, stand_in.end, one.id).then(self._ended).start()

    def _on_changed(self, tables: frozenset[str]) -> None:
        if self.isVisible() and tables & {"stand_in", "user"}:
            self.read()

    def _ended(self, _nothing: None) -> None:
        self._shell.say("代理已结束")

    def _lent(self, _made: UUID) -> None:
        self._shell.say(f"“{self.deputy.text()}”可以代“{self.absent.text()}”办理了")
        for box in (self.absent, self.deputy, self.since, self.until, self.reason):
            box.set_text("")

    def _days(self) -> tuple[date, date] | None:
        found = []
        for box in (self.since, self.until):
            try:
                day = draft.parse(box.field, box.text(), self._shell.today())
                problem = "" if day else "请写日期，如 3-25、今天"
            except Invalid as error:
                day, problem = None, error.text
            box.set_problem(problem)
            if isinstance(day, date):
                found.append(day)
        return (found[0], found[1]) if len(found) == len((_SINCE, _UNTIL)) else None

    def _chosen(self, box: FieldBox) -> UUID | None:
        box.set_problem("" if box.chosen else f"请选择{box.field.label}")
        return UUID(box.chosen) if box.chosen else None

    def _offer(self, people: Sequence[User]) -> None:
        choices = [(str(one.id), one.name) for one in people if not one.closed]
        for box in (self.absent, self.deputy):
            if isinstance(box.editor, ChoiceEditor):
                box.editor.set_choices(choices)

    def _show(self, standing: Sequence[Standing]) -> None:
        self._standing = standing
        self._none.setVisible(not standing)
        self.lines.show_lines([_line(one, self._shell.today()) for one in standing])

    def _lay_out(self) -> None:
        across = parts.columns(self, gap=12)
        left = parts.Card("代理")
        left.body.addWidget(self._none)
        left.body.addWidget(self.lines, 1)
        left.body.addWidget(parts.label("点一项或回车，可以提前结束。", "caption"))
        across.addWidget(left, 1)
        right = parts.Card("指定代理人")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, box in enumerate((self.absent, self.deputy, self.since, self.until)):
            grid.addWidget(box, *divmod(place, 2))
        grid.addWidget(self.reason, 2, 0, 1, 2)
        right.body.addLayout(grid)
        why = parts.label(
            "代理人做的事，记录里写明“代×××”。到期自动结束，不能再转给别人。", "caption"
        )
        why.setWordWrap(True)
        right.body.addWidget(why)
        right.body.addStretch(1)
        foot = parts.columns()
        foot.addStretch()
        foot.addWidget(
            parts.button("指定代理人", self.lend, "account-arrow-right-outline", "primary")
        )
        right.body.addLayout(foot)
        across.addWidget(right, 1)


def _line(one: Standing, day: date) -> Line:
    state = "代理中" if one.since <= day else "还没开始"
    note = "  ·  ".join(filter(None, (one.span, one.reason)))
    return Line(f"{one.deputy} 代 {one.absent}", note, state)
