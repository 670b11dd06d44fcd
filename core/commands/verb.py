"""What a headless verb is, and what it is given: its words, a station, a progress line."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core import places
from core.errors import Invalid
from core.ids import Clock
from core.progress import Progress
from core.services import founding, opening
from core.station import Station

PASSWORD = "STATION_PASSWORD"  # noqa: S105 the variable's name, not a password


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb found or did: facts for `--json`, lines for people; `ok` gives the status."""

    facts: dict[str, Any]
    lines: Sequence[str] = ()
    ok: bool = True


@dataclass(slots=True)
class Call:
    """One call of a verb. The station is unlocked only when the verb asks for it."""

    args: argparse.Namespace
    clock: Clock
    progress: Progress
    _opened: list[Station] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        """The station folder named by `--station`, else the person's own."""
        return Path(self.args.station) if self.args.station else places.default_station()

    def password(self, prompt: str = "口令：") -> str:
        """The password from its file, the environment or the terminal; never an argument."""
        if self.args.password_file:
            try:
                return Path(self.args.password_file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise Invalid(f"读不到口令文件“{self.args.password_file}”，请核对路径。") from error
        known = os.environ.get(PASSWORD)
        if known is not None:
            return known
        if not sys.stdin.isatty():
            raise Invalid(f"没有口令：请用 --password-file 指明文件，或设置环境变量 {PASSWORD}。")
        return getpass.getpass(prompt)

    def station(self) -> Station:
        """The station, unlocked by the person `--user` names."""
        if not self._opened:
            name = self.args.user or founding.only_user(self.folder)
            self._opened.append(
                founding.open_station(self.folder, name, self.password(), self.clock)
            )
            self._caution(self._opened[0])
        return self._opened[0]

    def _caution(self, station: Station) -> None:
        """Say beside the answer that nothing can be changed, or that the clock was set back."""
        told = station.readonly, station.ask(opening.clock_fault, station.now())
        for text in filter(None, told):
            sys.stderr.write(f"{text}\n")

    def close(self) -> None:
        """Let go of what was opened."""
        for station in self._opened:
            station.close()


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
