"""A ledger as it leaves: which columns and records, for whom, the filter in words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core import draft
from core.checks import Purpose
from core.errors import Invalid
from core.ledger import Ledger
from core.record import Field, Value
from core.services import records
from core.services.day_spans import Days
from core.services.fashions import USUAL, Fashion
from core.services.records import Filter

ON_PAPER = 11
"""Columns a landscape sheet has room for beside 序号, in letters one can read."""

LAST = "note"

Selected = Filter | Sequence[UUID]
"""What leaves: all that a filter selects, or exactly these records in this order."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which columns (keys or labels; none: the usual ones) leave, for whom, written how."""

    columns: tuple[str, ...] = ()
    purpose: Purpose = "internal"
    fashion: Fashion = USUAL


def columns(ledger: Ledger, wanted: Sequence[str]) -> tuple[Field, ...]:
    """The wanted fields, else those of the list; 备注 comes last."""
    if wanted:
        return tuple(_column(ledger, one) for one in wanted)
    return _note_last(ledger.listed())


def on_paper(ledger: Ledger, wanted: Sequence[str]) -> tuple[Field, ...]:
    """The wanted fields, else those of the printed list, as many as a sheet has room for."""
    if wanted:
        return columns(ledger, wanted)[:ON_PAPER]
    return _note_last(columns(ledger, ledger.on_paper()))[:ON_PAPER]


def fitted(wanted: Sequence[str], unseen: Collection[str]) -> tuple[str, ...]:
    """As many columns as a sheet has room for, in their order: those unseen are left out first."""
    kept = sorted(wanted, key=lambda one: one in unseen)[:ON_PAPER]
    return tuple(one for one in wanted if one in kept)


def left_off(ledger: Ledger, wanted: Sequence[str], kept: Sequence[str] = ()) -> str:
    """Which wanted columns a sheet has no room for, and what to do; nothing where all fit."""
    asked, there = columns(ledger, wanted or ledger.on_paper()), on_paper(ledger, kept or wanted)
    off = "、".join(one.label for one in asked if one not in there)
    return (
        f"纸上一行印 {ON_PAPER} 栏，没有印：{off}。要换栏目，请在列表的“栏目”里选。" if off else ""
    )


def _note_last(listed: Sequence[Field]) -> tuple[Field, ...]:
    return tuple(sorted(listed, key=lambda one: one.key == LAST))


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


def words(session: Session, ledger: Ledger, wanted: Selected) -> str:
    """What is selected, as people say it."""
    if not isinstance(wanted, Filter):
        return f"选出的 {len(wanted):,} {ledger.unit}"
    return "，".join(_conditions(session, ledger, wanted)) or "全部"


def _conditions(session: Session, ledger: Ledger, wanted: Filter) -> Iterator[str]:
    if wanted.words:
        yield f"含“{wanted.words}”"
    for key in dict.fromkeys(key for key, _ in wanted.where):
        one = ledger.field(key)
        values = [value for asked, value in wanted.where if asked == key]
        yield f"{one.label}：{_shown(session, one, values)}"
    if wanted.ready is not None:
        yield wanted.ready.view.name
    if wanted.late is not None:
        yield "超期"
    if wanted.only is not None:
        yield f"选出的 {len(wanted.only):,} {ledger.unit}"
    if ledger.order is not None and (wanted.since or wanted.until):
        label = ledger.field(ledger.order.key).label
        yield f"{label} {wanted.since or '最早'} 至 {wanted.until or '今'}"


def _shown(session: Session, one: Field, values: Sequence[Any]) -> str:
    linked = {value for value in values if isinstance(value, UUID)}
    names = records.titles(session, one.link, linked) if linked else {}
    return "、".join(
        value.words if isinstance(value, Days) else draft.show(one, value, names) or "空"
        for value in values
    )
