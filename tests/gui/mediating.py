"""A mediator at the screen for tests, and cases as a mediator would have them."""

from datetime import date

from core.services import agreement, mediation
from core.services.agreement import AgreementDraft
from core.services.lines import Line
from core.services.mediation import CaseDraft
from gui.screens.mediation import MediationScreen
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell
from tests.gui.typist import Typist

DAY = date(2026, 3, 25)


def a_case(station, title="东风村三组相邻通行纠纷", *names, **more):
    """A dispute between two people, accepted on the day."""
    applicant, respondent = names or ("张永福", "李德厚")
    parties = (
        Line({"side": "applicant", "name": applicant, "phone": "0512-65221234"}),
        Line({"side": "respondent", "name": respondent}),
    )
    values = {"title": title, "source": "02", "dispute": "02", "accepted_on": DAY} | more
    return station.perform(mediation.accept, CaseDraft(values, parties)).value


def registered(station, title="占道"):
    """A dispute that is not accepted yet."""
    draft = CaseDraft({"title": title, "source": "02"})
    return station.perform(mediation.register, draft).value


def agreed(station, case, **more):
    """What the two agreed on, not signed yet."""
    paid = {"payer": "李德厚", "receiver": "张永福", "item": "修复通道", "way": "自行", "due": DAY}
    given = {"clauses": ("李德厚拆除围栏。",), "signed_on": DAY, "items": (Line(paid),)} | more
    station.perform(agreement.agree, case, AgreementDraft(**given))


class Clerk(Typist):
    """Sits at the screen of a station, in a window 1366 wide."""

    def __init__(self, desk, folder, qtbot) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.desk = desk
        self.shell = PaperShell(desk, folder)
        self.screen = MediationScreen(self.shell)
        self.shell.shown = self.screen
        qtbot.addWidget(self.screen)
        self.screen.resize(1170, 716)
        self.screen.show()
        self.screen.activateWindow()
        self.screen.enter(Target("mediation"))
        self.settle()

    @property
    def pane(self):
        return self.screen.pane

    def settle(self) -> None:
        """Wait until everything is done and shown."""
        self._qtbot.waitUntil(lambda: not (self.desk.busy or self.screen.follow.isActive()))

    def open(self, case):
        """Open a case as a link from elsewhere does."""
        self.screen.enter(Target("mediation", record=case))
        self._qtbot.waitUntil(lambda: self.pane.file and self.pane.file.case.id == case)
        self.settle()
        return self.pane

    def begin(self, case, act):
        """Open a case and press one of its acts."""
        pane = self.open(case)
        pane.press(act)
        self.settle()
        return pane

    def save(self) -> None:
        """Ctrl+Enter, and wait."""
        self.press("Ctrl+Return")
        self.settle()
