"""Ledgers coming in from a workbook: planned row by row, then kept as one batch."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import collecting, secrecy
from core import records as ledgers
from core.errors import Conflict
from core.intake import table
from core.intake.rows import Reader, Understood
from core.intake.sheet import Sheet
from core.intake.table import Table
from core.ledger import Ledger, Values
from core.progress import Progress, silent
from core.record import Record, Value
from core.records.duty import DutyShift
from core.records.grid import Grid
from core.records.leave import Leave
from core.rights import Right
from core.services import (
    duty_twice,
    following,
    grid_validity,
    leave_rows,
    links,
    mappings,
    numbers,
    one_at_a_time,
    records,
    repeats,
)
from core.services.sameness import Register
from core.services.verdict import (
    KEPT,
    VERDICTS,
    WRITTEN,
    Choices,
    Judge,
    OnDuplicate,
    PlannedRow,
    Station,
)
from core.station import Tx, operation

BEFORE = "导入前"
_STEP = 1000
_WEIGHED: Mapping[type[Record], Callable[[Session, Sequence[PlannedRow]], tuple[PlannedRow, ...]]]
_WEIGHED = {DutyShift: duty_twice.weigh, Leave: leave_rows.weigh}
"""What `one_at_a_time` would refuse at the end, told row by row before anything is written."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a workbook is to be read: today's date, head → field, what to do with known rows.

    `each` are lines decided otherwise, `source` is the name of the file; `recall` takes heads as
    the last time such a table came.
    """

    today: date
    mapping: Mapping[str, str] | None = None
    on_duplicate: OnDuplicate = "skip"
    source: str = ""
    recall: bool = True
    each: Mapping[int, OnDuplicate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A workbook read against a ledger; nothing is written yet.

    `recalled` is what heads meant the last time such a table came, from the same `sender`;
    `unknown` are villages and grids the rows name and the station does not have.
    """

    ledger: str
    table: Table
    rows: tuple[PlannedRow, ...]
    sender: str = ""
    recalled: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows there are, and how many of each verdict; these add up."""
        found = Counter(row.verdict for row in self.rows)
        return {"rows": len(self.rows)} | {verdict: found[verdict] for verdict in VERDICTS}


@dataclass(frozen=True, slots=True)
class Batch:
    """What one import wrote."""

    new: int
    updated: int


def plan(
    session: Session, name: str, sheet: Sheet, terms: Terms, progress: Progress = silent
) -> Plan:
    """Read a sheet against the ledger `name`: a dry run."""
    with collecting.paused():
        return _plan(session, name, sheet, terms, progress)


def _plan(session: Session, name: str, sheet: Sheet, terms: Terms, progress: Progress) -> Plan:
    ledger = ledgers.ledger(name)
    called, said = links.called(session, ledger), dict(terms.mapping or {})
    sender = mappings.sender(sheet, terms.source, called)
    known = mappings.recall(session, ledger.name, sheet, sender) if terms.recall else {}
    recalled = {head: key for head, key in known.items() if head not in said}
    found = table.understand(sheet, ledger, recalled | said, called)
    found = mappings.explained(found, recalled)
    reader = Reader(found, ledger, terms.today, links.Links(session, ledger, found).find)
    read: list[Understood] = []
    for start in range(0, len(found.lines), _STEP):
        progress("正在核对", start, len(found.lines))
        read += reader.understand(found.lines[start : start + _STEP])
    read = grid_validity.judged(session, ledger, read, terms.today)
    station = _station(session, ledger, read)
    rows = Judge(ledger, found, Choices(terms.on_duplicate, terms.each), station).rows(read)
    if ledger.record in _WEIGHED:
        rows = _WEIGHED[ledger.record](session, rows)
    return Plan(
        ledger.name, found, rows, sender, recalled, links.unknown(ledger, found, rows, called)
    )


@operation("登记村（社区）和网格", needs=Right.KEEP)
def register_places(tx: Tx, names: Sequence[str]) -> int:
    """Register the villages and grids a workbook names, so that its rows find them."""
    for name in names:
        tx.add(Grid(name=name))
    tx.detail = f"：{'、'.join(names)}"
    return len(names)


def _station(session: Session, ledger: Ledger, read: Sequence[Understood]) -> Station:
    """The records these rows may repeat, and what the records they point at are called."""
    register, fields = Register(ledger), ledger.fields()
    rows = [one.values for one in read]
    kept = list(repeats.candidates(session, ledger, register, rows))
    for one in kept:
        register.add(one)
    names: dict[UUID, str] = {}
    for link in {one.link for one in fields if one.link}:
        keys = [one.key for one in fields if one.link == link]
        linked = (known.values[key] for known in kept for key in keys)
        names |= records.titles(session, link, {one for one in linked if isinstance(one, UUID)})
    return Station(register, names, _restricted_numbers(session, ledger))


def _restricted_numbers(session: Session, ledger: Ledger) -> frozenset[str]:
    """Official numbers of records that are there, but not for who imports."""
    if ledger.number is None or ledger.record.secret is None:
        return frozenset()
    query = select(ledger.record.id, ledger.number).where(ledger.number.is_not(None))
    numbers = dict(secrecy.counting(session, query).tuples().all())
    return frozenset(numbers[one] for one in secrecy.hidden(session, ledger.record, numbers))


@operation("导入", needs=Right.KEEP)
def commit(tx: Tx, name: str, rows: Sequence[PlannedRow], progress: Progress = silent) -> Batch:
    """Write the good rows as one batch, which is taken back as one."""
    ledger = ledgers.ledger(name)
    tx.require(ledger.needs)
    good = [row for row in rows if row.verdict in WRITTEN]
    places = {row.line: row.identity or tx.ids.new() for row in rows if row.verdict in KEPT}
    found = Counter(row.verdict for row in good)
    batch = Batch(found["new"], found["updated"])
    tx.detail = (
        f"：{ledger.title}，新增 {batch.new} {ledger.unit}，更新 {batch.updated} {ledger.unit}"
    )
    for start in range(0, len(good), _STEP):
        progress("正在导入", start, len(good))
        _write(tx, ledger, good[start : start + _STEP], places)
    _count_numbers(tx, ledger, [row.values for row in good if row.verdict == "new"])
    return batch


def _write(tx: Tx, ledger: Ledger, rows: Sequence[PlannedRow], places: Mapping[int, UUID]) -> None:
    kept = _kept(tx, ledger, rows)
    written = []
    for row in rows:
        record = kept.get(places[row.line]) or ledger.record(id=places[row.line])
        linked = {key: places[line] for key, line in row.refers.items()}
        for key, value in {**row.values, **linked}.items():
            setattr(record, key, value)
        tx.add(record)
        written.append(record)
    following.settle(tx, ledger, written)
    if ledger.record in _WEIGHED:
        one_at_a_time.keep(tx)
    tx.let_go()


def _kept(tx: Tx, ledger: Ledger, rows: Sequence[PlannedRow]) -> dict[UUID, Any]:
    """The records to be changed, still as they were when the plan was made."""
    planned = {row.identity: row for row in rows if row.identity is not None}
    query = select(ledger.record).where(ledger.record.id.in_(planned))
    kept = {record.id: record for record in tx.session.scalars(query)} if planned else {}
    for identity, row in planned.items():
        record = kept.get(identity)
        if record is None or record.version != row.version or record.binned:
            raise Conflict(
                f"第 {row.line} 行要更新的记录刚被改过，没有导入任何内容。请重新核对后再导入。"
            )
    return kept


def _count_numbers(tx: Tx, ledger: Ledger, rows: Sequence[Values]) -> None:
    """Numbers taken over from paper: the next one drawn of each series goes on behind them."""
    if ledger.number is None:
        return
    highest: dict[tuple[Value, int], tuple[int, str]] = {}
    for row in rows:
        number = str(row.get(ledger.number.key) or "")
        named = numbers.parts(number)
        if named is not None:
            series = row.get("committee"), named[0]
            highest[series] = max(highest.get(series, (0, "")), (named[1], number))
    kind = numbers.series_of(ledger.name)
    for (committee, _), (_, number) in highest.items():
        assert committee is None or isinstance(committee, UUID)
        numbers.keep_up(tx, committee, number, kind)
