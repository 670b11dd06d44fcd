"""Which record is meant by a name in a workbook: a village, a unit, a person among namesakes."""

import re
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records as ledgers
from core.checks import narrow
from core.intake.meaning import Called
from core.intake.table import Table
from core.ledger import Ledger
from core.record import Kind
from core.records.grid import Grid
from core.services import records
from core.services.verdict import PlannedRow

_GRID = Grid.__tablename__
_PLACES = (_GRID, "organisation")
_LONGEST = 30
_MOST = 5000
_CHUNK = 500
_QUALIFIED = re.compile(r"(?P<name>[^(（]+)[(（](?P<facts>[^()（）]+)[)）]")
_FACTS = re.compile(r"[、,，;；/·\s]+")
_SEVERAL = re.compile(r"[、,，;；/\n]")
_BIRTH_YEAR = re.compile(r"(\d{2}|\d{4})年?(?:出?生)?")


def called(session: Session, ledger: Ledger) -> Called:
    """The names of the station's villages and units, by which a column without a head is known."""
    found: dict[str, frozenset[str]] = {}
    for table in {one.link for one in ledger.fields()}.intersection(_PLACES):
        linked = ledgers.ledger(table)
        query = select(linked.naming).where(linked.record.binned.is_(None)).limit(_MOST)
        found[table] = frozenset(map(str, session.scalars(query)))
    return found


def unknown(
    ledger: Ledger, table: Table, rows: Sequence[PlannedRow], known: Called
) -> tuple[str, ...]:
    """The villages and grids that rows name and nobody has registered, in the order of the file.

    Two in one cell (东风村、柳林村) are no place of that name.
    """
    keys = {one.key for one in ledger.fields() if one.link == _GRID} & table.head.keys
    found: dict[str, None] = {}
    for line, row in zip(table.lines, rows, strict=True):
        for problem in row.problems:
            if problem.field in keys:
                found[narrow(table.text(line, problem.field)).strip()] = None
    there = known.get(_GRID, ())
    return tuple(one for one in found if _is_place(one) and one not in there)


def _is_place(text: str) -> bool:
    odd = _QUALIFIED.match(text) or _SEVERAL.search(text)
    return not odd and 0 < len(text) <= _LONGEST and any(map(str.isalpha, text))


class Links:
    """Answers for the names of one table, asked of the station all at once."""

    def __init__(self, session: Session, ledger: Ledger, table: Table) -> None:
        self._session = session
        self._known: dict[tuple[str, str], UUID | None] = {}
        self._bearers: dict[tuple[str, str], list[UUID]] = {}
        for one in ledger.fields():
            if one.kind is Kind.LINK and one.key in table.head.keys:
                texts = {narrow(table.text(line, one.key)).strip() for line in table.lines}
                self._ask(one.link, {_plain(text)[0] for text in texts if text})

    def find(self, table: str, text: str) -> UUID | None:
        """The record a name means; of namesakes the one the brackets tell apart, else none."""
        place = (table, text)
        if place not in self._known:
            self._known[place] = self._found(table, text)
        return self._known[place]

    def _found(self, table: str, text: str) -> UUID | None:
        name, facts = _plain(text)
        bearers = self._named(table, text) or self._named(table, name)
        if table == _GRID and len(bearers) > 1:
            bearers = self._in_use(bearers) or bearers
        if facts and len(bearers) > 1:
            bearers = self._told_apart(table, bearers, facts)
        return bearers[0] if len(bearers) == 1 else None

    def _named(self, table: str, name: str) -> list[UUID]:
        if (table, name) not in self._bearers:
            self._ask(table, [name])
        return self._bearers[table, name]

    def _ask(self, table: str, names: Iterable[str]) -> None:
        ledger, wanted = ledgers.ledger(table), sorted(names)
        self._bearers |= {(table, name): [] for name in wanted}
        query = select(ledger.record.id, ledger.naming).where(ledger.record.binned.is_(None))
        for start in range(0, len(wanted), _CHUNK):
            among = ledger.naming.in_(wanted[start : start + _CHUNK])
            for identity, name in self._session.execute(query.where(among)):
                self._bearers[table, str(name)].append(identity)

    def _in_use(self, grids: Sequence[UUID]) -> list[UUID]:
        """Of grids of one name those that nobody closed."""
        query = select(Grid.id).where(Grid.id.in_(grids), Grid.closed.is_(None))
        return list(self._session.scalars(query))

    def _told_apart(self, table: str, bearers: Sequence[UUID], facts: Sequence[str]) -> list[UUID]:
        """Those of whom every fact is true: 王秀英（东风村，1962）."""
        rows = records.rows(self._session, ledgers.ledger(table), bearers)
        return [row.id for row in rows if all(_true(fact, row) for fact in facts)]


def _plain(text: str) -> tuple[str, list[str]]:
    """A name and the facts in its brackets."""
    found = _QUALIFIED.fullmatch(text)
    if found is None:
        return text, []
    return found["name"].strip(), [fact for fact in _FACTS.split(found["facts"]) if fact]


def _true(fact: str, row: records.Row) -> bool:
    texts = {row.whole(key) for key in row.texts}
    year = _BIRTH_YEAR.fullmatch(fact)
    born = str(row.values.get("birth") or "")[:4]
    return fact in texts or bool(year and born.endswith(year[1]) and born)
