"""Between what people type and what a record holds: reading texts, showing values, kept drafts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy import JSON, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core import checks, codes, dates
from core.errors import Invalid, Problem
from core.record import Base, Field, Kind, Moment, Value

Lookup = Callable[[str, str], UUID | None]
Texts = Mapping[str, str]

LONGEST = 120
_LONGEST_NUMBER = 30
_NO_NAMES: Mapping[UUID, str] = {}


class SavedDraft(Base):
    """A half-typed form, kept outside the journal until it is submitted or thrown away."""

    __tablename__ = "draft"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    owner: Mapped[UUID] = mapped_column(Uuid, index=True)
    ledger: Mapped[str] = mapped_column(String(60))
    record: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    texts: Mapped[dict[str, str]] = mapped_column(JSON)
    moment: Mapped[datetime] = mapped_column(Moment)


class SavedMapping(Base):
    """What a person said the heads of a table mean, kept for the next table like it.

    `signature` stands for the head, `sender` for the village or unit the table speaks of.
    """

    __tablename__ = "saved_mapping"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    ledger: Mapped[str] = mapped_column(String(60))
    signature: Mapped[str] = mapped_column(String(64), index=True)
    sender: Mapped[str] = mapped_column(String(120))
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    moment: Mapped[datetime] = mapped_column(Moment)


class SavedView(Base):
    """How a person has arranged the list of one ledger; outside the journal, never sent."""

    __tablename__ = "saved_view"

    owner: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    ledger: Mapped[str] = mapped_column(String(60), primary_key=True)
    columns: Mapped[list[str]] = mapped_column(JSON)
    widths: Mapped[dict[str, int]] = mapped_column(JSON)
    sorted_by: Mapped[str] = mapped_column(String(60))
    rising: Mapped[bool]


_NUMBERS = frozenset({Kind.PHONE, Kind.ID_NO, Kind.ORG_NO})


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood of a form or a row: values by key, and what was not.

    `doubts` are numbers that look wrong and are kept all the same (`domain/grid.md` §3.2).
    """

    values: dict[str, Value]
    problems: tuple[Problem, ...]
    doubts: tuple[Problem, ...] = ()


def nobody(_table: str, _name: str) -> UUID | None:
    """A lookup that knows no record."""
    return None


def read(fields: Iterable[Field], texts: Texts, today: date, lookup: Lookup = nobody) -> Read:
    """Understand every text that has a field; an empty text is an empty value."""
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    for one in fields:
        if one.key not in texts:
            continue
        try:
            values[one.key] = parse(one, texts[one.key], today, lookup)
        except Invalid as refused:
            problems.append(Problem(one.key, refused.text))
    return Read(values, tuple(problems))


def typed(fields: Iterable[Field], texts: Texts, today: date, lookup: Lookup = nobody) -> Read:
    """`read` for a person at a form: a number that looks wrong is kept, and doubted aloud."""
    known = tuple(fields)
    strict = read(known, texts, today, lookup)
    numbers = {one.key for one in known if one.kind in _NUMBERS}
    doubts = tuple(one for one in strict.problems if one.field in numbers)
    kept = {one.field: _kept(texts[one.field]) for one in doubts}
    problems = tuple(one for one in strict.problems if one.field not in numbers)
    return Read({**strict.values, **kept}, problems, doubts)


def _kept(number: str) -> str:
    """A doubted number as it was typed, in half-width digits, cut to the room there is."""
    return checks.narrow(number).strip()[:_LONGEST_NUMBER]


def parse(field: Field, text: str, today: date, lookup: Lookup = nobody) -> Value:
    """The value a typed text means; `Invalid` with a sentence where it means none."""
    typed = checks.seen(text)
    if not typed:
        return False if field.kind is Kind.YES else None
    reader = _READERS.get(field.kind)
    if reader is not None:
        return reader(field, typed, today)
    if field.kind is Kind.LINK:
        return _link(field, typed, lookup)
    if field.kind is not Kind.LONG and len(typed) > LONGEST:
        raise Invalid(f"{field.label}最多 {LONGEST} 个字，现有 {len(typed)} 个")
    return typed


def _link(field: Field, text: str, lookup: Lookup) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        found = lookup(field.link, text)
    if found is None:
        raise Invalid(f"{field.label}“{text}”在名册里没有或不止一个，请先登记或从列表里选")
    return found


def _understood(value: Value, problem: str | None) -> Value:
    """The value, or the sentence why there is none."""
    if problem is not None:
        raise Invalid(problem)
    return value


def _date(_field: Field, text: str, today: date) -> Value:
    return _understood(dates.parse_date(text, today), dates.date_problem(text, today))


def _time(_field: Field, text: str, _today: date) -> Value:
    return _understood(dates.parse_time(text), dates.time_problem(text))


def _moment(_field: Field, text: str, today: date) -> Value:
    return _understood(dates.parse_moment(text, today), dates.moment_problem(text, today))


def _code(field: Field, text: str, _today: date) -> str:
    found = codes.code_of(field.code, text)
    if found is None:
        some = "、".join(item.name for item in codes.table(field.code).items[:6])
        raise Invalid(f"{field.label}没有“{text}”这一项，可选：{some}等")
    return found


def _phone(_field: Field, text: str, _today: date) -> Value:
    return _understood(checks.tidy_phone(text), checks.phone(text))


def _id_no(_field: Field, text: str, today: date) -> Value:
    return _understood(checks.tidy_number(text), checks.id_no(text, today))


_READERS: dict[Kind, Callable[[Field, str, date], Value]] = {
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.CODE: _code,
    Kind.DECIMAL: lambda _, text, __: _understood(
        checks.parse_money(text), checks.money_problem(text)
    ),
    Kind.WHOLE: lambda _, text, __: _understood(
        checks.parse_whole(text), checks.whole_problem(text)
    ),
    Kind.YES: lambda _, text, __: _understood(checks.parse_yes(text), checks.yes_problem(text)),
    Kind.PHONE: _phone,
    Kind.ID_NO: _id_no,
    Kind.ORG_NO: lambda _, text, __: checks.tidy_number(text),
}


def show(field: Field, value: Value, names: Mapping[UUID, str] = _NO_NAMES) -> str:
    """How a value is read by people; `names` says what linked records are called."""
    if value is None or value == "":
        return ""
    if isinstance(value, UUID):
        return names.get(value, "")
    shower = _SHOWERS.get(type(value))
    if shower is not None:
        return shower(value)
    return codes.name_of(field.code, str(value)) if field.kind is Kind.CODE else str(value)


_SHOWERS: dict[type, Callable[[object], str]] = {
    bool: lambda value: "是" if value else "",
    datetime: lambda value: f"{_local(value):%Y-%m-%d %H:%M}",
    date: lambda value: f"{value}",
    time: lambda value: f"{value:%H:%M}",
    Decimal: lambda value: f"{value:.2f}",
}


def _local(value: object) -> datetime:
    assert isinstance(value, datetime)
    return value.astimezone(dates.CHINA)
