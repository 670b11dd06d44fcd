"""What will become of each row of a workbook: new, updated, unchanged, skipped or failed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from core import draft
from core.errors import Problem
from core.intake.values import Understood
from core.ledger import Ledger, Values, problems
from core.record import Field, Kind, Record, Value, columns
from core.services import numbers
from core.services.sameness import Known, Register

Verdict = Literal["new", "updated", "unchanged", "skipped", "failed"]
OnDuplicate = Literal["skip", "update", "new"]

VERDICTS: tuple[Verdict, ...] = ("new", "updated", "unchanged", "skipped", "failed")
WRITTEN: tuple[Verdict, ...] = ("new", "updated")
KEPT: tuple[Verdict, ...] = (*WRITTEN, "unchanged")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One line and what will become of it.

    `values` is what will be written, `identity` the record it repeats, at `version`; `refers` are
    lines of the same file whose records it points at, by field.
    """

    line: int
    values: dict[str, Value]
    problems: tuple[Problem, ...]
    verdict: Verdict
    identity: UUID | None = None
    version: int = 0
    refers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judge:
    """Rules on one row after the other.

    `names` are those of linked records, `restricted` the numbers of records not to be seen here.
    """

    ledger: Ledger
    on_duplicate: OnDuplicate
    register: Register
    names: Mapping[UUID, str]
    restricted: frozenset[str] = frozenset()
    taken: dict[UUID, int] = field(default_factory=dict)

    def rows(self, read: Sequence[Understood]) -> tuple[PlannedRow, ...]:
        """The verdict on every row; one that points at a row not kept is not kept either."""
        lines = _named(self.ledger, read)
        return tuple(_settled([self._row(one, lines) for one in read]))

    def _row(self, read: Understood, lines: Mapping[str, int]) -> PlannedRow:
        known = self._known(read.values)
        refers, wrong = self._remaining(read, known, lines)
        row = PlannedRow(read.line, dict(read.values), wrong, "failed", refers=refers)
        if wrong:
            return row
        if known is not None:
            return self._repeated(row, read, known)
        row = self._new(row)
        if row.verdict == "new":
            self.register.add(Known(row.values, line=row.line))
        return row

    def _known(self, values: Values) -> Known | None:
        """What the row repeats, unless the person wants it kept as another record."""
        known = self.register.find(values)
        if known and self.on_duplicate == "new" and not self.register.by_number(known, values):
            return None
        return known

    def _remaining(
        self, read: Understood, known: Known | None, lines: Mapping[str, int]
    ) -> tuple[dict[str, int], tuple[Problem, ...]]:
        """Links that rows of the file answer, and the problems nothing answers."""
        refers: dict[str, int] = {}
        wrong: list[Problem] = []
        for problem in read.problems:
            one, text = self.ledger.field(problem.field), read.texts[problem.field]
            if one.link == self.ledger.name and text in lines:
                refers[one.key] = lines[text]
            elif not self._says_the_same(one, text, known):
                wrong.append(problem)
        return refers, tuple(wrong)

    def _says_the_same(self, one: Field, text: str, known: Known | None) -> bool:
        """Whether a cell holds just what an export of the record would hold."""
        return known is not None and text == draft.show(one, known.values.get(one.key), self.names)

    def _new(self, row: PlannedRow) -> PlannedRow:
        whole = _defaults(self.ledger.record) | row.values
        pointed = dict.fromkeys(row.refers, "…")
        wrong = (*problems(self.ledger, whole | pointed), *self._bad_number(row.values))
        return replace(row, values=whole, problems=wrong, verdict="failed" if wrong else "new")

    def _bad_number(self, values: Values) -> Iterator[Problem]:
        """A number taken over from paper says its year and its place in the series, and is free."""
        key = self.ledger.number.key if self.ledger.number is not None else ""
        number = str(values.get(key) or "")
        label = self.ledger.field(key).label if number else ""
        if number in self.restricted:
            yield Problem(key, f"{label}已用于限制查阅的记录，请找站长或承办人核对")
        elif number and numbers.parts(number) is None:
            yield Problem(key, f"{label}要写明年份和序号，如“石桥镇人调字〔2026〕第001号”")

    def _repeated(self, row: PlannedRow, read: Understood, known: Known) -> PlannedRow:
        wrong = self._other_name(row.values, known)
        if wrong:
            return replace(row, problems=wrong)
        line = known.line if known.id is None else self.taken.setdefault(known.id, row.line)
        if line != row.line:
            text = f"与第 {line} 行重复，只取那一行"
            return replace(row, problems=(Problem("", text),), verdict="skipped")
        return self._changed(row, read, known)

    def _other_name(self, values: Values, known: Known) -> tuple[Problem, ...]:
        """One identity number under two names is somebody's mistake."""
        key = self.ledger.naming.key
        name, other = values.get(key), known.values.get(key)
        persons = [
            one for one in self.register.numbers if self.ledger.field(one).kind is Kind.ID_NO
        ]
        number = next((one for one in persons if values.get(one) == known.values.get(one)), "")
        if not number or not values.get(number) or not name or name == other:
            return ()
        where = "台账里的" if known.id else f"第 {known.line} 行的"
        label = self.ledger.field(number).label
        return (Problem(number, f"{label}与{where}“{other}”相同，姓名却不同，请核对"),)

    def _changed(self, row: PlannedRow, read: Understood, known: Known) -> PlannedRow:
        fresh = {
            key: value
            for key, value in row.values.items()
            if value != known.values.get(key) and not self._stays(key, read, known)
        }
        row = replace(row, values=fresh, identity=known.id, version=known.version)
        if not fresh and not row.refers:
            return replace(row, verdict="unchanged")
        if self.on_duplicate != "update":
            labels = "、".join(self.ledger.field(key).label for key in (*fresh, *row.refers))
            text = f"台账里已有，{labels}不同；要按这份表格更新，请选“更新已有”"
            return replace(row, problems=(Problem("", text),), verdict="skipped")
        wrong = problems(self.ledger, dict(known.values) | fresh)
        return replace(row, problems=wrong, verdict="failed" if wrong else "updated")

    def _stays(self, key: str, read: Understood, known: Known) -> bool:
        """Whether a kept value stays: drawn by the program, or just worded as an export does."""
        one = self.ledger.field(key)
        return one.given or self._says_the_same(one, read.texts.get(key, ""), known)


def _named(ledger: Ledger, read: Sequence[Understood]) -> dict[str, int]:
    """Names that occur once in the file, for rows that refer to other rows of it."""
    named = [(str(one.values.get(ledger.naming.key, "")), one.line) for one in read]
    often = Counter(name for name, _ in named)
    return {name: line for name, line in named if often[name] == 1}


def _defaults(record: type[Record]) -> dict[str, Value]:
    """What a new record holds where nobody says anything."""
    found = {one.key: getattr(one.default, "arg", None) for one in columns(record).values()}
    return {key: value for key, value in found.items() if value is not None}


def _settled(rows: list[PlannedRow]) -> list[PlannedRow]:
    while True:
        kept = {row.line for row in rows if row.verdict in KEPT}
        fallen = {
            row.line
            for row in rows
            if row.line in kept and not kept.issuperset(row.refers.values())
        }
        if not fallen:
            return rows
        rows = [_fallen(row, kept) if row.line in fallen else row for row in rows]


def _fallen(row: PlannedRow, kept: set[int]) -> PlannedRow:
    wrong = tuple(
        Problem(key, f"引用的第 {line} 行没有导入，请先改好那一行")
        for key, line in row.refers.items()
        if line not in kept
    )
    return replace(row, problems=wrong, verdict="failed")
