"""The pages of mediation: the list in front, and a form for each act that wants a whole page."""

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.services.case_check import Place
from core.services.case_file import CaseFile
from gui.tasks import Desk
from gui.widgets import parts
from gui.widgets.agreement_form import AgreementForm
from gui.widgets.case_checking import CaseChecking
from gui.widgets.case_form import CaseForm, Stock
from gui.widgets.case_pane import AGREED, BASICS, COURSE
from gui.widgets.form_page import FormPage
from gui.widgets.talk_form import TalkForm

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

    def begin(self, act: str, file: CaseFile) -> None:
        """Open the form of an act: `amend`, `hold_meeting` or `agree`."""
        if act == "amend":
            self.setCurrentWidget(self.case)
            self.case.begin_change(file)
        elif act == "hold_meeting":
            self.setCurrentWidget(self.talk)
            self.talk.begin_talk(file)
        else:
            self.setCurrentWidget(self.agreement)
            self.agreement.begin_agreement(file)

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

    def _added(self, form: FormT, tab: int) -> FormT:
        form.closed.connect(self.back)
        form.saved.connect(lambda case: self.saved.emit(case, tab))
        self._made.append(form)
        self.addWidget(form)
        return form
