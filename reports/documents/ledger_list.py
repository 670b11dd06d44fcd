"""Any ledger as a list on A4 landscape: what is selected, in the columns and the order shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from core import records as ledgers
from core.record import Field, Kind, Value
from core.services import answerable, fashions, founding, leaving, listing, settings, tally
from core.services.answerable import Answer
from core.services.fashions import Fashion
from core.services.leaving import Leaving
from core.services.listing import Selected, Wish
from core.services.tally import Count
from core.settings import BINDING
from reports import fitting
from reports.fitting import Texts
from reports.form import Issue
from reports.page import WATERMARK, Align, Column, Document, Signatures, Table, Title
from reports.paper import LANDSCAPE, LANDSCAPE_TOP, LEDGER

_NUMBER = Column("序号", 6, "center")
_SIGNERS = ("填报人：", "审核人：", "单位负责人：", "填报日期：")
_SEAL = "（盖章）"
_USUAL = Wish()
_PADDING = 1.4
_ROOM = 138
"""Latin letters of 五号 across the type area."""
_WRAPPED = (Kind.TEXT, Kind.LONG, Kind.LINK)
_BOLD = 1.15
_SUMMED = (Kind.WHOLE, Kind.DECIMAL)
_NO_AMOUNT = frozenset({"position", "serial", "year", "value"})
"""Places in an order, years, and figures of unlike things: their sum says nothing."""
_ALIGN: dict[Kind, Align] = {
    Kind.WHOLE: "right",
    Kind.DECIMAL: "right",
    Kind.DATE: "center",
    Kind.TIME: "center",
    Kind.YES: "center",
}


@dataclass(frozen=True, slots=True)
class Lines:
    """A list read once: its words, its columns with their heads, its texts, its sums."""

    title: str
    note: str
    fields: tuple[Field, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    binding: str = "left"
    demo: bool = False


def document(
    session: Session, name: str, wanted: Selected, issue: Issue, wish: Wish = _USUAL
) -> Document:
    """The ledger `name` as a list, ready to be drawn."""
    ledger = ledgers.ledger(name)
    fields = listing.on_paper(ledger, wish.columns)
    found = leaving.read(session, ledger, wanted, fields, wish)
    said = listing.words(session, ledger, wanted)
    return compose(gather(session, found, said, issue, wish.fashion))


def gather(session: Session, found: Leaving, said: str, issue: Issue, fashion: Fashion) -> Lines:
    """What is being read, as the texts of a list; `said` is what was selected, in words."""
    ledger = found.ledger
    kept: list[Sequence[Value]] = list(found.values())
    fields = found.fields
    identities = leaving.identities(found.packed)
    answers = answerable.of_records(session, ledger.name, identities)
    if answers:
        fields, kept = _with_answers(found, kept, answers)
    gone = tally.voided(session, ledger)
    counted = [row for row, one in zip(kept, identities, strict=True) if one not in gone]
    told = Count(len(counted), len(kept) - len(counted)).words(ledger.unit)
    note = "    ".join(
        (
            f"填报单位：{founding.own(session).name}",
            f"范围：{said}",
            f"共 {told}",
            f"{issue.by} {issue.day} 打印",
        )
    )
    return Lines(
        ledger.title,
        note,
        fields,
        tuple(fashions.head(one, fashion) for one in fields),
        tuple(tuple(fashions.text(value, fashion) for value in row) for row in kept),
        _total(counted, fields, fashion),
        settings.value(session, BINDING),
        issue.demo,
    )


def _with_answers(
    found: Leaving, rows: Sequence[Sequence[Value]], answers: Mapping[UUID, Answer]
) -> tuple[tuple[Field, ...], list[Sequence[Value]]]:
    """One more column, before the remarks: who was responsible on each record's own day."""
    at = len(found.fields) - (found.fields[-1].key == listing.LAST)
    ids = leaving.identities(found.packed)
    told = [answers[one].told if one in answers else "" for one in ids]
    kept = [(*row[:at], one, *row[at:]) for row, one in zip(rows, told, strict=True)]
    return (*found.fields[:at], answerable.FIELD, *found.fields[at:]), list(kept)


def _total(
    rows: Sequence[Sequence[Value]], fields: tuple[Field, ...], fashion: Fashion
) -> tuple[str, ...]:
    """The sums of what can be summed; no line where nothing can."""
    if not rows or not any(map(_summed, fields)):
        return ()
    sums = (
        fashions.text(_sum(row[place] for row in rows), fashion) if _summed(one) else ""
        for place, one in enumerate(fields)
    )
    return ("合计", *sums)


def _summed(one: Field) -> bool:
    return one.kind in _SUMMED and one.key not in _NO_AMOUNT


def _sum(values: Iterable[Value]) -> Value:
    numbers = [one for one in values if isinstance(one, (int, Decimal))]
    return sum(numbers[1:], numbers[0]) if numbers else 0


def compose(lines: Lines) -> Document:
    """Lay the list out: the head on every page, sums below the last row, room to sign and seal."""
    columns = _columns(lines)
    rows = tuple((str(number), *row) for number, row in enumerate(lines.rows, 1))
    return Document(
        lines.title,
        (
            Title(lines.title, lines.note),
            Table(columns, rows, lines.total),
            Signatures(_SIGNERS, _SEAL, columns=len(_SIGNERS)),
        ),
        style=LEDGER,
        paper=LANDSCAPE_TOP if lines.binding == "top" else LANDSCAPE,
        watermark=WATERMARK if lines.demo else "",
        record=lines.title,
    )


def _columns(lines: Lines) -> tuple[Column, ...]:
    """Columns as wide as their longest lines, within reason; where room is short, texts wrap."""
    texts = [_texts(lines, place) for place in range(len(lines.fields))]
    widths = fitting.widths(texts, _ROOM - _NUMBER.width, _PADDING)
    return (
        _NUMBER,
        *(
            Column(head, width, _ALIGN.get(one.kind, "left"))
            for one, head, width in zip(lines.fields, lines.heads, widths, strict=True)
        ),
    )


def _texts(lines: Lines, place: int) -> Texts:
    """What stands in a column, the sum below it too, which is printed bold."""
    one, breaks = lines.fields[place], lines.fields[place].kind in _WRAPPED
    shown = fitting.breadths(row[place] for row in lines.rows)
    shown += [_BOLD * wide for wide in fitting.breadths(lines.total[1:][place : place + 1])]
    most = 2 * one.width if breaks else fitting.WIDEST
    return Texts(lines.heads[place], shown, min(most, fitting.WIDEST), breaks)
