"""The head of the meeting's page: what it is, its papers and its main act; tabs and facts below."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from core import codes
from core.services import cadence
from core.services.cadence import BY_HAND, DAILY, KINDS
from core.services.pending import day_words
from gui import theme
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.day_stepper import weekday
from gui.widgets.meeting_source import MeetingSource

SHEET, SIGN_IN, MINUTES = "morning_sheet", "sign_in_sheet", "meeting_minutes"
SUMMARY = "meeting_summary"
PAPERS = {SHEET: "打印晨会单", SIGN_IN: "签到表", MINUTES: "会议记录", SUMMARY: "会议纪要"}
VIEW, START, SIGNED = "view", "start", "signed"
RUN, DECIDE, TALK, TASKS = "run", "decide", "talk", "tasks"
TABS = {RUN: "签到与议程", DECIDE: "会上交办", TALK: "回顾与发言", TASKS: "交办事项"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a meeting is: the chip, the papers, the one Ctrl+P previews, the primary act."""

    state: str
    tone: str
    papers: tuple[str, ...]
    likely: str
    act: str
    icon: str
    tip: str
    more: tuple[str, ...] = ()


_EACH = (SHEET, SIGN_IN, MINUTES)
_MORE = {
    START: ("开始会议", "play", "议程从现在起不再改动，新提的记为“会上补充”"),
    SIGNED: ("签字稿已收回", "file-check-outline", "登记以后，再改要写明原因（修订）"),
    VIEW: ("投影", "projector-screen-outline", "全屏大字，隐去当事人姓名和号码（F11）"),
}
NONE = Standing("", "mute", (SHEET,), SHEET, "编制晨会", "plus", "带出签到名单和议程（Ctrl+N）")
OPEN = Standing(
    *("未定稿", "info", _EACH, SHEET),
    *("定稿", "check", "定稿后还可以更正（Ctrl+Shift+Enter）"),
    (START, VIEW),
)
STARTED = Standing("进行中", *("warn", _EACH, SHEET), *(OPEN.act, OPEN.icon, OPEN.tip), (VIEW,))
FINAL = Standing(
    *("已定稿", "ok", _EACH, MINUTES),
    *("更正", "pencil", "改错字、补原因，不用写理由"),
    (SIGNED, VIEW),
)
CORRECTING = Standing("更正中", "warn", _EACH, MINUTES, "改好了", "check", "结束更正")
SIGNED_BACK = Standing(
    *("已签回", "ok", _EACH, MINUTES),
    *("修订", "pencil", "签字稿已收回，改动要写明原因，印在记录末尾"),
    (VIEW,),
)
REVISING = Standing("修订中", "warn", _EACH, MINUTES, "改好了", "check", "结束修订")


def standing(source: MeetingSource, *, correcting: bool) -> Standing:
    """How far the meeting shown is."""
    if source.file is None:
        return replace(NONE, act=f"编制{cadence.called(source.kind)}")
    if correcting:
        return REVISING if source.signed else CORRECTING
    if source.final:
        return SIGNED_BACK if source.signed else FINAL
    return STARTED if source.started else OPEN


