"""登记纠纷: the parties and the dispute on one page, registered and accepted in one save."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core import draft
from core.card import Card
from core.draft import Read
from core.errors import Invalid, Problem
from core.ledger import Values
from core.record import Field
from core.records.mediation_case import LEDGER, MediationCase, Party
from core.services import eligible, grid_validity, mediation
from core.services.case_file import CaseFile
from core.services.eligible import Eligible
from core.services.lines import Line
from core.services.mediation import CaseDraft
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.again import Again
from gui.widgets.card_reader import CardReader, ReaderKeys
from gui.widgets.case_checking import CaseChecking, Half
from gui.widgets.choices import SearchEditor, keyed
from gui.widgets.draft_chip import Subject
from gui.widgets.field_box import FieldBox
from gui.widgets.folded_card import FoldedCard
from gui.widgets.form_page import Spot, field_grid, fill, glimpse, make_box, numbered
from gui.widgets.form_weighing import Shape, WeighedForm
from gui.widgets.party_rows import PARTY_FIELDS, PartyRow, PartyRows

APPLIED = "02"
SIDES = ("applicant", "respondent", "third")
_LINKS = ("grid", "mediator", "recorder", "committee")
_PAPER = "number"
_PARTY = Party.__tablename__
_SUBMIT = ("Ctrl+Return", "Ctrl+Enter")
_LAYOUT = (("dispute", "source"), ("grid", "place"), ("summary",))
_SHORT = ("happened_on", "people", "amount")
_TAKEN = (("applied_on", "accepted_on"), ("mediator", "recorder"), ("consent",), (_PAPER,))
_MORE = (
    ("risk", "dispute_gov"),
    ("elsewhere", "kin"),
    ("civil", "serious"),
    ("request",),
    ("applied_orally",),
    ("committee",),
    ("outside_number", "box"),
    ("privacy",),
)
_KEYS = (
    "title",
    *(key for row in _LAYOUT for key in row),
    *_SHORT,
    *(key for row in (*_TAKEN, *_MORE) for key in row),
)
_SAID: Mapping[str, Mapping[str, Any]] = {
    "title": {
        "label": "主题",
        "required": False,
        "hint": "不填的，由当事人和纠纷类型自动组成",
    },
    "accepted_on": {"hint": "调解期限从次日起算"},
    _PAPER: {"label": "沿用纸质编号", "hint": "不填的自动编号"},
}
"""Where this form says something else than the ledger."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Parts that were made before their form."""

    boxes: dict[str, FieldBox] = dataclass_field(default_factory=dict)
    sides: dict[str, PartyRows] = dataclass_field(default_factory=dict)

    def ahead(self, today: date) -> Iterator[object]:
        """Make every part of the form, one at a time."""
        for side in SIDES:
            self.sides[side] = _side(side, today)
            yield side
        for key in _KEYS:
            self.boxes[key] = make_box(_field(key), today)
            yield key


def _field(key: str) -> Field:
    return replace(LEDGER.field(key), given=False, **_SAID.get(key, {}))


def _side(side: str, today: date) -> PartyRows:
    return PartyRows(side, today, least=0 if side == "third" else 1)


