"""Settings side by side, each kept as soon as it is chosen or its field is left."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from core.errors import Invalid, UserError
from core.record import Kind
from core.services import settings
from core.settings import Setting
from gui.tasks import Desk, Perform, Query
from gui.widgets.field_box import FieldBox
from gui.widgets.setting_box import setting_box, value_of

_ABREAST = 2


class SettingForm(QFrame):
    """`changed` tells the key and the value of a setting that was kept."""

    changed = Signal(str, str)

    def __init__(self, desk: Desk, listed: Sequence[Setting]) -> None:
        super().__init__()
        self._desk = desk
        self._listed = tuple(listed)
        self._known: dict[str, str] = {}
        self._boxes = {one.key: setting_box(one) for one in listed}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for place, box in enumerate(self._boxes.values()):
            grid.addWidget(box, *divmod(place, _ABREAST))
            told = box.edited if box.field.kind is Kind.CODE else box.left
            told.connect(self._keep)
        for column in range(_ABREAST):
            grid.setColumnStretch(column, 1)

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
