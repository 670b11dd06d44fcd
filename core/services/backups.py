"""Backups of a station: made and proved, remembered, thinned out; before dangerous acts as well.

Every backup is made in the station's own folder first, then carried to the second place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.orm import Session

from core import VERSION, places
from core.draft import SavedDraft
from core.errors import Cancelled, Conflict, Invalid, StoreFault, UserError
from core.ids import Clock
from core.journal import feed, recorder
from core.progress import Progress, silent
from core.record import Base, Record
from core.records.partner import StationKey
from core.services import backup_places
from core.station import CHINA, Station, Tx
from core.store import backup, lock, migrate
from core.store.backup import Source
from core.store.bundle import Facts, Manifest
from core.store.proved import ProvedBackup
from core.store.shelf import Shelf
from core.store.thinning import FAR, NEAR

MANUAL, AUTOMATIC, CLOSING = "手动", "自动", "退出时"
REKEY = "换锁前"
EVERY = timedelta(minutes=30)

_UNPLUGGED = "备份U盘没插，已先备在本机。"


@dataclass(frozen=True, slots=True)
class Made:
    """One proved backup: where it lies, and what was counted in it."""

    file: Path
    moment: datetime
    manifest: Manifest

    @property
    def size(self) -> int:
        """How large the file is."""
        return self.file.stat().st_size

    @property
    def records(self) -> int:
        """How many records were counted in it."""
        return self.manifest.facts.records


@dataclass(frozen=True, slots=True)
class Outcome:
    """The backups made by one act, and what could not be done besides."""

    made: tuple[Made, ...]
    notice: str = ""


def facts(connection: Connection) -> Facts:
    """What a database says of itself, at any revision of its schema."""
    tables = set(inspect(connection).get_table_names())
    kinds = (mapper.class_ for mapper in Base.registry.mappers)
    counts = {
        str(kind.__tablename__): connection.scalar(select(func.count()).select_from(kind)) or 0
        for kind in kinds
        if issubclass(kind, Record) and kind.__tablename__ in tables
    }
    last = recorder.head(connection)
    epoch = connection.scalar(select(StationKey.epoch)) or ""
    return Facts(
        epoch,
        last.seq,
        last.digest,
        migrate.revision(connection) or "",
        dict(sorted(counts.items())),
    )


def to_file(station: Station, path: Path, progress: Progress = silent) -> Made:
    """One file with everything in it, attachments too."""
    backup_places.refuse_within(station, path.parent)
    with _alone(station):
        moment = station.now()
        manifest = backup.write(_source(station, moment), path, facts, progress)
        return _remembered(station, Made(path.resolve(), moment, manifest), MANUAL)


def now(station: Station, progress: Progress = silent, cause: str = MANUAL) -> Outcome:
    """A backup here and in the second place; only when both fail is it a refusal."""
    with _alone(station):
        chosen = station.ask(backup_places.chosen)
        far = backup_places.found(chosen) if chosen else None
        try:
            near = _near(station, cause, progress)
        except UserError as error:
            if far is None or isinstance(error, Cancelled):
                raise
            straight = _onto(station, Shelf(far, FAR), cause, progress)
            return Outcome((straight,), f"本机没有备成：{error.text}")
        if far is None:
            return Outcome((near,), _UNPLUGGED if chosen else "")
        try:
            return Outcome((near, _carry(station, near, far, cause, progress)))
        except (Invalid, StoreFault) as error:
            return Outcome((near,), f"{error.text}本机的备份已做好。")


def before(station: Station, cause: str, progress: Progress = silent) -> Made | None:
    """A proved backup here before a dangerous act; none where the last one is still true."""
    if station.demo or not station.ask(changed):
        return None
    with _alone(station):
        return _near(station, cause, progress)


def automatic(
    station: Station, progress: Progress = silent, cause: str = AUTOMATIC
) -> Outcome | None:
    """What is made without being asked: when half an hour has passed and something changed."""
    if station.demo or station.readonly:
        return None
    last = station.ask(youngest)
    waited = cause != AUTOMATIC or last is None or station.now() - last.moment >= EVERY
    if not waited or not station.ask(changed):
        return None
    return now(station, progress, cause)


def before_upgrade(folder: Path, engine: Engine, key: bytes, clock: Clock) -> None:
    """A backup of a database that is behind, before its tables are changed."""
    if engine.dialect.name != "sqlite" or (folder / places.DEMO).is_file():
        return
    if migrate.stand(engine) is not migrate.Stand.BEHIND:
        return
    moment, shelf = clock(), Shelf(places.backups(folder), NEAR, same_disk=True)
    source = Source(folder, engine, key, moment.isoformat(), VERSION)
    backup.write(source, shelf.place(moment.astimezone(CHINA)), facts, pool=shelf.pool())


def changed(session: Session) -> bool:
    """Whether anything was done or typed since the last proved backup."""
    last = youngest(session)
    if last is None or feed.last_seq(session) != last.seq:
        return True
    typed = session.scalar(select(func.max(SavedDraft.moment)))
    return typed is not None and typed > last.moment


def youngest(session: Session) -> ProvedBackup | None:
    """The last proved backup."""
    return next(iter(listed(session, 1)), None)


def listed(session: Session, limit: int = 200) -> list[ProvedBackup]:
    """Proved backups, the youngest first; their files may be gone or not plugged in."""
    query = select(ProvedBackup).order_by(ProvedBackup.moment.desc(), ProvedBackup.id.desc())
    return list(session.scalars(query.limit(limit)))


def _source(station: Station, moment: datetime) -> Source:
    key = station.secret.key
    return Source(station.folder, station.engine, key, moment.isoformat(), VERSION)


def _shelf(station: Station) -> Shelf:
    return Shelf(places.backups(station.folder), NEAR, same_disk=True)


def _near(station: Station, cause: str, progress: Progress) -> Made:
    return _onto(station, _shelf(station), cause, progress)


def _onto(station: Station, shelf: Shelf, cause: str, progress: Progress) -> Made:
    """A backup of this moment on one of the shelves."""
    shelf.clear()
    moment = station.now()
    target = shelf.place(moment.astimezone(CHINA))
    pool = shelf.pool(thorough=cause == MANUAL)
    manifest = backup.write(_source(station, moment), target, facts, progress, pool)
    return _kept(station, shelf, Made(target, moment, manifest), cause)


def _carry(station: Station, near: Made, far: Path, cause: str, progress: Progress) -> Made:
    """The backup just made here, copied to the second place."""
    shelf = Shelf(far, FAR)
    with places.telling(far):
        shelf.clear()
    target = shelf.place(near.moment.astimezone(CHINA))
    pool = shelf.pool(thorough=cause == MANUAL)
    backup.carry(near.file, near.manifest, target, pool, progress)
    return _kept(station, shelf, Made(target, near.moment, near.manifest), cause)


def _kept(station: Station, shelf: Shelf, made: Made, cause: str) -> Made:
    """Remember a backup; only then older ones may go."""
    _remembered(station, made, cause)
    with places.telling(shelf.folder):
        shelf.thin(station.now().astimezone(CHINA))
    return made


def _remembered(station: Station, made: Made, cause: str) -> Made:
    """A station that can only be looked at is backed up too, but keeps no record of it."""
    if not station.readonly:
        station.jot(_remember, made, cause)
    return made


def _remember(tx: Tx, made: Made, cause: str) -> None:
    proved = ProvedBackup(
        id=tx.ids.new(),
        moment=made.moment,
        file=str(made.file),
        cause=cause,
        seq=made.manifest.facts.seq,
        records=made.records,
        size=made.size,
    )
    tx.session.add(proved)


@contextmanager
def _alone(station: Station) -> Iterator[None]:
    """Never two backups of one station at once, from whichever window or verb."""
    folder = places.backups(station.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = lock.hold(folder, station.actor.name, station.now())
    except Conflict:
        raise Conflict("正在做另一份备份，请等它做完再试。") from None
    except OSError:
        yield  # where nothing can be written here, nobody else writes either
        return
    try:
        yield
    finally:
        held.release()
