"""What every ledger can do: find, read, save, bin, restore, void."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, String, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from core import draft, records, secrecy
from core.errors import Conflict, Invalid
from core.ledger import Ledger, Values, at_hand, problems
from core.progress import Progress, silent
from core.record import Field, Kind, Record, Value, columns, fields, parent_key
from core.rights import Right
from core.services import following, masking, names, one_at_a_time
from core.services.ready_views import Ready, Wanted, asked, late, met
from core.services.snapshot import SIZE, Snapshot
from core.station import Tx, operation
from core.store import plan
from core.words import by_sound

R = TypeVar("R", bound=Record)

_CHUNK = 500
_FIRST = 10_000
_TAIL = 4

Soon = Callable[[Snapshot], object]


def _unheard(_part: Snapshot) -> None:
    """Nobody shows the list before it is read."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records of a ledger, in which order.

    `where` pairs a field key with its value, or with the days a date lies in; one key given several
    times means any of these.
    `only` are the records looked among, such as those a figure counted; `late` asks for what is
    overdue on that day, `ready` for what a ready-made question of the ledger finds.
    """

    words: str = ""
    where: tuple[tuple[str, Wanted], ...] = ()
    since: date | None = None
    until: date | None = None
    binned: bool = False
    order: str = ""
    rising: bool = False
    only: frozenset[UUID] | None = None
    late: date | None = None
    ready: Ready | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One record as lists and papers show it: raw values, and the texts people read.

    `own` where who asks handles it; else the texts of `masked` fields are shown in part.
    """

    id: UUID
    version: int
    binned: bool
    values: dict[str, Value]
    texts: dict[str, str]
    own: bool = True
    masked: frozenset[str] = frozenset()

    def whole(self, key: str) -> str:
        """A text unmasked: for forms, and for files that are masked by their purpose."""
        return str(self.values[key]) if key in self.masked else self.texts[key]


def find(ledger: Ledger, wanted: Filter) -> Select[tuple[UUID]]:
    """The identities a filter selects, in order, blanks last; for list, export and package."""
    record = ledger.record
    query = select(record.id).where(*conditions(ledger, wanted))
    rising = wanted.rising if wanted.order else ledger.order is None or ledger.name == "grid"
    key = wanted.order or ledger.usual.key
    column = getattr(record, key)
    if not _ready(ledger, wanted):
        column = (plan.Spoken if ledger.field(key).kind is Kind.TEXT else plan.Scanned)(column)
    order = (column.asc(), record.id.asc()) if rising else (column.desc(), record.id.desc())
    return query.order_by(order[0].nulls_last(), order[1])


def _ready(ledger: Ledger, wanted: Filter) -> bool:
    """Whether the index of the list has the answer in its own order, and all that is asked."""
    usual = wanted.order in ("", ledger.usual.key) and ledger.order is not None
    narrowed = wanted.words or wanted.only is not None or wanted.ready is not None
    return usual and not narrowed and at_hand(ledger).issuperset(key for key, _ in wanted.where)


def conditions(ledger: Ledger, wanted: Filter) -> list[ColumnElement[bool]]:
    """What a record of the ledger meets that a filter selects."""
    record = ledger.record
    found: list[ColumnElement[bool]] = [
        record.binned.is_not(None) if wanted.binned else record.binned.is_(None)
    ]
    found += met(record, wanted.where)
    dated = ledger.order
    if dated is not None and wanted.since:
        found.append(dated >= wanted.since)
    if dated is not None and wanted.until:
        found.append(dated <= wanted.until)
    if wanted.late is not None:
        found += late(ledger, wanted.late)
    if wanted.ready is not None:
        found += asked(ledger, wanted.ready)
    if wanted.only is not None:
        found.append(plan.Among(record.id, wanted.only))
    return [*found, *names.meeting(ledger, wanted.words)]


