"""A workbook read against a ledger, before anything is written: counts, columns, rows."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter

from core.intake.sheet import Workbook
from core.ledger import Ledger
from core.services.importing import Plan, Terms
from core.services.verdict import WRITTEN, OnDuplicate
from gui.ledger.mapping import MappingView
from gui.ledger.plan_table import VERDICTS, PlanTable
from gui.ledger.state_tabs import StateTabs, Tab
from gui.widgets import parts

_DUPLICATES: tuple[tuple[OnDuplicate, str], ...] = (
    ("skip", "跳过"),
    ("update", "更新已有"),
    ("new", "都作为新的"),
)
_DECIDABLE = ("skipped", "updated")
_MAPPING_WIDTH = 264
_MOST_IGNORED = 3
_MOST_NAMED = 12


class PlanPane(QFrame):
    """`changed` asks for another plan; nothing here writes."""

    changed = Signal()
    other_file_wanted = Signal()
    errors_wanted = Signal()
    wrong_rows_wanted = Signal()
    places_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.mapping: dict[str, str] = {}
        self.each: dict[int, OnDuplicate] = {}
        self.recall = True
        self._ledger: Ledger | None = None
        self._plan: Plan | None = None
        self.sheets = _combo("工作表")
        self.duplicates = _combo("台账里已有时")
        for value, words in _DUPLICATES:
            self.duplicates.addItem(words, value)
        self.tabs = StateTabs()
        self.columns = MappingView()
        self.table = PlanTable()
        self._file = parts.label("", "heading")
        self._forget = parts.button("不按上次的对应", self._forget_last, kind="link")
        self._told = parts.label("", "caption")
        self._told.setWordWrap(True)
        self._refused = parts.Empty("", [("换一个文件", self.other_file_wanted.emit)], "table-off")
        self._errors = parts.button(
            "保存错误副本",
            self.errors_wanted.emit,
            "file-alert-outline",
            tip="在原表上标出有错的格子",
        )
        self._only = parts.button("只要出错的行", self.wrong_rows_wanted.emit, kind="link")
        self._places = parts.button("", self._register, "map-marker-plus-outline")
        self._lay_out()
        self._refused.hide()
        self.sheets.activated.connect(lambda _index: self._restart())
        self.duplicates.activated.connect(lambda _index: self._decide_all())
        self.table.decided.connect(self._decide)
        self.columns.changed.connect(self._on_mapped)
        self.tabs.chosen_changed.connect(self._show_rows)

    @property
    def plan(self) -> Plan | None:
        """What would be imported now; none where the sheet is refused."""
        return self._plan

    @property
    def writes(self) -> int:
        """How many rows would be written."""
        return sum(self._plan.counts[one] for one in WRITTEN) if self._plan else 0

    def terms(self, today: date, source: str) -> Terms:
        """How the person wants the sheet to be read."""
        said, each = dict(self.mapping), dict(self.each)
        return Terms(today, said, self.duplicates.currentData(), source, self.recall, each)

    def open_book(self, book: Workbook, sheet: str) -> None:
        """Begin with a file's sheets and the likeliest of them."""
        self.mapping, self.each, self.recall = {}, {}, True
        self._file.setText(book.path.name)
        self.sheets.clear()
        self.sheets.addItems([one.name for one in book.sheets])
        self.sheets.setCurrentText(sheet)

    def show_plan(self, ledger: Ledger, plan: Plan) -> None:
        """Show what will become of each row."""
        self._ledger, self._plan = ledger, plan
        counts = plan.counts
        shown = [Tab(key, word, counts[key]) for key, (word, _) in VERDICTS.items() if counts[key]]
        if self.tabs.chosen not in {one.value for one in shown}:
            self.tabs.choose(None)
        self.tabs.show_tabs(shown)
        self.columns.show_head(ledger, plan.table.head)
        self._forget.setVisible(bool(plan.recalled))
        self._told.setText("；".join(_told(plan)))
        for offer in (self._errors, self._only):
            offer.setVisible(any(row.problems for row in plan.rows))
        self._offer_places(plan.unknown)
        self._show_rows()
        self._turn(refused=False)

    def refuse(self, sentence: str) -> None:
        """Say why the sheet cannot be imported."""
        self._plan = None
        self._refused.say(sentence)
        self._errors.hide()
        self._told.setText("")
        self._turn(refused=True)

    def _lay_out(self) -> None:
        down = parts.rows(self, gap=12)
        card = parts.Card(margins=(0, 8, 0, 0))
        card.body.addLayout(self._choices())
        card.body.addWidget(parts.rule())
        card.body.addWidget(self.tabs)
        down.addWidget(card)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        left = parts.Card("栏目对应")
        left.body.addWidget(self.columns, 1)
        left.body.addWidget(self._forget)
        right = parts.Card(margins=(1, 1, 1, 8))
        right.body.addWidget(self.table, 1)
        foot = parts.columns(margins=(12, 0, 12, 0))
        foot.addWidget(self._told, 1)
        foot.addWidget(self._places)
        foot.addWidget(self._only)
        foot.addWidget(self._errors)
        right.body.addLayout(foot)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([_MAPPING_WIDTH, 3 * _MAPPING_WIDTH])
        down.addWidget(self._split, 1)
        down.addWidget(self._refused, 1)

    def _choices(self) -> QHBoxLayout:
        across = parts.columns(margins=(16, 0, 12, 0))
        across.addWidget(self._file)
        across.addWidget(parts.button("换一个文件", self.other_file_wanted.emit, kind="link"))
        across.addStretch()
        across.addWidget(parts.label("工作表", "cell_name"))
        across.addWidget(self.sheets)
        across.addSpacing(8)
        across.addWidget(parts.label("台账里已有时", "cell_name"))
        across.addWidget(self.duplicates)
        return across

    def _turn(self, *, refused: bool) -> None:
        self._split.setVisible(not refused)
        self.tabs.setVisible(not refused)
        self._refused.setVisible(refused)

    def _restart(self) -> None:
        self.mapping, self.each, self.recall = {}, {}, True
        self.changed.emit()

    def _offer_places(self, names: Sequence[str]) -> None:
        more = "等" if len(names) > _MOST_NAMED else ""
        self._places.setText(f"先登记 {len(names)} 个村或网格")
        self._places.setToolTip(
            f"名册里没有：{'、'.join(names[:_MOST_NAMED])}{more}。登记后会重新核对"
        )
        self._places.setVisible(bool(names))

    def _register(self) -> None:
        if self._plan is not None:
            self.places_wanted.emit(self._plan.unknown)

    def _decide_all(self) -> None:
        self.each = {}
        self.changed.emit()

    def _decide(self, line: int) -> None:
        """Another choice for one row the station, or the file, has already."""
        row = next(one for one in self.table.plan.rows if one.line == line)
        if row.verdict not in _DECIDABLE and line not in self.each:
            return
        choices: Sequence[OnDuplicate] = [value for value, _ in _DUPLICATES]
        now = self.each.get(line, self.duplicates.currentData())
        self.each[line] = choices[(choices.index(now) + 1) % len(choices)]
        self.changed.emit()

    def _forget_last(self) -> None:
        self.recall = False
        self.changed.emit()

    def _on_mapped(self, head: str, key: str) -> None:
        self.mapping[head] = key
        self.changed.emit()

    def _show_rows(self) -> None:
        if self._plan is None or self._ledger is None:
            return
        at = self.table.currentIndex().row()
        line = self.table.plan.rows[at].line if at >= 0 else 0
        self.table.plan.show(self._ledger, self._plan, self.tabs.chosen)
        if line:
            self.table.go_to(line)


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumContentsLength(6)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _told(plan: Plan) -> Sequence[str]:
    """What is not imported, and why: nothing is dropped in silence."""
    line = plan.table.header_row
    said = [f"表头在第 {line} 行" if line else "这张表没有表头，栏目是按内容认出的"]
    if any(row.verdict in _DECIDABLE for row in plan.rows):
        said.append("选中一行按空格，单独决定它跳过、更新还是作为新的")
    if plan.table.unmapped:
        said.append(f"没有对应栏目、不导入的列：{'、'.join(plan.table.unmapped)}")
    said += (*plan.table.notes, *plan.table.stays)
    ignored = [f"第 {line} 行是{reason}" for line, reason in plan.table.ignored]
    if ignored:
        more = "等" if len(ignored) > _MOST_IGNORED else ""
        said.append("、".join(ignored[:_MOST_IGNORED]) + f"{more}，不导入")
    return said
