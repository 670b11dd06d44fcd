"""Which records of the station the rows of a workbook may repeat.

Of each record only what decides is read, and the whole of it where a row may mean it.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from core.ledger import Ledger, Values
from core.record import Value
from core.services import records
from core.services.records import Filter
from core.services.sameness import EMPTY, Known, Register

_FEW = 5000
_CHUNK = 500


def candidates(
    session: Session, ledger: Ledger, register: Register, rows: Sequence[Values]
) -> Iterator[Known]:
    """The records `register` may find for one of the rows, in order of identity."""
    found = set(_by_number(session, ledger, register, rows))
    found.update(_by_words(session, ledger, register, rows))
    told = [one.key for one in ledger.fields()]
    columns = [getattr(ledger.record, key) for key in told]
    query = select(ledger.record.id, ledger.record.version, *columns)
    for some in _some(sorted(found), _CHUNK):
        whole = query.where(ledger.record.id.in_(some)).order_by(ledger.record.id)
        for identity, version, *row in session.execute(whole):
            yield Known(dict(zip(told, row, strict=True)), identity, version)


def _by_number(
    session: Session, ledger: Ledger, register: Register, rows: Sequence[Values]
) -> Iterator[UUID]:
    """Records with one of the numbers."""
    query = select(ledger.record.id).where(ledger.record.binned.is_(None))
    for key in register.numbers:
        column = getattr(ledger.record, key)
        for some in _some(_values(rows, key), _FEW):
            yield from session.scalars(query.where(column.in_(some)))


def _by_words(
    session: Session, ledger: Ledger, register: Register, rows: Sequence[Values]
) -> Iterator[UUID]:
    """Records that say the same in the other columns, or bear the name and say less."""
    meant, keys = _Meant(register, rows), (*register.others, register.name)
    columns = [getattr(ledger.record, key) for key in keys]
    query = select(ledger.record.id, *columns).where(ledger.record.binned.is_(None))
    for wanted in _wanted(session, ledger, register, rows):
        for identity, *others, name in session.execute(query.where(wanted)):
            if meant.may_be(tuple(others), name):
                yield identity


class _Meant:
    """What the rows say, gathered once a record is there to be compared."""

    def __init__(self, register: Register, rows: Sequence[Values]) -> None:
        self._rows, self._together, self._name = rows, register.together, register.name

    def may_be(self, others: tuple[Value, ...], name: Value) -> bool:
        """Whether one of the rows may mean the record that says so."""
        together, names, loose = self._said
        less = any(one in EMPTY for one in others)
        return others in together or name in (names if less else loose)

    @cached_property
    def _said(self) -> tuple[set[tuple[Value, ...]], set[Value], set[Value]]:
        said = [(self._together(one), one.get(self._name)) for one in self._rows]
        together = {others for others, _ in said if others}
        return together, {name for _, name in said}, {name for others, name in said if not others}


def _wanted(
    session: Session, ledger: Ledger, register: Register, rows: Sequence[Values]
) -> Iterator[ColumnElement[bool]]:
    """Two that both say a number and not the same are never one: the others are looked through."""
    keys = register.numbers
    unnumbered = [one for one in rows if not keys or any(one.get(key) in EMPTY for key in keys)]
    if unnumbered and records.count(session, ledger, Filter()) <= max(len(rows), _FEW):
        yield true()
        return
    for key in dict.fromkeys((*register.others[:1], register.name)):
        for some in _some(_values(unnumbered, key), _FEW):
            yield getattr(ledger.record, key).in_(some)
    columns = [getattr(ledger.record, key) for key in keys]
    if columns:
        yield or_(*(one.is_(None) for one in columns), *(one == "" for one in columns))


def _values(rows: Iterable[Values], key: str) -> list[object]:
    """What the rows say there, in an order that lets an index be read along."""
    return sorted({value for one in rows if (value := one.get(key)) not in EMPTY}, key=str)


def _some(values: Sequence[object], most: int) -> Iterator[Sequence[object]]:
    return (values[start : start + most] for start in range(0, len(values), most))
