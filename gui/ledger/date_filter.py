"""One date's filter: 今天, 本周, 本月 … with how many there are, and from one day to another."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame
from typing_extensions import override

from core import dates
from core.services import day_spans
from core.services.day_spans import SPANS, Days
from gui.ledger.value_filter import EMPTY, ValueFilter
from gui.widgets import parts
from gui.widgets.dates import DateEditor

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_WIDTH, _HEIGHT = 300, 320


class DateFilter(ValueFilter):
    """Its words go with the calendar: 本月, kept in March, asks for April in April."""

    room = (_WIDTH, _HEIGHT)

    def __init__(self, label: str, today: Callable[[], date]) -> None:
        super().__init__(label, [(key, one.name) for key, one in SPANS.items()])
        self._today = today
        self._ends: tuple[DateEditor, ...] = ()

    def days(self, key: str) -> Days | None:
        """The days a choice means today; none where it asks for what has no date."""
        return None if key == EMPTY else day_spans.meant(key, self._today())

    @override
    def name_of(self, key: str) -> str:
        return super().name_of(key) if key in {EMPTY, *SPANS} else day_spans.read(key).words

    @override
    def choose(self, wanted: Sequence[str]) -> None:
        super().choose(wanted)
        self._show_ends()

    @override
    def show_counts(self, counts: Mapping[str, int]) -> None:
        of = {date.fromisoformat(day): number for day, number in counts.items() if day}
        spans = {key: day_spans.meant(key, self._today()) for key in SPANS}
        met = {
            key: sum(number for day, number in of.items() if day in days)
            for key, days in spans.items()
        }
        super().show_counts({**met, EMPTY: counts.get(EMPTY, 0)})

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the days; one that cannot be read is marked, and the list stays open."""
        is_enter = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_enter and event.key() in _ENTER and not self._is_readable():  # type: ignore[attr-defined]
            return True
        return super().eventFilter(watched, event)

    @override
    def _lay_out(self) -> QFrame:
        popup = super()._lay_out()
        self.since, self.until = self._ends = self._editor("从"), self._editor("至")
        across = parts.columns(margins=(0, 0, 0, 0), gap=6)
        for end in self._ends:
            across.addWidget(parts.label(end.accessibleName(), "cell_name"))
            across.addWidget(end, 1)
        self.down.insertLayout(self.down.count() - 1, across)
        self._show_ends()
        return popup

    def _show_ends(self) -> None:
        """The days chosen by hand, once there is where to show them."""
        own = next(filter(_is_own, self.chosen), "")
        days = day_spans.read(own) if own else Days()
        for editor, day in zip(self._ends, (days.since, days.until), strict=False):
            editor.set_text("" if day is None else str(day))
            parts.set_look(editor, state="")

    def _editor(self, name: str) -> DateEditor:
        editor = DateEditor(self._today())
        editor.setAccessibleName(name)
        editor.setToolTip(f"{self.label}{name}哪天：3-25、今天")
        editor.installEventFilter(self)
        return editor

    def _is_readable(self) -> bool:
        """Whether both ends are days or empty; those that are not are marked."""
        wrong = [end for end in self._ends if end.text().strip() and self._day(end) is None]
        for end in self._ends:
            parts.set_look(end, state="problem" if end in wrong else "")
        return not wrong

    def _day(self, editor: DateEditor) -> date | None:
        return dates.parse_date(editor.text(), self._today())

    @override
    def _untick(self) -> None:
        for end in self._ends:
            end.clear()
        super()._untick()

    @override
    def _tell(self) -> None:
        """What the person typed is one more choice; the earlier day comes first."""
        if self._is_readable():
            ends = [self._day(end) for end in self._ends]
            own = Days(*(sorted(ends) if None not in ends else ends))  # type: ignore[type-var]
            kept = [key for key in self._chosen if not _is_own(key)]
            self._chosen = dict.fromkeys([*kept, *([own.key] if own != Days() else [])])
            self._show()
        super()._tell()


def _is_own(key: str) -> bool:
    return key not in {EMPTY, *SPANS}