class MeetingHead(QFrame):
    """Title, state, papers, the one primary button."""

    paper_wanted = Signal(str)
    more_wanted = Signal(str)

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self.setMinimumHeight(theme.size("control") + 2)
        across = parts.columns(self)
        self.title = parts.label("", "title")
        self.chip = parts.chip("", "mute")
        self.note = parts.label("", "caption")
        across.addWidget(self.title)
        across.addSpacing(4)
        across.addWidget(self.chip)
        across.addWidget(self.note)
        across.addStretch()
        self.papers: dict[str, QPushButton] = {}
        for name, text in PAPERS.items():
            made = parts.button(text, partial(self.paper_wanted.emit, name))
            self.papers[name] = made
            across.addWidget(made)
        self.papers[SHEET].setIcon(theme.icon("printer-outline"))
        self.papers[SHEET].setIconSize(QSize(18, 18))
        self.more: dict[str, QAbstractButton] = {}
        for name, (text, icon, tip) in _MORE.items():
            wanted = partial(self.more_wanted.emit, name)
            self.more[name] = (
                parts.tool(icon, f"{text}：{tip}", wanted)
                if name == VIEW
                else parts.button(text, wanted, icon, tip=tip)
            )
            across.addWidget(self.more[name])
        self.primary = parts.button("定稿", act, "check", "primary")
        across.addWidget(self.primary)

    def show_meeting(self, source: MeetingSource, standing: Standing) -> None:
        """What meeting it is, how far it is, and what can be done with it."""
        day = source.day
        usual = f"{day_words(day)}{cadence.called(source.kind)}"
        named = source.file.meeting.title if source.file else usual
        self.title.setText(f"{named} {weekday(day)}")
        self.chip.setText(standing.state)
        parts.set_look(self.chip, tone=standing.tone)
        self.chip.setVisible(bool(standing.state))
        self.note.hide()
        sheet = "打印晨会单" if source.kind == DAILY else "打印议程"
        self.papers[SHEET].setText(sheet)
        called = source.kind in BY_HAND and source.file is not None
        offered = (SIGN_IN, MINUTES) if called and source.final else standing.papers
        offered += (SUMMARY,) if called else ()
        for name, button in self.papers.items():
            key = "（Ctrl+P）" if name == standing.likely else ""
            button.setToolTip(f"预览和打印{button.text().removeprefix('打印')}{key}")
            button.setVisible(name in offered)
        for name, made in self.more.items():
            made.setVisible(name in standing.more)
        self.primary.setText(standing.act)
        self.primary.setIcon(theme.icon(standing.icon, "on_brand"))
        self.primary.setToolTip(standing.tip)
        self.primary.show()

    def count_tasks(self, count: int, overdue: int) -> None:
        """How many tasks are open, how many of them overdue."""
        late = f"，超期 {overdue} 项" if overdue else ""
        self.note.setText(f"未销号 {count} 项{late}")

    def show_tasks(self) -> None:
        """The tasks have acts of their own."""
        self.title.setText("交办事项")
        self.note.show()
        for part in (self.chip, self.primary, *self.papers.values(), *self.more.values()):
            part.hide()


class MeetingTabs(parts.Card):
    """Tabs, and below them what belongs to the tab: the facts, or the filter of the tasks."""

    chosen_changed = Signal(str)
    kind_changed = Signal(str)

    def __init__(self, facts: QWidget) -> None:
        super().__init__(margins=(0, 0, 0, 8))
        self.body.setSpacing(0)
        self.chosen = RUN
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        across = parts.columns(margins=(16, 2, 16, 0), gap=20)
        for key, text in TABS.items():
            made = parts.tab(text, partial(self.choose, key))
            group.addButton(made)
            self._buttons[key] = made
            across.addWidget(made)
        across.addStretch()
        self.kind = ChoiceEditor([(one, codes.name_of("meeting_kind", one)) for one in KINDS])
        self.kind.setAccessibleName("会议种类")
        self.kind.setToolTip("看哪种会议（Alt+K）")
        self.kind.edited.connect(self._on_kind)
        across.addWidget(self.kind)
        self.body.addLayout(across)
        self.body.addWidget(parts.rule())
        self._lines = QStackedWidget()
        self.body.addWidget(self._lines)
        self.put_below(facts)

    def put_below(self, line: QWidget) -> None:
        """The facts come first, then the filter of the tasks."""
        around = parts.frame("plain")
        parts.columns(around, (16, 8, 16, 0)).addWidget(line)
        self._lines.addWidget(around)
        self._press()

    def choose(self, key: str) -> None:
        """Go to a tab."""
        changed, self.chosen = key != self.chosen, key
        self._press()
        if changed:
            self.chosen_changed.emit(key)

    def show_kind(self, kind: str) -> None:
        """Which kind of meeting is shown; one that is typed in the ledger has no entry."""
        if self.kind.chosen != kind:
            self.kind.set_text(codes.name_of("meeting_kind", kind) if kind in KINDS else "")

    def _on_kind(self) -> None:
        if self.kind.chosen:
            self.kind_changed.emit(self.kind.chosen)

    def count(self, key: str, number: int) -> None:
        """Say how many there are behind a tab."""
        self._buttons[key].setText(f"{TABS[key]} {number}" if number else TABS[key])

    def offer(self, key: str, *, on: bool) -> None:
        """Show a tab or not; nobody stays on one that is gone."""
        self._buttons[key].setVisible(on)
        if not on and self.chosen == key:
            self.choose(RUN)

    def _press(self) -> None:
        self._buttons[self.chosen].setChecked(True)
        self._lines.setCurrentIndex(1 if self.chosen == TASKS else 0)
        self.kind.setVisible(self.chosen != TASKS)
