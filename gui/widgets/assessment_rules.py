"""考核办法: the rules of the assessment as a table; each is added, changed and stopped here."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QFrame

from core import codes
from core.errors import UserError
from core.ledger import Values
from core.record import fields
from core.records.assessment import AssessmentRule
from core.services import assessment_rules
from core.services.assessment_rules import Draft
from core.services.figures import Period
from gui.tasks import Perform, Query
from gui.widgets import parts
from gui.widgets.act_panel import ActPanel, Question, Wanted
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import Shell

_HEADS = (("考核项", 160), ("取数", 200), ("满分", 72), ("考核办法", 0))
_FIELDS = {one.key: one for one in fields(AssessmentRule)}
_TYPED = ("name", "indicator", "points", "target", "step", "cap")
_BY_HAND = "人工评"


class RulesPane(QFrame):
    """Enter on a rule changes it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._rules: Sequence[AssessmentRule] = ()
        self._period: Period | None = None
        self.table = PlainTable("考核办法", _HEADS)
        self.table.opened.connect(lambda _row: self.change())
        self.panel = ActPanel(shell.desk)
        self.panel.left.connect(self.table.setFocus)
        self._sum = parts.label("", "caption")
        card = parts.Card(margins=(12, 8, 12, 8))
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.panel)
        across = parts.columns()
        across.addWidget(self._sum, 1)
        self.usual = parts.button("装入常用办法", self._begin, "tray-arrow-down")
        across.addWidget(self.usual)
        for text, act, icon in (
            ("停用", self.stop, "cancel"),
            ("修改", self.change, "pencil"),
            ("添加", self.add, "plus"),
        ):
            across.addWidget(parts.button(text, act, icon))
        card.body.addLayout(across)
        parts.rows(self).addWidget(card, 1)

    def read(self, period: Period) -> None:
        """Show the rules that hold in a period."""
        self._period = period
        Query(self._shell.desk, self, assessment_rules.in_force, period).then(self._show).start()

    def add(self) -> None:
        """添加."""
        self._ask("添加", None)

    def change(self) -> None:
        """修改."""
        rule = self._current
        if rule is not None:
            self._ask("修改", rule)

    def stop(self) -> None:
        """停用: it stays with the months that are locked."""
        rule = self._current
        if rule is not None:
            self._act(assessment_rules.stop, rule.id)

    @property
    def _current(self) -> AssessmentRule | None:
        row = self.table.currentRow()
        return self._rules[row] if 0 <= row < len(self._rules) else None

    def _begin(self) -> None:
        self._act(assessment_rules.begin)

    def _show(self, rules: Sequence[AssessmentRule]) -> None:
        self._rules = rules
        self.table.show_rows([_row(one) for one in rules])
        self.usual.setVisible(not rules)
        total = assessment_rules.plain(sum((one.points for one in rules), Decimal(0)))
        self._sum.setText(f"共 {len(rules)} 项，满分 {total} 分。多报不加分，最低 0 分。")

    def _ask(self, verb: str, rule: AssessmentRule | None) -> None:
        wanted = [Wanted(_FIELDS[key], _preset(rule, key)) for key in _TYPED]
        explains = "取数空着就是人工评；已锁定的月份不受影响。"
        answer = partial(self._keep, rule.id if rule else None)
        self.panel.ask(Question(verb, wanted, answer, explains))

    def _keep(self, identity: UUID | None, values: Values) -> None:
        told: dict[str, Any] = {key: values[key] for key in _TYPED}
        self._act(assessment_rules.keep, Draft(**told), identity)

    def _act(self, operation: Any, *given: Any) -> None:
        act: Perform[Any] = Perform(self._shell.desk, self, operation, *given)
        act.then(lambda _made: self._on_acted()).failed(self._on_refused).start()

    def _on_acted(self) -> None:
        self.panel.leave()
        if self._period is not None:
            self.read(self._period)

    def _on_refused(self, error: UserError) -> None:
        self.panel.refuse(error)


def _preset(rule: AssessmentRule | None, key: str) -> str:
    value = getattr(rule, key) if rule else None
    if isinstance(value, Decimal):
        return assessment_rules.plain(value)
    return str(value or "")


def _row(rule: AssessmentRule) -> list[str]:
    of = codes.name_of("assessment_indicator", rule.indicator) if rule.indicator else _BY_HAND
    return [rule.name, of, assessment_rules.plain(rule.points), assessment_rules.words(rule)]
