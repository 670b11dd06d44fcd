"""From what the check found to where it is mended: a form, a question of the pane, or a tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton

from core.services.case_check import Place
from gui.widgets.case_forms import CaseForms
from gui.widgets.case_pane import AGREED, BASICS, COURSE, PAPER, PEOPLE, CasePane
from gui.widgets.paper_kinds import STAGES

_TABS: Mapping[str, int] = {
    "mediation_case": BASICS,
    "party": PEOPLE,
    "agreement": AGREED,
    "performance": AGREED,
    "confirmation": AGREED,
    "case_paper": PAPER,
}
"""Where it is at least seen; everything else stands in the course of the case."""


@dataclass(frozen=True, slots=True)
class Way:
    """An act by which fields of a table are mended; no `keys` means every one.

    `new` ways make a record: they mend only what is not there yet.
    """

    table: str
    act: str
    keys: frozenset[str] = frozenset()
    new: bool = False

    def leads_to(self, place: Place) -> bool:
        """Whether the place can be mended by it."""
        fits = place.table == self.table and (not self.keys or place.key in self.keys)
        return fits and not (self.new and place.id)


_SAID = frozenset(("mediation_meeting", "investigation"))
_SHELF = frozenset(("filed_on", "filer", "examiner", "pages", "retention", "box", "file_note"))
_SIGNED = frozenset(("parties_signed_on", "mediator_signed_on", "sealed_on", "effective_on"))
_DONE = frozenset(("done_on", "proof", "state"))
WAYS = (
    Way("mediation_case", "archive", _SHELF),
    Way("mediation_case", "ready_to_file", _SHELF),
    Way("mediation_case", "amend"),
    Way("party", "amend"),
    Way("mediation_meeting", "hold_meeting", new=True),
    Way("investigation", "inquire", new=True),
    Way("evidence", "list_evidence"),
    Way("co_mediator", "name_beside"),
    Way("prevention", "tell_prevented"),
    Way("file_loan", "lend"),
    Way("agreement", "sign_by_hand", _SIGNED),
    Way("agreement", "agree"),
    Way("performance", "perform_item", _DONE),
    Way("performance", "agree"),
    Way("follow_up", "follow_up", new=True),
    Way("confirmation", "apply_to_court"),
    Way("confirmation", "court_takes"),
    Way("case_event", "record", new=True),
)


class Mending(QObject):
    """Takes the mediator from a sentence to its field."""

    def __init__(self, pane: CasePane, forms: CaseForms) -> None:
        super().__init__(pane)
        self._pane = pane
        self._forms = forms
        pane.overview.stages.mend.connect(self.go)
        pane.record_wanted.connect(self.correct)
        pane.overview.stages.papers_wanted.connect(lambda: self._turn(PAPER))

    def correct(self, record: UUID) -> None:
        """To what was kept of a talk or an inquiry."""
        if self._pane.file is not None:
            self._forms.correct(record, self._pane.file)

    def go(self, place: Place) -> None:
        """To the field, where an act allowed now has it; else to where it is seen."""
        if place.id and place.table in _SAID and self._pane.offers("inquire"):
            self.correct(place.id)
            self._forms.reach(place)
            return
        ways = (one.act for one in WAYS if one.leads_to(place))
        act = next((one for one in ways if self._pane.offers(one)), "")
        if not act:
            self._turn(_TABS.get(place.table, COURSE), place.paper)
            return
        self._pane.press(act)
        if self._forms.at_front:
            self._pane.panel.reach(place)
        else:
            self._forms.reach(place)

    def _turn(self, tab: int, paper: str = "") -> None:
        self._pane.turn_to(tab)
        titles = (
            f"预览打印{one.title}" for _, listed in STAGES for one in listed if one.name == paper
        )
        wanted = next(titles, "")
        for one in self._pane.findChildren(QPushButton):
            if wanted and one.accessibleName() == wanted:
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self._pane.focus_tab()
