"""One field of the chosen records changed together: seen before and after, then one act."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from core.errors import Conflict, UserError
from core.ledger import Ledger
from core.record import Field, Kind, Value
from core.services import bulk, records
from core.services.bulk import Turn
from gui.tasks import Perform, Query
from gui.widgets import form_page, keys, parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Shell

_SIZE = (760, 540)
_HEADS = (("名称", 0), ("原来", 150), ("改为", 150), ("说明", 200))
_STAYS = "本来就是这样"


class BulkEdit(QDialog):
    """`changed` tells how many records were changed."""

    changed = Signal(int)

    def __init__(
        self, shell: Shell, parent: QWidget, ledger: Ledger, chosen: Sequence[UUID]
    ) -> None:
        super().__init__(parent)
        self._shell, self._ledger, self._chosen = shell, ledger, list(chosen)
        self._fields = bulk.fields(ledger)
        self._turns: list[Turn] = []
        self._value: Value = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(f"批量修改{ledger.title}")
        self.resize(*_SIZE)
        self.which = ChoiceEditor([(one.key, one.label) for one in self._fields])
        self.which.setAccessibleName("改哪一栏")
        self.which.setObjectName("which")
        self.turns = PlainTable("修改前后", _HEADS)
        self.said = parts.label("", "cell")
        self.said.setWordWrap(True)
        self.act = parts.button("预览修改", self.go_on, "pencil-outline", "primary", "Ctrl+Enter")
        self.stay = parts.button("取消", self.reject, tip="Esc")
        self.box: FieldBox | None = None
        self._lay_out()
        self.which.edited.connect(self._on_field)
        keys.give(self, {"Ctrl+Return": self.go_on})
        self.which.setFocus()
        self._unweighed()

    def go_on(self) -> None:
        """Weigh the change; once it is weighed, do it."""
        changing = [one for one in self._turns if one.changes]
        if changing:
            self._change(changing)
        else:
            self._weigh()

    def _weigh(self) -> None:
        if self.box is None:
            self.said.setText("请先选择要改的一栏。")
            self.which.setFocus()
            return
        read = form_page.read_boxes({self.box.key: self.box}, self._shell.today())
        self.box.set_problem(read.problems[0].text if read.problems else "")
        if read.problems:
            self.box.focus()
            return
        self._value = read.values.get(self.box.key)
        query = Query(
            self._shell.desk,
            self,
            bulk.weigh,
            self._ledger.name,
            self._chosen,
            self.box.key,
            self._value,
        )
        query.then(self._show).failed(self._refuse).start()

    def _change(self, changing: Sequence[Turn]) -> None:
        assert self.box is not None
        versions = [(one.id, one.version) for one in changing]
        act = Perform(
            self._shell.desk,
            self,
            bulk.change,
            self._ledger.name,
            versions,
            self.box.key,
            self._value,
        )
        act.then(self._on_changed).failed(self._refuse).start()

    def _on_changed(self, count: int) -> None:
        self.changed.emit(count)
        self.accept()

    def _refuse(self, error: UserError) -> None:
        """Nothing was changed; what was weighed is looked at again."""
        self._unweighed()
        self.said.setText(error.text)
        if isinstance(error, Conflict):
            self._weigh()

    def _show(self, turns: list[Turn]) -> None:
        self._turns = turns
        self.turns.show_rows([_row(one) for one in turns])
        unit, changing = self._ledger.unit, sum(one.changes for one in turns)
        refused = sum(bool(one.refused) for one in turns)
        said = f"选中 {len(self._chosen):,} {unit}：改 {changing:,} {unit}"
        said += f"，不能改 {refused:,} {unit}" if refused else ""
        same = len(turns) - changing - refused
        self.said.setText(f"{said}，本来就是这样 {same:,} {unit}" if same else said)
        if not changing:
            self.act.setFocus()
        elif self._value is None:
            self._offer("清空", changing, "danger")
            self.stay.setFocus()
        else:
            self._offer("修改", changing, "primary")
            self.act.setFocus()

    def _offer(self, verb: str, changing: int, kind: str) -> None:
        """Say on the button what pressing it does now."""
        self.act.setText(f"{verb} {changing:,} {self._ledger.unit}")
        parts.set_look(self.act, kind=kind)

    def _unweighed(self) -> None:
        """What is typed has to be weighed again."""
        self._turns = []
        self.turns.show_rows([])
        self.said.setText(f"选中 {len(self._chosen):,} {self._ledger.unit}，先预览，再修改")
        self.act.setText("预览修改")
        parts.set_look(self.act, kind="primary")

    def _on_field(self) -> None:
        one = next(one for one in self._fields if one.key == self.which.chosen)
        box = self._box(one)
        if self.box is None:
            self._across.addWidget(box, 2)
        else:
            self._across.replaceWidget(self.box, box)
            self.box.hide()
            self.box.deleteLater()
        self.box = box
        box.edited.connect(lambda _key: self._unweighed())
        self._unweighed()
        box.focus()

    def _box(self, one: Field) -> FieldBox:
        box = form_page.make_box(one, self._shell.today())
        editor = box.editor
        if one.kind is Kind.LINK and isinstance(editor, ChoiceEditor):
            today = self._shell.today()
            query = Query(self._shell.desk, box, records.choices, one.link, today)
            query.then(
                lambda found: editor.set_choices([(str(key), name) for key, name in found])
            ).start()
        return box

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 12), 8)
        self._across: QHBoxLayout = parts.columns(gap=12)
        first = parts.rows(gap=4)
        name = parts.label("改哪一栏")
        name.setBuddy(self.which)
        first.addWidget(name)
        first.addWidget(self.which)
        first.addStretch()
        self._across.addLayout(first, 1)
        down.addLayout(self._across)
        down.addWidget(self.turns, 1)
        down.addWidget(self.said)
        foot = parts.columns()
        foot.addWidget(parts.label("改后可以整批撤销", "caption"))
        foot.addStretch()
        foot.addWidget(self.stay)
        self.act.setDefault(True)
        foot.addWidget(self.act)
        down.addLayout(foot)


def _row(one: Turn) -> Sequence[str]:
    said = one.refused and f"不改：{one.refused}"
    return (
        one.name,
        one.before or "（空）",
        one.after or "（空）",
        said or ("" if one.changes else _STAYS),
    )
