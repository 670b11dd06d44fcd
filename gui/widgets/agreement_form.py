"""达成协议: facts, clauses, what is performed by whom, copies; hints beside, nothing barred."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from core import draft
from core.draft import Read
from core.errors import Invalid
from core.record import fields
from core.records.mediation_case import Agreement, Performance
from core.services import agreement
from core.services.agreement import AgreementDraft
from core.services.case_file import CaseFile
from core.services.case_guards import Facts
from gui.tasks import Desk, Perform
from gui.widgets import parts
from gui.widgets.case_checking import CaseChecking, Half
from gui.widgets.clause_editor import ClauseEditor
from gui.widgets.draft_chip import Subject
from gui.widgets.form_page import Spot, field_grid, fill, glimpse, numbered
from gui.widgets.form_weighing import Shape, WeighedForm
from gui.widgets.line_table import Place
from gui.widgets.performance_rows import FIELDS as ITEM_FIELDS
from gui.widgets.performance_rows import PerformanceRows

T = TypeVar("T")

WRITTEN = "written"
_FIELDS = {one.key: one for one in fields(Agreement)}
_KEYS = ("facts", "clauses", "form", "signed_on", "amount", "copies")
_TABLE, _ITEM = Agreement.__tablename__, Performance.__tablename__
_SUBMIT = ("Ctrl+Return", "Ctrl+Enter")
_PAUSE_MS = 300
_HINTS = {"amount": "不填的，按履行事项合计", "clauses": "一行一条，编号自动加"}


class AgreementForm(WeighedForm):
    """What the parties agreed; saving it makes the paper ready to print."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        for key in _KEYS:
            field = replace(_FIELDS[key], required=False, hint=_HINTS.get(key, ""))
            self.add_box(field, 0, ClauseEditor() if key == "clauses" else None)
        self.items = PerformanceRows(self.today)
        self._hints = parts.label("", "cell_name")
        self._hints.setWordWrap(True)
        self.weigh(_shape())
        self.main.addWidget(self._agreed())
        self.main.addWidget(self._performed())
        self.side.addWidget(self._signed())
        self.side.addWidget(self._beside())
        self.side.addStretch(1)
        self.add_act("保存协议", self.submit, "check", _SUBMIT)
        self.checking = CaseChecking(desk, self, self._halves, frozenset({Performance}))
        self.edited.connect(self.checking.touched)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._look_again)
        self.items.edited.connect(self.touched)
        self.items.changed.connect(self._chain)
        self.items.submitted.connect(self.submit)
        self._chain()

    def begin_agreement(self, file: CaseFile) -> None:
        """The agreement as it is written so far, or a new one of today."""
        self._file = file
        act = "修改协议" if file.agreement else "达成协议"
        self.items.offer([one.name for one in file.parties])
        subject = Subject(_TABLE, file.case.id, f"{act} · {file.case.number or '未编号'}")
        self.begin(subject, _shown(file, self.desk.station.today()), _shown(file))
        self.weighing.begin(file)
        self.checking.begin(file.case.id, eager=file.agreement is not None)
        self.boxes["facts"].focus()

    def _halves(self) -> Iterator[Half]:
        """The agreement and its promises as they stand here, for the check."""
        values = glimpse(self.boxes, self.today)
        lines = [(row, row.read().values) for row in self.items.written()]
        paid = [sum_ for _, line in lines if isinstance(sum_ := line.get("amount"), Decimal)]
        values["amount"] = values.get("amount") or (sum(paid, Decimal()) if paid else None)
        yield Half(Agreement, values, self.boxes.get)
        for row, one in lines:
            yield Half(Performance, one, partial(Place, row), row.identity)

    @override
    def texts(self) -> dict[str, str]:
        return super().texts() | self.items.texts()

    @override
    def set_texts(self, texts: Mapping[str, str]) -> None:
        super().set_texts(texts)
        self.items.today = self.today
        self.items.set_lines(numbered(texts, _ITEM))
        self._look_again()

    @override
    def spots(self) -> Iterator[Spot]:
        yield from super().spots()
        yield from self.items.spots()

    @override
    def spot(self, key: str) -> Spot | None:
        return self.items.spot(key) or super().spot(key)

    @override
    def touched(self) -> None:
        super().touched()
        self._pause.start()

    @override
    def submit(self) -> None:
        """Keep the agreement."""
        found, case = self._understood(), self.subject.record
        if found.problems:
            self.refuse(Invalid(found.problems))
        elif case is not None:
            act = Perform(self.desk, self, agreement.agree, case, self._drafted(found))
            self.run(act, lambda _agreed: self.finish(case))

    def _understood(self) -> Read:
        """What the fields mean, with a problem for each line that cannot be kept."""
        found = self.read()
        self.items.settle()
        _, wrong = self.items.read()
        return Read(found.values, (*found.problems, *wrong))

    def _drafted(self, found: Read) -> AgreementDraft:
        values = found.values
        return AgreementDraft(
            str(values["form"] or WRITTEN),
            str(values["facts"] or ""),
            tuple(str(values["clauses"] or "").splitlines()),
            _as(int, values["copies"]),
            _as(Decimal, values["amount"]),
            _as(date, values["signed_on"]),
            tuple(self.items.read()[0]),
            None if self._file is None else agreement.stamp(self._file.agreement, self._file.items),
        )

    def _look_again(self) -> None:
        """What a reviewer would ask about, while it is written."""
        file = self._file
        if file is None:
            return
        texts = [f"· {one.text}" for one in agreement.hints(self._facts(file), len(file.parties))]
        self._hints.setText("\n".join(texts) or "没有需要再看的。")

    def _facts(self, file: CaseFile) -> Facts:
        """The agreement as it stands in the form, as if it were kept."""
        drafted = self._drafted(self.read_loosely())
        items = tuple(Performance(**row.read().values) for row in self.items.written())
        paid = [one.amount for one in items if one.amount]
        total = sum(paid, Decimal()) if paid else None
        made = Agreement(
            form=drafted.form,
            clauses="\n".join(filter(str.strip, drafted.clauses)) or None,
            copies=drafted.copies,
            amount=total if drafted.amount is None else drafted.amount,
            signed_on=drafted.signed_on,
        )
        return Facts(file.case, made, items)

    def read_loosely(self) -> Read:
        """What is understood so far; the rest is empty."""
        found = self.read()
        return Read({key: found.values.get(key) for key in _KEYS}, ())

    def _chain(self) -> None:
        before, after = _KEYS[:2], _KEYS[2:]
        self.chain(
            [
                *(self.boxes[key].editor for key in before),
                *self.items.order(),
                *(self.boxes[key].editor for key in after),
            ]
        )

    def _agreed(self) -> QWidget:
        card = parts.Card("事实与协议")
        grid = fill(field_grid(), self.boxes, (("facts",), ("clauses",)))
        grid.setRowStretch(1, 1)
        card.body.addLayout(grid, 1)
        return card

    def _performed(self) -> QWidget:
        card = parts.Card("履行方式、时限")
        card.body.addWidget(self.items)
        return card

    def _signed(self) -> QWidget:
        card = parts.Card("签订")
        rows = (("form", "signed_on"), ("amount", "copies"))
        card.body.addLayout(fill(field_grid(), self.boxes, rows))
        return card

    def _beside(self) -> QWidget:
        card = parts.Card("请再看一看")
        card.body.addWidget(parts.label("只是提醒，不影响保存和打印", "caption"))
        card.body.addWidget(self._hints)
        return card


def _shown(file: CaseFile, today: date | None = None) -> dict[str, str]:
    """The kept agreement as texts of the form; a new one begins with today and its copies."""
    kept = file.agreement
    if kept is None:
        copies = str(len(file.parties) + 1)
        flat = {"form": WRITTEN, "signed_on": f"{today or ''}", "copies": copies}
    else:
        flat = {key: draft.show(_FIELDS[key], getattr(kept, key)) for key in _KEYS}
    for n, item in enumerate(file.items):
        texts = {key: draft.show(one, getattr(item, key)) for key, one in ITEM_FIELDS.items()}
        texts["id"] = str(item.id)
        flat |= {f"{_ITEM}.{n}.{key}": text for key, text in texts.items()}
    return flat


def _shape() -> Shape:
    """The form for `FormWeighing`."""
    return Shape(
        _shown,
        lambda file: file.agreement.id if file.agreement else None,
        {key: field.label for key, field in _FIELDS.items()},
        _ITEM,
        ITEM_FIELDS,
        lambda file: {str(one.id): f"履行事项 {one.item or ''}".strip() for one in file.items},
    )


def _as(kind: type[T], value: object) -> T | None:
    return value if isinstance(value, kind) else None