def ids(
    session: Session,
    ledger: Ledger,
    wanted: Filter,
    soon: Soon = _unheard,
    progress: Progress = silent,
) -> Snapshot:
    """A snapshot of the filtered, sorted result; pages are read by these identities.

    A long one hands what is known so far to `soon`: a list is shown while it is being read.
    """
    query, raw, size = find(ledger, wanted), bytearray(), _FIRST if _ready(ledger, wanted) else 0
    while True:
        progress("正在查找", len(raw) // SIZE)
        block = query.limit(size).offset(len(raw) // SIZE) if size else query
        part = plan.identities(session, block)
        raw += part
        if len(part) // SIZE < size or not size:
            return Snapshot(bytes(raw))
        soon(Snapshot(bytes(raw)))
        size = len(raw) // SIZE


def news(
    session: Session,
    ledger: Ledger,
    wanted: Filter,
    shown: Snapshot,
    progress: Progress = silent,
) -> Snapshot | None:
    """The snapshot as it is now; none where at most some records have gone from `shown`."""
    found = ids(session, ledger, wanted, progress=progress)
    return None if shown.only_lost(found) else found


def count(session: Session, ledger: Ledger, wanted: Filter) -> int:
    """How many records a filter selects."""
    picked = select(ledger.record.id).where(*conditions(ledger, wanted)).subquery()
    return session.scalar(select(func.count()).select_from(picked)) or 0


def hidden(session: Session, ledger: Ledger, among: Sequence[UUID]) -> int:
    """How many of these records are there, but not for who asks."""
    return len(secrecy.hidden(session, ledger.record, among))


def rows(session: Session, ledger: Ledger, wanted: Sequence[UUID]) -> list[Row]:
    """The records of these identities, in this order; one that is gone is left out."""
    found: dict[UUID, Record] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        query = select(ledger.record).where(ledger.record.id.in_(chunk))
        found.update({one.id: one for one in session.scalars(query)})
    return shown(session, [found[one] for one in wanted if one in found])


def shown(session: Session, listed: Sequence[Record]) -> list[Row]:
    """Records of one table as rows, with the names of what they refer to."""
    if not listed:
        return []
    described = fields(type(listed[0]))
    linked = _linked(session, listed, described)
    veiled = [one.key for one in described if masking.veiled(one)]
    asked = veiled or type(listed[0]).handlers
    own = masking.owned(session, listed) if asked else [True] * len(listed)
    return [_row(one, described, linked, own=mine) for one, mine in zip(listed, own, strict=True)]


def _linked(
    session: Session, listed: Sequence[Record], described: tuple[Field, ...]
) -> dict[UUID, str]:
    found: dict[UUID, str] = {}
    for one in described:
        if one.kind is Kind.LINK:
            wanted = {getattr(record, one.key) for record in listed} - {None}
            found.update(titles(session, one.link, wanted))
    return found


def _row(
    record: Record, described: tuple[Field, ...], linked: dict[UUID, str], *, own: bool
) -> Row:
    values = {one.key: getattr(record, one.key) for one in described}
    texts = {one.key: draft.show(one, values[one.key], linked) for one in described}
    hidden = [] if own else [one for one in described if texts[one.key] and masking.veiled(one)]
    texts |= {one.key: masking.seen(one, texts[one.key], own=False) for one in hidden}
    masked = frozenset(one.key for one in hidden)
    return Row(record.id, record.version, record.binned is not None, values, texts, own, masked)


titles = names.titles
"""What the records of a table are called."""


def choices(session: Session, table: str, day: date | None = None) -> list[tuple[UUID, str]]:
    """Every record a link to `table` may point at, told apart, by name; on a `day`, if in force."""
    ledger = records.ledger(table)
    query = select(ledger.record.id, ledger.naming).where(ledger.record.binned.is_(None))
    if day is not None:
        query = query.where(*_in_force(ledger, day))
    known = names.read(session, ledger, dict(session.execute(query).tuples().all()))
    told = apart(session, ledger, known)
    return [(one, told[one]) for one in sorted(known, key=lambda one: (by_sound(known[one]), one))]


def apart(
    session: Session, ledger: Ledger, known: Mapping[UUID, str], *, counted: bool = True
) -> dict[UUID, str]:
    """What records are called, no two alike: by detail, number, coming first if `counted`."""
    said: dict[UUID, list[str]] = {one: [] for one in known}
    for tell in (detail, _number):
        for row in rows(session, ledger, _alike(known, said)):
            said[row.id] += filter(None, (tell(ledger, row),))
    places: Counter[tuple[str, ...]] = Counter()
    for one in sorted(_alike(known, said)) if counted else ():
        called = (known[one], *said[one])
        places[called] += 1
        said[one].append(f"第{places[called]}位")
    return {
        one: f"{name}（{' · '.join(said[one])}）" if said[one] else name
        for one, name in known.items()
    }


def _alike(known: Mapping[UUID, str], said: Mapping[UUID, Sequence[str]]) -> list[UUID]:
    """Those of whom another is called the same in all that is said so far."""
    often = Counter((known[one], *said[one]) for one in known)
    return [one for one in known if often[known[one], *said[one]] > 1]


def _number(_ledger: Ledger, row: Row) -> str:
    """尾号6021, or the number of the badge."""
    phone, badge = row.texts.get("phone", ""), row.texts.get("badge", "")
    return f"尾号{phone[-_TAIL:]}" if phone else badge


def _in_force(ledger: Ledger, day: date) -> Iterator[ColumnElement[bool]]:
    """What holds until a day holds on it too; on the day a grid is closed it is closed."""
    kept = columns(ledger.record)
    if (until := kept.get("until")) is not None:
        yield until.is_(None) | (until >= day)
    if ledger.name == "grid":
        yield kept["opened"].is_(None) | (kept["opened"] <= day)
        yield kept["closed"].is_(None) | (kept["closed"] > day)


def detail(ledger: Ledger, row: Row) -> str:
    """What stands below the name of a record, such as 网格长 · 东风村."""
    return " · ".join(filter(None, (row.texts[column.key] for column in ledger.detail)))


def lookup(session: Session) -> draft.Lookup:
    """Finds the record a typed name means; none where no or more than one record is called so."""

    def named(table: str, name: str) -> UUID | None:
        ledger = records.ledger(table)
        query = select(ledger.record.id).where(
            func.cast(ledger.naming, String) == name, ledger.record.binned.is_(None)
        )
        found = session.scalars(query.limit(2)).all()
        return found[0] if len(found) == 1 else None

    return named


def _refuse_locked(record: Any) -> None:
    """What was finalised changes only by the acts made for it."""
    if getattr(record, "locked", None) is not None:
        raise Invalid("这份记录已经定稿，不能在台账里修改。请打开它，用“更正”。")


def get(session: Session, record: type[R], identity: UUID) -> R:
    """One record by its identity; `Invalid` where there is none."""
    found = session.get(record, identity)
    if found is None:
        raise Invalid("找不到这条记录，可能已被移走。请刷新列表后再试。")
    return found


def children(session: Session, record: type[R], parent: UUID) -> list[R]:
    """What lives inside one record, in its own order, binned ones left out."""
    key = parent_key(record)
    assert key is not None, record
    query = select(record).where(getattr(record, key) == parent, record.binned.is_(None))
    return list(session.scalars(query.order_by(*_inner_order(record))))


def every_child(session: Session, record: type[R], parents: Sequence[UUID]) -> list[R]:
    """What lives or lived inside these records, each in its own order, binned ones too."""
    key = parent_key(record)
    assert key is not None, record
    query, found = select(record).order_by(*_inner_order(record)), list[R]()
    for start in range(0, len(parents), _CHUNK):
        chunk = parents[start : start + _CHUNK]
        found += session.scalars(query.where(getattr(record, key).in_(chunk)))
    return found


def _inner_order(record: type[Record]) -> tuple[Any, Any]:
    """By position where there is one; by age."""
    return getattr(record, "position", record.id), record.id


@operation("保存", needs=Right.KEEP)
def save(
    tx: Tx, name: str, values: Values, identity: UUID | None = None, version: int | None = None
) -> UUID:
    """Keep a new record, or change one that is still at `version`; return its identity."""
    ledger = records.ledger(name)
    tx.require(ledger.needs)
    record = ledger.record() if identity is None else get(tx.session, ledger.record, identity)
    _refuse_locked(record)
    if identity is not None and version is not None and record.version != version:
        raise Conflict("这条记录刚被别人改过。您填的内容还在，请刷新核对后再保存。")
    whole = {one.key: getattr(record, one.key) for one in ledger.fields()} | dict(values)
    found = problems(ledger, whole)
    if found:
        raise Invalid(found)
    kept = store(tx, ledger, record, values)
    one_at_a_time.keep(tx)
    one_at_a_time.ask(tx)
    return kept


def store(tx: Tx, ledger: Ledger, record: Any, values: Values) -> UUID:
    """Write checked values onto a record, and let follow what follows from it."""
    for key, value in values.items():
        setattr(record, key, value)
    if record.id is None:
        tx.add(record)
    tx.detail = tx.detail or f"：{ledger.title}"
    following.settle(tx, ledger, [record])
    identity: UUID = record.id
    return identity


@operation("删除（可找回）", needs=Right.KEEP)
def remove(tx: Tx, name: str, wanted: Sequence[UUID]) -> int:
    """Move records to the recycle bin; one with an official number is refused."""
    ledger = records.ledger(name)
    tx.require(ledger.needs)
    for identity in wanted:
        record = get(tx.session, ledger.record, identity)
        _refuse_locked(record)
        if ledger.number is not None and getattr(record, ledger.number.key):
            raise Invalid("有编号的记录不能删除，请用“作废”，并写明原因。")
        following.refuse_removal(tx, ledger, record)
        tx.bin(record)
    tx.detail = f"：{ledger.title} {len(wanted)} {ledger.unit}"
    return len(wanted)


@operation("从回收站找回", needs=Right.KEEP)
def restore(tx: Tx, name: str, wanted: Sequence[UUID]) -> int:
    """Bring records back from the recycle bin."""
    ledger = records.ledger(name)
    tx.require(ledger.needs)
    for identity in wanted:
        get(tx.session, ledger.record, identity).binned = None
    one_at_a_time.keep(tx)
    tx.detail = f"：{ledger.title} {len(wanted)} {ledger.unit}"
    return len(wanted)


@operation("作废", needs=Right.KEEP)
def void(tx: Tx, name: str, identity: UUID, reason: str) -> None:
    """Void a numbered record: it stays with its number, and is not counted any more."""
    ledger = records.ledger(name)
    tx.require(ledger.needs)
    if ledger.number is None:
        raise Invalid(f"“{ledger.title}”没有编号，请用“删除”。")
    if not reason.strip():
        raise Invalid("请写明作废原因。")
    record: Any = get(tx.session, ledger.record, identity)
    record.voided_on, record.void_reason = tx.today, reason.strip()
    tx.detail = f"：{getattr(record, ledger.number.key)}"
