"""The parties of one side: a name a line, its details folded below it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from core import checks, codes
from core.card import Card
from core.draft import Read
from core.errors import Problem
from core.ledger import Values
from core.record import Value, fields
from core.records.mediation_case import Party
from gui import theme
from gui.widgets import parts
from gui.widgets.below import Below
from gui.widgets.card_reader import fill
from gui.widgets.field_box import FieldBox
from gui.widgets.form_page import check, field_grid, glimpse, make_box, read_boxes
from gui.widgets.form_page import fill as fill_rows
from gui.widgets.name_editor import NameEditor
from gui.widgets.powers_box import PowersBox

_PERSON, _ORGANISATION = "person", "organisation"
PARTY_FIELDS = {one.key: one for one in fields(Party)}
ButtonT = TypeVar("ButtonT", bound=QWidget)

_ALWAYS = ("phone", "address", "agent", "relation", "powers")
_OF_PERSONS = (
    *("id_no", "sex", "age", "nationality", "occupation"),
    *("guardian", "witness", "limited", "also_called"),
)
_OF_ORGANISATIONS = ("representative", "org_no")
_ROWS = (
    ("id_no", "phone"),
    ("sex", "age"),
    ("nationality", "occupation"),
    _OF_ORGANISATIONS,
    ("agent", "relation"),
    ("guardian", "witness"),
    ("limited", "also_called"),
)
_WIDE = ("powers", "address")
_ENDINGS = (
    *("公司", "厂", "店", "社", "委会", "委员会", "中心", "医院", "学校", "银行", "超市", "馆"),
    *("村", "组", "局", "所", "站", "队", "部"),
)
_LONGEST_PERSON = 3
_UNTYPED = ("kind", "id")
_SPLIT = str.maketrans("，，；；", "、、、、")


class PartyRow(QFrame):
    """One party: its name, whether person or organisation, and what else is known."""

    edited = Signal()
    more = Signal()
    gone = Signal()
    named = Signal()
    left = Signal()

    def __init__(self, side: str, today: date) -> None:
        super().__init__()
        self.side = side
        self._today = today
        self._kind = _PERSON
        self._kind_set = False
        self._identity = ""
        self.name = NameEditor()
        keys = (*_ALWAYS, *_OF_PERSONS, *_OF_ORGANISATIONS)
        self.boxes = {key: make_box(PARTY_FIELDS[key], today) for key in keys if key != "powers"}
        self.powers = self.boxes["powers"] = PowersBox(PARTY_FIELDS["powers"])
        self._lay_out()
        self.name.edited.connect(self.edited)
        self.name.more.connect(self.more)
        self.name.details.connect(lambda: self.unfold(not self.unfolded))
        self.name.left.connect(self._on_name_left)
        for box in self.boxes.values():
            box.edited.connect(lambda _key: self.edited.emit())
            box.left.connect(self._on_left)
        self._show_kind()

    @property
    def unfolded(self) -> bool:
        """Whether the details are open."""
        return not self._details.isHidden()

    @property
    def identity(self) -> UUID | None:
        """The kept party this line changes; none for a new one."""
        return UUID(self._identity) if self._identity else None

    @property
    def kind(self) -> str:
        """`person` or `organisation`."""
        return self._kind

    def called(self, title: str) -> None:
        """Say whose name this is, to those who cannot see the heading."""
        self.name.setAccessibleName(title)

    def blank(self) -> bool:
        """Whether nothing is written on the line."""
        return not any(text.strip() for key, text in self.texts().items() if key not in _UNTYPED)

    def texts(self) -> dict[str, str]:
        """What stands in the line."""
        details = {key: box.text() for key, box in self.boxes.items()}
        return details | {"name": self.name.text(), "kind": self._kind, "id": self._identity}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill the line."""
        self.name.set_text(texts.get("name", ""))
        self._identity = texts.get("id", "")
        self._kind = texts.get("kind") or _PERSON
        self._kind_set = bool(texts.get("name"))
        for key, box in self.boxes.items():
            box.set_text(texts.get(key, ""))
        self._show_kind()
        self._show_powers()
        self.set_problem("")

    def read(self) -> Read:
        """What the line means."""
        found = read_boxes(self.boxes, self._today)
        values = self._meant(found.values)
        wrong = checks.person_name(str(values["name"] or "")) if self._kind == _PERSON else None
        own = [Problem("name", wrong)] if wrong else []
        problems = (one for one in found.problems if one.field in self._asked)
        return Read(values, (*own, *problems))

    def glimpse(self) -> Values:
        """What the line means so far."""
        return self._meant(glimpse(self.boxes, self._today))

    def spot(self, key: str) -> "FieldBox | PartyRow":
        """Where a field of the party is."""
        return self.boxes.get(key, self) if self.unfolded else self

    @property
    def untouched(self) -> bool:
        """Whether no name is written yet, or somebody is still at it."""
        return not self.name.text().strip() or self.name.hasFocus()

    def set_note(self, text: str, tone: str = "") -> None:
        """Say below the name what the check found about this party."""
        self.below.set_note(text, tone)

    def take_card(self, found: Card) -> None:
        """What an identity card says of this party, where nothing stands yet."""
        fill(self.boxes, found)
        if not self.name.text().strip():
            self.name.set_text(found.name)
        if self._kind == _ORGANISATION and not self._kind_set:
            self.switch_kind()
        self.unfold()
        self.edited.emit()

    def focus(self) -> None:
        """Go to the name."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_problem(self, text: str) -> None:
        """Say below the name what to do."""
        self.below.set_problem(text)
        parts.set_look(self.name, state="problem" if text else "")

    def unfold(self, wanted: bool = True) -> None:
        """Open or close the details."""
        self._details.setVisible(wanted)
        self._fold.setIcon(theme.icon("chevron-up" if wanted else "chevron-down"))
        first = self.boxes["id_no" if self._kind == _PERSON else "phone"].editor
        (first if wanted else self.name).setFocus()

    def fold(self) -> None:
        """Close the details without moving the focus."""
        self._details.hide()
        self._fold.setIcon(theme.icon("chevron-down"))

    def switch_kind(self) -> None:
        """自然人 becomes 法人, or the other way round."""
        self._kind = _ORGANISATION if self._kind == _PERSON else _PERSON
        self._kind_set = True
        self._show_kind()
        self.edited.emit()

    def order(self) -> list[QWidget]:
        """The editors in the order of Tab."""
        keys = [key for row in _ROWS for key in row] + list(_WIDE)
        editors = [self.boxes[key].editor for key in keys]
        at = len(keys) - len(_WIDE)
        return [self.name, *editors[:at], self.powers.scope, *editors[at:]]

    @property
    def _asked(self) -> tuple[str, ...]:
        """What is asked of such a party beside its name."""
        return (*_ALWAYS, *(_OF_PERSONS if self._kind == _PERSON else _OF_ORGANISATIONS))

    def _meant(self, found: Values) -> dict[str, Value]:
        known = {key: found[key] for key in self._asked if key in found}
        name = checks.tidy_name(self.name.text()) or None
        return known | {"side": self.side, "kind": self._kind, "name": name}

    def _lay_out(self) -> None:
        down = parts.rows(self, gap=4)
        line = parts.columns(gap=2)
        line.addWidget(self.name, 1)
        self._kind_button = _quiet(parts.button("", self.switch_kind, kind="link"))
        self._fold = _quiet(
            parts.tool("chevron-down", "详细信息（Alt+↓）", lambda: self.unfold(not self.unfolded))
        )
        self.remove = _quiet(parts.tool("close", "移去这一名", self.gone.emit))
        for one in (self._kind_button, self._fold, self.remove):
            line.addWidget(one)
        down.addLayout(line)
        self.below = Below()
        down.addWidget(self.below)
        self._details = _details(self.boxes)
        down.addWidget(self._details)

    def _show_kind(self) -> None:
        name = codes.name_of("party_kind", self._kind)
        self._kind_button.setText("法人" if self._kind == _ORGANISATION else name)
        self._kind_button.setToolTip(f"现在是“{name}”，点一下换成另一种")
        for key in _OF_PERSONS:
            self.boxes[key].setVisible(self._kind == _PERSON)
        for key in _OF_ORGANISATIONS:
            self.boxes[key].setVisible(self._kind == _ORGANISATION)

    def _show_powers(self) -> None:
        """How far an agent may go is asked where there is one."""
        asked = self.boxes["agent"].text().strip() or self.powers.text()
        self.powers.setVisible(bool(asked))

    def _on_name_left(self) -> None:
        name = self.name.text().strip()
        if not self._kind_set and name:
            named_so = name.endswith(_ENDINGS) and len(name) > _LONGEST_PERSON
            self._kind = _ORGANISATION if named_so else _PERSON
            self._show_kind()
        self.set_problem(next((p.text for p in self.read().problems if p.field == "name"), ""))
        self.named.emit()
        self.left.emit()

    def _on_left(self, key: str) -> None:
        check(self.boxes[key], self._today)
        self._show_powers()
        if key == "id_no":
            _fill_from_number(self.boxes, self._today)
        self.left.emit()


class PartyRows(QFrame):
    """Everybody on one side, in order; 张三、李四 in one line becomes two lines."""

    edited = Signal()
    changed = Signal()
    left = Signal()

    def __init__(self, side: str, today: date, *, least: int = 1) -> None:
        super().__init__()
        self.side = side
        self._today = today
        self._least = least
        self.rows: list[PartyRow] = []
        self._title = codes.name_of("party_side", side)
        down = parts.rows(self, (0, 0, 0, 12), 4)
        head = parts.columns(gap=4)
        self._head = parts.label(self._title)
        head.addWidget(self._head)
        head.addStretch()
        self.head = head
        down.addLayout(head)
        self._down = parts.rows(gap=6)
        down.addLayout(self._down)
        down.addStretch()
        for _ in range(least):
            self.add()

    def add(self, texts: Mapping[str, str] | None = None) -> PartyRow:
        """One more line at the end."""
        row = PartyRow(self.side, self._today)
        row.set_texts(texts or {})
        row.edited.connect(self.edited)
        row.left.connect(self.left)
        row.more.connect(lambda: self._on_more(row))
        row.gone.connect(lambda: self.remove(row))
        row.named.connect(lambda: self._split(row))
        self.rows.append(row)
        self._down.addWidget(row)
        row.show()
        self._number()
        return row

    def add_and_go(self) -> None:
        """One more line, and the cursor in it."""
        self.add().name.setFocus()

    def remove(self, row: PartyRow) -> None:
        """Take a line out; the last one is emptied instead."""
        if len(self.rows) <= self._least:
            row.set_texts({})
        else:
            self.rows.remove(row)
            self._down.removeWidget(row)
            row.hide()
            row.deleteLater()
            self._number()
        self.edited.emit()

    def set_lines(self, lines: Sequence[Mapping[str, str]]) -> None:
        """Show just these parties."""
        for row in self.rows[max(len(lines), self._least) :]:
            self.rows.remove(row)
            row.hide()
            row.deleteLater()
        while len(self.rows) < max(len(lines), self._least):
            self.add()
        for n, row in enumerate(self.rows):
            row.set_texts(lines[n] if n < len(lines) else {})
            row.fold()
        self._number()

    def written(self) -> Iterator[PartyRow]:
        """The lines on which something stands."""
        return (row for row in self.rows if not row.blank())

    def _on_more(self, row: PartyRow) -> None:
        if not row.name.text().strip():
            return
        behind = self.rows[self.rows.index(row) + 1 :]
        free = next((one for one in behind if one.blank()), None) or self.add()
        free.name.setFocus()
        self.edited.emit()

    def _split(self, row: PartyRow) -> None:
        """Several names typed into one line."""
        names = [one.strip() for one in row.name.text().translate(_SPLIT).split("、")]
        first, *others = [one for one in names if one] or [""]
        if row.kind == _PERSON and others:
            row.name.set_text(first)
            row.set_problem("")
            for name in others:
                self.add({"name": name})
            self.edited.emit()

    def _number(self) -> None:
        for n, row in enumerate(self.rows, 1):
            row.called(f"{self._title}姓名或名称" + (f"（第{n}名）" if n > 1 else ""))
            row.name.setPlaceholderText("姓名或单位名称" if n == 1 else "再一名")
            row.remove.setVisible(len(self.rows) > self._least)
            row.name.setObjectName(f"{self.side}.{n}.name")
        self._head.setBuddy(self.rows[0].name if self.rows else self._head)
        self.changed.emit()


def _details(boxes: Mapping[str, FieldBox]) -> QFrame:
    made = parts.frame("party")
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    grid = field_grid()
    grid.setContentsMargins(0, 4, 0, 4)
    made.setLayout(fill_rows(grid, boxes, (*_ROWS, *((key,) for key in _WIDE))))
    made.hide()
    return made


def _quiet(widget: ButtonT) -> ButtonT:
    """Out of the way of Tab: the same is done by a key."""
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return widget


def _fill_from_number(boxes: Mapping[str, FieldBox], today: date) -> None:
    """A right identity number tells sex and age; what was typed before stays."""
    number = boxes["id_no"].text()
    born, sex = checks.birth_of(number), checks.sex_of(number)
    if born is None or sex is None or boxes["id_no"].problem:
        return
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    for key, text in (("age", str(age)), ("sex", codes.name_of("sex", sex))):
        if not boxes[key].text():
            boxes[key].set_text(text)
            boxes[key].set_hint("按身份证号填入")
