"""A station made again from a backup: in a new folder, and, to the county, a new database."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core import places
from core.errors import Invalid, NeedsYes
from core.ids import Clock, Ids
from core.progress import Progress, silent
from core.rights import Right
from core.services import founding, soundness
from core.services.backups import facts
from core.services.packages import station_key
from core.station import CHINA, Station, Tx, operation
from core.store import backup, bundle, keys, making, migrate, shelter, slots, trouble
from core.store.backup import Meter
from core.store.bundle import ATTACHMENTS, Manifest
from core.store.engine import open_engine
from core.store.keys import Opened
from core.store.pool import Pool
from core.store.shelf import pool_of
from core.store.slots import KeyFile

READ = "正在恢复"
MISSING = "missing"

_CODE_LENGTH = 32
_DAMAGED = "备份里的数据打不开：文件在做备份之后坏了。请换一份备份。"
NUMBERS = "备份之后还发过编号吗？请核对卷号：纸上已用过的，先设好起始编号再登记，免得重号。"


@dataclass(frozen=True, slots=True)
class Found:
    """What a backup says of itself before it is unlocked; `names` may unlock it."""

    path: Path
    moment: datetime
    manifest: Manifest
    names: tuple[str, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which backup goes where; `secret` is the person's password, or the recovery code."""

    path: Path
    folder: Path
    user: str
    secret: str = field(repr=False)
    without_missing: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """The new station, closed: who restored it to which moment, what could not be found."""

    folder: Path
    user: str
    moment: datetime
    records: int
    missing: int


@operation("从备份恢复", needs=Right.READ, final=True)
def begin_again(tx: Tx, moment: datetime) -> str:
    """A new identity of the database, so that packages start a new chain (decision C)."""
    key = station_key(tx.session)
    key.epoch = str(tx.ids.new())
    tx.detail = f"：{_minute(moment)} 的备份"
    return key.epoch


def look(path: Path, progress: Progress = silent) -> Found:
    """Read what a backup says of itself; nothing of it is proved yet."""
    progress("正在读备份")
    manifest = bundle.manifest(path)
    if not migrate.known(manifest.facts.schema):
        raise Invalid(bundle.TOO_NEW)
    missing = len(_lacking(path, manifest))
    names = tuple(one.who for one in _key_file(path, manifest).people)
    return Found(path, datetime.fromisoformat(manifest.moment), manifest, names, missing)


def restore(wanted: Wanted, clock: Clock, progress: Progress = silent) -> Restored:
    """Make a new station of a backup, whole or not at all; what is there stays as it is."""
    _refuse_used(wanted.folder)
    found = look(wanted.path, progress)
    if found.missing and not wanted.without_missing:
        raise NeedsYes(MISSING, _lacking_words(found.missing))
    opened = _unlocked(_key_file(wanted.path, found.manifest), wanted.user, wanted.secret)
    with making.apart(wanted.folder) as part:
        missing = _fill(found, part, progress)
        if missing > found.missing and not wanted.without_missing:
            raise NeedsYes(MISSING, _lacking_words(missing))
        records = _revive(found, part, opened, wanted.user, clock)
    return Restored(wanted.folder, wanted.user, found.moment, records, missing)


def summary(done: Restored) -> list[str]:
    """What a person is told afterwards."""
    lines = [
        f"已恢复到：{done.folder}",
        f"数据是 {_minute(done.moment)} 的样子，共 {done.records} 条记录，已打开核对。",
        NUMBERS,
    ]
    if done.missing:
        lines.append(f"有 {done.missing} 个附件没有找到，其余都在；找到后放回原处即可打开。")
    return lines


def _refuse_used(folder: Path) -> None:
    shelter.refuse(folder)
    if places.is_station(folder):
        raise Invalid(f"“{folder}”里已有一个站点。恢复不会盖掉它，请另选一个新文件夹。")
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise Invalid(f"“{folder}”不是空的。请另选一个新文件夹，恢复才不会混进别的文件。")


def _lacking(path: Path, manifest: Manifest) -> list[str]:
    if not manifest.pooled:
        return []
    return Pool(pool_of(path.parent)).lacking(manifest.attachments)


def _lacking_words(count: int) -> str:
    return (
        f"备份旁边的附件文件夹里缺 {count} 个附件（照片、扫描件），其余都完好。"
        "请先找找别的备份盘；实在没有，也可以先恢复其余内容。"
    )


def _key_file(path: Path, manifest: Manifest) -> KeyFile:
    """Who can open a backup, and with what."""
    found = slots.of(bundle.member(path, keys.SLOTS, manifest))
    if found is None:
        raise Invalid(_DAMAGED)
    return found


def _unlocked(file: KeyFile, user: str, secret: str) -> Opened:
    """By the password, or by what can only be a recovery code."""
    try:
        return keys.opened_in(file, user, secret)
    except Invalid:
        if len(secret) < _CODE_LENGTH:
            raise
        return keys.recovered_in(file, secret)


def _fill(found: Found, part: Path, progress: Progress) -> int:
    """Write every file into the new folder; tell how many attachments could not be found."""
    manifest = found.manifest
    total = sum(one.size for one in (*manifest.members.values(), *manifest.attachments.values()))
    meter = Meter(progress, READ, total)
    bundle.unpack(found.path, manifest, lambda name: part / name, meter)
    if not manifest.pooled:
        return 0
    missing = 0
    pool = Pool(pool_of(found.path.parent))
    for name, stored in manifest.attachments.items():
        missing += not pool.give(name, part / ATTACHMENTS / name, stored, meter)
    return missing


def _revive(found: Found, part: Path, opened: Opened, user: str, clock: Clock) -> int:
    """Prove the database, bring it to this program's form, and give it its new identity."""
    database = places.database(part)
    with backup.failing(_DAMAGED), backup.opened(database, opened.dek) as connection:
        if not backup.sound(connection) or facts(connection) != found.manifest.facts:
            raise Invalid(_DAMAGED)
    keys.names(part)
    engine = open_engine(database, opened.dek)
    with ExitStack() as undo, trouble.told(engine, part):
        undo.callback(engine.dispose)
        migrate.upgrade(engine)
        actor = founding.acting(engine, user, clock().astimezone(CHINA).date())
        station = Station(engine, actor, clock, Ids(clock), part)
        station.perform(begin_again, found.moment)
        if not found.manifest.indexed:
            soundness.index_anew(station)
    return found.manifest.facts.records


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
