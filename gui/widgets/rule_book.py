"""The rules of the case check: which are looked at, how strictly, and from which numbers on."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame

from core.services import case_check, settings
from core.services.case_check import OFF, PERIODS, Book, Level, Rule, limits
from core.services.case_check.book import DAYS
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.plain_table import PlainTable
from gui.widgets.rule_form import RuleForm
from gui.widgets.search_field import SearchField

_HEADS = (("编号", 56), ("规则", 0), ("级别", 56), ("", 48))
_KEYS = {"1": Level.ERROR.value, "2": Level.WARN.value, "3": Level.HINT.value, "0": OFF}
_SAID = "全站有效，改完就生效；自查、归档和打印的自查表都按这里"
_KEYS_SAID = "↑↓ 选规则，按 1 错、2 警、3 示、0 不查，回车改数字"
_ALL, _CHANGED = "全部", "改过的"
_SHOWN = (_ALL, "错", "警", "示", "不查", _CHANGED)
_NONE = "没有这样的规则，换个词试试。"


class RuleBook(parts.Card):
    """A list that can be searched, and beside it the rule in hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("案卷自查规则", parts.label(_SAID, "caption"))
        self._desk = desk
        self._book: Book = {}
        self._listed: Sequence[Rule] = ()
        self.words = SearchField("找规则：编号或几个字", "Ctrl+F")
        self.words.searched.connect(lambda _words: self._show_lines())
        self.level = ChoiceEditor([(one, one) for one in _SHOWN])
        self.level.setAccessibleName("只看哪一级")
        self.level.set_text(_ALL)
        self.level.edited.connect(self._show_lines)
        self.count = parts.label("", "caption")
        self.form = RuleForm()
        self.table = PlainTable("案卷自查规则", _HEADS)
        self.table.setAccessibleDescription(_KEYS_SAID)
        self.table.currentCellChanged.connect(lambda *_cells: self._show_rule())
        self.table.opened.connect(lambda _row: self.form.begin())
        self.none = parts.label(_NONE, "cell_name")
        self.form.levelled.connect(self._set_level)
        self.form.limited.connect(self._set_limit)
        self.form.reset_wanted.connect(self._reset)
        self._give_keys()
        self._lay_out()

    def read(self) -> None:
        """Show the rules as they are set now."""
        Query(self._desk, self, case_check.of_station).then(self._show).start()

    def seek(self) -> None:
        """Go to the words."""
        self.words.seek()

    def _give_keys(self) -> None:
        for key, level in _KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda level=level: self._set_level(level))

    def _lay_out(self) -> None:
        across = parts.columns(gap=8)
        across.addWidget(self.words, 1)
        across.addWidget(self.level)
        self.body.addLayout(across)
        self.body.addWidget(self.count)
        below = parts.columns(gap=16)
        left = QFrame()
        down = parts.rows(left)
        down.addWidget(self.table, 1)
        down.addWidget(self.none)
        below.addWidget(left, 3)
        below.addWidget(self.form, 2)
        self.body.addLayout(below, 1)
        self.body.addWidget(parts.label(_KEYS_SAID, "caption"))

    def _show(self, book: Book) -> None:
        self._book = book
        self._show_lines()

    def _show_lines(self) -> None:
        """The rules that fit, the one in hand among them where it does."""
        before = self._rule()
        self._listed = [one for one in self._book.values() if self._fits(one)]
        self.table.blockSignals(True)
        self.table.show_rows([_line(one) for one in self._listed])
        codes = [one.code for one in self._listed]
        found = codes.index(before.code) if before and before.code in codes else 0
        self.table.setCurrentCell(found if codes else -1, 0)
        self.table.blockSignals(False)
        changed = sum(one != case_check.printed()[one.code] for one in self._book.values())
        self.count.setText(
            f"{len(codes)} 条" + (f"，全部规则里改过 {changed} 条" if changed else "")
        )
        self.table.setVisible(bool(codes))
        self.none.setVisible(not codes)
        self._show_rule()

    def _fits(self, rule: Rule) -> bool:
        wanted, level = self.words.text().strip().casefold(), self.level.text()
        if level == _CHANGED and rule == case_check.printed()[rule.code]:
            return False
        if level not in (_ALL, _CHANGED, case_check.called(rule.setting)):
            return False
        return all(word in _said(rule) for word in wanted.split())

    def _rule(self) -> Rule | None:
        row = self.table.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _show_rule(self) -> None:
        rule = self._rule()
        if rule is not None:
            self.form.show_rule(rule)
        self.form.setVisible(rule is not None)

    def _set_level(self, level: str) -> None:
        rule = self._rule()
        if rule is not None:
            self._run(Perform(self._desk, self, case_check.set_rule, rule.code, level, {}))

    def _set_limit(self, key: str, typed: str) -> None:
        """Keep a number; one that is a period of the station is kept as that."""
        rule = self._rule()
        if rule is None:
            return
        if key == DAYS and rule.code in PERIODS:
            period = PERIODS[rule.code].key
            self._run(Perform(self._desk, self, settings.change, period, typed))
        else:
            given = (rule.code, rule.setting, {key: typed})
            self._run(Perform(self._desk, self, case_check.set_rule, *given))

    def _reset(self) -> None:
        rule = self._rule()
        if rule is not None:
            self._run(Perform(self._desk, self, case_check.reset_rule, rule.code))

    def _run(self, change: Perform[None]) -> None:
        change.then(lambda _none: self.read()).failed(self.form.refuse).start()


def _line(rule: Rule) -> tuple[str, ...]:
    changed = "改过" if rule != case_check.printed()[rule.code] else ""
    return rule.code, rule.name, case_check.called(rule.setting), changed


def _said(rule: Rule) -> str:
    """Everything one may look for."""
    return " ".join(_words(rule)).casefold()


def _words(rule: Rule) -> Iterator[str]:
    yield from (rule.code, rule.name, rule.sentence)
    for key, kept in rule.limits.items():
        yield key
        yield limits.shown(key, kept)
