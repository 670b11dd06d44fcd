"""查看登记: who looked at what in a week, person by person, for who answers for the station."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from core.services import looks
from core.services.figures import week_of
from core.services.looks import Person
from gui.tasks import Desk, Look, Query
from gui.widgets import clock, parts
from gui.widgets.plain_table import PlainTable

_WEEK = timedelta(days=7)
_HEADS = (("时间", 132), ("姓名", 96), ("看了什么", 0), ("件数", 64))
_WHO_WIDTH = 200
_EVERYBODY = "全部人员"


class LooksCard(parts.Card):
    """One week at a time, all people or one; reading it is itself written down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("查看登记", parts.label("谁看过、打印过、导出过什么，不能修改", "caption"))
        self._desk = desk
        self._day = desk.station.today()
        self._people: Sequence[Person] = ()
        self._span = parts.label("", "heading")
        self.who = QComboBox()
        self.who.setAccessibleName("按人员筛选")
        self.who.setMinimumWidth(_WHO_WIDTH)
        self.who.activated.connect(lambda _row: self._show_lines())
        self.table = PlainTable("查看登记", _HEADS)
        self._none = parts.Empty("这一周没有人查看、打印或导出他人的记录")
        self._on = parts.tool("chevron-right", "下一周", lambda: self.step(1))
        self._lay_out()

    def step(self, weeks: int) -> None:
        """Another week; never beyond the present one."""
        day = self._day + weeks * _WEEK
        if week_of(day).since <= self._desk.station.today():
            self._day = day
            self.read()

    def read(self) -> None:
        """Read the week again."""
        self._reading().start()

    def _reading(self) -> Query[list[Person]]:
        query = Query(self._desk, self, looks.of_week, self._day)
        return query.then(self._show)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        noted = Look(self._desk, self, looks.CHECKED)
        self._reading().then(lambda _people: noted.start()).start()

    def _lay_out(self) -> None:
        across = parts.columns()
        across.addWidget(parts.tool("chevron-left", "上一周", lambda: self.step(-1)))
        across.addWidget(self._span)
        across.addWidget(self._on)
        across.addStretch()
        across.addWidget(self.who)
        self.body.addLayout(across)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._none, 1)

    def _show(self, people: Sequence[Person]) -> None:
        week, today = week_of(self._day), self._desk.station.today()
        self._people = people
        self._span.setText(f"{week.span}")
        self._on.setEnabled(week.until < today)
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem(f"{_EVERYBODY} · {sum(len(one.looks) for one in people)} 次")
        for one in people:
            self.who.addItem(f"{one.name} · {len(one.looks)} 次", one.id)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        self._show_lines()

    def _show_lines(self) -> None:
        today: date = self._desk.station.today()
        wanted = self.who.currentData()
        listed = [
            look for one in self._people if wanted is None or one.id == wanted for look in one.looks
        ]
        listed.sort(key=lambda look: -look.seq)
        self.table.show_rows(
            [
                (
                    clock.told(look.moment, today),
                    look.actor_name,
                    look.label,
                    str(look.count or ""),
                )
                for look in listed
            ]
        )
        self.table.setVisible(bool(listed))
        self._none.setVisible(not listed)
