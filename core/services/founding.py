"""Founding a station and opening it: folder, key slots, database, the first people."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from core import admission, places
from core.envelope import Identity, SigningKey
from core.errors import Invalid, NotAllowed
from core.ids import Clock, Ids
from core.journal import feed
from core.progress import Progress, silent
from core.records.organisation import Organisation
from core.records.partner import StationKey
from core.records.setting_value import SettingValue
from core.records.staff import Staff
from core.records.user import User
from core.rights import VISITOR, Actor, Right
from core.services import (
    access,
    backups,
    days_off,
    doorstep,
    level_names,
    opening,
    roles,
    settings,
)
from core.settings import COUNTY, OWN_UNIT, SHORT_NAME
from core.station import CHINA, Secret, Station, Tx, operation
from core.store import address, keys, making, migrate, rekey, shelter, trouble
from core.store.lock import Lock

_MORNING = time(8, 10)
"""When the day of a demonstration begins."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the first-run assistant asks of everybody; the rest has sensible defaults.

    `server` is where the data are to lie if not in the station's folder.
    """

    name: str
    user: str
    short_name: str = ""
    county: str = ""
    kind: str = "center"
    code: str = ""
    post: str = ""
    role: str = "admin"
    server: address.Address | None = None


@operation("建立站点", needs=Right.MANAGE, final=True)
def found(tx: Tx, facts: Facts) -> str:
    """The first records: the unit itself, its mediation committee, the first user, the keys."""
    unit = Organisation(
        name=facts.name, short_name=facts.short_name, kind=facts.kind, code=facts.code
    )
    tx.add(unit)
    if facts.kind != "committee":
        committee = f"{facts.short_name}人民调解委员会"
        tx.add(
            Organisation(
                name=committee,
                short_name=facts.short_name,
                kind="committee",
                committee_kind=_committee_kind(facts.short_name),
            )
        )
    tx.add(User(id=tx.actor.id, name=facts.user, post=facts.post, role=facts.role, closed=False))
    known = ((OWN_UNIT, str(unit.id)), (SHORT_NAME, facts.short_name), (COUNTY, facts.county))
    for setting, value in known:
        tx.add(SettingValue(key=setting.key, owner=None, value=value))
    epoch = str(tx.ids.new())
    tx.add(
        StationKey(
            epoch=epoch,
            code=facts.code or epoch[:8],
            signing_key=SigningKey.generate().text,
            identity=Identity.generate().text,
        )
    )
    return epoch


def _committee_kind(name: str) -> str | None:
    """What kind of committee a place has, as its name tells; none where it does not."""
    ends = {
        "街道": "street",
        "镇": "township",
        "乡": "township",
        "社区": "residents",
        "村": "village",
    }
    return next((kind for end, kind in ends.items() if name.endswith(end)), None)


def create(
    folder: Path, facts: Facts, password: str, clock: Clock, cost: keys.Cost | None = None
) -> tuple[Station, str]:
    """Make an empty station in `folder`, whole or not at all; return it unlocked, with its code.

    Without a `cost` a guess at its passwords is made to cost about 0.3 s on this machine.
    """
    if doorstep.founded(folder):
        raise Invalid(f"“{folder}”里已经有一个站点，请换一个文件夹，或直接打开它。")
    shelter.refuse(folder)
    if not facts.name.strip() or not facts.user.strip():
        raise Invalid("请填写单位全称和您的姓名。")
    if facts.server is not None:
        facts.server.refuse_unfit()
    with making.apart(folder) as part:
        key, code = keys.create(part, facts.user, password, cost or keys.calibrated())
        if facts.server is not None:
            address.write(part, key, facts.server)
        _fill(part, key, facts, clock)
    return open_station(folder, facts.user, password, clock), code


def _fill(folder: Path, key: bytes, facts: Facts, clock: Clock) -> None:
    """Make the database with its first records, and close it."""
    ids = Ids(clock)
    actor = Actor(ids.new(), facts.user, facts.role, facts.post)
    engine = address.open_store(folder, key)
    with ExitStack() as undo, trouble.told(engine, folder):
        undo.callback(engine.dispose)
        migrate.upgrade(engine)
        Station(engine, actor, clock, ids, folder).perform(found, facts)


def open_station(
    folder: Path, name: str, password: str, clock: Clock, held: Lock | None = None
) -> Station:
    """Unlock the station in `folder` for the user called `name`; a window shows its lock."""
    doorstep.require(folder)
    slot = access.unlocked(folder, name, password, clock())
    opener = opening.Opener(name, clock, held)
    engine, readonly = opening.database(folder, slot.dek, opener)
    with ExitStack() as undo, trouble.told(engine, folder):
        undo.callback(engine.dispose)
        actor = acting(engine, name, clock().astimezone(CHINA).date())
        undo.pop_all()
    secret = Secret(slot.dek, slot.signing_key)
    demo = doorstep.demo_day(folder) is not None
    made = Station(engine, actor, clock, Ids(clock), folder, secret, demo, readonly=readonly)
    for overlay in (level_names.apply, days_off.apply):
        made.ask(overlay)
    return made


def rekeyed(station: Station, progress: Progress = silent) -> Station:
    """Exchange the lock of the data; the caller has the station's lock, and closes what he had.

    What comes back is the same station with the new key. A fault leaves the station closed, and
    `reopened` brings it back.
    """
    access.rekeyable(station)
    backups.before(station, backups.REKEY, progress)
    station.close()
    again = reopened(station, rekey.rekey(station.folder, station.secret.key, progress))
    again.perform(access.note_rekey)
    return again


def reopened(station: Station, key: bytes) -> Station:
    """The same station and person on another engine, which `key` opens."""
    engine = address.open_store(station.folder, key)
    return replace(station, engine=engine, secret=replace(station.secret, key=key))


def acting(engine: Engine, name: str, day: date) -> Actor:
    """Who logs in as `name`, with the rights of that day; a closed login acts no more.

    Whose line on the roster is named is called as there, on screens and papers.
    """
    with engine.connect() as connection, Session(connection) as session:
        user = session.scalars(select(User).where(User.name == name, User.binned.is_(None))).first()
        if user is None:
            raise NotAllowed(f"“{name}”的用户已停用，请找站长。")
        post = user.post or roles.called(session)[user.role]
        line = None if user.staff is None else session.get(Staff, user.staff)
        called = user.name if line is None else line.name
        known = Actor(user.id, called, user.role, post, login=user.name)
        return admission.admitted(connection, known, day)


_NO_STATION = "这里还没有站点。请核对文件夹，或先用 init 建立站点。"


def only_user(folder: Path) -> str:
    """The one user of a station; where there are several, one must be named."""
    known = keys.names(folder) if doorstep.founded(folder) else ()
    if len(known) != 1:
        names = "、".join(known)
        raise Invalid(f"请用 --user 写明以谁的身份办理：{names}" if known else _NO_STATION)
    return known[0]


def in_its_story(station: Station) -> Station:
    """A demonstration on its own day: the clock goes on from where its story ends."""
    day = doorstep.demo_day(station.folder)
    if day is None:
        return station
    told, wall, opened = station.ask(feed.entries, 1), station.clock, station.now()
    base = max([datetime.combine(day, _MORNING, CHINA), *(one.moment for one in told)])

    def clock() -> datetime:
        return base + (wall() - opened)

    return replace(station, clock=clock, ids=Ids(clock))


def mark_demo(folder: Path, day: date) -> None:
    """Mark a folder for good as a demonstration station that is told on `day`."""
    with places.writing(folder / places.DEMO) as part:
        part.write_text(day.isoformat(), encoding="ascii")


@operation("登记用户", needs=Right.MANAGE)
def add_user(tx: Tx, name: str, role: str, post: str = "", until: date | None = None) -> User:
    """A new login; its password is a key slot, set by `keys.add` beside this.

    A visitor's login ends today unless another day is given.
    """
    taken = tx.session.scalars(select(User).where(User.name == name)).first()
    if taken is not None:
        raise Invalid(f"已经有叫“{name}”的用户，请换一个叫法，如加上村名。")
    last = tx.today if role == VISITOR and until is None else until
    user = User(name=name, role=role, post=post, until=last, closed=False)
    tx.add(user)
    return user


def own(session: Session) -> Organisation:
    """The unit whose station this is."""
    found = session.get(Organisation, UUID(settings.value(session, OWN_UNIT)))
    assert found is not None, "a founded station has its unit"
    return found
