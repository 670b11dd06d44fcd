"""One grid: how much is open in it, and who answers for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal

from core.services.grids import Person, Place
from gui.widgets import parts
from gui.widgets.lines import Line, Lines


class GridCard(parts.Card):
    """`cases_wanted` and `person_wanted` tell what was pressed."""

    cases_wanted = Signal()
    person_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(margins=(16, 12, 8, 8))
        self._people: Sequence[Person] = ()
        self._name = parts.label("", "heading")
        self._list = parts.button("", self.cases_wanted.emit, "format-list-bulleted")
        self.people = Lines("网格上的人员")
        self.people.setToolTip("回车打开花名册里的这个人")
        self.people.chosen.connect(lambda row: self.person_wanted.emit(self._people[row].id))
        self._nobody = parts.label(
            "现在没有人在岗。在花名册里给人员填上所属网格和岗位。", "cell_name"
        )
        self._nobody.setWordWrap(True)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()

    def show_place(self, place: Place) -> None:
        """Show a grid; its people come with `show_people`."""
        self._name.setText(place.name)
        self._name.setToolTip(" · ".join(filter(None, (place.name, place.level, place.code))))
        count = len(place.open.ids)
        self._list.setText(f"办理中 {count} 件")
        self._list.setEnabled(bool(count))
        self._list.setToolTip("看办理中的纠纷清单" if count else "没有办理中的纠纷")
        self._list.setAccessibleName(f"{place.name}办理中的 {count} 件纠纷，看清单")

    def show_people(self, people: Sequence[Person]) -> None:
        """Show who answers for the grid."""
        self._people = people
        self.people.setVisible(bool(people))
        self._nobody.setVisible(not people)
        self.people.show_lines(
            [Line(one.name, one.post or "岗位未填", one.phone, "ink2") for one in people]
        )

    def _lay_out(self) -> None:
        above = parts.columns(margins=(0, 0, 8, 0))
        above.addWidget(self._name)
        above.addStretch()
        above.addWidget(self._list)
        self.body.addLayout(above)
        self.body.addWidget(parts.rule())
        self.body.addWidget(self.people, 1)
        self.body.addWidget(self._nobody, 1)
