"""What narrows a list: status tabs with counts above one row of words, values and dates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton
from typing_extensions import override

from core import codes
from core.ledger import VOIDED, Ledger
from core.record import Field, Kind, Value
from core.services import records, tally
from core.services.day_spans import Days
from core.services.ready_views import Ready, Wanted
from core.services.records import Filter
from gui.ledger import ready_tabs
from gui.ledger.date_filter import DateFilter
from gui.ledger.more_filters import MoreFilters
from gui.ledger.state_tabs import StateTabs
from gui.ledger.value_filter import ValueFilter
from gui.tasks import Desk, Query
from gui.widgets import parts
from gui.widgets.search_field import SearchField

_MOST = 3
_LISTED = frozenset({Kind.CODE, Kind.LINK, Kind.YES})
_YES, _NO = "yes", "no"
_READ: Mapping[Kind, Callable[[str], Value]] = {Kind.LINK: UUID, Kind.YES: lambda key: key == _YES}


@dataclass(frozen=True, slots=True)
class Preset:
    """What a target brought along: conditions no editor shows, or exactly these records."""

    where: tuple[tuple[str, Value], ...] = ()
    ids: tuple[UUID, ...] | None = None
    title: str = ""


_NONE = Preset()


class FilterBar(QFrame):
    """Tells `changed` when the list has to be read again."""

    changed = Signal()

    def __init__(self, desk: Desk, ledger: Ledger, today: Callable[[], date]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._desk = desk
        self._ledger = ledger
        self._today = today
        self.preset = _NONE
        self.tabs = StateTabs()
        self.words = SearchField(f"找{_found_by(ledger)}", "Ctrl+F")
        self.words.setObjectName("words")
        self.values = {one.key: _editor(one, today) for one in _filtered(ledger)}
        self._near = _near(ledger, self.values)
        self.more = MoreFilters([one for one in self.values.values() if one not in self._near])
        self.late = _late_button(ledger)
        self.saved = parts.button("常用查询", kind="link", tip="存下常用的条件，下次一点就用")
        self._reset = parts.button("重置", self.clear, kind="link", tip="清除全部条件")
        self._given = parts.button("", self._drop_preset, "close", tip="不再只看这些")
        self._lay_out()
        self._connect()
        self._refresh()

    @property
    def active(self) -> bool:
        """Whether anything narrows the list."""
        return self.narrowed != Filter() or self.preset != _NONE

    @property
    def narrowed(self) -> Filter:
        """Everything but the status tab."""
        where, days = _ordered(self._ledger, self._chosen())
        return Filter(
            words=self.words.text().strip(),
            where=(*where, *self.preset.where),
            since=days.since,
            until=days.until,
            late=self._today() if self.late.isChecked() else None,
            only=None if self.preset.ids is None else frozenset(self.preset.ids),
        )

    @property
    def wanted(self) -> Filter:
        """Everything, the tab included."""
        return ready_tabs.narrowed(self._ledger, self.narrowed, self.tabs.chosen, self.ready)

    @property
    def ready(self) -> tuple[Ready, ...]:
        """The ready-made questions of the ledger, as they are asked by this person today."""
        return ready_tabs.ready(self._ledger, self._desk.station.actor, self._today())

    @property
    def said(self) -> str:
        """The conditions in words, the status tab included."""
        told = [f"含“{self.words.text().strip()}”"] if self.words.text().strip() else []
        told += [one.name for one in self.tabs.tabs if one.value == self.tabs.chosen is not None]
        told += filter(None, (one.text_chosen() for one in self.values.values()))
        told += ["超期"] if self.late.isChecked() else []
        told += [self._given.text()] if self.preset != _NONE else []
        return f"现在的条件：{'，'.join(told)}" if told else ""

    def clear(self) -> None:
        """Take every condition away."""
        self._clear_editors()
        self.preset = _NONE
        self.tell()

    def apply(self, where: Iterable[tuple[str, object]], preset: Preset) -> None:
        """Show a prepared filter: in its editors where there are such, else as one label."""
        self._clear_editors()
        rest: list[tuple[str, Value]] = []
        for key, value in where:
            state = self._ledger.state
            if state is not None and key == state.key:
                self.tabs.choose(str(value))
            elif key in self.values:
                self.values[key].choose([_as_key(value)])
            else:
                rest.append((key, _as_value(value)))
        self.preset = replace(preset, where=tuple(rest))
        self._refresh()

    def seek(self) -> None:
        """Go to the words, ready to be typed over."""
        self.words.seek()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._read_choices()

    def _read_choices(self) -> None:
        """Which records there are to choose from, anew whenever the page comes to the front."""
        linked: dict[str, list[ValueFilter]] = {}
        for key, editor in self.values.items():
            linked.setdefault(self._ledger.field(key).link, []).append(editor)
        for table in filter(None, linked):
            fill = partial(_fill, linked[table])
            Query(self._desk, self, records.choices, table).then(fill).start()

    def _ask_counts(self, key: str) -> None:
        """How many there are of each value, under every condition but this one."""
        others = tuple(pair for pair in self.wanted.where if pair[0] != key)
        wanted = replace(self.wanted, where=others)
        if self._ledger.order is not None and key == self._ledger.order.key:
            wanted = replace(wanted, since=None, until=None)
        show = partial(_show_counts, self.values[key])
        Query(self._desk, self, tally.counts, self._ledger, key, wanted).then(show).start()

    def _clear_editors(self) -> None:
        self.words.blockSignals(True)
        self.words.clear()
        self.words.blockSignals(False)
        for editor in self.values.values():
            editor.choose(())
        self.late.setChecked(False)
        self.tabs.choose(None)

    def _drop_preset(self) -> None:
        self.preset = _NONE
        self.tell()

    def _lay_out(self) -> None:
        down = parts.rows(self, (0, 0, 0, 0), 0)
        if self._ledger.state is not None or self._ledger.views:
            down.addWidget(self.tabs)
            down.addWidget(parts.rule())
        else:
            self.tabs.setParent(self)
            self.tabs.hide()
        across = parts.columns(margins=(16, 8, 12, 8))
        self.words.setMaximumWidth(300)
        across.addWidget(self.words, 3)
        for editor in self._near:
            editor.setMinimumWidth(64)
            editor.setMaximumWidth(170)
            across.addWidget(editor, 2)
        across.addWidget(self.more)
        across.addWidget(self.late)
        across.addWidget(self._given)
        across.addStretch(1)
        across.addWidget(self._reset)
        across.addWidget(self.saved)
        down.addLayout(across)

    def _connect(self) -> None:
        self.words.searched.connect(lambda _text: self.tell())
        self.tabs.chosen_changed.connect(self.tell)
        for key, editor in self.values.items():
            editor.changed.connect(self.tell)
            editor.opened.connect(partial(self._ask_counts, key))
        self.late.clicked.connect(lambda _checked: self.tell())

    def _chosen(self) -> Iterator[tuple[str, Wanted]]:
        for key, editor in self.values.items():
            meant = editor.days if isinstance(editor, DateFilter) else self._meaning(key)
            yield from ((key, meant(chosen)) for chosen in editor.chosen)

    def _meaning(self, key: str) -> Callable[[str], Wanted]:
        read = _READ.get(self._ledger.field(key).kind, str)
        return lambda chosen: read(chosen) if chosen else None

    def tell(self) -> None:
        """Let the list be read again with what stands here now."""
        self._refresh()
        self.changed.emit()

    def _refresh(self) -> None:
        self.more.refresh()
        self._reset.setVisible(self.active)
        self._given.setVisible(self.preset != _NONE)
        self._given.setText(self.preset.title or "只看指定的记录")


def _filtered(ledger: Ledger) -> Iterator[Field]:
    """The listed values a filter can be made of: those of the second line first, links last.

    Then the days: what the list is ordered by, and when else something happened or is due.
    """
    state = ledger.state.key if ledger.state is not None else ""
    detail = [ledger.field(column.key) for column in ledger.detail]
    listed = sorted(ledger.listed(), key=lambda one: one.kind is Kind.LINK)
    found = {one.key: one for one in (*detail, *listed) if one.kind in _LISTED}
    yield from (one for one in found.values() if one.key != state)
    ordered = [ledger.field(ledger.order.key)] if ledger.order is not None else []
    days = dict.fromkeys((*ordered, *ledger.fields()))
    yield from (one for one in days if one.kind is Kind.DATE and one.key != VOIDED)


def _near(ledger: Ledger, editors: Mapping[str, ValueFilter]) -> list[ValueFilter]:
    """Those that stand in the bar itself: some values, and the day the list is ordered by."""
    values = [one for one in editors.values() if not isinstance(one, DateFilter)]
    near = values if len(values) <= _MOST else values[: _MOST - 1]
    ordered = editors.get(ledger.order.key) if ledger.order is not None else None
    return near if ordered is None or ordered in near else [*near, ordered]


def _ordered(
    ledger: Ledger, chosen: Iterable[tuple[str, Wanted]]
) -> tuple[tuple[tuple[str, Wanted], ...], Days]:
    """One span of the day the list is ordered by bounds the whole list, which its index knows."""
    pairs = tuple(chosen)
    spans = [one for key, one in pairs if ledger.order is not None and key == ledger.order.key]
    if len(spans) != 1 or not isinstance(spans[0], Days):
        return pairs, Days()
    return tuple(pair for pair in pairs if pair[1] is not spans[0]), spans[0]


def _found_by(ledger: Ledger) -> str:
    labels = [ledger.field(column.key).label for column in ledger.search]
    return "、".join(labels[:2])


def _editor(one: Field, today: Callable[[], date]) -> ValueFilter:
    made = DateFilter(one.label, today) if one.kind is Kind.DATE else _value_filter(one)
    made.setObjectName(one.key)
    return made


def _value_filter(one: Field) -> ValueFilter:
    if one.kind is Kind.YES:
        return ValueFilter(one.label, ((_YES, "是"), (_NO, "否")))
    table = codes.table(one.code).items if one.kind is Kind.CODE else ()
    return ValueFilter(one.label, [(item.code, item.name) for item in table])


def _late_button(ledger: Ledger) -> QPushButton:
    made = parts.button("超期", kind="filter", tip="只看过了办理时限还没有办完的")
    made.setObjectName("late")
    made.setCheckable(True)
    if ledger.due is None or any(one.due == "late" for one in ledger.views):
        made.hide()
    return made


def _fill(editors: Sequence[ValueFilter], found: Sequence[tuple[UUID, str]]) -> None:
    for editor in editors:
        editor.set_choices([(str(identity), name) for identity, name in found])


def _show_counts(editor: ValueFilter, counts: Mapping[Value, int]) -> None:
    editor.show_counts({_as_key(value): count for value, count in counts.items()})


def _as_key(value: object) -> str:
    """A value as its choice is called."""
    if isinstance(value, bool):
        return _YES if value else _NO
    return "" if value is None else str(value)


def _as_value(value: object) -> Value:
    assert value is None or isinstance(value, str | int | date | UUID), type(value)
    return value
