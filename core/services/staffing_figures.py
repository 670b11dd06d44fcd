"""组织队伍经费保障情况统计表: committees and mediators from the ledgers, the rest typed (§2.3).

What nobody recorded has no figure: it is left open on paper, never a nought.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.records.mediation_case import CoMediator, MediationCase
from core.records.organisation import Organisation
from core.records.staff import Staff
from core.records.yearly_fact import YearlyFact
from core.services import founding
from core.services.caseload import accepted_in
from core.services.figure_checks import Fault
from core.services.figures import Figure, Period, counted

COMMITTEES, MEDIATORS, TYPED = "organisation", "staff", "yearly_fact"

_WOMAN = "2"
PARTY = frozenset({"01", "02"})
_SCHOOLS = (
    ("高中以下", frozenset({"70", "80", "90"})),
    ("高中（中专）", frozenset({"60", "40"})),
    ("大专", frozenset({"30"})),
    ("本科及以上", frozenset({"20", "10"})),
)
_TRADES = ("medical", "traffic", "labour", "property", "stationed", "studio", "group")
_POSTS, _KNOWING = ("member", "engaged"), ("lawyer",)
_TRAINING = ("course", "trained")
_MONEY = ("guidance", "committee", "mediator", "per_case")
_CHANGES = ("founded", "closed", "renewed")


@dataclass(frozen=True, slots=True)
class Item:
    """One column of the table; no figure where nothing is recorded."""

    group: str
    name: str
    unit: str
    figure: Figure | None
    ledger: str

    @property
    def text(self) -> str:
        """The figure, a dash where nothing is recorded."""
        return "—" if self.figure is None else self.figure.text


@dataclass(frozen=True, slots=True)
class Staffing:
    """The table at the end of a period."""

    station: str
    period: Period
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]

    def figures(self) -> dict[str, Figure]:
        """Every figure there is, by group and name."""
        return {f"{one.group}.{one.name}": one.figure for one in self.items if one.figure}


def staffing(session: Session, period: Period) -> Staffing:
    """The table as the ledgers stand now, for the last day of a period."""
    committees, people = _committees(session), _people(session, period)
    typed = _typed(session, period.until.year)

    def of(group: str, keys: Sequence[str]) -> Iterator[Item]:
        for key in keys:
            name, _, unit = codes.name_of("yearly_item", key).rstrip("）").rpartition("（")
            yield Item(group, name, unit, typed.get(key), TYPED)

    items = (
        *_of_committees(committees),
        *of("组织", _TRADES),
        *_of_people(people),
        *of("队伍", (*_POSTS, *_KNOWING, *_TRAINING)),
        *of("经费", _MONEY),
        *of("变动", _CHANGES),
    )
    faults = tuple(_faults(session, period, committees, people, typed))
    return Staffing(founding.own(session).name, period, items, faults)


def _committees(session: Session) -> list[Organisation]:
    query = select(Organisation).where(
        Organisation.binned.is_(None), Organisation.kind == "committee"
    )
    return list(session.scalars(query.order_by(Organisation.id)))


def _people(session: Session, period: Period) -> list[Staff]:
    """The mediators of the last day."""
    query = select(Staff).where(
        Staff.binned.is_(None),
        Staff.mediator.is_not(None),
        or_(Staff.joined.is_(None), Staff.joined <= period.until),
        or_(Staff.left.is_(None), Staff.left > period.until),
    )
    return list(session.scalars(query.order_by(Staff.id)))


def _typed(session: Session, year: int) -> dict[str, Figure]:
    """What was typed for a year, item by item; what was typed last counts."""
    query = (
        select(YearlyFact)
        .where(YearlyFact.binned.is_(None), YearlyFact.year == year)
        .order_by(YearlyFact.id)
    )
    return {one.item: Figure(one.value, ids=(one.id,)) for one in session.scalars(query)}


def _of_committees(committees: Sequence[Organisation]) -> Iterator[Item]:
    yield Item("组织", "调委会总数", "个", counted([one.id for one in committees]), COMMITTEES)
    for kind in codes.table("committee_kind").items:
        met = [one.id for one in committees if one.committee_kind == kind.code]
        yield Item("组织", kind.name, "个", counted(met), COMMITTEES)


def _of_people(people: Sequence[Staff]) -> Iterator[Item]:
    def item(name: str, met: Iterable[Staff]) -> Item:
        return Item("队伍", name, "人", counted([one.id for one in met]), MEDIATORS)

    yield item("人民调解员总数", people)
    for kind in codes.table("mediator_kind").items:
        yield item(kind.name, (one for one in people if one.mediator == kind.code))
    yield item("女性", (one for one in people if one.sex == _WOMAN))
    for name, schools in _SCHOOLS:
        yield item(name, (one for one in people if _school(one) in schools))
    yield item("中共党员", (one for one in people if one.political in PARTY))


def _school(one: Staff) -> str:
    """The level of schooling, as the tens of its code."""
    return f"{one.education[0]}0" if one.education else ""


def _faults(
    session: Session,
    period: Period,
    committees: Sequence[Organisation],
    people: Sequence[Staff],
    typed: dict[str, Figure],
) -> Iterator[Fault]:
    bare = tuple(one.id for one in committees if not one.committee_kind)
    if bare:
        yield Fault(
            "总数", "错", f"{len(bare)} 个调委会没有填调委会类型，各类之和少于总数", (), bare
        )
    member, engaged = typed.get("member"), typed.get("engaged")
    both = sum(one.value or 0 for one in (member, engaged) if one)
    if member and engaged and both != len(people):
        text = f"委员与聘任合计 {both} 人，调解员 {len(people)} 人"
        yield Fault("队伍", "错", text, (), member.ids + engaged.ids, TYPED)
    unschooled = tuple(one.id for one in people if not one.education)
    if unschooled:
        yield Fault(
            "学历", "警", f"{len(unschooled)} 名调解员没有填学历", (), unschooled, MEDIATORS
        )
    unmarked = _unmarked(session, period, people)
    if unmarked:
        text = f"{len(unmarked)} 人本期承办过调解，花名册里没有填“人民调解员”"
        yield Fault("队伍", "警", text, (), unmarked, MEDIATORS)


def _unmarked(session: Session, period: Period, people: Sequence[Staff]) -> tuple[UUID, ...]:
    """Who mediates without being a mediator in the roster."""
    led = select(MediationCase.mediator).where(accepted_in(period))
    beside = (
        select(CoMediator.staff)
        .join(MediationCase, CoMediator.case == MediationCase.id)
        .where(accepted_in(period), CoMediator.binned.is_(None))
    )
    known = {one.id for one in people}
    found = {one for query in (led, beside) for one in session.scalars(query) if one}
    return tuple(sorted(found - known))
