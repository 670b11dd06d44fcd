"""补录已办结: a finished paper file goes in as it lies there, all its days on one page.

Nothing bars it but a day that is still to come; what does not fit is told by the check afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core.errors import Invalid, Problem
from core.field import Field
from core.ledger import Values
from core.record import described
from core.records.mediation_case import (
    LEDGER,
    Agreement,
    CasePaper,
    FollowUp,
    MediationCase,
    MediationMeeting,
)
from core.services import case_filing, drafts
from core.services.agreement import AgreementDraft, Signed
from core.services.case_filing import PaperFile
from core.services.mediation import CaseDraft
from gui.tasks import Desk, Perform
from gui.widgets import parts
from gui.widgets.case_form import APPLIED, CaseForm
from gui.widgets.clause_editor import ClauseEditor
from gui.widgets.draft_chip import Subject
from gui.widgets.form_page import Spot, field_grid, fill, numbered
from gui.widgets.line_table import LineKind, LineTable
from gui.widgets.performance_rows import DONE, PerformanceRows

TITLE = "补录已办结"
_WRITTEN = "written"
_SIGNED = {"parties_on": "当事人签名", "mediator_on": "调解员签名", "sealed_on": "调委会盖章"}
_DAYS = (("signed_on", "closed_on"), ("parties_on", "mediator_on"), ("sealed_on", "filed_on"))
_SHELF = (("end_reason",), ("pages", "retention"), ("filer", "examiner"))
_AGREED = (("form",), ("clauses",))
_OF_CASE = ("closed_on", "filed_on", "pages", "retention", "filer", "examiner")
_HINTS = {
    "signed_on": "没有协议的不填",
    "parties_on": "不填的，都是签订那天",
    "end_reason": "没有达成协议的选",
    "clauses": "一行一条，编号自动加",
}
_TABLES = (
    (
        "每次调解",
        LineKind(
            MediationMeeting,
            (
                MediationMeeting.held_on,
                MediationMeeting.place,
                MediationMeeting.result,
                MediationMeeting.talk,
            ),
            "再加一次",
        ),
    ),
    (
        "回访",
        LineKind(
            FollowUp,
            (
                FollowUp.done_on,
                FollowUp.way,
                FollowUp.person,
                FollowUp.performed,
                FollowUp.finding,
            ),
            "再加一次",
        ),
    ),
    (
        "卷内有哪些文书",
        LineKind(
            CasePaper,
            (
                CasePaper.kind,
                CasePaper.title,
                CasePaper.signed_on,
                CasePaper.pages,
                CasePaper.copy,
            ),
            "再加一件",
        ),
    ),
)


class WholeForm(CaseForm):
    """The form of a dispute, and below it everything else the paper file says."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        for one in _asked():
            self.add_box(one, 0, ClauseEditor() if one.key == "clauses" else None)
        self.items = PerformanceRows(self.today, DONE)
        self.tables = {kind.name: LineTable(kind, self.today) for _, kind in _TABLES}
        self.side.insertWidget(1, self._card("办结和签章", (*_DAYS, *_SHELF)))
        talks, *others = (_lines_card(title, self.tables[kind.name]) for title, kind in _TABLES)
        for card in (talks, self._card("协议", _AGREED)):
            self.main.addWidget(card)
        self._put_below((_lines_card("履行", self.items), *others))
        for table in self._all():
            table.edited.connect(self.touched)
            table.changed.connect(self._chain)
            table.submitted.connect(self.submit)
        for side in self.sides.values():
            side.edited.connect(self._offer_names)
        self._chain()

    def begin_whole(self) -> None:
        """An empty page, or what was left half-typed on it; no day is filled in."""
        self._open(Subject(drafts.PAPER_FILE, None, TITLE), {"source": APPLIED})
        self._register.hide()
        self._primary.setText("补录")
        self._primary.setToolTip("补录（Ctrl+Enter）")

    @override
    def texts(self) -> dict[str, str]:
        flat = super().texts()
        for table in self._all():
            flat |= table.texts()
        return flat

    @override
    def set_texts(self, texts: Mapping[str, str]) -> None:
        super().set_texts(texts)
        for table in self._all():
            table.today = self.today
            table.set_lines(numbered(texts, table.kind.name))
        self._offer_names()

    @override
    def spots(self) -> Iterator[Spot]:
        yield from super().spots()
        for table in self._all():
            yield from table.spots()

    @override
    def spot(self, key: str) -> Spot | None:
        found = (table.spot(key) for table in self._all())
        return next((one for one in found if one is not None), None) or super().spot(key)

    @override
    def submit(self) -> None:
        """Keep the file whole; what is wrong with its lines is said with the rest."""
        understood = self._understood()
        if understood is None:
            return
        values, parties = understood
        for table in self._all():
            table.settle()
        wrong = [*_missing(values), *(one for table in self._all() for one in table.read()[1])]
        if wrong:
            self.refuse(Invalid(wrong))
            return
        own = {key: values[key] for key in values if key not in _apart()}
        given = CaseDraft(own, parties, self.boxes["number"].text().strip())
        act = Perform(self.desk, self, case_filing.enter_whole, self._paper_file(given, values))
        self.run(act, self.finish)

    def _paper_file(self, given: CaseDraft, values: Values) -> PaperFile:
        talks, visits, papers = (
            tuple(line.values for line in self.tables[kind.name].read()[0]) for _, kind in _TABLES
        )
        return PaperFile(
            given,
            talks,
            self._agreed(values),
            Signed(*(_day(values, key) for key in _SIGNED)),
            str(values["end_reason"] or ""),
            _day(values, "closed_on"),
            tuple({**one, "visitor": given.values.get("mediator")} for one in visits),
            tuple({**one, "only_paper": True} for one in papers),
        )

    def _agreed(self, values: Values) -> AgreementDraft | None:
        items = tuple(self.items.read()[0])
        clauses = tuple(str(values["clauses"] or "").splitlines())
        signed = _day(values, "signed_on")
        if not (clauses or items or signed):
            return None
        form = str(values["form"] or _WRITTEN)
        return AgreementDraft(form, clauses=clauses, signed_on=signed, items=items)

    def _all(self) -> tuple[LineTable, ...]:
        """Every table of lines; none while the form is still being made."""
        own = vars(self).get("tables", {})
        return (*own.values(), self.items) if own else ()

    def _offer_names(self) -> None:
        rows = (row for side in self.sides.values() for row in side.written())
        self.items.offer([name for row in rows if (name := row.name.text().strip())])

    def _card(self, title: str, rows: tuple[tuple[str, ...], ...]) -> parts.Card:
        card = parts.Card(title)
        card.body.addLayout(fill(field_grid(), self.boxes, rows))
        return card

    def _put_below(self, cards: Iterable[parts.Card]) -> None:
        """Lines of many columns are as wide as the page."""
        inside, whole = self._scroll.takeWidget(), parts.frame("scrolled")
        down = parts.rows(whole, gap=12)
        for one in (inside, *cards):
            down.addWidget(one)
        down.addStretch(1)
        self._scroll.setWidget(whole)

    @override
    def _order(self) -> list[QWidget]:
        own = vars(self).get("tables")
        if own is None:
            return super()._order()
        talks, visits, papers = (self.tables[kind.name].order() for _, kind in _TABLES)
        days = [self.boxes[one.key].editor for one in _asked()]
        before, agreed = days[: -len(_AGREED)], days[-len(_AGREED) :]
        whole = (*before, *talks, *agreed, *self.items.order(), *visits, *papers)
        return [*super()._order(), *whole]


