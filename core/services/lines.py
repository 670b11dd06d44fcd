"""The lines of a form, such as the parties of a case: kept, changed, moved, taken out as one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from core.errors import Invalid, Problem
from core.ledger import Values
from core.record import Field, Record, Value, columns, fields, parent_key
from core.services import records
from core.station import Tx

R = TypeVar("R", bound=Record)

_EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a form hands it down; `id` says which kept one it changes."""

    values: Values = field(default_factory=dict)
    id: UUID | None = None


def keep(tx: Tx, record: type[R], parent: UUID, lines: Sequence[Line]) -> list[R]:
    """Make the children of `parent` just these, in this order; those left out are binned."""
    known = {one.id: one for one in records.children(tx.session, record, parent)}
    kept = []
    for position, line in enumerate(filled(record, lines), 1):
        child = _child(tx, record, parent, known.pop(line.id, None) if line.id else None)
        for key, value in line.values.items():
            setattr(child, key, value)
        child.position = position
        kept.append(child)
    for gone in known.values():
        tx.bin(gone)
    return kept


def _child(tx: Tx, record: type[R], parent: UUID, known: R | None) -> Any:
    if known is not None:
        return known
    key = parent_key(record)
    assert key is not None, record
    child = record(**{key: parent})
    tx.add(child)
    return child


def filled(record: type[Record], lines: Iterable[Line]) -> list[Line]:
    """The lines somebody wrote on, defaults filled in; `Invalid` where a must is missing."""
    written = [one for one in lines if not _blank(record, one.values)]
    problems = [
        problem for n, one in enumerate(written) for problem in _missing(record, n, one.values)
    ]
    if problems:
        raise Invalid(problems)
    return [Line(_with_defaults(record, one.values), one.id) for one in written]


def _typed(record: type[Record]) -> Iterator[tuple[Field, Value]]:
    """Fields a person fills in, each with its default."""
    own = (parent_key(record), "position")
    for one in fields(record):
        if one.key not in own:
            default = columns(record)[one.key].default
            yield one, default.arg if default is not None else None


def _blank(record: type[Record], values: Values) -> bool:
    return all(values.get(one.key) in (*_EMPTY, default) for one, default in _typed(record))


def _missing(record: type[Record], n: int, values: Values) -> Iterator[Problem]:
    for one, default in _typed(record):
        if one.required and default is None and values.get(one.key) in _EMPTY:
            key = f"{record.__tablename__}.{n}.{one.key}"
            yield Problem(key, f"请填写第{n + 1}行的{one.label}")


def _with_defaults(record: type[Record], values: Values) -> dict[str, Value]:
    chosen = {
        one.key: default
        for one, default in _typed(record)
        if one.required and values.get(one.key) in _EMPTY
    }
    return {**values, **chosen}
