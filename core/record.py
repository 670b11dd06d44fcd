"""What every record is: an identity, a version, a place in the bin, fields with their words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Numeric,
    String,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from core.field import Field, Kind, Value

__all__ = ["Field", "Kind", "Value"]


class Moment(TypeDecorator[datetime]):
    """A UTC moment; stored without zone, handed out with it, the same on every database."""

    impl = DateTime
    cache_ok = True

    @property
    @override
    def python_type(self) -> type[datetime]:
        return datetime

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


_TYPES: dict[Kind, Callable[[], TypeEngine[Any]]] = {
    Kind.TEXT: lambda: String(120),
    Kind.LONG: Text,
    Kind.WHOLE: Integer,
    Kind.DECIMAL: lambda: Numeric(14, 2),
    Kind.YES: Boolean,
    Kind.DATE: Date,
    Kind.TIME: Time,
    Kind.MOMENT: Moment,
    Kind.CODE: lambda: String(20),
    Kind.LINK: Uuid,
    Kind.PHONE: lambda: String(40),
    Kind.ID_NO: lambda: String(30),
    Kind.ORG_NO: lambda: String(30),
}


REGISTRAR = "registered_by"
UNHELD = "有一处内容数据库存不下（数字太大，或有看不见的控制字符），没有保存。请检查刚才填的内容。"

_MOST_WHOLE = 2**31
_MOST_DECIMAL = 10**12


def field(
    label: str,
    kind: Kind = Kind.TEXT,
    *,
    required: bool = False,
    code: str = "",
    link: str = "",
    width: int = 12,
    aliases: tuple[str, ...] = (),
    sensitive: bool = False,
    hint: str = "",
    given: bool = False,
    index: bool = False,
    default: Any = None,
    parent: bool = False,
) -> Mapped[Any]:
    """Declare one column of a record.

    `code` names a code table, `link` a table of records, `width` is in characters, `aliases` are
    other heads a workbook may use, `given` values are drawn by the program and never typed,
    `parent` marks the link from a child to the record it belongs to.
    """
    described = Field("", label, kind, required, code, link, width, aliases, sensitive, hint, given)
    target = _reference(link) if kind is Kind.LINK else ()
    return mapped_column(
        _TYPES[kind](),
        *target,
        nullable=not (required or kind is Kind.YES),
        index=index or kind is Kind.LINK,
        default=False if kind is Kind.YES and default is None else default,
        info={"field": described, "parent": parent},
    )


def _reference(table: str) -> tuple[ForeignKey, ...]:
    """A foreign key checked at commit: imports and packages bring records in any order."""
    return (ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED"),)


class Base(DeclarativeBase):
    """The common metadata; constraint names are fixed from the first table on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Record(Base):
    """Something the station keeps: journalled, undone, binned, never deleted.

    `uploaded` records travel in packages, `undoable` ones follow an undo (given numbers do not).
    `version` counts the acts that changed the record; the recorder raises it.
    `handlers` are the columns that name who handles a record, as staff or as user; rows where the
    column of `secret` has its value are for them alone (`core/secrecy.py`). `refers` is the column
    that holds the identity of any kind of record a row is about. `stands_on` are links that may be
    empty from the start, but are never emptied: what they point at is not destroyed.
    """

    __abstract__ = True
    uploaded: ClassVar[bool] = True
    undoable: ClassVar[bool] = True
    handlers: ClassVar[tuple[str, ...]] = ()
    secret: ClassVar[tuple[str, str] | None] = None
    refers: ClassVar[str] = ""
    stands_on: ClassVar[tuple[str, ...]] = ()

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    binned: Mapped[datetime | None] = mapped_column(Moment, default=None)

    __mapper_args__ = {  # noqa: RUF012 read once by the mapper
        "version_id_col": version,
        "version_id_generator": False,
    }


@cache
def described(attribute: InstrumentedAttribute[Any]) -> Field:
    """The field behind a mapped attribute such as `Staff.name`."""
    declared: Field = attribute.property.columns[0].info["field"]
    return replace(declared, key=attribute.key)


@cache
def fields(record: type[Record]) -> tuple[Field, ...]:
    """Every declared field of a record, in the order of declaration."""
    return tuple(
        replace(column.info["field"], key=column.key)
        for column in record.__table__.columns
        if "field" in column.info
    )


@cache
def columns(record: type[Record]) -> dict[str, Any]:
    """The columns of a record by key: to be asked about, never to be selected from."""
    return dict(record.__table__.columns.items())


@cache
def parent_key(record: type[Record]) -> str | None:
    """The column that says which record a child belongs to; none for a record of its own."""
    return next((c.key for c in record.__table__.columns if c.info.get("parent")), None)


def held(value: object) -> bool:
    """Whether a server holds a value; the local file would take more, and could never be moved."""
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, Decimal):
        return abs(value) < _MOST_DECIMAL
    return not isinstance(value, int) or abs(value) < _MOST_WHOLE


def encode(value: Value) -> str | int | bool | None:
    """A value as the journal and packages write it: no floats, dates as ISO text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (UUID, date, time, Decimal)):
        return str(value)
    return value


_FROM_TEXT: dict[type, Callable[[str], Value]] = {
    UUID: UUID,
    date: date.fromisoformat,
    time: time.fromisoformat,
    datetime: datetime.fromisoformat,
    Decimal: Decimal,
}


def decode(record: type[Record], key: str, raw: str | int | bool | None) -> Value:
    """The value `encode` wrote for the column `key` of `record`."""
    if not isinstance(raw, str):
        return raw
    return _FROM_TEXT.get(record.__table__.columns[key].type.python_type, str)(raw)


@cache
def record_class(table: str) -> type[Record]:
    """The class behind a table's name; `KeyError` for a table that keeps no records."""
    classes = {m.class_.__tablename__: m.class_ for m in Base.registry.mappers}
    found = classes[table]
    if not issubclass(found, Record):
        raise KeyError(table)
    return found
