"""Destroying for good (彻底销毁): by the rules, on somebody's word, with a line in the register.

The record goes with everything inside it: rows, images and salts of the journal, index, drafts,
attachments. The chain stays, and says that something was destroyed. Backups made before cannot be
purged; they are named, so that the chief can see to them.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import records as ledgers
from core import secrecy
from core.draft import SavedDraft
from core.errors import Cancelled, Invalid, StoreFault, UserError
from core.journal import feed
from core.ledger import Ledger
from core.progress import Progress, silent
from core.record import Base, Kind, Record, fields, parent_key
from core.records.attachment import Attachment
from core.records.destruction import Destruction
from core.records.hand_over import HandOverLine
from core.rights import Right
from core.services import attachments, backups, inside, names, records, retention, sent_holding
from core.station import Done, Station, Tx, operation
from core.store import wiping
from core.store.proved import ProvedBackup

CAUSE = "销毁前"
_KEPT = frozenset({"destruction", "hand_over", "user", "organisation"})


@dataclass(frozen=True, slots=True)
class Order:
    """Why, by which rule and on whose word; `typed` is the number or name, typed once more."""

    typed: str
    reason: str
    approved_by: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a destruction would take: what must be typed, what goes, which backups hold it."""

    typed: str
    words: str
    backups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """What was destroyed: how many records, and the contents they may have been alone with."""

    records: int
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A destruction carried out; `backups` still hold what was destroyed."""

    done: Done[Gone]
    backups: tuple[str, ...]


def weigh(session: Session, name: str, identity: UUID, today: date) -> Weighed:
    """What a destruction would take with it; `Invalid` where the record may not go."""
    ledger = ledgers.ledger(name)
    record = records.get(session, ledger.record, identity)
    _refuse_too_early(session, ledger, record, today)
    _refuse_needed(session, ledger, identity)
    told = inside.belongings(session, name, identity)
    sent = sent_holding.count(session, name, identity)
    words = " · ".join(filter(None, (told.words, f"已报文件 {sent}" * bool(sent))))
    return Weighed(_called(session, ledger, record), words, holding(session, identity))


def holding(session: Session, identity: UUID) -> tuple[str, ...]:
    """The proved backups in which a record still is, youngest first."""
    steps = list(feed.changes(session, records=[identity]))
    if not steps:
        return ()
    gone = next((step.seq for step in steps if step.erased), None)
    files = {}
    for one in session.scalars(select(ProvedBackup).order_by(ProvedBackup.moment)):
        files[one.file] = one.seq
    held = (file for file, seq in files.items() if steps[0].seq <= seq < (gone or seq + 1))
    return tuple(file for file in held if _may_be_there(Path(file)))[::-1]


def _may_be_there(file: Path) -> bool:
    """A backup that was thinned out is no more; one on a stick that is not plugged in may be."""
    return file.is_file() or not file.parent.is_dir()


@operation("彻底销毁", needs=Right.MANAGE, final=True)
def purge(tx: Tx, name: str, identity: UUID, order: Order) -> Gone:
    """Destroy a record with everything inside it, and write that into the register."""
    ledger = ledgers.ledger(name)
    record = records.get(tx.session, ledger.record, identity)
    _refuse_too_early(tx.session, ledger, record, tx.today)
    _refuse_needed(tx.session, ledger, identity)
    _refuse_unclear(order, _called(tx.session, ledger, record))
    listed = inside.whole(tx.session, ledger, identity)
    kept = destroy(tx, sent_holding.strike(tx, ledger.name, identity))
    gone = destroy(tx, listed)
    _let_go_of(tx, ledger, identity)
    number = str(getattr(record, ledger.number.key) or "") if ledger.number is not None else ""
    _strike_from_hand_overs(tx, number, names.called(tx.session, ledger, record))
    tx.add(
        Destruction(
            done_on=tx.today,
            kind=ledger.title,
            number=number or None,
            records=gone.records,
            files=len(gone.digests) + len(kept.digests),
            reason=order.reason.strip(),
            basis=order.basis.strip() or None,
            approved_by=order.approved_by.strip(),
            done_by=tx.actor.name,
            locked=tx.now,
        )
    )
    tx.detail = f"：{number or ledger.title}"
    return Gone(gone.records, gone.digests + kept.digests)


def destroy(tx: Tx, listed: list[Any]) -> Gone:
    """Delete records and the drafts about them; also for what a package says is destroyed."""
    for one in listed:
        tx.purge(one)
    about = SavedDraft.record.in_([one.id for one in listed])
    for draft in tx.session.scalars(select(SavedDraft).where(about)):
        tx.session.delete(draft)
    files = [one for one in listed if isinstance(one, Attachment)]
    digests = tuple(dict.fromkeys(one.digest for one in files))
    return Gone(len(listed) - len(files), digests)


def carry_out(
    station: Station, name: str, identity: UUID, order: Order, progress: Progress = silent
) -> Outcome:
    """Back up, destroy, remove contents nobody else has, and leave nothing in free pages."""
    backups.before(station, CAUSE, progress)
    wiping.refuse_without_room(station.folder)
    progress("正在销毁")
    with wiping.owing(station.folder):
        done = station.perform(purge, name, identity, order)
    with suppress(Cancelled):  # too late: what was destroyed is not brought back
        progress("正在清理")
    settle(station, done.value.digests)
    return Outcome(done, station.ask(holding, identity))


def settle(station: Station, digests: Sequence[str] = ()) -> None:
    """After records were destroyed: contents nobody else has go, and no free page holds them."""
    try:
        station.jot(attachments.let_go, station.folder, digests)
    except UserError as error:
        raise StoreFault(wiping.STOPPED) from error
    wiping.settle(station.engine, station.folder)


def _called(session: Session, ledger: Ledger, record: Record) -> str:
    number = getattr(record, ledger.number.key) if ledger.number is not None else None
    return str(number or names.called(session, ledger, record))


def _refuse_too_early(session: Session, ledger: Ledger, record: Any, today: date) -> None:
    if ledger.name in _KEPT:
        raise Invalid(f"“{ledger.title}”要长期留存，不能销毁。")
    laid_aside = record.binned is not None or getattr(record, "voided_on", None) is not None
    if laid_aside:
        return
    last = retention.ends(record, retention.years(session)) if _is_case(ledger) else None
    if last is None or last >= today:
        raise Invalid("只有回收站里的、已作废的或保管期满的记录才能彻底销毁。")


def _is_case(ledger: Ledger) -> bool:
    return any(one.key == "retention" for one in ledger.fields())


def _refuse_unclear(order: Order, called: str) -> None:
    if order.typed.strip() != called:
        raise Invalid(f"请原样输入“{called}”，确认要销毁的就是这一条。")
    if not order.reason.strip() or not order.approved_by.strip():
        raise Invalid("请写明销毁原因和批准人。")


def _referring(ledger: Ledger) -> Iterator[tuple[type[Any], str, bool]]:
    """The fields of other records that may point at a record of this ledger."""
    for mapper in Base.registry.mappers:
        kind = mapper.class_
        if issubclass(kind, Record):
            for one in fields(kind):
                points = one.kind is Kind.LINK and one.link == ledger.name
                if points and one.key != parent_key(kind):
                    yield kind, one.key, one.required or one.key in kind.stands_on


def _refuse_needed(session: Session, ledger: Ledger, identity: UUID) -> None:
    """A record that another one cannot do without stays."""
    for kind, key, required in _referring(ledger):
        query = select(kind.id).where(getattr(kind, key) == identity)
        if required and secrecy.every(session, query).first() is not None:
            other = ledgers.ledger_of(str(kind.__tablename__))
            title = other.title if other is not None else "其他登记"
            raise Invalid(f"“{title}”还要用到这条记录，不能销毁。请先处理那边的记录。")


def _let_go_of(tx: Tx, ledger: Ledger, identity: UUID) -> None:
    """What pointed at the record points at nothing any more."""
    for kind, key, _ in _referring(ledger):
        query = select(kind).where(getattr(kind, key) == identity)
        for one in secrecy.every(tx.session, query).scalars():
            setattr(one, key, None)


def _strike_from_hand_overs(tx: Tx, number: str, title: str) -> None:
    """A hand-over list named the case: its line stays, without the name."""
    named = [HandOverLine.item == title, HandOverLine.item.startswith(f"{number} ")]
    lines = tx.session.scalars(select(HandOverLine).where(or_(*named[: 1 + bool(number)])))
    for line in lines.all():
        tx.purge(line)
        tx.add(
            HandOverLine(
                hand_over=line.hand_over,
                position=line.position,
                kind=line.kind,
                item=f"{number}（已销毁）" if number else "（已销毁）",
                due=line.due,
            )
        )
