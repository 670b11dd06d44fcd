"""The database side of upload packages: what goes out, what came in, whom it goes to.

A package carries every change of an uploaded record since the one before, one journal step a
line; a receiver applies a step only on an older version, so that applying twice changes nothing.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import VERSION, records, secrecy
from core.envelope import Identity, SigningKey, VerifyKey
from core.errors import Invalid
from core.intake.package import Verified
from core.intake.wire.line import RecordLine
from core.intake.wire.manifest import Header, Manifest, Sender
from core.intake.wire.refused import Code, Refused
from core.journal import feed
from core.journal.recorder import keep_version
from core.record import Base, Record, columns, decode, record_class
from core.records.partner import StationKey
from core.records.shipment import Shipment
from core.rights import Right
from core.services import attachments, destroying, founding, partners
from core.station import CHINA, Station, Tx, operation
from core.store import wiping

OUT, IN = "out", "in"
SCHEMA = "2026.1"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The next package before it is written: its header, and whom it is encrypted to."""

    header: Header
    recipients: tuple[str, ...]
    station: SigningKey


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a package: `applied` or `unchanged`, and how many steps of each kind.

    `anew` is the first package after the sender restored a backup; `only_here` counts the records
    that the sender's lost database had sent and the new one has not.
    """

    status: str
    applied: int = 0
    unchanged: int = 0
    anew: bool = False
    only_here: int = 0
    digests: tuple[str, ...] = ()


def station_key(session: Session) -> StationKey:
    """The keys and the epoch of this database."""
    return session.scalars(select(StationKey)).one()


def own_identity(session: Session) -> Identity:
    """What opens the packages this station made itself."""
    return Identity(station_key(session).identity)


def counts(session: Session) -> dict[str, int]:
    """How many records of each uploaded table there are, binned ones included."""
    found = {}
    for mapper in Base.registry.mappers:
        record = mapper.class_
        if issubclass(record, Record) and record.uploaded:
            number = secrecy.counting(session, select(func.count()).select_from(record))
            found[str(record.__tablename__)] = number.scalar_one()
    return dict(sorted(found.items()))


def outgoing(session: Session, actor: str, now: datetime, *, again: bool = False) -> Outgoing:
    """The next package, or the last one again, for the county, the recovery key and ourselves."""
    own, unit = station_key(session), founding.own(session)
    sent = _shipments(session, OUT, own.epoch)
    if again and not sent:
        raise Invalid("还没有生成过数据包，不能重新生成。")
    before = sent[-2:-1] if again else sent[-1:]
    after = before[0].up_to if before else 0
    last = sent[-1] if again else None
    up_to = last.up_to if last else feed.last_seq(session)
    if not again and not _anything(session, after):
        raise Invalid("自上次报送以来没有新的内容，不用再生成数据包。")
    recipients = partners.recipients(session)
    made = last.made if last else now
    header = Header(
        package_id=last.package_id if last else f"{own.epoch}-{len(sent) + 1:06d}",
        sender=Sender(own.code, unit.name, own.epoch, VERSION, SCHEMA),
        seq=last.seq if last else len(sent) + 1,
        prev=before[0].digest if before else "",
        feed=(after + 1, up_to),
        period=(str(_day(before[0].made if before else made)), str(_day(made))),
        created=made.astimezone(CHINA).isoformat(timespec="seconds"),
        prepared_by=actor,
    )
    readers = (*recipients, own_identity(session).recipient)
    return Outgoing(header, readers, SigningKey.from_text(own.signing_key))


def _day(moment: datetime) -> object:
    return moment.astimezone(CHINA).date()


def _shipments(session: Session, direction: str, epoch: str) -> list[Shipment]:
    query = select(Shipment).where(Shipment.direction == direction, Shipment.epoch == epoch)
    return list(session.scalars(query.order_by(Shipment.seq)))


def _anything(session: Session, after: int) -> bool:
    return any(record_class(step.table).uploaded for step in feed.changes(session, after))


def lines(session: Session, header: Header) -> Iterator[RecordLine]:
    """Every step of an uploaded record within the header's part of the journal.

    Restricted records are among them, whoever builds the package: the county is owed all of them,
    and what is written is encrypted to the county before it reaches a disk.
    """
    first, last = header.feed
    for step in feed.changes(session, first - 1):
        if step.seq > last:
            return
        if record_class(step.table).uploaded and not step.purged:
            yield RecordLine(
                table=step.table,
                id=str(step.record),
                version=step.version,
                op=_op(step),
                new=step.after,
                by=step.actor_name,
                at=step.moment.isoformat(),
                old=step.before,
                label=step.label,
            )


def _op(step: feed.Step) -> str:
    if step.erased:
        return "erase"
    return "create" if step.created else "patch"


@operation("生成报送数据包", needs=Right.SEND, final=True)
def mark_sent(tx: Tx, manifest: Manifest, digest: str) -> None:
    """Remember what was sent; the same package made again is remembered once."""
    header = manifest.header
    known = _shipments(tx.session, OUT, header.sender.epoch)
    if not any(one.digest == digest for one in known):
        tx.add(_shipment(OUT, header, digest, manifest.counts))
    tx.detail = f":第 {header.seq} 号"


def _shipment(direction: str, header: Header, digest: str, counted: object) -> Shipment:
    return Shipment(
        direction=direction,
        partner=header.sender.org,
        epoch=header.sender.epoch,
        seq=header.seq,
        package_id=header.package_id,
        digest=digest,
        previous=header.prev,
        up_to=header.feed[1],
        made=datetime.fromisoformat(header.created),
        counts=json.dumps(counted, ensure_ascii=False, default=dict),
    )


def enrolled(session: Session) -> dict[str, tuple[VerifyKey, ...]]:
    """The keys of every station whose card was enrolled here, by its code."""
    return partners.verify_keys(session)


def known(session: Session, digest: str) -> bool:
    """Whether the package of this digest was received before."""
    query = select(Shipment.id).where(Shipment.direction == IN, Shipment.digest == digest)
    return session.scalar(query) is not None


def destroys(session: Session, package: Verified) -> bool:
    """Whether a package that was not received before says that records were destroyed."""
    erased = any(steps.get("erase") for steps in package.manifest.counts.values())
    return erased and not known(session, package.digest)


def take_in(station: Station, package: Verified, steps: Iterable[RecordLine]) -> Received:
    """Apply a verified package; of what it destroys, nothing stays in free pages either."""
    if not station.ask(destroys, package):
        return station.perform(receive, package, steps).value
    wiping.refuse_without_room(station.folder)
    with wiping.owing(station.folder):
        done = station.perform(receive, package, steps).value
    destroying.settle(station, done.digests)
    return done


@operation("接收报送数据包", needs=Right.SEND, final=True)
def receive(tx: Tx, package: Verified, steps: Iterable[RecordLine]) -> Received:
    """Apply a verified package; one that was received before changes nothing."""
    if known(tx.session, package.digest):
        return Received("unchanged")
    header = package.manifest.header
    before = _received(tx.session, header.sender.org)
    anew = _in_order(before, header)
    fresh, old = 0, 0
    digests: list[str] = []
    brought: set[tuple[str, UUID]] = set()
    for step in steps:
        applied = _apply(tx, step, digests, anew=anew)
        fresh, old = fresh + applied, old + (not applied)
        brought.add((step.table, UUID(step.id)))
    only_here = len(_sent_with(tx.session, before) - brought) if anew else 0
    tx.add(_shipment(IN, header, package.digest, package.manifest.counts))
    tx.detail = f"：{header.sender.name}第 {header.seq} 号"
    return Received("applied", fresh, old, anew, only_here, tuple(digests))


def _received(session: Session, partner: str) -> list[Shipment]:
    query = select(Shipment).where(Shipment.direction == IN, Shipment.partner == partner)
    return list(session.scalars(query.order_by(Shipment.id)))


def _in_order(before: Sequence[Shipment], header: Header) -> bool:
    """Refuse a gap, a second package of one number, or a database from before a restore.

    True for the first package of a restored database: it begins a chain of its own, and carries
    the whole journal, so it stands for everything sent before.
    """
    chain = [one for one in before if one.epoch == header.sender.epoch]
    if chain and chain[-1] is not before[-1]:
        text = "这是发送单位从备份恢复以前的数据库做的数据包，请对方用恢复后的站点重新生成。"
        raise Refused(Code.EPOCH, text)
    last = chain[-1].seq if chain else 0
    if header.seq <= last:
        text = f"第 {header.seq} 号数据包已收过另一份，请让发送单位核对编号。"
        raise Refused(Code.REPEATED, text)
    if header.seq > last + 1 or header.prev != (chain[-1].digest if chain else ""):
        raise Refused(Code.GAP, f"中间缺第 {last + 1} 号数据包，请先接收它，再接收这一个。")
    anew = bool(before) and not chain
    if anew and header.feed[0] != 1:
        text = "发送单位的数据库换过（恢复或重装），这个包不是从头开始的，请与对方核对后再接收。"
        raise Refused(Code.EPOCH, text)
    return anew


def _sent_with(session: Session, shipments: Iterable[Shipment]) -> set[tuple[str, UUID]]:
    """Every uploaded record that came with these packages."""
    acts = [step.seq for step in feed.changes(session, records=[one.id for one in shipments])]
    steps = (step for seq in acts for step in feed.changes(session, only=seq))
    return {(step.table, step.record) for step in steps if record_class(step.table).uploaded}


def _apply(tx: Tx, step: RecordLine, digests: list[str], *, anew: bool) -> bool:
    """Write a step; versions of a database that was restored begin again below ours.

    `digests` grows by the contents that were attached here to what is destroyed.
    """
    record_type = _record_type(step.table)
    record = secrecy.whole(tx.session, record_type, UUID(step.id))
    if record is not None and record.version >= step.version and not anew:
        return False
    if step.op == "erase":
        return _erase(tx, record, digests)
    if record is None:
        record = record_type(id=UUID(step.id))
        tx.session.add(record)
    for key, raw in step.new.items():
        if key in columns(record_type) and key not in ("id", "version"):
            setattr(record, key, decode(record_type, key, raw))
    record.version = step.version
    keep_version(record)
    return True


def _erase(tx: Tx, record: Record | None, digests: list[str]) -> bool:
    """What was destroyed there is destroyed here; where it never came, there is nothing to do."""
    if record is None:
        return False
    ours = attachments.every_of(tx.session, record.id)
    digests += destroying.destroy(tx, [record, *ours]).digests
    return True


def _record_type(table: str) -> type[Record]:
    try:
        found = record_class(table)
    except KeyError:
        found = None
    if found is None or not found.uploaded:
        raise Refused(Code.UNKNOWN_TABLE, f"数据包里有本程序不认识的内容“{table}”，请先升级程序。")
    return found


def titled(counted: dict[str, int]) -> list[str]:
    """Counts in words, for the page and the terminal: only ledgers, in their order."""
    return [f"{one.title} {counted.get(one.name, 0)} {one.unit}" for one in records.LEDGERS]
