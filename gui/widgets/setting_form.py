"""Settings side by side, each kept as soon as it is chosen or its field is left."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from core.errors import Invalid, UserError
from core.record import Kind
from core.services import settings
from core.setting import Setting
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.field_box import FieldBox
from gui.widgets.setting_box import setting_box, value_of

Topic = tuple[str, Sequence[Setting]]
"""Settings about one thing, and what that is; no name needs no heading."""

_ABREAST = 2
_NOTHING: Mapping[str, FieldBox] = {}
_NONE = "没有这样的设置，换个词试试。"


class SettingForm(QFrame):
    """`changed` tells the key and the value of a setting that was kept.

    `made` are boxes made before their form.
    """

    changed = Signal(str, str)

    def __init__(
        self, desk: Desk, topics: Sequence[Topic], made: Mapping[str, FieldBox] = _NOTHING
    ) -> None:
        super().__init__()
        self._desk = desk
        self._listed = tuple(one for _name, listed in topics for one in listed)
        self._known: dict[str, str] = {}
        self._boxes = {one.key: made.get(one.key) or setting_box(one) for one in self._listed}
        self._groups = [self._group(name, listed) for name, listed in topics]
        self._none = parts.label(_NONE, "cell_name")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        down = parts.rows(self, gap=16)
        for group in self._groups:
            down.addWidget(group)
        down.addWidget(self._none)
        self._none.hide()
        for box in self._boxes.values():
            told = box.edited if box.field.kind is Kind.CODE else box.left
            told.connect(self._keep)

    def seek(self, words: str) -> None:
        """Show only what has these words in its name, its hint, its choices or its topic."""
        wanted = words.casefold().split()
        found = [group.narrow(wanted) for group in self._groups]
        self._none.setVisible(not any(found))

    def _group(self, name: str, listed: Sequence[Setting]) -> "_Group":
        said = {one.key: " ".join((name, one.label, one.hint, *_names(one))) for one in listed}
        return _Group(name, {one.key: self._boxes[one.key] for one in listed}, said)

    def box(self, key: str) -> FieldBox:
        """The box of one setting."""
        return self._boxes[key]

    def read(self) -> None:
        """Show what is set now."""
        owner: UUID = self._desk.station.actor.id
        Query(self._desk, self, settings.values, self._listed, owner).then(self._show).start()

    def _show(self, values: Mapping[str, str]) -> None:
        self._known = dict(values)
        for key, value in values.items():
            if not self._boxes[key].editor.hasFocus():
                self._boxes[key].set_text(value)
                self._boxes[key].set_problem("")

    def _keep(self, key: str) -> None:
        box = self._boxes[key]
        try:
            value = value_of(box, self._desk.station.today())
        except Invalid as error:
            box.set_problem(error.text)
            return
        box.set_problem("")
        if self._known and value != self._known[key]:
            Perform(self._desk, self, settings.change, key, value).then(
                lambda _nothing: self._kept(key, value)
            ).failed(lambda error: self._refused(key, error)).start()

    def _kept(self, key: str, value: str) -> None:
        self._known[key] = value
        self.changed.emit(key, value)

    def _refused(self, key: str, error: UserError) -> None:
        self._boxes[key].set_problem(error.text)


class _Group(QFrame):
    """The settings of one topic under its name, two abreast; what is not wanted goes away."""

    def __init__(self, name: str, boxes: Mapping[str, FieldBox], said: Mapping[str, str]) -> None:
        super().__init__()
        self._boxes, self._said = boxes, said
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        for column in range(_ABREAST):
            self._grid.setColumnStretch(column, 1)
        down = parts.rows(self, gap=8)
        if name:
            down.addWidget(parts.label(name, "heading"))
            down.addWidget(parts.rule())
        down.addLayout(self._grid)
        self._place(list(boxes))

    def narrow(self, words: Sequence[str]) -> bool:
        """Show what has all the words; whether there is any."""
        found = [key for key, said in self._said.items() if _has(said, words)]
        for key, box in self._boxes.items():
            box.setVisible(key in found)
        self._place(found)
        self.setVisible(bool(found))
        return bool(found)

    def _place(self, keys: Sequence[str]) -> None:
        """Close the gaps; the order stays, and so does the way of Tab."""
        for box in self._boxes.values():
            self._grid.removeWidget(box)
        for place, key in enumerate(keys):
            self._grid.addWidget(self._boxes[key], *divmod(place, _ABREAST))


def _has(said: str, words: Sequence[str]) -> bool:
    return all(word in said.casefold() for word in words)


def _names(setting: Setting) -> tuple[str, ...]:
    return tuple(name for _value, name in setting.choices)
