"""Whether a row of a workbook and a record are the same thing (a ledger's `same` columns)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.ledger import Ledger, Values
from core.record import Kind, Value

_NUMBERS = (Kind.ID_NO, Kind.ORG_NO)
_EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Known:
    """A record of the station, or an earlier row of the same file (`line`)."""

    values: Values
    id: UUID | None = None
    version: int = 0
    line: int = 0


class Register:
    """What is already known, found by number, by the other `same` columns, by name.

    An official or identity number decides alone. Else the other columns decide together; where one
    of them is missing, the same name with nothing that contradicts is the same record.
    """

    def __init__(self, ledger: Ledger) -> None:
        official = ledger.number.key if ledger.number is not None else ""
        same = [ledger.field(one.key) for one in ledger.same]
        self.numbers = [one.key for one in same if one.key == official or one.kind in _NUMBERS]
        self._others = [one.key for one in same if one.key not in self.numbers]
        self._name = ledger.naming.key
        self._given = {one.key for one in ledger.fields() if one.given}
        self._by_number: dict[tuple[str, Value], Known] = {}
        self._by_others: dict[tuple[Value, ...], list[Known]] = defaultdict(list)
        self._by_name: dict[Value, list[Known]] = defaultdict(list)

    def add(self, known: Known) -> None:
        """Remember a record or a row; the first of its kind is the one that is found."""
        for key in self.numbers:
            if known.values.get(key) not in _EMPTY:
                self._by_number.setdefault((key, known.values[key]), known)
        others = self._together(known.values)
        if others:
            self._by_others[others].append(known)
        self._by_name[known.values.get(self._name)].append(known)

    def find(self, values: Values) -> Known | None:
        """What `values` are a repetition of."""
        for key in self.numbers:
            found = self._by_number.get((key, values.get(key)))
            if found is not None:
                return found
        return self._alike(values) or self._namesake(values)

    def _alike(self, values: Values) -> Known | None:
        """The record with the same other columns."""
        others = self._together(values)
        found = self._by_others.get(others, ()) if others else ()
        return _closest(
            [one for one in found if not _differ(one.values, values, self.numbers)], values
        )

    def _namesake(self, values: Values) -> Known | None:
        """The record of the same name, where too little is known and nothing contradicts."""
        decided = bool(self._together(values))
        told = values.keys() - self._given
        found = [
            one
            for one in self._by_name.get(values.get(self._name), ())
            if not (decided and self._together(one.values))
            and not _differ(one.values, values, told)
        ]
        return _closest(found, values)

    def by_number(self, known: Known, values: Values) -> bool:
        """Whether a number, which is never given twice, says so."""
        pairs = ((known.values.get(key), values.get(key)) for key in self.numbers)
        return any(a == b for a, b in pairs if a not in _EMPTY)

    def _together(self, values: Values) -> tuple[Value, ...]:
        """The values that decide together, or nothing where one is missing."""
        found = tuple(values.get(key) for key in self._others)
        return () if any(value in _EMPTY for value in found) else found


def _differ(one: Values, other: Values, keys: Iterable[str]) -> bool:
    """Whether both say something of a field, and not the same."""
    pairs = ((one.get(key), other.get(key)) for key in keys)
    return any(a != b for a, b in pairs if a not in _EMPTY and b not in _EMPTY)


def _closest(found: Sequence[Known], values: Values) -> Known | None:
    """Of several that may be meant, the one that says the most of the same."""
    return min(
        found,
        key=lambda one: sum(one.values.get(key) != value for key, value in values.items()),
        default=None,
    )
