"""Any ledger as a list on A4 landscape: what a filter selects, as shown on the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width

from sqlalchemy.orm import Session

from core import records as ledgers
from core.record import Field, Kind
from core.services import founding, listing, records
from core.services.listing import Wish
from core.services.records import Filter, Row
from reports.form import Issue
from reports.page import Align, Column, Document, Signatures, Table, Title
from reports.paper import LEDGER

_NUMBER = Column("序号", 6, "center")
_SIGNERS = ("填报人：", "审核人：", "单位负责人：", "填报日期：")
_USUAL = Wish()
_NARROWEST, _WIDEST = 5, 36
_WRAPPED = (Kind.TEXT, Kind.LONG, Kind.LINK)
_ALIGN: dict[Kind, Align] = {
    Kind.WHOLE: "right",
    Kind.DECIMAL: "right",
    Kind.DATE: "center",
    Kind.TIME: "center",
    Kind.YES: "center",
}


@dataclass(frozen=True, slots=True)
class Lines:
    """A list read once: its words, its columns, its texts, its sums."""

    title: str
    note: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    demo: bool = False


def document(
    session: Session, name: str, wanted: Filter, issue: Issue, wish: Wish = _USUAL
) -> Document:
    """The ledger `name` as a list, ready to be drawn."""
    return compose(gather(session, name, wanted, issue, wish))


def gather(session: Session, name: str, wanted: Filter, issue: Issue, wish: Wish = _USUAL) -> Lines:
    """Read what the filter selects."""
    ledger = ledgers.ledger(name)
    fields = listing.columns(ledger, wish.columns or ledger.on_paper())
    kept = tuple(listing.rows(session, ledger, records.ids(session, ledger, wanted)))
    note = "    ".join(
        (
            f"填报单位：{founding.own(session).name}",
            f"范围：{listing.words(session, ledger, wanted)}",
            f"共 {len(kept)} {ledger.unit}",
            f"{issue.by} {issue.day} 打印",
        )
    )
    rows = tuple(tuple(listing.texts(row, fields, wish.purpose)) for row in kept)
    return Lines(ledger.title, note, fields, rows, _total(kept, fields), issue.demo)


def _total(rows: Iterable[Row], fields: tuple[Field, ...]) -> tuple[str, ...]:
    """The sums of what can be summed; no line where nothing can."""
    sums = {
        one.key: sum(Decimal(str(row.values[one.key] or 0)) for row in rows)
        for one in fields
        if one.kind in (Kind.WHOLE, Kind.DECIMAL)
    }
    return ("合计", *(f"{sums[one.key]}" if one.key in sums else "" for one in fields)) * bool(sums)


def compose(lines: Lines) -> Document:
    """Lay the list out: the head on every page, sums below the last row, room to sign."""
    columns = (_NUMBER, *(_column(one, n, lines.rows) for n, one in enumerate(lines.fields)))
    rows = tuple((str(number), *row) for number, row in enumerate(lines.rows, 1))
    return Document(
        lines.title,
        (
            Title(lines.title, lines.note),
            Table(columns, rows, lines.total if rows else ()),
            Signatures(_SIGNERS, columns=len(_SIGNERS)),
        ),
        style=LEDGER,
        watermark="演示数据" if lines.demo else "",
        record=lines.title,
    )


def _column(one: Field, place: int, rows: Iterable[Sequence[str]]) -> Column:
    """A column as wide as its longest line, within reason; long texts wrap."""
    texts = [line for row in rows for line in row[place].splitlines()]
    longest = max(map(_breadth, (one.label, *texts)))
    most = min(2 * one.width, _WIDEST) if one.kind in _WRAPPED else _WIDEST
    return Column(one.label, max(_NARROWEST, min(longest, most)) + 1, _ALIGN.get(one.kind, "left"))


def _breadth(text: str) -> int:
    """How wide a text is in Latin letters; a Han character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
