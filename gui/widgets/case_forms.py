"""The pages of mediation: the list in front, and a form for each act that wants a whole page."""

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.services.case_check import Place
from core.services.case_file import CaseFile
from gui.tasks import Desk
from gui.widgets import parts
from gui.widgets.agreement_form import AgreementForm
from gui.widgets.case_checking import CaseChecking
from gui.widgets.case_form import CaseForm, Stock
from gui.widgets.case_pane import AGREED, BASICS, COURSE, PAPER
from gui.widgets.contents_form import CONTENTS, ContentsForm
from gui.widgets.form_page import FormPage
from gui.widgets.talk_form import INQUIRY, TalkForm
from gui.widgets.whole_form import WholeForm

FormT = TypeVar("FormT", bound=FormPage)


class CaseForms(QStackedWidget):
    """Forms are made when first wanted. `saved` names the case and the tab that shows the act."""

    saved = Signal(object, int)
    left = Signal()

    def __init__(self, desk: Desk, front: QWidget) -> None:
        super().__init__()
        self._desk = desk
        self._front = front
        self._made: list[FormPage] = []
        self._stock = Stock()
        self._lines: dict[str, ContentsForm] = {}
        self.addWidget(front)

    @property
    def at_front(self) -> bool:
        """Whether no form is open."""
        return self.currentWidget() is self._front

    @cached_property
    def case(self) -> CaseForm:
        """登记纠纷."""
        return self._added(CaseForm(self._desk, self._stock), BASICS)

    @cached_property
    def talk(self) -> TalkForm:
        """记录调解."""
        return self._added(TalkForm(self._desk), COURSE)

    @cached_property
    def agreement(self) -> AgreementForm:
        """达成协议."""
        return self._added(AgreementForm(self._desk), AGREED)

    @cached_property
    def inquiry(self) -> TalkForm:
        """登记调查."""
        return self._added(TalkForm(self._desk, INQUIRY), PAPER)

    @cached_property
    def whole(self) -> WholeForm:
        """补录已办结."""
        return self._added(WholeForm(self._desk), BASICS)

    def lines(self, act: str) -> ContentsForm:
        """证据清单 and what else is kept a line each."""
        if act not in self._lines:
            kind = next(one for one in CONTENTS if one.act == act)
            self._lines[act] = self._added(ContentsForm(self._desk, kind), PAPER)
        return self._lines[act]

    def ahead(self) -> Iterator[object]:
        """Make the forms before they are wanted, a piece at a time."""
        for part in self._stock.ahead(self._desk.station.today()):
            if "case" in vars(self):
                break
            yield part
        for name in ("case", "talk", "agreement"):
            form = getattr(self, name)
            yield form
            parts.look_ahead(form, self.size())
            yield form

    def register(self) -> None:
        """Open the form of a new dispute."""
        self.setCurrentWidget(self.case)
        self.case.begin_new()

    def enter_whole(self) -> None:
        """Open the page of a finished paper file."""
        self._show(self.whole).begin_whole()

    def begin(self, act: str, file: CaseFile) -> None:
        """Open the form of an act on a case."""
        if act == "amend":
            self._show(self.case).begin_change(file)
        elif act == "hold_meeting":
            self._show(self.talk).begin_talk(file)
        elif act == "inquire":
            self._show(self.inquiry).begin_talk(file)
        elif act == "agree":
            self._show(self.agreement).begin_agreement(file)
        else:
            self._show(self.lines(act)).begin_lines(file)

    def correct(self, record: UUID, file: CaseFile) -> None:
        """Open the record of a talk or an inquiry that is kept."""
        asked = any(one.id == record for one in file.inquiries)
        self._show(self.inquiry if asked else self.talk).begin_kept(file, record)

    def reach(self, place: Place) -> None:
        """Go to the field of a place in the form in front."""
        for form in self._made:
            checking = form.findChild(CaseChecking) if form is self.currentWidget() else None
            spot = checking.spot(place) if checking else None
            if spot is not None:
                form.go_to(spot)

    def back(self) -> None:
        """Bring the list to the front."""
        self.setCurrentWidget(self._front)
        self.left.emit()

    def keep_drafts(self) -> None:
        """Keep what is half-typed anywhere."""
        for form in self._made:
            form.draft.keep()

    def _show(self, form: FormT) -> FormT:
        self.setCurrentWidget(form)
        return form

    def _added(self, form: FormT, tab: int) -> FormT:
        form.closed.connect(self.back)
        form.saved.connect(lambda case: self.saved.emit(case, tab))
        self._made.append(form)
        self.addWidget(form)
        return form
