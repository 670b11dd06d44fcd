"""矛盾调解: the list of disputes, the open one beside it, and the forms of its acts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QWidget
from typing_extensions import override

from core.errors import UserError
from core.records.mediation_case import LEDGER
from core.rights import Right
from core.services import case_course, case_flow
from core.services.case_course import Opened
from core.services.drafts import PAPER_FILE
from gui.ledger import outgoing
from gui.ledger.cells import TONES, Sight
from gui.ledger.filter_bar import FilterBar, Preset
from gui.ledger.head import Acts, PageHead
from gui.ledger.list_pane import ListPane, Offers
from gui.ledger.reading import Parts, Reading
from gui.ledger.saved_queries import SavedQueries
from gui.ledger.viewing import Viewing
from gui.tasks import Query
from gui.widgets import parts
from gui.widgets.case_forms import CaseForms
from gui.widgets.case_mending import Mending
from gui.widgets.case_pane import CasePane
from gui.widgets.paper_menu import Papers
from gui.widgets.screen import Screen, Shell, Target
from gui.widgets.whole_form import TITLE as WHOLE

FOLLOW_MS = 120
BESIDE = 1000
_PANE = 400
_TABLES = frozenset({LEDGER.name, "grid", "staff", *(child.name for child in LEDGER.children)})


class MediationScreen(Screen):
    """Mediation cases, from registration to the last promise kept."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.actor = actor = self.desk.station.actor
        self.may, self.may_send = actor.may(Right.MEDIATE), actor.may(Right.SEND)
        self._wanted: UUID | None = None
        self.filters = FilterBar(self.desk, LEDGER, shell.today)
        self.head = PageHead(replace(LEDGER, title="矛盾调解"), (), "登记纠纷", _acts(self))
        to_table = partial(shell.go, Target("statistics"))
        self.head.put_beside(parts.button("统计", to_table, "table-large", "link", "调解统计表"))
        if self.may:
            self.head.put_beside(_whole(self))
        self.listing = ListPane(self.desk, Sight(LEDGER, shell.today()), _offers(self))
        self.table = self.listing.table
        self.reading = Reading(
            self.desk, LEDGER, Parts(self.head, self.filters, self.listing), self
        )
        self.queries = SavedQueries(self.desk, LEDGER.name, self.filters)
        self.viewing = Viewing(self.desk, self.table, self.reading, self)
        self.papers = Papers(self.desk, self, shell.preview, shell.say)
        self.pane = CasePane(self.desk, self.papers)
        self._lay_out()
        self._connect()

    @override
    def enter(self, target: Target) -> None:
        if target.where or target.ids is not None:
            self.filters.apply(target.where, Preset(ids=target.ids, title=target.title))
        self.queries.read(opening=target == Target(target.place))
        self.viewing.read(target.record)
        if target.record is not None:
            self.forms.back()
            self.open_case(target.record)
            self.table.setFocus()
        elif target.ledger == PAPER_FILE:
            _enter_whole(self)
        elif target.ledger and not target.where and target.ids is None:
            self.new()
        elif self.forms.at_front:
            self.table.setFocus()

    @override
    def refresh(self, tables: frozenset[str] | None = None) -> None:
        if tables is not None and not tables & _TABLES:
            return
        (self.reading.reload if tables is None else self.reading.check)()
        if self.pane.file is not None and not self.pane.isHidden():
            self.open_case(self._wanted or self.pane.file.case.id)

    @override
    def new(self) -> None:
        if self.may and self.forms.at_front:
            self.forms.register()

    @override
    def ahead(self) -> Iterator[object]:
        return self.forms.ahead() if self.may else iter(())

    @override
    def seek(self) -> None:
        self.forms.back()
        self.filters.seek()

    @override
    def print_it(self) -> None:
        """The papers of the open case; without one, the list."""
        file = self.pane.file
        if file is None or self.pane.isHidden():
            self.print_list()
        else:
            self.papers.offer(file, self.pane)

    def print_list(self) -> None:
        """The list as it stands, on paper."""
        outgoing.print_list(self.shell, self.reading.listed)

    @override
    def export(self) -> None:
        if self.may_send:
            outgoing.export(self.shell, self, self.listing.strip, self.reading.listed)

    @override
    def leave(self) -> None:
        self.viewing.keep()
        self.forms.keep_drafts()

    def open_case(self, case: UUID, tab: int | None = None) -> None:
        """Read a case whole and show it beside the list."""
        self._wanted = case
        task = Query(self.desk, self, case_course.opened, case, self.shell.today())
        task.then(partial(self._on_opened, tab)).failed(self._on_lost).start()

    def _lay_out(self) -> None:
        self._list = QFrame()
        down = parts.rows(self._list, (16, 12, 16, 16), 12)
        down.addWidget(self.head)
        down.addWidget(self.filters)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        self._split.addWidget(self.listing)
        self._split.addWidget(self.pane)
        self._split.setStretchFactor(0, 1)
        down.addWidget(self._split, 1)
        self.pane.hide()
        self.forms = CaseForms(self.desk, self._list)
        parts.rows(self).addWidget(self.forms)

    def _connect(self) -> None:
        self.follow = QTimer(self, singleShot=True, interval=FOLLOW_MS)
        self.follow.timeout.connect(self._show_current)
        self.table.rows.modelReset.connect(self._on_listed)
        self.table.picked.connect(self.follow.start)
        self.table.opened.connect(self._open_current)
        self.pane.closed.connect(self._close_pane)
        self.pane.form_wanted.connect(self._form)
        Mending(self.pane, self.forms)
        self.forms.saved.connect(self._on_saved)
        self.forms.left.connect(self.table.setFocus)
        _give_keys(self, self._list)

    def _on_listed(self) -> None:
        """Something is always open where there is room for it."""
        if self.table.rows.ids and self.table.current is None and self.width() >= BESIDE:
            self.table.choose(self.table.rows.ids[0])

    def _show_current(self) -> None:
        current = self.table.current if self.table.chosen_count == 1 else None
        if current and (current != self._wanted or self.pane.isHidden()) and self.width() >= BESIDE:
            self.open_case(current)

    def _open_current(self) -> None:
        if self.table.current is not None:
            self.open_case(self.table.current)
            self.pane.setFocus()

    def _on_lost(self, _error: UserError) -> None:
        """A case that was made restricted, or is there no more, leaves the screen."""
        self._close_pane()
        self.reading.reload()
        self.shell.say("这件纠纷已移走，或已设为限制查阅，列表里不再显示。")

    def _on_opened(self, tab: int | None, opened: Opened) -> None:
        case = opened.file.case
        if case.id != self._wanted:
            return
        if case.binned is not None:
            self._close_pane()
            return
        self.pane.show_case(opened, _tone(opened, self.shell.today()))
        if tab is not None:
            self.pane.turn_to(tab)
        self._show_pane()

    def _show_pane(self) -> None:
        hidden, beside = self.pane.isHidden(), self.width() >= BESIDE
        self.pane.show()
        self.listing.setVisible(beside)
        self.pane.narrow(is_narrow=not beside)
        if hidden and beside:
            self._split.setSizes([self._split.width() - _PANE, _PANE])

    def _close_pane(self) -> None:
        self.pane.hide()
        self.listing.show()
        self.table.setFocus()

    def go_back(self) -> None:
        """Esc: close the question, then the case, then let go of the rows."""
        if not self.pane.panel.isHidden():
            self.pane.panel.leave()
        elif not self.pane.isHidden():
            self._close_pane()
        else:
            self.table.clearSelection()

    def _form(self, act: str) -> None:
        if self.pane.file is not None:
            self.forms.begin(act, self.pane.file)

    def _on_saved(self, case: UUID, tab: int) -> None:
        self.reading.reload(case)
        self.open_case(case, tab)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.pane.isHidden():
            self._show_pane()


