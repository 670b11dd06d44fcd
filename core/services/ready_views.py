"""The ready-made questions of ledgers, and what else a record meets that is looked for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from core import codes
from core.ledger import VOIDED, Column, Ledger, View
from core.record import Record, Value, parent_key
from core.services.day_spans import Days
from core.store import plan

Wanted = Value | Days
"""What a field may be asked to be: a value, or a date within some days."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready-made question asked on a day by a person, who is `own` in records."""

    view: View
    today: date
    own: frozenset[UUID] = frozenset()


def met(record: type[Record], pairs: Iterable[tuple[str, Wanted]]) -> Iterator[ColumnElement[bool]]:
    """That fields have their values; one key several times means any of these."""
    for key, values in _by_key(pairs).items():
        yield _any(plan.Scanned(getattr(record, key)), values)


def _by_key(pairs: Iterable[tuple[str, Wanted]]) -> dict[str, list[Wanted]]:
    asked: dict[str, list[Wanted]] = {}
    for key, value in pairs:
        asked.setdefault(key, []).append(value)
    return asked


def asked(ledger: Ledger, ready: Ready) -> Iterator[ColumnElement[bool]]:
    """What a record meets that a ready-made question finds: few of many, so by their indexes."""
    view, record = ready.view, ledger.record
    named = _by_key((column.key, value) for column, value in view.where)
    yield from (_any(getattr(record, key), values) for key, values in named.items())
    yield from (or_(column.is_(None), column != value) for column, value in view.unless)
    if view.mine:
        yield or_(*(column.in_(ready.own) for column in view.mine))
    if view.due == "late":
        yield from late(ledger, ready.today)
    elif view.due == "week":
        sunday = ready.today + timedelta(6 - ready.today.weekday())
        yield from _unsettled(ledger, lambda due: due.between(ready.today, sunday))
    if view.without is not None:
        inside = select(view.without.id).where(view.without.binned.is_(None))
        parent = getattr(view.without, parent_key(view.without) or "")
        yield ~inside.where(parent == record.id).exists()
    yield from counted(ledger)


def late(ledger: Ledger, day: date) -> list[ColumnElement[bool]]:
    """That a record's day is past and nothing has settled it."""
    return _unsettled(ledger, lambda due: due < day)


def _unsettled(ledger: Ledger, falls: Callable[[Column], Any]) -> list[ColumnElement[bool]]:
    """That a record's day falls so and nothing has settled it; nothing is due without a day.

    Of many thousand past records few go on: they are named, so that the store can seek them.
    """
    if ledger.due is None or ledger.state is None:
        return [false()]
    states = codes.table(ledger.field(ledger.state.key).code).items
    going_on = [one.code for one in states if one.code not in ledger.settled]
    standing = or_(ledger.state.is_(None), ledger.state.in_(going_on))
    return [falls(ledger.due), standing, *counted(ledger)]


def counted(ledger: Ledger) -> list[ColumnElement[bool]]:
    """That a record counts: voided ones count nowhere."""
    return [] if ledger.number is None else [getattr(ledger.record, VOIDED).is_(None)]


def _any(column: ColumnElement[Any], wanted: Sequence[Wanted]) -> ColumnElement[bool]:
    """That a field has one of these values or lies in one of these days; none: it is empty."""
    known = [one for one in wanted if one is not None and not isinstance(one, Days)]
    met = [_within(column, one) for one in wanted if isinstance(one, Days)]
    if known:
        met.append(column.in_(known) if len(known) > 1 else column == known[0])
    if None in wanted:
        met.append(column.is_(None))
    return or_(*met) if len(met) > 1 else met[0]


def _within(column: ColumnElement[Any], days: Days) -> ColumnElement[bool]:
    ends = [column >= days.since] if days.since else []
    return and_(true(), *ends, *([column <= days.until] if days.until else []))
