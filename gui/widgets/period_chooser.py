"""Chooses the period of a report: a kind, steps back and on, or any period typed."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from core.errors import Invalid
from core.services import periods
from core.services.figures import Period
from core.services.periods import SPANS, Span, Terms
from gui.widgets import parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.editors import LineEditor

_WIDTH = 190


class PeriodChooser(QFrame):
    """`changed` hands out the period; `refused` says why what was typed is none.

    One `alone` knows no other kind of period.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self, span: Span = "month", *, alone: bool = False) -> None:
        super().__init__()
        self.period: Period | None = None
        self._terms, self._today = Terms(), date.max
        self._kind = ChoiceEditor([*SPANS.items()])
        self._kind.setAccessibleName("统计期的长短")
        self._kind.set_text(SPANS[span])
        self._called = parts.label("", "heading")
        self._back = parts.tool("chevron-left", "上一期", lambda: self.step(back=True))
        self._on = parts.tool("chevron-right", "下一期", self.step)
        self._typed = LineEditor()
        self._typed.setAccessibleName("自定统计期")
        self._typed.setPlaceholderText("或写 2026-Q1，按回车")
        self._typed.setToolTip(periods.HELP)
        self._typed.setMaximumWidth(_WIDTH)
        across = parts.columns(self)
        for part in (self._kind, self._back, self._called, self._on, self._typed):
            across.addWidget(part)
        for part in (self._kind, self._typed) if alone else ():
            part.hide()
        across.addStretch()
        self._kind.edited.connect(self._on_kind)
        self._typed.returnPressed.connect(self._read)

    def begin(self, terms: Terms, today: date) -> None:
        """Show what was chosen before; at first the last period that is over."""
        self._terms, self._today = terms, today
        self.show_period(self.period or periods.last(self.span, today, terms))

    def begin_at_present(self, terms: Terms, today: date) -> None:
        """Show what was chosen before; at first the period that today is in."""
        self._terms, self._today = terms, today
        self.show_period(self.period or periods.of(self.span, today, terms))

    @property
    def span(self) -> Span:
        """The kind of period chosen."""
        return next(span for span, name in SPANS.items() if name == self._kind.text())

    def show_period(self, period: Period) -> None:
        """Choose a period; one that has not begun yet cannot be stepped to."""
        self.period = period
        self._called.setText(f"{period.name}  {period.span}".strip())
        self._on.setEnabled(period.until < self._today)
        self.changed.emit(period)

    def step(self, *, back: bool = False) -> None:
        """One period on, or back; never beyond the present one."""
        if self.period is not None and (back or self.period.until < self._today):
            self.show_period(periods.beside(self.span, self.period, self._terms, back=back))

    def _on_kind(self) -> None:
        """The period of the new kind that holds the last day of the one shown."""
        if self.period is not None:
            day = min(self.period.until, self._today)
            self.show_period(periods.of(self.span, day, self._terms))

    def _read(self) -> None:
        try:
            self.show_period(periods.read(self._typed.text(), self._terms))
        except Invalid as error:
            self.refused.emit(error.text)
