"""How well a station is backed up, in words for the desk and the settings."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from core import places
from core.services import backup_places, backups
from core.station import CHINA
from core.store.proved import ProvedBackup

STALE = timedelta(days=7)

_FRIDAY, _EVENING = 4, time(17)
_HERE = "本机"
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Line:
    """One proved backup as a list tells it."""

    when: str
    cause: str
    where: str
    records: str
    size: str


@dataclass(frozen=True, slots=True)
class State:
    """The last proved backup in one sentence; `urgent` is amber, `due` asks for the stick."""

    words: str
    urgent: bool
    due: str
    place: str
    lines: tuple[Line, ...]


def state(session: Session, folder: Path, now: datetime) -> State:
    """What is known of the backups of the station in `folder`."""
    here = places.backups(folder)
    known = backups.listed(session)
    chosen = backup_places.chosen(session)
    away = [one for one in known if Path(one.file).parent != here]
    return State(
        _sentence(known[0], here, now) if known else "还没有做过备份",
        not known or now - known[0].moment > STALE,
        _due(away, now, chosen is not None),
        _place(chosen),
        tuple(_line(one, here, now) for one in known),
    )


def _sentence(last: ProvedBackup, here: Path, now: datetime) -> str:
    where = _where(last, here)
    told = f"{_when(last.moment, now)} · {where} · {last.records:,} 条记录"
    return f"最近一次核对过的备份：{told}"


def _due(away: list[ProvedBackup], now: datetime, is_chosen: bool) -> str:
    """What is to be done with the stick today; nothing most of the time."""
    local = now.astimezone(CHINA)
    today = away[0].moment.astimezone(CHINA).date() == local.date() if away else False
    if local.weekday() == _FRIDAY and local.time() >= _EVENING and not today:
        return "今天是周五，请插U盘备份"
    if is_chosen and (not away or now - away[0].moment > STALE):
        days = f"已经 {(now - away[0].moment).days} 天" if away else "还"
        return f"{days}没有备份到U盘，请插上备份"
    return ""


def _place(chosen: backup_places.Place | None) -> str:
    if chosen is None:
        return "只备在本机。磁盘坏了会一起丢，请选一个U盘或另一块硬盘"
    found = backup_places.found(chosen)
    return f"备在本机和“{found}”" if found else f"备在本机；“{chosen.folder}”现在没插上"


def _line(one: ProvedBackup, here: Path, now: datetime) -> Line:
    size = f"{one.size / 1_000_000:,.1f} MB"
    when = _when(one.moment, now)
    return Line(when, one.cause, _where(one, here), f"{one.records:,}", size)


def _where(one: ProvedBackup, here: Path) -> str:
    return _HERE if Path(one.file).parent == here else str(Path(one.file).parent)


def _when(moment: datetime, now: datetime) -> str:
    there, day = moment.astimezone(CHINA), now.astimezone(CHINA).date()
    days = (day - there.date()).days
    told = {0: "今天", 1: "昨天"}.get(days) or f"{there:%m-%d}"
    return f"{told} {there:%H:%M}" if days < _YEAR else f"{there:%Y-%m-%d %H:%M}"
