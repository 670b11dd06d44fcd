"""A ledger is declared once; table, form, checks, Excel, list and search read the declaration."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Index
from sqlalchemy.orm import InstrumentedAttribute

from core.errors import Problem
from core.record import Field, Kind, Record, Value, columns, described, fields
from core.rights import Right

Values = Mapping[str, Value]
Rule = Callable[[Values], Iterable[Problem]]
Column = InstrumentedAttribute[Any]

_EMPTY = (None, "")
VOIDED = "voided_on"
"""The day a numbered record was voided."""


@dataclass(frozen=True, slots=True)
class Group:
    """A titled part of a form."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """Records that live inside another one, such as the parties of a case."""

    record: type[Record]
    title: str
    columns: tuple[Column, ...]
    search: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """The ASCII name of the table."""
        return str(self.record.__tablename__)

    def listed(self) -> tuple[Field, ...]:
        """The fields shown and typed, in order."""
        return tuple(described(column) for column in self.columns)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A ready-made question above a list: what meets all of its conditions; voided ones do not.

    `where` pairs columns with a value they have (one column several times: any of these), `mine`
    are columns that name who asks, `due` is what falls due this week or is late, `unless` pairs
    columns with a value they must not have, `without` is a child of which there must be none.
    """

    name: str
    where: tuple[tuple[Column, str | None], ...] = ()
    mine: tuple[Column, ...] = ()
    due: Literal["", "week", "late"] = ""
    unless: tuple[tuple[Column, str], ...] = ()
    without: type[Record] | None = None

    def only(self, column: Column | None) -> str:
        """The value of `column` that is all it asks for; empty where it asks for more."""
        more = self.mine or self.due or self.unless or self.without or len(self.where) != 1
        return "" if more or self.where[0][0] is not column else self.where[0][1] or ""


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """One ledger (台账) of the station.

    `columns` are listed and printed, `detail` is the second line of a two-line row, `naming` is
    what the record is called in titles and hits, `search` is found by words, `same` are the
    columns that tell on import whether two rows are the same record, `number` is the official
    number (such a record is voided, never binned), `state` gives the tabs above the list,
    `children` are records that live inside this one, `needs` is the right to change it,
    `printed` are the columns of its paper where that has not room for all of `columns`, `again`
    may be taken over (同上) from the record its person registered before: never what tells of a
    resident (decision 25). `sums` are added up below the list, `due` is the day it must be done by
    unless its state is `settled`, `told` are the free texts that name no resident and may stand in
    a message to the work group, `views` are the ready-made questions above its list.
    """

    record: type[Record]
    title: str
    columns: tuple[Column, ...]
    form: tuple[Group, ...]
    naming: Column
    search: tuple[Column, ...] = ()
    rules: tuple[Rule, ...] = ()
    unit: str = "条"
    detail: tuple[Column, ...] = ()
    order: Column | None = None
    same: tuple[Column, ...] = ()
    number: Column | None = None
    state: Column | None = None
    children: tuple[Child, ...] = ()
    needs: Right = Right.KEEP
    printed: tuple[Column, ...] = ()
    again: tuple[Column, ...] = ()
    sums: tuple[Column, ...] = ()
    due: Column | None = None
    settled: frozenset[str] = frozenset()
    told: tuple[Column, ...] = ()
    views: tuple[View, ...] = ()

    @property
    def usual(self) -> Column:
        """The column the list is in order of until somebody sorts it."""
        return self.naming if self.order is None else self.order

    @property
    def name(self) -> str:
        """The ASCII name: the table's, the command line's, the file's."""
        return str(self.record.__tablename__)

    def field(self, key: str) -> Field:
        """The field of that key; `KeyError` where the record has none."""
        return _by_key(self.record)[key]

    def fields(self) -> tuple[Field, ...]:
        """Every field of the record."""
        return fields(self.record)

    def listed(self) -> tuple[Field, ...]:
        """The fields shown in the list, in order."""
        return tuple(described(column) for column in self.columns)

    def on_paper(self) -> tuple[str, ...]:
        """The keys of the fields the printed list has, in order."""
        return tuple(column.key for column in self.printed or self.columns)

    def groups(self) -> Iterator[tuple[str, tuple[Field, ...]]]:
        """The form's parts: (title, fields)."""
        for group in self.form:
            yield group.title, tuple(described(column) for column in group.columns)

    def editable(self) -> tuple[Field, ...]:
        """The fields a person types, in the order of the form."""
        return tuple(one for _, group in self.groups() for one in group if not one.given)


@cache
def _by_key(record: type[Record]) -> dict[str, Field]:
    return {one.key: one for one in fields(record)}


@cache
def _required(ledger: Ledger) -> tuple[Field, ...]:
    return tuple(one for one in ledger.editable() if one.required)


def at_hand(ledger: Ledger) -> frozenset[str]:
    """The columns an open list is read by, and its counts: its index holds them all."""
    record = ledger.record
    named = (ledger.usual, ledger.state)
    return frozenset(
        {"id", "binned", *(one.key for one in named if one is not None)}
        | ({record.secret[0]} if record.secret else set())
        | ({VOIDED} if ledger.number is not None else set())
    )


def keep_at_hand(ledger: Ledger) -> None:
    """Declare the two indexes of a ledger's list: the order it opens in, and what is binned."""
    keys = columns(ledger.record)
    first = (ledger.usual.key, "id")
    held = sorted(at_hand(ledger).difference(first))
    Index(f"ix_{ledger.name}_listed", *(keys[key] for key in (*first, *held)))
    gone = keys["binned"].is_not(None)
    Index(f"ix_{ledger.name}_binned", keys["binned"], sqlite_where=gone, postgresql_where=gone)


def problems(ledger: Ledger, values: Values) -> tuple[Problem, ...]:
    """What keeps `values` from being a complete record: required fields, then the rules."""
    missing = [one for one in _required(ledger) if values.get(one.key) in _EMPTY]
    if missing:
        return tuple(Problem(one.key, f"请填写{one.label}") for one in missing)
    return tuple([problem for rule in ledger.rules for problem in rule(values)])


def searched(search: tuple[Column, ...], record: Record) -> list[tuple[Field, str]]:
    """The fields a record is found by, with what they say in it."""
    texts = [(described(c), getattr(record, c.key)) for c in search]
    return [(one, str(value)) for one, value in texts if value not in (None, "")]


def found_by(search: tuple[Column, ...], record: Record) -> tuple[list[str], list[str]]:
    """What a record is found by: its names and numbers, and the lines of its long texts."""
    known = [(one, line) for one, text in searched(search, record) for line in text.splitlines()]
    names = [line for one, line in known if one.kind is not Kind.LONG]
    return names, [line for one, line in known if one.kind is Kind.LONG]
