"""What a list amounts to: how many have each value, the sums at its foot, the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from core import records as ledgers
from core import secrecy
from core.ledger import VOIDED, Ledger
from core.record import Field, Kind, Value, described
from core.services import day_spans, listing, ready_views, records
from core.services.day_spans import Days
from core.services.ready_views import Ready
from core.services.records import Filter, Row
from core.store import plan

MOST_LINES = 100
"""Longer than this no message in a work group is read."""

_TEN_THOUSAND = 10_000
_CODED = frozenset({Kind.CODE, Kind.DATE, Kind.WHOLE, Kind.DECIMAL, Kind.YES})
_ACTS = {
    "visit": ("接待", "来访来电"),
    "mediation_case": ("受理", "纠纷"),
    "task": ("交办", "事项"),
    "meeting": ("召开", "会议"),
}
"""How a ledger's records came about, and what they are called in a sentence."""


@dataclass(frozen=True, slots=True)
class Sums:
    """How many records count, and what the summed fields add up to."""

    count: int
    totals: tuple[tuple[Field, int | Decimal], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """涉及34人, 涉及金额5.6万元."""
        return tuple(amount(one, total) for one, total in self.totals)


@dataclass(frozen=True, slots=True)
class Count:
    """How many records count, and how many voided ones stand beside them."""

    counted: int
    voided: int = 0

    @property
    def every(self) -> int:
        """How many rows there are."""
        return self.counted + self.voided

    def words(self, unit: str) -> str:
        """28 件，另有作废 1 件."""
        said = f"{self.counted:,} {unit}"
        return f"{said}，另有作废 {self.voided:,} {unit}" if self.voided else said


def count(session: Session, ledger: Ledger, wanted: Filter) -> Count:
    """How many records a filter selects."""
    if ledger.number is None:
        return Count(records.count(session, ledger, wanted))
    voided = func.count(getattr(ledger.record, VOIDED))
    query = select(func.count(ledger.record.id), voided)
    every, gone = session.execute(query.where(*records.conditions(ledger, wanted))).one()
    return Count(every - gone, gone)


def voided(session: Session, ledger: Ledger) -> frozenset[UUID]:
    """The records of a ledger that were voided: they are listed, and count nowhere."""
    if ledger.number is None:
        return frozenset()
    query = select(ledger.record.id).where(getattr(ledger.record, VOIDED).is_not(None))
    return frozenset(session.scalars(query))


def counts(session: Session, ledger: Ledger, key: str, wanted: Filter) -> dict[Value, int]:
    """How many records have each value of one field; voided ones count nowhere."""
    column = plan.Scanned(getattr(ledger.record, key))
    met = (*records.conditions(ledger, wanted), *ready_views.counted(ledger))
    query = select(column, func.count()).where(*met).group_by(column)
    return dict(session.execute(query).tuples().all())


@dataclass(frozen=True, slots=True)
class Tabs:
    """What stands above a list: how many there are in each state, and of each ready question."""

    states: dict[Value, int]
    ready: tuple[int, ...] = ()


def tabs(session: Session, ledger: Ledger, wanted: Filter, asked: Sequence[Ready]) -> Tabs:
    """Count the states and the ready-made questions; each is one pass over the ledger."""
    states = {} if ledger.state is None else counts(session, ledger, ledger.state.key, wanted)
    if not asked:
        return Tabs(states)
    identity = ledger.record.id
    met = (and_(*ready_views.asked(ledger, one)) for one in asked)
    query = select(*(func.count(identity).filter(one) for one in met))
    found = session.execute(query.where(*records.conditions(ledger, wanted))).one()
    return Tabs(states, tuple(found))


def sums(session: Session, ledger: Ledger, wanted: Filter) -> Sums:
    """What a filter selects, counted and added up by the store; voided records count nowhere."""
    met = (*records.conditions(ledger, wanted), *ready_views.counted(ledger))
    added = [func.coalesce(func.sum(plan.Scanned(one)), 0) for one in ledger.sums]
    query = select(func.count(ledger.record.id), *added).where(*met)
    count, *totals = session.execute(query).one()
    fields = (described(one) for one in ledger.sums)
    return Sums(count, tuple(zip(fields, totals, strict=True)))


def amount(one: Field, total: int | Decimal) -> str:
    """A sum with its unit, as its field is called: 34人次, 涉及34人, 涉及金额5.6万元."""
    label = one.label.removesuffix("（元）")
    if one.kind is Kind.DECIMAL:
        return f"{label}{money(Decimal(total))}"
    if label.endswith("人数"):
        return f"{label.removesuffix('人数')}{total:,}人"
    return f"{total:,}{label}" if len(label) == len("人次") else f"{label}{total:,}"


def money(total: Decimal) -> str:
    """5.6万元 where that says it exactly, else to the cent."""
    great = total / _TEN_THOUSAND
    if total >= _TEN_THOUSAND and great == great.quantize(Decimal("0.01")):
        return f"{great.normalize():f}万元"
    cents = total.quantize(Decimal("0.01"))
    return f"{cents:,.0f}元" if cents == cents.to_integral_value() else f"{cents:,}元"


def sentence(session: Session, ledger: Ledger, wanted: Filter, today: date) -> str:
    """The list in one sentence, for who asks on the telephone.

    截至3月25日，今年共受理纠纷12件，涉及34人，涉及金额5.6万元（纠纷类型：劳资纠纷）。
    """
    found = sums(session, ledger, wanted)
    act, what = _ACTS.get(ledger.name, ("登记", ledger.title.removesuffix("台账")))
    narrowed = listing.words(session, ledger, replace(wanted, since=None, until=None))
    among = "" if narrowed == "全部" else f"（{narrowed}）"
    said = (f"{_period(wanted, today)}共{act}{what}{found.count:,}{ledger.unit}", *found.words)
    return f"截至{today.month}月{today.day}日，{'，'.join(said)}{among}。"


def _period(wanted: Filter, today: date) -> str:
    """Which days are counted, as people say it."""
    name = day_spans.named(Days(wanted.since, wanted.until), today)
    if name:
        return name
    begins = f"{wanted.since.year}年{_day(wanted.since)}起" if wanted.since else ""
    return begins + (f"至{wanted.until.year}年{_day(wanted.until)}" if wanted.until else "")


def message(session: Session, ledger: Ledger, wanted: Filter, today: date) -> str:
    """The list as plain lines for the work group: persons, numbers and free texts are left out.

    What is restricted is left out whoever asks, as everybody in the group reads it.
    """
    with secrecy.openly(session):
        found = records.ids(session, ledger, wanted)
        listed = records.rows(session, ledger, found[:MOST_LINES])
        told = count(session, ledger, wanted).words(ledger.unit)
    head = f"{ledger.title} {told}（截至{_day(today)}）"
    fields = [one for one in ledger.listed() if tellable(ledger, one)]
    lines = [f"{n}. {_line(row, fields)}" for n, row in enumerate(listed, 1)]
    rest = len(found) - len(listed)
    return "\n".join([head, *lines, *([f"……另有 {rest:,} {ledger.unit}"] if rest else [])])


def tellable(ledger: Ledger, one: Field) -> bool:
    """Whether a field may be read by the whole work group: it names and describes no resident."""
    if one.sensitive or one.code == "sex":
        return False
    if one.kind is Kind.LINK:
        linked = ledgers.ledger(one.link)
        return linked.naming in linked.told
    number = ledger.number is not None and one == described(ledger.number)
    return number or one.kind in _CODED or any(one == described(free) for free in ledger.told)


def _line(row: Row, fields: list[Field]) -> str:
    """The number and the names as they are; a day or an amount with what it means."""
    told = []
    for one in fields:
        text, value = row.texts[one.key], row.values[one.key]
        if isinstance(value, date):
            told.append(f"{one.label}{_day(value)}")
        elif text and one.kind in {Kind.WHOLE, Kind.DECIMAL, Kind.YES}:
            told.append(f"{one.label}{text}")
        elif text:
            told.append(text)
    return "，".join(told)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
