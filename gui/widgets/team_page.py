"""空岗与重岗 and the other lists about the station's people: chosen, opened, printed, written."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from typing_extensions import override

from core import dates
from core.ledger import Values
from core.progress import Progress, silent
from core.record import Field, Kind
from core.rights import Right
from core.services import kit
from core.services.kit import LACKING, HandOut
from core.services.team import Line, TeamList
from core.services.team_lists import TEAM_LISTS, team_list
from gui import ask
from gui.tasks import Perform, Query, Work
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question, Wanted
from gui.widgets.choices import ChoiceEditor
from gui.widgets.dates import DateEditor
from gui.widgets.editors import width_of
from gui.widgets.notice import ProgressStrip
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.where import list_target, record_target

HAND_OUT = "发给缺的人"
_KINDS = "Excel 工作簿 (*.xlsx);;PDF 文件 (*.pdf);;Word 文件 (*.docx)"
_KIND = Field("kind", "装备", Kind.CODE, required=True, code="equipment_kind")
_ON = Field("on", "发放日期", Kind.DATE, required=True)
_REPLACE = Field("replace_on", "应更换日期", Kind.DATE)
_TO_ALL = "发给在岗而没有这一样的每一个人；发完在“装备”里打印领用签收表。"


class TeamPage(Screen):
    """Enter opens what a line is about; the lists are as of one day."""

    shown = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._lines: Sequence[Line] = ()
        actor = self.desk.station.actor
        self._may_keep, self._may_send = actor.may(Right.KEEP), actor.may(Right.SEND)
        self.chooser = ChoiceEditor([(one.name, one.title) for one in TEAM_LISTS])
        self.chooser.setAccessibleName("哪张清单")
        self.chooser.setFixedWidth(width_of(16))
        self.chooser.set_text(TEAM_LISTS[0].name)
        self.day = DateEditor(shell.today())
        self.day.setAccessibleName("哪一天")
        self.day.setFixedWidth(width_of(12))
        self.day.set_text(f"{shell.today()}")
        self.count = parts.label("", "caption")
        self.give = parts.button(HAND_OUT, self._ask_what, "hand-extended-outline")
        self.table = PlainTable(self.wanted.title, self.wanted.heads)
        self.empty = parts.label("", "caption")
        self.panel = ActPanel(self.desk)
        self._strip = ProgressStrip()
        self._lay_out()
        self.chooser.edited.connect(self.refresh)
        self.day.returnPressed.connect(self.refresh)
        self.day.left.connect(self.refresh)
        self.table.opened.connect(self._open)

    @property
    def wanted(self) -> TeamList:
        """The list chosen."""
        return team_list(self.chooser.chosen or TEAM_LISTS[0].name)

    @property
    def on(self) -> date:
        """The day the list is about; what is no day is today."""
        today = self.shell.today()
        return dates.parse_date(self.day.text(), today) or today

    @override
    def enter(self, target: Target) -> None:
        if target.title:
            self.chooser.set_text(target.title)
        self.refresh()
        self.chooser.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        wanted, day = self.wanted, self.on
        show = partial(self._show, wanted)
        Query(self.desk, self, wanted.find, day).then(show).start()

    @override
    def print_it(self) -> None:
        self.shell.preview(partial(self._write, self.wanted, self.on), self.wanted.title)

    @override
    def export(self) -> None:
        """Write the list as it is shown; the file's ending decides how."""
        wanted, day = self.wanted, self.on
        if not self._may_send:
            return
        suggested = Path.home() / f"{wanted.title}{day:%Y%m%d}.xlsx"
        path = ask.save_file(self, f"导出{wanted.title}", suggested, _KINDS)
        if path is None:
            return
        work: Work[int] = Work(self.desk, self, self._write, wanted, day, path)
        self._strip.follow(work, "正在导出")
        work.then(lambda _pages: self.shell.say(f"{wanted.title}已导出：{path.name}"))
        work.failed(lambda error: self.shell.fail(error.text)).start()

    def _write(self, wanted: TeamList, day: date, path: Path, progress: Progress = silent) -> int:
        """In a thread: read the list and draw it."""
        from reports import team_paper
        from reports.form import Issue

        station = self.desk.station
        issue = Issue(day, station.actor.name, station.demo)
        return station.ask(team_paper.write, wanted, path, issue, progress)

    def _show(self, wanted: TeamList, lines: Sequence[Line]) -> None:
        if wanted is not self.wanted:
            return
        self._lines = lines
        self.table.setAccessibleName(wanted.title)
        self.table.show_heads(wanted.heads)
        self.table.show_rows([one.cells for one in lines])
        self.count.setText(f"{len(lines)} {wanted.unit}")
        self.empty.setText(f"{wanted.nothing}。")
        self.empty.setVisible(not lines)
        self.give.setVisible(wanted is LACKING and self._may_keep)
        self.shown.emit()

    def _open(self, row: int) -> None:
        line = self._lines[row]
        if len(line.ids) == 1:
            self.shell.go(record_target(line.table, line.ids[0]))
        else:
            self.shell.go(list_target(line.table, line.ids, " ".join(line.cells[:2])))

    def _ask_what(self) -> None:
        wanted = (Wanted(_KIND), Wanted(_ON, f"{self.shell.today()}"), Wanted(_REPLACE))
        self.panel.ask(Question("发放", wanted, self._find_people, _TO_ALL))

    def _find_people(self, values: Values) -> None:
        days = [values.get(key) for key in ("on", "replace_on")]
        on, replace_on = (one if isinstance(one, date) else None for one in days)
        if on is not None:
            what = HandOut(str(values.get("kind") or ""), on, replace_on)
            asked = Query(self.desk, self, kit.without, what.kind, on)
            asked.then(partial(self._hand_out, what)).start()

    def _hand_out(self, what: HandOut, people: Sequence[UUID]) -> None:
        act = Perform(self.desk, self, kit.hand_out, what, people)
        act.then(lambda _done: self.panel.leave()).failed(self.panel.refuse).start()

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 4, 16, 16), 10)
        across = parts.columns()
        across.addWidget(self.chooser)
        across.addWidget(parts.label("哪一天", "caption"))
        across.addWidget(self.day)
        across.addWidget(self.count)
        across.addStretch()
        across.addWidget(self.give)
        if self._may_send:
            across.addWidget(parts.button("导出", self.export, "tray-arrow-up"))
        across.addWidget(parts.button("打印", self.print_it, "printer-outline"))
        down.addLayout(across)
        down.addWidget(self._strip)
        down.addWidget(self.empty)
        card = parts.Card(margins=(1, 1, 1, 1))
        card.body.addWidget(self.table, 1)
        down.addWidget(card, 1)
        down.addWidget(self.panel)
        self.give.hide()
