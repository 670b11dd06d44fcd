"""Beside the ledger of grids: the form of a new one proposes the next code of its village."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from core.services import grid_codes
from gui.ledger.form import RecordForm
from gui.ledger.record_pane import RecordPane
from gui.tasks import Query

_PROPOSED = "按编码规则的下一个，可修改"


class GridForm(RecordForm):
    """A code typed by a person stays; one proposed follows the grid chosen above."""

    _above = _code = ""

    @override
    def begin(self, *, another: bool = False) -> None:
        self._above = self._code = ""
        super().begin(another=another)

    @override
    def _lay_out(self) -> None:
        super()._lay_out()
        above = self.fields.boxes["parent"]
        above.edited.connect(lambda _key: self._propose())
        above.left.connect(lambda _key: self._propose())

    def _propose(self) -> None:
        above = self.fields.boxes["parent"].chosen
        if self._row is None and above != self._above:
            self._above = above
            parent = UUID(above) if above else None
            query: Query[Sequence[str]] = Query(self._desk, self, grid_codes.proposed, parent)
            query.then(partial(self._put, above)).start()

    def _put(self, above: str, found: Sequence[str]) -> None:
        box = self.fields.boxes["code"]
        if self._row is None and above == self._above and box.text() in ("", self._code):
            self._code = next(iter(found), "")
            box.fill(self._code, _PROPOSED if found else "")


class GridPane(RecordPane):
    """The record, or that form."""

    form_class: ClassVar[type[RecordForm]] = GridForm
