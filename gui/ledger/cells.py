"""How the values of a record look in a list: words, second line, chip, colour, side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core import workdays
from core.ledger import Ledger
from core.record import Field, Kind, Value
from core.services import pending
from core.services.records import Row
from gui.widgets import clock

TONES: Mapping[str, Mapping[str, str]] = {
    "staff_state": {"on": "ok", "paused": "warn", "left": "mute"},
    "visit_state": {"note": "warn", "registered": "info", "handed": "warn", "closed": "ok"},
    "task_state": {"open": "info", "doing": "warn", "done": "mute", "closed": "ok"},
    "meeting_state": {"open": "warn", "final": "ok"},
    "mediation_state": {
        "Z10": "info",
        "Z20": "info",
        "Z30": "warn",
        "Z31": "warn",
        "Z40": "warn",
        "Z41": "ok",
        "Z42": "ok",
        "Z60": "warn",
        "Z61": "ok",
        "Z62": "bad",
        "Z63": "bad",
        "Z70": "ok",
        "Z91": "warn",
    },
}
"""The colour that supports the word of a state; every other state is `mute`."""

_NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL})
_DUE = "due"
_VOIDED = "voided_on"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a list; `tone` is a token, or the tone of a `chip`."""

    text: str
    below: str = ""
    tone: str = "ink"
    chip: bool = False
    right: bool = False
    strong: bool = False


BLANK = Cell("")
GONE = Cell("已删除，可在回收站找回", tone="ink4")


@dataclass(frozen=True, slots=True)
class Sight:
    """How the rows of one ledger are looked at on one day, in two lines or one.

    `chosen` are the columns its reader wants, from left to right; none: as declared.
    """

    ledger: Ledger
    today: date
    two: bool = True
    chosen: tuple[str, ...] = ()

    def columns(self) -> tuple[Field, ...]:
        """The fields with a column of their own; what stands in the second line has none."""
        return _shown(self.ledger, self.chosen, two=self.two)

    def cells(self, row: Row) -> tuple[Cell, ...]:
        """One cell for each column."""
        return tuple(self._cell(one, row) for one in self.columns())

    def gone(self) -> tuple[Cell, ...]:
        """The cells of a record that was taken away after the list was read."""
        naming = self.ledger.naming.key
        return tuple(GONE if one.key == naming else BLANK for one in self.columns())

    def state(self, row: Row) -> Cell | None:
        """The chip of the record's state; none where the ledger knows no states."""
        if row.values.get(_VOIDED):
            return Cell("已作废", tone="mute", chip=True)
        if self.ledger.state is None or not row.texts[self.ledger.state.key]:
            return None
        key = self.ledger.state.key
        tones = TONES.get(self.ledger.field(key).code, {})
        return Cell(row.texts[key], tone=tones.get(str(row.values[key]), "mute"), chip=True)

    def _cell(self, one: Field, row: Row) -> Cell:
        value = row.values[one.key]
        if self.ledger.state is not None and one.key == self.ledger.state.key:
            return self.state(row) or BLANK
        if isinstance(value, date) and one.kind is Kind.DATE:
            return self._due(value, row) if one.key == _DUE else Cell(clock.day(value, self.today))
        if one.kind in _NUMBERS:
            return Cell(amount(value), right=True)
        naming = self.two and one.key == self.ledger.naming.key
        return Cell(" ".join(row.texts[one.key].split()), self._below(row) if naming else "")

    def _below(self, row: Row) -> str:
        texts = (row.texts[column.key] for column in self.ledger.detail)
        return " · ".join(text for text in texts if text)

    def _due(self, due: date, row: Row) -> Cell:
        if self._settled(row):
            return Cell(clock.day(due, self.today), tone="ink3")
        left = (due - self.today).days
        if left < 0:
            return Cell(f"超期 {-left} 天", tone="bad", strong=True)
        if left == 0:
            return Cell("今日到期", tone="warn", strong=True)
        last, _ = pending.near(workdays.known(), self.today)
        near = due <= last
        return Cell(f"剩 {left} 天", tone="warn" if near else "ink2", strong=near)

    def _settled(self, row: Row) -> bool:
        if row.values.get(_VOIDED) or self.ledger.state is None:
            return bool(row.values.get(_VOIDED))
        key = self.ledger.state.key
        return row.values[key] in self.ledger.settled


@lru_cache
def _shown(ledger: Ledger, chosen: tuple[str, ...], *, two: bool) -> tuple[Field, ...]:
    below = {column.key for column in ledger.detail} if two else set()
    wanted = tuple(map(ledger.field, chosen)) or ledger.listed()
    return tuple(one for one in wanted if one.key not in below)


def amount(value: Value) -> str:
    """A number as lists show it; money with two decimals."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