def _lines_card(title: str, table: LineTable) -> parts.Card:
    card = parts.Card(title)
    card.body.addWidget(table)
    return card


def _asked() -> Iterator[Field]:
    """What is asked beside the form of a dispute, in the order of Tab."""
    own = {key: LEDGER.field(key) for key in _OF_CASE}
    own |= {one.key: one for one in (described(Agreement.signed_on), described(Agreement.clauses))}
    own |= {"form": described(Agreement.form), "end_reason": described(MediationCase.end_reason)}
    own |= {key: replace(own["signed_on"], key=key, label=text) for key, text in _SIGNED.items()}
    for key in (one for row in (*_DAYS, *_SHELF, *_AGREED) for one in row):
        yield replace(own[key], required=False, given=False, hint=_HINTS.get(key, own[key].hint))


def _apart() -> frozenset[str]:
    """What is no field of the case itself."""
    return frozenset(("signed_on", "form", "clauses", "end_reason", *_SIGNED))


def _missing(values: Values) -> Iterator[Problem]:
    """A file without these is not finished, or nobody knows when."""
    for key, text in (("accepted_on", "受理日期"), ("closed_on", "办结日期")):
        if values.get(key) is None:
            yield Problem(key, f"请按卷宗填写{text}")
    if not (values["end_reason"] or values["signed_on"]):
        yield Problem("end_reason", "没有达成协议的，请选终止原因；达成协议的，请填签订日期")


def _day(values: Values, key: str) -> date | None:
    day = values.get(key)
    return day if isinstance(day, date) else None
