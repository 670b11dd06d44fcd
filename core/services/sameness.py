"""Whether a row of a workbook and a record are the same thing (a ledger's `same` columns)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from core.ledger import Ledger, Values
from core.record import Kind, Value

_NUMBERS = (Kind.ID_NO, Kind.ORG_NO)
EMPTY = (None, "")
_MANY = 64
_TWO = 2


class Known(NamedTuple):
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
        self.others = [one.key for one in same if one.key not in self.numbers]
        self.name = ledger.naming.key
        self._keys = [one.key for one in ledger.fields()]
        self._given = {one.key for one in ledger.fields() if one.given} - set(self.numbers)
        self._by_number: dict[str, dict[Value, Known]] = {key: {} for key in self.numbers}
        self._by_others: dict[tuple[Value, ...], list[Known]] = defaultdict(list)
        self._by_name: dict[Value, list[Known]] = defaultdict(list)
        self._undecided: dict[Value, list[Known]] = defaultdict(list)
        self._crowds: dict[int, _Crowd] = {}

    def add(self, known: Known) -> None:
        """Remember a record or a row; the first of its kind is the one that is found."""
        values = known.values
        for key, numbered in self._by_number.items():
            number = values.get(key)
            if number is not None and number != "":
                numbered.setdefault(number, known)
        others, name = self.together(values), values.get(self.name)
        if others:
            self._by_others[others].append(known)
        else:
            self._undecided[name].append(known)
        self._by_name[name].append(known)

    def find(self, values: Values) -> Known | None:
        """What `values` are a repetition of."""
        for key, numbered in self._by_number.items():
            found = numbered.get(values.get(key))
            if found is not None:
                return found
        others = self.together(values)
        alike = self._by_others.get(others) if others else None
        namesakes = (self._undecided if others else self._by_name).get(values.get(self.name))
        found = self._alike(values, alike) if alike else None
        return self._namesake(values, namesakes) if found is None and namesakes else found

    def by_number(self, known: Known, values: Values) -> bool:
        """Whether a number, which is never given twice, says so."""
        pairs = ((known.values.get(key), values.get(key)) for key in self.numbers)
        return any(a == b for a, b in pairs if a not in EMPTY)

    def _alike(self, values: Values, alike: Sequence[Known]) -> Known | None:
        """The record with the same other columns."""
        return _closest(
            [one for one in alike if not _differ(one.values, values, self.numbers)], values
        )

    def _namesake(self, values: Values, bearers: list[Known]) -> Known | None:
        """The record of the same name, where too little is known and nothing contradicts."""
        told = values.keys() - self._given
        if len(bearers) > _MANY:
            bearers = self._crowds.setdefault(id(bearers), _Crowd(self._keys)).alike(
                bearers, values, told
            )
        return _closest([one for one in bearers if not _differ(one.values, values, told)], values)

    def together(self, values: Values) -> tuple[Value, ...]:
        """The values that decide together, or nothing where one is missing."""
        found = tuple(map(values.get, self.others))
        return () if None in found or "" in found else found


class _Crowd:
    """The very many records of one name, sorted by what each of them says."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = keys
        self._sorted = 0
        self._saying: dict[tuple[str, Value], list[Known]] = defaultdict(list)

    def alike(self, bearers: Sequence[Known], values: Values, told: Iterable[str]) -> list[Known]:
        """Those that say the same as `values`, or nothing, of the field that tells most apart."""
        for place in range(self._sorted, len(bearers)):
            self._sort(bearers[place])
        self._sorted = len(bearers)
        pairs = [
            (self._saying.get((key, values[key]), []), self._saying.get((key, None), []))
            for key in told
            if values[key] not in EMPTY
        ]
        same, silent = min(pairs, key=lambda pair: len(pair[0]) + len(pair[1]), default=([], []))
        return same + silent

    def _sort(self, known: Known) -> None:
        for key in self._keys:
            value = known.values.get(key)
            self._saying[key, None if value in EMPTY else value].append(known)


def _differ(one: Values, other: Values, keys: Iterable[str]) -> bool:
    """Whether both say something of a field, and not the same."""
    pairs = ((one.get(key), other.get(key)) for key in keys)
    return any(a != b for a, b in pairs if a not in EMPTY and b not in EMPTY)


def _closest(found: Sequence[Known], values: Values) -> Known | None:
    """Of several that may be meant, the one that says the most of the same."""
    if len(found) < _TWO:
        return found[0] if found else None
    return min(
        found, key=lambda one: sum(one.values.get(key) != value for key, value in values.items())
    )