class CaseForm(WeighedForm):
    """The form of a dispute: a new one, or the facts of a kept one."""

    def __init__(self, desk: Desk, stock: "Stock | None" = None) -> None:
        stock = stock or Stock()
        super().__init__(desk, stock.boxes)
        self._stamp: int | None = None
        self._pending: dict[str, str] = {}
        self.sides = {side: stock.sides.get(side) or _side(side, self.today) for side in SIDES}
        for key in _KEYS:
            self.add_box(_field(key))
        self.weigh(_shape(self.boxes))
        self.main.addWidget(_dispute(self.boxes, self.sides, self._add_third))
        self.side.addWidget(_acceptance(self.boxes))
        others = fill(field_grid(), self.boxes, _MORE)
        self.side.addWidget(FoldedCard("其他（风险等级、受理前核对、外部编号…）", others))
        self.side.addStretch(1)
        self._register = self.add_act("只登记", self.register)
        self._primary = self.add_act("登记并受理", self.submit, "check", _SUBMIT)
        self.checking = CaseChecking(desk, self, partial(_halves, self), frozenset({Party}))
        self.edited.connect(self.checking.touched)
        for side in self.sides.values():
            side.edited.connect(self.touched)
            side.left.connect(self.edited)
            side.changed.connect(self._chain)
        for key in grid_validity.dated_by(LEDGER.name):
            self.boxes[key].left.connect(lambda _key: self._ask_choices("grid"))
        self.add_key("Alt+T", self._add_third)
        self.reader = CardReader(desk, self, partial(_take_card, self.sides))
        ReaderKeys(self.reader, self, self.texts, self.set_texts)
        self.main.insertWidget(0, self.reader)
        self.again = Again(desk, self, LEDGER, self.boxes)
        self._chain()

    def begin_new(self) -> None:
        """An empty form, or what was left half-typed in it."""
        presets = {"source": APPLIED, "accepted_on": f"{self.desk.station.today()}"}
        self._open(Subject(LEDGER.name, None, "登记纠纷"), presets)

    def begin_change(self, file: CaseFile) -> None:
        """The facts of a kept case, to be corrected."""
        self._stamp = file.stamp
        subject = Subject(LEDGER.name, file.case.id, f"修改 {file.case.number or '未编号的纠纷'}")
        self._open(subject, _shown(file), file)
        self.boxes["accepted_on"].setVisible(file.case.accepted_on is not None)

    @override
    def texts(self) -> dict[str, str]:
        flat = {
            key: self._pending.get(key) or (box.chosen if key in _LINKS else "") or box.text()
            for key, box in self.boxes.items()
        }
        for side, rows in self.sides.items():
            for n, row in enumerate(rows.written()):
                flat |= {f"{_PARTY}.{side}.{n}.{key}": text for key, text in row.texts().items()}
        return flat

    @override
    def set_texts(self, texts: Mapping[str, str]) -> None:
        super().set_texts(texts)
        self._pending = {key: texts[key] for key in _LINKS if texts.get(key)}
        for key in tuple(self._pending):
            self._show_link(key)
        for side, rows in self.sides.items():
            rows.set_lines(numbered(texts, f"{_PARTY}.{side}"))

    @override
    def spots(self) -> Iterator[Spot]:
        yield from super().spots()
        for row in self._rows():
            yield row
            yield from row.boxes.values()

    @override
    def spot(self, key: str) -> Spot | None:
        table, _, rest = key.partition(".")
        if table != _PARTY:
            return super().spot(key)
        place, _, field = rest.partition(".")
        row = list(self._rows(written=True))[int(place)]
        if field in row.boxes:
            row.unfold()
        return row.boxes.get(field, row)

    @override
    def submit(self) -> None:
        """Save; a new dispute is accepted at once."""
        if self.subject.record is not None:
            self._amend(self.subject.record)
            return
        understood = self._understood()
        if understood is not None:
            given = CaseDraft(*understood, self.boxes[_PAPER].text().strip())
            self.run(Perform(self.desk, self, mediation.accept, given), self.finish)

    def register(self) -> None:
        """Keep a new dispute without accepting it."""
        understood = self._understood(("accepted_on",))
        if understood is not None:
            given = CaseDraft(*understood)
            self.run(Perform(self.desk, self, mediation.register, given), self.finish)

    def _amend(self, case: UUID) -> None:
        hidden = self.boxes["accepted_on"].isHidden()
        understood = self._understood(("accepted_on",) if hidden else ())
        if understood is not None:
            act = Perform(self.desk, self, mediation.amend, case, *understood, self._stamp)
            self.run(act, lambda _none: self.finish(case))

    def _understood(self, without: tuple[str, ...] = ()) -> tuple[Values, tuple[Line, ...]] | None:
        """Facts and parties; none where something is wrong, which is then said."""
        read, rows = self.read(), [(row, row.read()) for row in self._rows(written=True)]
        inside = [_inside(n, found) for n, (_, found) in enumerate(rows)]
        problems = [*read.problems, *itertools.chain.from_iterable(inside)]
        if problems:
            self.refuse(Invalid(problems))
            return None
        values = {key: read.values[key] for key in read.values.keys() - {_PAPER, *without}}
        return values, tuple(Line(found.values, row.identity) for row, found in rows)

    def _rows(self, *, written: bool = False) -> Iterator[PartyRow]:
        for rows in self.sides.values():
            yield from rows.written() if written else rows.rows

    @override
    def _took(self, file: CaseFile) -> None:
        self._stamp = file.stamp

    def _open(
        self, subject: Subject, presets: Mapping[str, str], file: CaseFile | None = None
    ) -> None:
        new = subject.record is None
        self._register.setVisible(new)
        self._primary.setText("登记并受理" if new else "保存修改")
        self._primary.setToolTip(f"{self._primary.text()}（Ctrl+Enter）")
        for key in ("accepted_on", _PAPER):
            self.boxes[key].setVisible(new)
        self.begin(subject, presets, _shown(file) if file else {})
        self.weighing.begin(file)
        self.checking.begin(subject.record, eager=not new)
        for table in dict.fromkeys(LEDGER.field(key).link for key in _LINKS):
            self._ask_choices(table)
        self.boxes["title"].focus()

    def _ask_choices(self, table: str) -> None:
        read = glimpse(
            {key: self.boxes[key] for key in grid_validity.dated_by(LEDGER.name)}, self.today
        )
        day = grid_validity.own_day(LEDGER.name, read.get, self.today)
        offer = partial(self._offer, table)
        Query(self.desk, self, eligible.on, table, day).then(offer).start()

    def _offer(self, table: str, found: Eligible) -> None:
        for key in _LINKS:
            box = self.boxes[key]
            if box.field.link == table and isinstance(box.editor, SearchEditor):
                box.editor.set_choices(keyed(found.fitting), keyed(found.others))
                self._show_link(key)

    def _show_link(self, key: str) -> None:
        """An identity that waits is shown once it has a name; what was chosen meanwhile stays."""
        box, wanted = self.boxes[key], self._pending.get(key, "")
        if not wanted:
            return
        box.set_text(wanted)
        if box.chosen:
            self._pending.pop(key, None)
        elif _is_identity(wanted):
            box.set_text("")

    def _add_third(self) -> None:
        self.sides["third"].add().name.setFocus()

    def _chain(self) -> None:
        self.sides["third"].setVisible(bool(self.sides["third"].rows))
        self.chain(self._order())

    def _order(self) -> list[QWidget]:
        """The editors in the order of Tab."""
        names = [one for row in self._rows() for one in row.order()]
        after = [self.boxes[key].editor for key in _KEYS if key != "title"]
        return [self.boxes["title"].editor, *names, *after]


