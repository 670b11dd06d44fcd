"""What will become of each row of a workbook: new, updated, unchanged, skipped or failed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NamedTuple
from uuid import UUID

from core import draft
from core.checks import Purpose
from core.errors import Problem
from core.intake.rows import Understood
from core.intake.table import Table
from core.ledger import Ledger, Values, problems
from core.record import Field, Kind, Record, Value, columns
from core.services import masking, numbers
from core.services.sameness import Known, Register

Verdict = Literal["new", "updated", "unchanged", "skipped", "failed"]
OnDuplicate = Literal["skip", "update", "new"]

VERDICTS: tuple[Verdict, ...] = ("new", "updated", "unchanged", "skipped", "failed")
WRITTEN: tuple[Verdict, ...] = ("new", "updated")
_MASKED: tuple[Purpose, ...] = ("internal", "public")
KEPT: tuple[Verdict, ...] = (*WRITTEN, "unchanged")


_NOWHERE: Mapping[str, int] = MappingProxyType({})


class PlannedRow(NamedTuple):
    """One line and what will become of it.

    `values` is what will be written, `identity` the record it repeats, at `version`; `refers` are
    lines of the same file whose records it points at, by field.
    """

    line: int
    values: Mapping[str, Value]
    problems: tuple[Problem, ...]
    verdict: Verdict
    identity: UUID | None = None
    version: int = 0
    refers: Mapping[str, int] = _NOWHERE


@dataclass(frozen=True, slots=True)
class Station:
    """What is there already: records that may be meant, and what their links are called.

    `restricted` are the official numbers of records not to be seen here.
    """

    register: Register
    names: Mapping[UUID, str]
    restricted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choices:
    """What becomes of rows the station has already: for all, and for `each` line decided alone."""

    for_all: OnDuplicate = "skip"
    each: Mapping[int, OnDuplicate] = field(default_factory=dict)

    def of(self, line: int) -> OnDuplicate:
        """The choice for one line."""
        return self.each.get(line, self.for_all)


class Judge:
    """Rules on one row of a table after the other."""

    def __init__(self, ledger: Ledger, table: Table, choices: Choices, station: Station) -> None:
        self.ledger = ledger
        self._text = table.text
        self._choice = choices.of
        self._register, self._names = station.register, station.names
        self._restricted = station.restricted
        self._taken: dict[UUID, int] = {}
        self._number = ledger.number.key if ledger.number is not None else ""
        self._defaults = _defaults(ledger.record)

    def rows(self, read: Sequence[Understood]) -> tuple[PlannedRow, ...]:
        """The verdict on every row; one that points at a row not kept is not kept either."""
        lines = self._named(read)
        return tuple(_settled([self._row(one, lines) for one in read]))

    def _row(self, read: Understood, lines: Mapping[str, int]) -> PlannedRow:
        known = self._known(read)
        refers, wrong = self._remaining(read, known, lines) if read.problems else (_NOWHERE, ())
        if wrong:
            return PlannedRow(read.line.line, read.values, wrong, "failed", refers=refers)
        if known is not None:
            return self._repeated(read, known, refers)
        row = self._new(read, refers)
        if row.verdict == "new":
            self._register.add(Known(row.values, None, 0, row.line))
        return row

    def _known(self, read: Understood) -> Known | None:
        """What the row repeats, unless the person wants it kept as another record."""
        known = self._register.find(read.values)
        if known is None or self._choice(read.line.line) != "new":
            return known
        return known if self._register.by_number(known, read.values) else None

    def _remaining(
        self, read: Understood, known: Known | None, lines: Mapping[str, int]
    ) -> tuple[dict[str, int], tuple[Problem, ...]]:
        """Links that rows of the file answer, and the problems nothing answers."""
        refers: dict[str, int] = {}
        wrong: list[Problem] = []
        for problem in read.problems:
            one, text = self.ledger.field(problem.field), self._text(read.line, problem.field)
            if one.link == self.ledger.name and text in lines:
                refers[one.key] = lines[text]
            elif not self._says_the_same(one, text, known):
                wrong.append(problem)
        return refers, tuple(wrong)

    def _says_the_same(self, one: Field, text: str, known: Known | None) -> bool:
        """Whether a cell holds just what an export of the record would hold, whole or masked."""
        if known is None:
            return False
        shown = draft.show(one, known.values.get(one.key), self._names)
        return text == shown or text in (masking.masked(one, shown, each) for each in _MASKED)

    def _new(self, read: Understood, refers: Mapping[str, int]) -> PlannedRow:
        values = read.values
        for key, default in self._defaults.items():
            values.setdefault(key, default)
        whole = {**values, **dict.fromkeys(refers, "…")} if refers else values
        wrong = problems(self.ledger, whole) + self._bad_number(values)
        verdict: Verdict = "failed" if wrong else "new"
        return PlannedRow(read.line.line, values, wrong, verdict, None, 0, refers)

    def _bad_number(self, values: Values) -> tuple[Problem, ...]:
        """A number taken over from paper says its year and its place in the series, and is free."""
        number = str(values.get(self._number) or "")
        if number and number in self._restricted:
            told = "已用于限制查阅的记录，请找站长或承办人核对"
        elif number and numbers.parts(number) is None:
            told = "要写明年份和序号，如“石桥镇人调字〔2026〕第001号”"
        else:
            return ()
        return (Problem(self._number, f"{self.ledger.field(self._number).label}{told}"),)

    def _repeated(self, read: Understood, known: Known, refers: Mapping[str, int]) -> PlannedRow:
        number = read.line.line
        wrong = self._other_name(read.values, known)
        if wrong:
            return PlannedRow(number, read.values, wrong, "failed", refers=refers)
        line = known.line if known.id is None else self._taken.setdefault(known.id, number)
        if line != number:
            told = (Problem("", f"与第 {line} 行重复，只取那一行"),)
            return PlannedRow(number, read.values, told, "skipped", refers=refers)
        return self._changed(read, known, refers)

    def _other_name(self, values: Values, known: Known) -> tuple[Problem, ...]:
        """One identity number under two names is somebody's mistake."""
        key = self.ledger.naming.key
        name, other = values.get(key), known.values.get(key)
        if not name or name == other:
            return ()
        persons = [
            one for one in self._register.numbers if self.ledger.field(one).kind is Kind.ID_NO
        ]
        number = next((one for one in persons if values.get(one) == known.values.get(one)), "")
        if not number or not values.get(number):
            return ()
        where = "台账里的" if known.id else f"第 {known.line} 行的"
        label = self.ledger.field(number).label
        return (Problem(number, f"{label}与{where}“{other}”相同，姓名却不同，请核对"),)

    def _changed(self, read: Understood, known: Known, refers: Mapping[str, int]) -> PlannedRow:
        fresh = {
            key: value
            for key, value in read.values.items()
            if value != known.values.get(key) and not self._stays(key, read, known)
        }
        row = PlannedRow(read.line.line, fresh, (), "updated", known.id, known.version, refers)
        if not fresh and not refers:
            return row._replace(verdict="unchanged")
        if self._choice(read.line.line) != "update":
            labels = "、".join(self.ledger.field(key).label for key in (*fresh, *refers))
            text = f"台账里已有，{labels}不同；要按这份表格更新，请选“更新已有”"
            return row._replace(problems=(Problem("", text),), verdict="skipped")
        wrong = problems(self.ledger, {**known.values, **fresh})
        return row._replace(problems=wrong, verdict="failed") if wrong else row

    def _stays(self, key: str, read: Understood, known: Known) -> bool:
        """Whether a kept value stays: drawn by the program, or just worded as an export does."""
        one = self.ledger.field(key)
        return one.given or self._says_the_same(one, self._text(read.line, key), known)

    def _named(self, read: Sequence[Understood]) -> dict[str, int]:
        """Names that occur once in the file, for rows that refer to other rows of it."""
        if all(one.link != self.ledger.name for one in self.ledger.fields()):
            return {}
        key = self.ledger.naming.key
        named = [(str(one.values.get(key, "")), one.line.line) for one in read]
        often = Counter(name for name, _ in named)
        return {name: line for name, line in named if often[name] == 1}


def _defaults(record: type[Record]) -> dict[str, Value]:
    """What a new record holds where nobody says anything."""
    found = {one.key: getattr(one.default, "arg", None) for one in columns(record).values()}
    return {key: value for key, value in found.items() if value is not None}


def _settled(rows: list[PlannedRow]) -> list[PlannedRow]:
    while any(row.refers for row in rows):
        kept = {row.line for row in rows if row.verdict in KEPT}
        fallen = {
            row.line
            for row in rows
            if row.line in kept and not kept.issuperset(row.refers.values())
        }
        if not fallen:
            return rows
        rows = [_fallen(row, kept) if row.line in fallen else row for row in rows]
    return rows


def _fallen(row: PlannedRow, kept: set[int]) -> PlannedRow:
    wrong = tuple(
        Problem(key, f"引用的第 {line} 行没有导入，请先改好那一行")
        for key, line in row.refers.items()
        if line not in kept
    )
    return row._replace(problems=wrong, verdict="failed")
