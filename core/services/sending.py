"""What went out (已报版本): the very file is kept, for whom and on whose request it was made.

It is an attachment of its line in the register, so that backups, restores and checks know it. It
is never changed. It is opened by who may see every record in it, and goes when one is destroyed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import records as ledgers
from core import secrecy
from core.checks import Purpose
from core.errors import Invalid
from core.intake import media
from core.ledger import Ledger
from core.record import decode, encode
from core.records.attachment import Attachment
from core.records.sent_version import RESTRICTED, SentLayout, SentVersion
from core.rights import Right
from core.services import attachments, day_spans, leaving, listing, looks, records
from core.services.attachments import Taken
from core.services.day_spans import Days
from core.services.listing import Selected
from core.services.ready_views import Wanted
from core.services.records import Filter
from core.services.sent_holding import HEX, TABLE
from core.station import Tx, operation
from core.store.files import Files, Kept

ASKED = "superior"
_QUESTION = (
    "这样的栏目第一次报上级。报上级的表可以写明当事人姓名，也可以选择完整的身份证号。"
    "请先确认上级要的就是这些栏目：{}。以后同样的栏目不再问。"
)
_BLOCK = 1 << 20
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Sending:
    """What is kept of a table that goes out: to whom, on whose request, what is in it."""

    ledger: str
    recipient: str
    request: str
    purpose: Purpose
    selected: Selected
    packed: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the ledger as it is: rows then, the same selection now, gone since."""

    then: int
    now: int
    gone: int

    @property
    def words(self) -> str:
        """What the clerk is told."""
        same = "没有变化" if self.then == self.now and not self.gone else ""
        lost = f"，当时的行里有 {self.gone} 条已不在台账里" if self.gone else ""
        return f"报出时 {self.then} 条，现在同样范围 {self.now} 条{lost}" + (
            f"，{same}" if same else ""
        )


@operation("确认报上级的栏目", needs=Right.SEND)
def agree(tx: Tx, name: str, keys: Sequence[str]) -> None:
    """Let these columns of a ledger go to superiors; asked once for each layout."""
    ledger = ledgers.ledger(name)
    fields = listing.columns(ledger, keys)
    columns = ",".join(sorted(one.key for one in fields))
    known = select(SentLayout.id).where(
        SentLayout.ledger == ledger.name, SentLayout.columns == columns
    )
    if tx.session.scalars(known).first() is None:
        tx.confirm(ASKED, _QUESTION.format("、".join(one.label for one in fields)))
        tx.add(SentLayout(ledger=ledger.name, columns=columns))
        tx.detail = f"：{ledger.title} {len(fields)} 栏"


def stored(session: Session, folder: Path, path: Path) -> Kept:
    """Put the file into the store, before its line is written."""
    with path.open("rb") as file:
        return attachments.files(session, folder).put(iter(lambda: file.read(_BLOCK), b""))


@operation("留存已报版本", needs=Right.SEND, final=True)
def keep(tx: Tx, path: Path, sending: Sending, kept: Kept) -> UUID:
    """Write down what went out, and attach the file that is in the store."""
    if not sending.recipient.strip():
        raise Invalid("请写明报给谁，例如“县委政法委”。")
    ledger = ledgers.ledger(sending.ledger)
    version = SentVersion(
        ledger=ledger.name,
        name=path.name,
        recipient=sending.recipient.strip(),
        request=sending.request.strip() or None,
        purpose=sending.purpose,
        span=listing.words(tx.session, ledger, sending.selected),
        rows=len(sending.packed) * 2 // HEX,
        sent_at=tx.now,
        sent_by=tx.actor.name,
        condition=_condition(sending.selected),
        held=sending.packed.hex(),
        privacy=RESTRICTED if _restricted(tx.session, ledger, sending.packed) else None,
    )
    tx.add(version)
    taken = Taken(path.name, _media(path), kept.size, kept.digest)
    tx.add(attachments.made(attachments.Place(TABLE, version.id), taken))
    tx.detail = f"：{ledger.title} {version.rows} {ledger.unit}，报{version.recipient}"
    identity: UUID = version.id
    return identity


