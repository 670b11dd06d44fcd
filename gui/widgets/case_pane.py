"""One case beside the list: what it is, what happened, what can be done with it now."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
)

from core.records.mediation_case import MediationCase
from core.rights import Right
from core.services.attachments import Place
from core.services.case_course import Opened
from core.services.case_file import CaseFile
from gui.tasks import Desk
from gui.widgets import case_acts, case_facts, case_keeping, case_questions, clock, parts
from gui.widgets.act_panel import ActPanel
from gui.widgets.attachment_tab import AttachmentTab
from gui.widgets.case_acts import Offered, label
from gui.widgets.case_overview import CaseOverview
from gui.widgets.case_questions import Asking
from gui.widgets.contents_view import Inside, contents_view
from gui.widgets.eye import Eye
from gui.widgets.focus_kept import focus_kept
from gui.widgets.looking import Looking
from gui.widgets.paper_list import paper_list
from gui.widgets.paper_menu import Papers
from gui.widgets.timeline import Timeline

TABS = ("概况", "当事人", "过程", "协议履行", "文书", "附件")
BASICS, PEOPLE, COURSE, AGREED, PAPER, FILES = range(6)
_NARROWEST = 372


class CasePane(QFrame):
    """The open case; told are acts that need a whole form, and a kept record to be corrected."""

    closed = Signal()
    form_wanted = Signal(str)
    record_wanted = Signal(object)

    def __init__(self, desk: Desk, papers: Papers) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setMinimumWidth(_NARROWEST)
        self._desk = desk
        self._papers = papers
        self.opened: Opened | None = None
        self._offered = Offered()
        self.panel = ActPanel(desk)
        self._looking = Looking(desk, self)
        self.overview = CaseOverview()
        self.timeline = Timeline()
        self.attachments = AttachmentTab(desk)
        self.attachments.counted.connect(partial(self._count, FILES))
        self._lay_out()
        self.panel.left.connect(self._on_panel_left)

    @property
    def file(self) -> CaseFile | None:
        """The case shown."""
        return self.opened.file if self.opened else None

    def show_case(self, opened: Opened, tone: str) -> None:
        """Show a case; the tab stays, a question half answered about another one goes."""
        before, file = self.file, opened.file
        self.opened = opened
        if before is None or before.case.id != file.case.id:
            self.panel.leave()
        may = self._desk.station.actor.may(Right.MEDIATE)
        today = self._desk.station.today()
        self._offered = case_acts.offered(file, today) if may else Offered()
        self._show_head(file, tone)
        with focus_kept(self, self.focus_tab):
            self._show_tabs(opened)
        self._looking.open_case(opened)
        self._show_foot(file)

    def narrow(self, *, is_narrow: bool) -> None:
        """Offer the way back where the list is behind."""
        self._back.setVisible(is_narrow)

    def turn_to(self, tab: int) -> None:
        """Bring one tab to the front."""
        parts.press_tab(self._tabs, tab)
        self._stack.setCurrentIndex(tab)

    def focus_tab(self) -> None:
        """Go to the tab in front."""
        self._tabs.checkedButton().setFocus()

    def offers(self, act: str) -> bool:
        """Whether the case allows an act now."""
        return act in self._offered

    def press(self, act: str) -> None:
        """Do an act, if the case allows it now."""
        file = self.file
        if file is None or act not in self._offered:
            return
        if act in case_acts.FORMS:
            self.form_wanted.emit(act)
        elif act == "sign":
            case_questions.sign(self._desk, self.panel, file)
        else:
            asking = Asking(self._desk, self.panel, file)
            self._foot.hide()
            self.panel.ask(case_keeping.question(act, asking))

    def press_next(self) -> None:
        """Do what the foot's primary button does."""
        for act in self._offered.forward[:1]:
            self.press(act)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 10, 12, 12), 8)
        head = parts.columns(gap=8)
        self._back = parts.button("返回列表", self.closed.emit, "arrow-left", "link", "Esc")
        self._number = parts.label("", "caption")
        self._number.setWordWrap(True)
        self._chip = parts.chip("", "mute")
        self._risk = parts.chip("", "mute")
        self._more = parts.tool("dots-horizontal", "更多操作（F9）", self.open_more)
        for one in (self._back, self._number, self._chip, self._risk):
            head.addWidget(one)
        head.addStretch()
        head.addWidget(self._more)
        head.addWidget(parts.tool("close", "关闭（Esc）", self.closed.emit))
        down.addLayout(head)
        self._title = parts.label("", "heading")
        self._title.setWordWrap(True)
        down.addWidget(self._title)
        down.addLayout(self._tab_row())
        down.addWidget(parts.rule())
        self._stack = QStackedWidget()
        self._views = [_scroll(name) for name in TABS[:FILES]]
        for view in (*self._views, self.attachments):
            self._stack.addWidget(view)
        self._views[BASICS].setWidget(self.overview)
        self._views[COURSE].setWidget(self.timeline)
        down.addWidget(self._stack, 1)
        self._foot = QFrame()
        self._foot_row = parts.columns(self._foot, (0, 4, 4, 0), 8)
        self._buttons: list[QPushButton] = []
        down.addWidget(self._foot)
        down.addWidget(self.panel)

    def _tab_row(self) -> QHBoxLayout:
        self._tabs = QButtonGroup(self)
        across = parts.columns(gap=8)
        for n, name in enumerate(TABS):
            button = parts.tab(name, partial(self.turn_to, n))
            self._tabs.addButton(button, n)
            across.addWidget(button)
        across.addStretch()
        self._tabs.button(BASICS).setChecked(True)
        return across

    def _show_head(self, file: CaseFile, tone: str) -> None:
        case = file.case
        self._number.setText(case.number or "未编号")
        voided = case.voided_on is not None
        self._chip.setText(
            "已作废" if voided else case_facts.state(file, self._desk.station.today())
        )
        parts.set_look(self._chip, tone="mute" if voided else tone)
        self._risk.setText(case_facts.risk(case))
        self._risk.setVisible(bool(case.risk and case.risk != "normal"))
        parts.set_look(self._risk, tone="bad" if case.risk == "major" else "warn")
        self._title.setText(case.title)
        self._more.setVisible(bool(self._offered.others))

    def _show_tabs(self, opened: Opened) -> None:
        today, file = self._desk.station.today(), opened.file
        perform = partial(self.press, "perform_item") if "perform_item" in self._offered else None
        eye = Eye(self._desk, file.case.number or "未编号的纠纷", opened.own)
        self.overview.show_case(opened, today)
        self._views[PEOPLE].setWidget(case_facts.people(file, eye))
        self.timeline.show_marks(case_facts.marks(opened.events, today))
        self._views[AGREED].setWidget(case_facts.agreed(file, today, perform))
        acts = Inside(self.press, self.record_wanted.emit, self._offered.inside)
        self._views[PAPER].setWidget(paper_list(self._papers, file, contents_view(file, acts)))
        may = self._desk.station.actor.may(Right.MEDIATE)
        self.attachments.show_record(Place(MediationCase.__tablename__, file.case.id), may=may)
        for n, count in ((PEOPLE, len(file.parties)), (COURSE, len(opened.events))):
            self._count(n, count)

    def _count(self, tab: int, count: int) -> None:
        self._tabs.button(tab).setText(f"{TABS[tab]} {count}" if count else TABS[tab])

    def _show_foot(self, file: CaseFile) -> None:
        while self._foot_row.count():
            self._foot_row.takeAt(0)
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        if self._offered.danger:
            self._foot_row.addWidget(self._button(self._offered.danger, file, "danger"))
        self._foot_row.addStretch()
        for n, act in reversed(list(enumerate(self._offered.forward))):
            self._foot_row.addWidget(self._button(act, file, "" if n else "primary"))
        self._foot.setVisible(bool(self._buttons) and self.panel.isHidden())

    def _button(self, act: str, file: CaseFile, kind: str) -> QPushButton:
        text = label(act, file)
        if act == "sign":
            day = case_questions.signing_day(file, self._desk.station.today())
            text += f" {clock.day(day, self._desk.station.today())}"
        tip = f"{text}（F8）" if kind == "primary" else ""
        icon = case_acts.ICONS.get(act, "") if kind == "primary" else ""
        made = parts.button(text, partial(self.press, act), icon, kind, tip)
        made.setObjectName(act)
        self._buttons.append(made)
        return made

    def open_more(self) -> None:
        """Show what else can be done with the case."""
        file = self.file
        if file is None or not self._offered.others:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._offered.others:
            if act in ("void", "remove"):
                menu.addSeparator()
            menu.addAction(label(act, file), partial(self.press, act))
        inside = menu.addMenu("卷内材料")
        for act in self._offered.inside:
            inside.addAction(label(act, file), partial(self.press, act))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_panel_left(self) -> None:
        self._foot.setVisible(bool(self._buttons))


def _scroll(name: str) -> QScrollArea:
    made = QScrollArea()
    made.setAccessibleName(name)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made
