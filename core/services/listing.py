"""A ledger as it leaves: which columns and rows, what is masked, the filter in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from core import draft
from core.checks import Purpose
from core.errors import Invalid
from core.ledger import Ledger
from core.progress import Progress, silent
from core.record import Field, Kind, Value
from core.services import records
from core.services.masking import masked
from core.services.records import Filter, Row
from core.station import CHINA

_CHUNK = 500
_TYPED = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.DATE, Kind.TIME, Kind.MOMENT})
_LAST = "note"


@dataclass(frozen=True, slots=True)
class Wish:
    """Which columns (keys or labels; none: the usual ones) leave, and for whom."""

    columns: tuple[str, ...] = ()
    purpose: Purpose = "internal"


def columns(ledger: Ledger, wanted: Sequence[str]) -> tuple[Field, ...]:
    """The wanted fields, else those of the list; 备注 comes last."""
    if wanted:
        return tuple(_column(ledger, one) for one in wanted)
    return tuple(sorted(ledger.listed(), key=lambda one: one.key == _LAST))


def others(ledger: Ledger, listed: Sequence[Field]) -> tuple[Field, ...]:
    """The fields a ledger has beside those listed."""
    return tuple(one for one in ledger.fields() if one not in listed)


def _column(ledger: Ledger, wanted: str) -> Field:
    for one in ledger.fields():
        if wanted in (one.key, one.label):
            return one
    labels = "、".join(one.label for one in ledger.fields())
    raise Invalid(f"“{ledger.title}”没有“{wanted}”这一栏。可用的栏目：{labels}。")


def condition(session: Session, ledger: Ledger, typed: str, today: date) -> tuple[str, Value]:
    """A condition as it is typed, such as 所属网格=东风村."""
    name, equals, text = typed.partition("=")
    if not equals:
        raise Invalid(f"条件“{typed}”要写成 栏目=内容，如 岗位=网格长。")
    one = _column(ledger, name.strip())
    return one.key, draft.parse(one, text, today, records.lookup(session))


def words(session: Session, ledger: Ledger, wanted: Filter) -> str:
    """A filter as people say it."""
    said = [f"含“{wanted.words}”"] if wanted.words else []
    for key, value in wanted.where:
        one = ledger.field(key)
        names = records.titles(session, one.link, [value]) if isinstance(value, UUID) else {}
        said.append(f"{one.label}：{draft.show(one, value, names) or '空'}")
    if ledger.order is not None and (wanted.since or wanted.until):
        label = ledger.field(ledger.order.key).label
        said.append(f"{label} {wanted.since or '最早'} 至 {wanted.until or '今'}")
    return "，".join(said) or "全部"


def rows(
    session: Session, ledger: Ledger, identities: Sequence[UUID], progress: Progress = silent
) -> Iterator[Row]:
    """The records of these identities, read a chunk at a time."""
    for start in range(0, len(identities), _CHUNK):
        progress("正在读取台账", start, len(identities))
        yield from records.rows(session, ledger, identities[start : start + _CHUNK])


def texts(row: Row, fields: Iterable[Field], purpose: Purpose) -> list[str]:
    """What people read of a record, masked for the purpose."""
    return [masked(one, row.whole(one.key), purpose) for one in fields]


def cells(row: Row, fields: Iterable[Field], purpose: Purpose) -> list[Value]:
    """The same for a workbook: numbers and dates as such."""
    return [
        _plain(row.values[one.key])
        if one.kind in _TYPED
        else masked(one, row.whole(one.key), purpose)
        for one in fields
    ]


def _plain(value: Value) -> Value:
    """A moment as the clock on the wall has it."""
    return value.astimezone(CHINA).replace(tzinfo=None) if isinstance(value, datetime) else value