def _acts(screen: MediationScreen) -> Acts:
    export = screen.export if screen.may_send else None
    return Acts(None, export, screen.print_list, screen.new if screen.may else None)


def _offers(screen: MediationScreen) -> Offers:
    begin = [("登记第一件", screen.new)] if screen.may else []
    return Offers(begin, screen.filters.clear, ())


def _tone(opened: Opened, today: date) -> str:
    standing = case_flow.standing(opened.file.case.state, opened.file.items, today)
    return TONES["mediation_state"].get(standing, "mute")


def _whole(screen: MediationScreen) -> QWidget:
    tip = "纸质卷宗已经办完的，一页填完（Ctrl+Shift+N）"
    enter = partial(_enter_whole, screen)
    return parts.button(WHOLE, enter, "file-restore-outline", "link", tip)


def _enter_whole(screen: MediationScreen) -> None:
    """A finished paper file goes in on one page."""
    if screen.may and screen.forms.at_front:
        screen.forms.enter_whole()


def _open_row(screen: MediationScreen) -> None:
    if screen.table.current is not None:
        screen.open_case(screen.table.current)


def _act(screen: MediationScreen, act: Callable[[], object]) -> None:
    """Act on the case that is seen; while none is open, the row one stands on is opened."""
    if screen.pane.isHidden() or screen.follow.isActive():
        _open_row(screen)
    else:
        act()


def _edit(screen: MediationScreen) -> None:
    """F2: the row one stands on, or the case one has gone into; what is not open is opened."""
    file = screen.pane.file
    at_row = screen.table.hasFocus() or screen.pane.isHidden()
    if file is not None and (file.case.id == screen.table.current or not at_row):
        screen.pane.press("amend")
    else:
        _open_row(screen)


def _give_keys(screen: MediationScreen, front: QWidget) -> None:
    """Keys of the list and the case beside it."""
    acts: dict[str, Callable[[], object]] = {
        "Esc": screen.go_back,
        "F2": partial(_edit, screen),
        "F8": partial(_act, screen, screen.pane.press_next),
        "F9": partial(_act, screen, screen.pane.open_more),
        "Ctrl+Shift+N": partial(_enter_whole, screen),
    }
    for key, act in acts.items():
        shortcut = QShortcut(QKeySequence(key), front, act)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
