"""One user's role, post, line on the roster and last day, to be changed."""

from collections.abc import Mapping, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout

from core import draft
from core.record import Field, Value
from core.records import ledger
from core.services import records, users
from core.services.records import Row
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.choices import Choice, ChoiceEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.screen import Shell, Target

_USERS = ledger("user")
_KEYS = ("role", "post", "staff", "until")


def user_box(key: str, prefix: str, today: Offer | None = None) -> FieldBox:
    """The box for one fact of a user."""
    declared = _USERS.field(key)
    made = Field(f"{prefix}_{key}", declared.label, declared.kind, hint=declared.hint)
    return editor_for(made, today)


class UserFacts(QFrame):
    """Shows one user; `changed` once something was kept."""

    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self._shell = shell
        self._desk: Desk = shell.desk
        self._row: Row | None = None
        today = Offer(today=shell.today())
        self.boxes = {key: user_box(key, "known", today) for key in _KEYS}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for place, box in enumerate(self.boxes.values()):
            grid.addWidget(box, *divmod(place, 2))
        acts = parts.columns(gap=12)
        self._keep = parts.button("保存修改", self.keep, "content-save-outline")
        over = parts.button("工作交接…", self._hand_over, "account-switch-outline")
        for one in (self._keep, over):
            acts.addWidget(one)
        acts.addStretch()
        grid.addLayout(acts, 2, 0, 1, 2)

    def read(self) -> None:
        """Learn who is on the roster."""
        Query(self._desk, self, records.choices, "staff").then(self._offer_staff).start()

    def offer_roles(self, roles: Sequence[Choice]) -> None:
        """Offer the roles as this station calls them."""
        _offer(self.boxes["role"], roles)

    def show_row(self, row: Row) -> None:
        """Show one user."""
        self._row = row
        for key, box in self.boxes.items():
            value = row.values[key]
            box.set_text("" if value is None else str(value))
            box.set_problem("")

    def keep(self) -> None:
        """Keep what was changed."""
        row = self._row
        if row is None:
            return
        boxes = self.boxes
        texts = {
            "role": boxes["role"].chosen,
            "post": boxes["post"].text(),
            "staff": boxes["staff"].chosen,
            "until": boxes["until"].text(),
        }
        read = draft.read(map(_USERS.field, _KEYS), texts, self._shell.today())
        problems = {one.field: one.text for one in read.problems}
        if boxes["staff"].text() and not texts["staff"]:
            problems["staff"] = "花名册里没有这个人，请从列表里选"
        _tell(boxes, problems)
        if not problems:
            self._perform(row, read.values)

    def _perform(self, row: Row, values: Mapping[str, Value]) -> None:
        changed = {key: value for key, value in values.items() if value != row.values[key]}
        if changed:
            told = partial(self._kept, row.texts["name"])
            Perform(self._desk, self, users.change, row.id, changed).then(told).start()

    def _kept(self, name: str, _nothing: None) -> None:
        self._shell.say(f"“{name}”已修改")
        self.changed.emit()

    def _hand_over(self) -> None:
        if self._row is not None:
            self._shell.go(Target("hand_over", record=self._row.id))

    def _offer_staff(self, choices: Sequence[tuple[UUID, str]]) -> None:
        _offer(self.boxes["staff"], [(str(one), name) for one, name in choices])
        if self._row is not None:
            self.boxes["staff"].set_text(str(self._row.values["staff"] or ""))


def _offer(box: FieldBox, choices: Sequence[Choice]) -> None:
    if isinstance(box.editor, ChoiceEditor):
        box.editor.set_choices(choices)


def _tell(boxes: Mapping[str, FieldBox], problems: Mapping[str, str]) -> None:
    for key, box in boxes.items():
        box.set_problem(problems.get(key, ""))
    first = next((boxes[key] for key in boxes if key in problems), None)
    if first is not None:
        first.focus()
