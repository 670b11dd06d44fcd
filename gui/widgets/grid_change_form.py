"""What is to be done with which grid, from which day, and why."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from core import codes, dates
from core.record import Field, Kind
from core.services.grid_acts import Opening
from core.services.grid_sheet import Terms
from core.services.grid_tree import Known
from gui.widgets import parts
from gui.widgets.choices import SearchEditor
from gui.widgets.editors import YES
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.picked_grids import PickedGrids

MERGE, SPLIT, RENAME, MOVE, CLOSE, RECODE = ("merge", "split", "rename", "move", "close", "recode")
_WAYS = (MERGE, SPLIT, RENAME, MOVE, CLOSE, RECODE)
_SHOWN = {
    MERGE: ("sources", "into", "name", "code"),
    SPLIT: ("grid", "stays", "parts"),
    RENAME: ("grid", "name", "code"),
    MOVE: ("grid", "above", "code"),
    CLOSE: ("grid", "targets"),
    RECODE: (),
}
_LISTS = ("sources", "targets", "parts")
_COLUMNS = 4
_HINTS = {MERGE: "合成一个新网格才填", RENAME: ""}


class GridChangeForm(parts.Card):
    """Fields follow the way chosen; `changed` tells that what is open must be looked up again."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        offer = Offer(today=today)
        ways = [(one, codes.name_of("grid_change_kind", one)) for one in _WAYS]
        self.way = editor_for(Field("way", "调整方式", Kind.CODE, required=True), Offer(ways))
        self.grid = _link("grid", "网格")
        self.into = _link("into", "并入", "不填就并成一个新网格")
        self.above = _link("above", "新的上级网格", "不填就不设上级")
        self.name = editor_for(Field("name", "新名称", Kind.TEXT))
        self.code = editor_for(Field("code", "新编码", Kind.TEXT, hint="不填就不改"))
        self.stays = editor_for(Field("stays", "原网格保留", Kind.YES, hint="只划出一部分"))
        self.day = editor_for(Field("day", "变更日期", Kind.DATE, required=True), offer)
        self.reason = editor_for(Field("reason", "变更原因", Kind.TEXT, required=True))
        self.basis = editor_for(Field("basis", "依据", Kind.TEXT, hint="如批复文号"))
        self.sources = PickedGrids(_link("sources", "要合并的网格", "选一个，回车"))
        self.targets = PickedGrids(_link("targets", "划到的网格", "选一个，回车"))
        self.parts = PickedGrids(
            editor_for(Field("parts", "拆成的新网格", Kind.TEXT, hint="写名称，回车"))
        )
        self.known: Mapping[UUID, Known] = {}
        self.way.set_text(MERGE)
        self.day.set_text(today.isoformat())
        self._lay_out()
        for box in (self.way, self.grid, self.into, self.stays):
            box.edited.connect(lambda _key: self._on_changed())
        for box in (self.name, self.above, self.day):
            box.left.connect(lambda _key: self._on_changed())
        for picked in (self.sources, self.targets, self.parts):
            picked.changed.connect(self._on_changed)
        for picked in (self.sources, self.targets):
            picked.wanted.connect(lambda key, one=picked: self._pick(one, key))
        self._show_fields()

    @property
    def kind(self) -> str:
        """The way chosen."""
        return self.way.chosen

    def terms(self, today: date) -> Terms:
        """When, why, on what paper."""
        day = dates.parse_date(self.day.text(), today)
        return Terms(day or today, self.reason.text(), self.basis.text())

    def offer(self, known: Sequence[Known]) -> None:
        """The grids in use."""
        self.known = {one.id: one for one in known}
        choices = [(str(one.id), one.title) for one in known]
        for box in (self.grid, self.into, self.above):
            if isinstance(box.editor, SearchEditor):
                box.editor.set_choices(choices)
        for picked in (self.sources, self.targets):
            picked.set_choices(choices)

    def begin(self, grid: UUID) -> None:
        """Have a grid chosen already."""
        self.grid.set_text(str(grid))
        if grid in self.known and not self.sources.rows:
            self._pick(self.sources, str(grid))

    def clear(self) -> None:
        """Forget what was done."""
        for box in (self.grid, self.into, self.above, self.name, self.code, self.reason):
            box.set_text("")
        for picked in (self.sources, self.targets, self.parts):
            picked.clear()

    def link(self, box: FieldBox) -> UUID | None:
        """The grid a box says; none where it says none."""
        return UUID(box.chosen) if box.chosen else None

    def openings(self) -> list[Opening]:
        """The grids a split makes, the one that stays among them."""
        made = [Opening(one, name, code) for one, name, code in self.parts.rows]
        grid = self.link(self.grid)
        stays = self.stays.text() == YES
        return [Opening(grid, ""), *made] if stays and grid is not None else made

    def closing(self) -> list[UUID]:
        """The grids whose open things are to be looked at."""
        grid, into = self.link(self.grid), self.link(self.into)
        if self.kind == MERGE:
            return [one for one in self.sources.ids if one != into]
        return [grid] if grid is not None and self.kind in (SPLIT, CLOSE) else []

    def is_incomplete(self) -> bool:
        """Say below the first field that has to be filled what to do; whether there is one."""
        alone = self.kind in (SPLIT, RENAME, MOVE, CLOSE)
        into = self.link(self.into) or self.name.text().strip()
        wrong = (
            (self.sources.box, self.kind == MERGE and not self.sources.rows, "请选要合并的网格"),
            (self.into, self.kind == MERGE and not into, "请选并入哪个，或写新网格名称"),
            (self.grid, alone and self.link(self.grid) is None, "请从列表里选网格"),
            (self.reason, not self.reason.text().strip(), "请写明变更原因"),
        )
        first = next((box for box, is_wrong, _ in wrong if is_wrong), None)
        for box, _, text in wrong:
            box.set_problem(text if box is first else "")
        if first is not None:
            first.focus()
        return first is not None

    def _pick(self, picked: PickedGrids, key: str) -> None:
        one = self.known.get(UUID(key))
        if one is not None:
            picked.put(one.id, one.name, one.code)

    def _on_changed(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        shown = _SHOWN.get(self.kind, ())
        for key in ("grid", "into", "above", "name", "code", "stays", *_LISTS):
            getattr(self, key).setVisible(key in shown)
        self.name.set_hint(_HINTS.get(self.kind, ""))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        first = ((self.way,), (self.grid, self.into), (self.name, self.above))
        for column, boxes in enumerate((*first, (self.code, self.stays))):
            for box in boxes:
                grid.addWidget(box, 0, column)
        for picked in (self.sources, self.targets, self.parts):
            grid.addWidget(picked, 1, 0, 1, _COLUMNS)
        grid.addWidget(self.day, 2, 0)
        grid.addWidget(self.reason, 2, 1, 1, 2)
        grid.addWidget(self.basis, 2, 3)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)


def _link(key: str, label: str, hint: str = "") -> FieldBox:
    return editor_for(Field(key, label, Kind.LINK, hint=hint, link="grid"))
