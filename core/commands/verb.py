"""What a headless verb is, and what it is given: its words, a station, a progress line."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from core import dates, places
from core.errors import Invalid
from core.ids import Clock
from core.progress import Progress
from core.services import doorstep, founding, opening
from core.station import Station
from core.store import server
from core.store.address import Address

PASSWORD = "STATION_PASSWORD"  # noqa: S105 the variable's name, not a password
DB_PASSWORD = "STATION_DB_PASSWORD"  # noqa: S105 the variable's name, not a password
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found or did: facts for `--json`, lines for people; `ok` gives the status."""

    facts: dict[str, Any]
    lines: Sequence[str] = ()
    ok: bool = True


@dataclass(slots=True)
class Call:
    """One call of a verb. The station is unlocked only when the verb asks for it.

    `healed` tells which copy of the key file was put right in passing.
    """

    args: argparse.Namespace
    clock: Clock
    progress: Progress
    healed: str = ""
    _opened: list[Station] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The station folder named by `--station`, else the person's own."""
        return Path(self.args.station) if self.args.station else places.default_station()

    def password(self, prompt: str = "口令：") -> str:
        """The password from its file, the environment or the terminal; never an argument."""
        return _secret(self.args.password_file, "--password-file", PASSWORD, prompt)

    def server(self) -> Address:
        """The database `--db` names, with its password from file, environment or terminal."""
        place = server.address(self.args.db)
        prompt = f"数据库口令（{server.told(place)}）："
        file = self.args.db_password_file
        return Address(place, _secret(file, "--db-password-file", DB_PASSWORD, prompt))

    def station(self) -> Station:
        """The station, unlocked by the person `--user` names."""
        if not self._opened:
            self.healed = doorstep.healed(self.folder)
            name = self.args.user or founding.only_user(self.folder)
            opened = founding.open_station(self.folder, name, self.password(), self.clock)
            self._opened.append(founding.in_its_story(opened))
            self._caution(self._opened[0])
        return self._opened[0]

    def _caution(self, station: Station) -> None:
        """Say beside the answer what a person should know of the station or the computer."""
        told = self.healed, station.readonly, station.ask(opening.clock_fault, station.now())
        for text in filter(None, told):
            sys.stderr.write(f"{text}\n")

    def close(self) -> None:
        """Let go of what was opened."""
        for station in self._opened:
            station.close()


def day_of(text: str | None, today: date) -> date:
    """The day somebody typed, today without one."""
    day = dates.parse_date(text, today) if text else today
    if day is None:
        raise Invalid(dates.date_problem(text or "", today) or "请写日期，如 2026-03-25。")
    return day


def server_words(parser: argparse.ArgumentParser) -> None:
    """The words by which a database on a server is named."""
    parser.add_argument("--db", metavar="URL", help="postgresql://用户@服务器:5432/库名")
    parser.add_argument("--db-password-file", metavar="FILE", help="数据库口令所在的文件")


def password_in(file: Path) -> str:
    """The password somebody wrote down in a file."""
    try:
        return file.read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        raise Invalid(f"读不到口令文件“{file}”，请核对路径。") from error
    except UnicodeDecodeError as error:
        raise Invalid(f"口令文件“{file}”不是 UTF-8 文本，请用记事本另存为 UTF-8。") from error


def whole(text: str) -> int:
    """A number of things, as a word of the command line says it."""
    number = int(text)
    if not 0 <= number <= _MOST:
        raise ValueError
    return number


def _secret(file: str | None, option: str, variable: str, prompt: str) -> str:
    if file:
        return password_in(Path(file))
    known = os.environ.get(variable)
    if known is not None:
        return known
    if not sys.stdin.isatty():
        raise Invalid(f"没有口令：请用 {option} 指明文件，或设置环境变量 {variable}。")
    return getpass.getpass(prompt)


@dataclass(frozen=True, slots=True)
class Verb:
    """A named headless act: how its words are declared, and what it does.

    A verb with `acts` only groups them: `keys new`, `keys card`.
    """

    name: str
    help: str
    run: Callable[[Call], Answer] | None = None
    words: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    acts: tuple["Verb", ...] = ()
