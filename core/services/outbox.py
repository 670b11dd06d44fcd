"""What the page 报送 shows: what would go out now, what went out, and whose keys are known."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import records as ledgers
from core import secrecy
from core.intake import package
from core.intake.package import Verified
from core.journal import feed
from core.ledger import Ledger
from core.progress import Progress, silent
from core.record import record_class
from core.records.partner import Partner
from core.records.shipment import Shipment
from core.services import packages, partners
from core.services.partners import Card
from core.station import CHINA

_MARK = 8


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of one ledger is meant: how many records are new, changed, or inside of others."""

    ledger: str
    title: str
    unit: str
    new: int = 0
    changed: int = 0
    inside: int = 0

    @property
    def words(self) -> str:
        """新登 3 件，改动 5 件，附属内容 2 项."""
        told = (
            (self.new, f"新登 {self.new} {self.unit}"),
            (self.changed, f"改动 {self.changed} {self.unit}"),
            (self.inside, f"附属内容 {self.inside} 项"),
        )
        return "，".join(words for count, words in told if count)


@dataclass(frozen=True, slots=True)
class Sent:
    """One package that went out; `mark` is what both sides compare."""

    seq: int
    made: datetime
    entries: int
    titles: str
    mark: str


@dataclass(frozen=True, slots=True)
class Outbox:
    """Everything on the page; `held` are the ledgers as they are, `waiting` what a package adds."""

    own: Card
    county: Card | None
    recovery: Card | None
    held: tuple[Amount, ...]
    waiting: tuple[Amount, ...]
    sent: tuple[Sent, ...]


def overview(session: Session) -> Outbox:
    """The page in one reading; the youngest package first."""
    known = {one.kind: _card(one) for one in partners.listed(session)}
    shipped = _shipped(session)
    return Outbox(
        partners.own_card(session),
        known.get(partners.COUNTY),
        known.get(partners.RECOVERY),
        tuple(_held(session)),
        waiting(session, shipped[0].up_to if shipped else 0),
        tuple(map(_sent, shipped)),
    )


def waiting(session: Session, after: int) -> tuple[Amount, ...]:
    """What changed in the uploaded ledgers after that entry of the journal, by ledger."""
    new: dict[str, set[UUID]] = defaultdict(set)
    touched: dict[str, set[UUID]] = defaultdict(set)
    for step in feed.changes(session, after):
        if record_class(step.table).uploaded and not step.purged:
            touched[step.table].add(step.record)
            if step.created:
                new[step.table].add(step.record)
    found = (_amount(one, new, touched) for one in ledgers.LEDGERS)
    return tuple(one for one in found if one.words)


def minute(moment: datetime) -> str:
    """A moment as it is read in China: 2026-03-25 16:40."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def mark(digest: str) -> str:
    """What both sides compare of a package; it stands in the names of its files too."""
    return digest[:_MARK]


def check(session: Session, path: Path, progress: Progress = silent) -> Verified:
    """Whether a package is whole, by the keys known here and our own."""
    enrolled = packages.enrolled(session) | partners.keys_of(partners.own_card(session))
    return package.verify(path, enrolled, packages.own_identity(session), progress)


def _amount(
    ledger: Ledger, new: Mapping[str, set[UUID]], touched: Mapping[str, set[UUID]]
) -> Amount:
    fresh, all_touched = new.get(ledger.name, set()), touched.get(ledger.name, set())
    inside = sum(len(touched.get(child.name, ())) for child in ledger.children)
    return Amount(
        ledger.name, ledger.title, ledger.unit, len(fresh), len(all_touched - fresh), inside
    )


def _held(session: Session) -> list[Amount]:
    counted = (
        Amount(one.name, one.title, one.unit, _count(session, one))
        for one in ledgers.LEDGERS
        if one.record.uploaded
    )
    return [one for one in counted if one.new]


def _count(session: Session, ledger: Ledger) -> int:
    query = select(func.count()).select_from(ledger.record).where(ledger.record.binned.is_(None))
    return secrecy.counting(session, query).scalar_one()


def _shipped(session: Session) -> list[Shipment]:
    epoch = packages.station_key(session).epoch
    query = select(Shipment).where(Shipment.direction == packages.OUT, Shipment.epoch == epoch)
    return list(session.scalars(query.order_by(Shipment.seq.desc())))


def _sent(one: Shipment) -> Sent:
    counted: dict[str, dict[str, int]] = json.loads(one.counts)
    sums: dict[str, int] = defaultdict(int)
    for table, kinds in counted.items():
        ledger = ledgers.ledger_of(table)
        sums[ledger.title if ledger else "其他"] += sum(kinds.values())
    titles = "、".join(f"{title} {count}" for title, count in sums.items())
    return Sent(one.seq, one.made, sum(sums.values()), titles, mark(one.digest))


def _card(one: Partner) -> Card:
    return Card(one.kind, one.name, one.code, one.recipient or "", one.verify_key or "")