def listed(session: Session, name: str = "") -> list[SentVersion]:
    """What went out of a ledger, or of all, youngest first."""
    query = select(SentVersion).order_by(SentVersion.sent_at.desc(), SentVersion.id.desc())
    if name:
        query = query.where(SentVersion.ledger == name)
    return list(session.scalars(query))


def file_of(session: Session, identity: UUID, folder: Path) -> tuple[Attachment, Files]:
    """The very file of a version; `Invalid` where it may not be opened, or is no more."""
    version = records.get(session, SentVersion, identity)
    if version.destroyed is not None:
        raise Invalid("这份已报文件里有已彻底销毁的记录，文件已一并销毁，只留登记。")
    ledger = ledgers.ledger(version.ledger)
    if secrecy.hidden(session, ledger.record, _identities(version)):
        raise Invalid("这份已报文件里有限制查阅的记录，请找站长打开。")
    query = select(Attachment).where(Attachment.table == TABLE, Attachment.owner == identity)
    return session.scalars(query).one(), attachments.files(session, folder)


def looked(version: SentVersion) -> tuple[str, tuple[looks.Place, ...]]:
    """What the register of looks is told when a version is opened."""
    return f"打开已报版本：{version.name}", ((TABLE, version.id),)


def compare(session: Session, identity: UUID) -> Compared:
    """How the same selection counts now."""
    version = records.get(session, SentVersion, identity)
    ledger = ledgers.ledger(version.ledger)
    there = _there(session, ledger, _identities(version))
    wanted = _filter(ledger, version.condition) if version.condition else None
    now = there if wanted is None else records.count(session, ledger, wanted)
    return Compared(version.rows, now, len(version.held) // HEX - there)


def _media(path: Path) -> str:
    kinds = (one.media for one in media.KEPT if path.suffix.lower() in one.suffixes)
    return next(kinds, media.TEXT)


def _identities(version: SentVersion) -> list[UUID]:
    return leaving.identities(bytes.fromhex(version.held))


def _restricted(session: Session, ledger: Ledger, packed: bytes) -> bool:
    """Whether one of the records is not for everybody."""
    if ledger.record.secret is None:
        return False
    key, value = ledger.record.secret
    query = select(ledger.record.id).where(getattr(ledger.record, key) == value)
    return not set(session.scalars(query)).isdisjoint(leaving.identities(packed))


def _there(session: Session, ledger: Ledger, identities: Sequence[UUID]) -> int:
    """How many of these records are still in the ledger."""
    record, found = ledger.record, 0
    for start in range(0, len(identities), _CHUNK):
        among = record.id.in_(identities[start : start + _CHUNK])
        query = select(func.count()).select_from(record).where(among, record.binned.is_(None))
        found += session.scalar(query) or 0
    return found


def _condition(selected: Selected) -> str:
    """A filter as it can be asked again; nothing where the records were chosen one by one."""
    if not isinstance(selected, Filter):
        return ""
    return json.dumps(
        {
            "words": selected.words,
            "where": [(key, _encoded(value)) for key, value in selected.where],
            "since": encode(selected.since),
            "until": encode(selected.until),
        },
        ensure_ascii=False,
    )


def _filter(ledger: Ledger, condition: str) -> Filter:
    told = json.loads(condition)
    where = tuple((key, _decoded(ledger, key, raw)) for key, raw in told["where"])
    since, until = (
        date.fromisoformat(told[one]) if told[one] else None for one in ("since", "until")
    )
    return Filter(told["words"], where, since, until)


def _encoded(wanted: Wanted) -> str | int | bool | list[str] | None:
    return [wanted.key] if isinstance(wanted, Days) else encode(wanted)


def _decoded(ledger: Ledger, key: str, raw: Any) -> Wanted:
    return day_spans.read(raw[0]) if isinstance(raw, list) else decode(ledger.record, key, raw)
