"""Code tables are data: `resources/codes/NAME.csv` with code, name, parent, synonyms, maps."""

import csv
from dataclasses import dataclass, replace
from functools import cache

from core import places
from core.words import fold

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One choice. `maps` are codes of another table it suggests, the likeliest first."""

    code: str
    name: str
    parent: str = ""
    synonyms: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The choices of one kind, in the order they are offered."""

    name: str
    items: tuple[Item, ...]

    def children(self, parent: str = "") -> tuple[Item, ...]:
        """The choices under `parent`; without one, the top level."""
        return tuple(item for item in self.items if item.parent == parent)


_CALLED: dict[str, dict[str, str]] = {}


def call(table_name: str, names: dict[str, str]) -> None:
    """Call some choices of a table as the open station does; a program opens one at a time."""
    if _CALLED.get(table_name, {}) != names:
        _CALLED[table_name] = names
        for known in (table, _by_code, _by_label, _folded):
            known.cache_clear()


def usual(table_name: str) -> dict[str, str]:
    """What the choices of a table are called everywhere, by code."""
    return {one.code: one.name for one in _read(table_name)}


@cache
def table(name: str) -> Table:
    """The table in `resources/codes/NAME.csv`, in the words of the open station."""
    called = _CALLED.get(name, {})
    return Table(name, tuple(_renamed(one, called.get(one.code, "")) for one in _read(name)))


def _renamed(one: Item, name: str) -> Item:
    """The usual name is still understood."""
    return replace(one, name=name, synonyms=(*one.synonyms, one.name)) if name else one


@cache
def _read(name: str) -> tuple[Item, ...]:
    path = places.resources() / "codes" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_item(row) for row in csv.DictReader(file))


def item(table_name: str, code: str) -> Item | None:
    """The choice with that code."""
    return _by_code(table_name).get(code)


def name_of(table_name: str, code: str) -> str:
    """What a code is called; a code nobody knows stays visible as it is."""
    found = item(table_name, code)
    return found.name if found else code


def named(table_name: str, word: str) -> set[str]:
    """The codes whose name or synonym holds a folded word."""
    return {one for one, names in _folded(table_name) if any(word in name for name in names)}


@cache
def _folded(table_name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (one.code, tuple(map(fold, (one.name, *one.synonyms)))) for one in table(table_name).items
    )


def code_of(table_name: str, text: str) -> str | None:
    """The code meant by a code, a name or a synonym, with or without leading zeros."""
    return _by_label(table_name).get(fold(text))


def problem(table_name: str, text: str) -> str | None:
    """Why `text` is none of the choices, with the choices there are."""
    if not fold(text) or code_of(table_name, text):
        return None
    names = [one.name for one in table(table_name).children()]
    offered = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
    return f"没有“{text.strip()}”这一项，可填：{offered}"


def _item(row: dict[str, str]) -> Item:
    synonyms, maps = (tuple(filter(None, row.get(k, "").split("|"))) for k in ("synonyms", "maps"))
    return Item(row["code"], row["name"], row.get("parent", ""), synonyms, maps)


@cache
def _by_code(table_name: str) -> dict[str, Item]:
    return {one.code: one for one in table(table_name).items}


@cache
def _by_label(table_name: str) -> dict[str, str]:
    """Every way to write a choice; what is written earlier in this list wins."""
    items = table(table_name).items
    labels = [(one.code, one.code) for one in items]
    labels += [(one.name, one.code) for one in items]
    labels += [(synonym, one.code) for one in items for synonym in one.synonyms]
    labels += [(one.code.lstrip("0"), one.code) for one in items if one.code.strip("0")]
    return {fold(label): code for label, code in reversed(labels)}
