"""What the first-run assistant was told, and the station founded from it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import codes
from core.errors import Invalid, UserError
from core.ids import Clock
from core.intake import table, workbook
from core.progress import Progress, silent
from core.records import ledger
from core.services import founding, numbers, records, settings
from core.services.founding import Facts
from core.services.records import Filter
from core.words import fold

Person = tuple[str, str]

_CLERK = "clerk"
_TOWN = re.compile(r"^.*?(?:镇|乡|街道)")
_APART = re.compile(r"[\s、，,；;]+")
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything asked on the five pages; what was put off is empty."""

    facts: Facts
    password: str = field(repr=False)
    colleagues: tuple[Person, ...] = ()
    villages: tuple[str, ...] = ()
    last_number: int = 0
    settings: Mapping[str, str] = field(default_factory=dict)
    roster: Path | None = None


@dataclass(frozen=True, slots=True)
class Founded:
    """The new station, unlocked, and its recovery code, which is shown once."""

    station: Any
    code: str = field(repr=False)


def people(text: str) -> tuple[Person, ...]:
    """One person a line: the name, then the post."""
    lines = (line.split(maxsplit=1) for line in text.splitlines() if line.strip())
    return tuple((parts[0], parts[1].strip() if parts[1:] else "") for parts in lines)


def villages(text: str) -> tuple[str, ...]:
    """Names parted by lines, commas or spaces, each once."""
    return tuple(dict.fromkeys(name for name in _APART.split(text) if name))


def villages_in(roster: Path | None) -> tuple[str, ...]:
    """The villages a roster speaks of, so that its people find their grids; none if unreadable."""
    if roster is None:
        return ()
    staff = ledger("staff")
    try:
        sheet = table.choose(workbook.read(roster), staff)
        found = table.understand(sheet, staff)
    except UserError:
        return ()
    named = (found.text(line, "grid") for line in found.lines)
    return tuple(dict.fromkeys(name for name in named if name))


def town(unit: str) -> str:
    """The short name that numbers begin with, guessed from the full name."""
    found = _TOWN.match(unit.strip())
    return re.sub(r"^.*[省市县区](?=.)", "", found[0]) if found else ""


def last_number(text: str) -> int:
    """The running number in 37 or 石桥镇人调字〔2026〕第037号; nothing is none yet."""
    found = re.findall(r"\d+", fold(text))
    if text.strip() and not found:
        raise Invalid("请写数字，如 37；也可以照抄最后一个卷号。今年还没有编号就留空。")
    return int(found[-1]) if found else 0


def establish(folder: Path, told: Answers, clock: Clock, progress: Progress = silent) -> Founded:
    """Found the station, then write down one page after the other."""
    progress("正在建立站点", 0, _STEPS)
    station, code = founding.create(folder, told.facts, told.password, clock)
    progress("正在登记人员", 1, _STEPS)
    users = {told.facts.user: station.actor.id}
    for name, post in told.colleagues:
        role = codes.code_of("role", post) or _CLERK
        users[name] = station.perform(founding.add_user, name, role, post).value.id
    for name, user in () if told.roster else users.items():
        staff = station.perform(records.save, "staff", {"name": name, "state": "on"}).value
        station.perform(records.save, "user", {"staff": staff}, user)
    progress("正在登记村（社区）", 2, _STEPS)
    for name in told.villages or villages_in(told.roster):
        station.perform(records.save, "grid", {"name": name, "level": "village"})
    progress("正在设定编号", 3, _STEPS)
    if told.last_number:
        year = station.today().year
        own = station.ask(
            records.ids, ledger("organisation"), Filter(where=(("kind", "committee"),))
        )
        for committee in (None, *own):
            station.perform(numbers.start, committee, year, told.last_number)
    progress("正在保存设置", 4, _STEPS)
    for key, value in told.settings.items():
        station.perform(settings.change, key, value)
    return Founded(station, code)