def _dispute(
    boxes: Mapping[str, FieldBox], sides: Mapping[str, PartyRows], add_third: Callable[[], None]
) -> QWidget:
    card = parts.Card("当事人与纠纷")
    grid = field_grid()
    grid.addWidget(boxes["title"], 0, 0, 1, 2)
    for column, side in enumerate(("applicant", "respondent")):
        rows = sides[side]
        add = parts.button("再加一名", rows.add_and_go, "plus", "link", "在姓名里按回车")
        add.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows.head.addWidget(add)
        grid.addWidget(rows, 1, column)
    third = parts.button("第三人", add_third, "plus", "link", "加一名第三人（Alt+T）")
    third.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    sides["respondent"].head.addWidget(third)
    grid.addWidget(sides["third"], 2, 1)
    fill(grid, boxes, _LAYOUT, 3)
    grid.setRowStretch(2 + len(_LAYOUT), 1)
    card.body.addLayout(grid, 1)
    short = parts.columns(gap=12)
    for key in _SHORT:
        short.addWidget(boxes[key])
    short.addStretch()
    card.body.addLayout(short)
    return card


def _halves(form: CaseForm) -> Iterator[Half]:
    """The case and its parties as they stand in the form, for the check."""
    typed = {key: box for key, box in form.boxes.items() if key != _PAPER}
    yield Half(MediationCase, glimpse(typed, form.today), form.boxes.get)
    for row in (row for side in form.sides.values() for row in side.written()):
        yield Half(Party, row.glimpse(), row.spot, row.identity, partial(_reach, row))


def _reach(row: PartyRow, key: str) -> FieldBox | PartyRow:
    """Where a field of a party is, the details opened."""
    if key in row.boxes:
        row.unfold()
    return row.spot(key)


def _inside(n: int, found: Read) -> Iterator[Problem]:
    """What is wrong on the line of one party."""
    for one in found.problems:
        yield Problem(f"{_PARTY}.{n}.{one.field}", one.text)


def _take_card(sides: Mapping[str, PartyRows], found: Card, at: QWidget) -> None:
    """Into the line it was read in; else into the first that has no name yet."""
    rows = [row for side in sides.values() for row in side.rows]
    here = next((row for row in rows if row.isAncestorOf(at)), None)
    free = next((row for row in rows if not row.name.text().strip()), None)
    (here or free or sides["applicant"].add()).take_card(found)


def _acceptance(boxes: Mapping[str, FieldBox]) -> QWidget:
    card = parts.Card("受理")
    card.body.addLayout(fill(field_grid(), boxes, _TAKEN))
    return card


def _shown(file: CaseFile) -> dict[str, str]:
    """A kept case as texts of the form."""
    case = file.case
    flat = {
        key: str(getattr(case, key) or "")
        if key in _LINKS
        else draft.show(LEDGER.field(key), getattr(case, key))
        for key in _KEYS
        if key != _PAPER
    }
    for side in SIDES:
        for n, party in enumerate(file.side(side)):
            texts = {key: draft.show(one, getattr(party, key)) for key, one in PARTY_FIELDS.items()}
            own = {"id": str(party.id), "kind": party.kind}
            flat |= {f"{_PARTY}.{side}.{n}.{key}": text for key, text in (texts | own).items()}
    return flat


def _shape(boxes: Mapping[str, FieldBox]) -> Shape:
    """The form for `FormWeighing`; `boxes` know what the records are called that are chosen."""

    def read(file: CaseFile, _key: str, text: str) -> str:
        names = {str(identity): name for identity, name in file.names.items()}
        names |= {boxes[key].chosen: boxes[key].text() for key in _LINKS}
        return names.get(text, text) if text else ""

    return Shape(
        _shown,
        lambda file: file.case.id,
        {one.key: one.label for one in LEDGER.fields()},
        _PARTY,
        PARTY_FIELDS,
        lambda file: {str(one.id): f"当事人 {one.name}" for one in file.parties},
        read,
        SIDES,
    )


def _is_identity(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
