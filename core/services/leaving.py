"""The records of a ledger on their way out: bare columns in chunks, and what a cell says of each.

A row that only leaves needs no record of its own: its columns are read as they lie in the store,
and a value that comes again and again (a code, a link, a day) is put into words once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Date, String, Time, Uuid, case, select, type_coerce
from sqlalchemy.orm import Session

from core import codes, secrecy
from core.ledger import VOIDED, Ledger
from core.record import Field, Kind, Value
from core.services import fashions, masking, records
from core.services.listing import Selected, Wish
from core.services.records import Filter
from core.station import CHINA
from core.store import plan

Raw = Sequence[Any]
Shown = Callable[[Any], Value]
"""What a cell says of a bare value; texts are masked for their reader."""

_CHUNK = 200
_VOID = "已作废"
_AT_ONCE = 500
_BYTES = 16
_AS_STORED = (Uuid, Date, Time)


@dataclass(slots=True)
class Leaving:
    """One reading: `rows` may be gone through once, `shown` says what its columns mean.

    `packed` fills while the rows pass: the identities of what left, sixteen bytes each.
    """

    ledger: Ledger
    fields: tuple[Field, ...]
    shown: tuple[Shown, ...]
    count: int
    rows: Iterator[Raw]
    packed: bytearray = field(default_factory=bytearray)

    def values(self) -> Iterator[list[Value]]:
        """The rows as cells."""
        for row in self.rows:
            yield [show(raw) for show, raw in zip(self.shown, row, strict=True)]


def read(
    session: Session,
    ledger: Ledger,
    selected: Selected,
    fields: tuple[Field, ...],
    wish: Wish,
) -> Leaving:
    """Begin to read what is selected; it has to be gone through while the session is open.

    What leaves begins with the earliest, unless somebody put the list in order.
    """
    fashions.refuse(wish.fashion, wish.purpose)
    if isinstance(selected, Filter) and not selected.order:
        selected = replace(selected, order=ledger.usual.key, rising=True)
    names: dict[Any, str] = {}
    shown = tuple(shower(one, wish, names) for one in fields)
    found = Leaving(ledger, fields, shown, count(session, ledger, selected), iter(()))
    found.rows = _rows(session, found, selected, names)
    return found


def count(session: Session, ledger: Ledger, selected: Selected) -> int:
    """How many records are selected."""
    if isinstance(selected, Filter):
        return records.count(session, ledger, selected)
    return len(selected)


def identities(packed: bytes | bytearray) -> list[UUID]:
    """What `Leaving.packed` holds."""
    return [UUID(bytes=bytes(packed[at : at + _BYTES])) for at in range(0, len(packed), _BYTES)]


def shower(one: Field, wish: Wish, names: Mapping[Any, str]) -> Shown:
    """How a bare value of a field is shown to the reader of this table."""
    if masking.withheld(one, wish.purpose):
        return _nothing
    if one.kind is Kind.ID_NO and one.sensitive:
        return _written(fashions.id_no(wish.purpose, wish.fashion))
    if fashions.in_ten_thousands(one, wish.fashion):
        return lambda raw: None if raw is None else fashions.money(raw)
    return _SHOWN.get(one.kind) or _worded(one, wish, names)


def _worded(one: Field, wish: Wish, names: Mapping[Any, str]) -> Shown:
    if one.kind is Kind.CODE:
        return lambda raw: codes.name_of(one.code, raw) if raw else ""
    if one.kind is Kind.LINK:
        return lambda raw: names.get(raw, "")
    return _written(masking.mask(one, wish.purpose))


def _written(way: Callable[[str], str]) -> Shown:
    """A text written in this way; nothing stays nothing."""
    return itself if way is str else lambda raw: way(raw) if raw else ""


def _nothing(_raw: Any) -> Value:
    return ""


def itself(raw: Any) -> Value:
    """A bare value that is its own cell."""
    value: Value = raw
    return value


def _day(raw: date | str | None) -> Value:
    return date.fromisoformat(raw) if isinstance(raw, str) else raw


def _hour(raw: time | str | None) -> Value:
    return time.fromisoformat(raw) if isinstance(raw, str) else raw


def _moment(raw: datetime | None) -> Value:
    """A moment as the clock on the wall has it."""
    return None if raw is None else raw.astimezone(CHINA).replace(tzinfo=None)


_SHOWN: dict[Kind, Shown] = {
    Kind.WHOLE: itself,
    Kind.DECIMAL: itself,
    Kind.DATE: _day,
    Kind.TIME: _hour,
    Kind.MOMENT: _moment,
    Kind.YES: lambda raw: "是" if raw else "",
}


def _rows(
    session: Session, into: Leaving, selected: Selected, names: dict[Any, str]
) -> Iterator[Raw]:
    links = [(place, one.link) for place, one in enumerate(into.fields) if one.kind is Kind.LINK]
    for chunk in _chunks(session, into, selected):
        into.packed += b"".join(_packed(row[-1]) for row in chunk)
        for place, table in links:
            _learn(session, table, {row[place] for row in chunk}, names)
        yield from (row[:-1] for row in chunk)


def _chunks(session: Session, into: Leaving, selected: Selected) -> Iterator[Sequence[Raw]]:
    """Rows of the wanted columns, and the identity."""
    record = into.ledger.record
    columns: list[Any] = [_column(into.ledger, one) for one in into.fields]
    columns.append(_bare(record.id))
    if isinstance(selected, Filter):
        found = records.find(into.ledger, selected)
        if not plan.unheard(session, found):
            asked = found.with_only_columns(*columns).execution_options(yield_per=_CHUNK)
            yield from cast("Iterator[Sequence[Raw]]", secrecy.bare(session, asked).partitions())
            return
        selected = records.ids(session, into.ledger, selected)
    query = select(*columns).where(record.binned.is_(None))
    for start in range(0, len(selected), _AT_ONCE):
        wanted = list(selected[start : start + _AT_ONCE])
        rows = secrecy.bare(session, query.where(record.id.in_(wanted))).all()
        by_id = {_packed(row[-1]): cast("Raw", row) for row in rows}
        yield [by_id[one.bytes] for one in wanted if one.bytes in by_id]


def _bare(column: Any) -> ColumnElement[Any]:
    """A value as the store hands it out: to make objects of all takes longer than to read them."""
    known: ColumnElement[Any] = (
        type_coerce(column, String) if isinstance(column.type, _AS_STORED) else column
    )
    return known


def _column(ledger: Ledger, one: Field) -> ColumnElement[Any]:
    """What is read for a field: the state of a voided record is that it is void."""
    bare: ColumnElement[Any] = _bare(getattr(ledger.record, one.key))
    if ledger.number is None or ledger.state is None or one.key != ledger.state.key:
        return bare
    return case((getattr(ledger.record, VOIDED).is_not(None), _VOID), else_=bare)


def _packed(raw: Any) -> bytes:
    packed: bytes = raw.bytes if isinstance(raw, UUID) else bytes.fromhex(raw)
    return packed


def _learn(session: Session, table: str, met: set[Any], names: dict[Any, str]) -> None:
    """What the records met for the first time are called."""
    fresh = {UUID(bytes=_packed(raw)): raw for raw in met - names.keys() if raw is not None}
    called = records.titles(session, table, fresh)
    names.update({raw: called.get(identity, "") for identity, raw in fresh.items()})
