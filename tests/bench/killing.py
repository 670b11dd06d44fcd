"""`main.py bench kill`: a clerk is killed in the middle of his work, again and again.

After each time the station is opened as a person would open it: everything he was told is kept
must be there, nothing half done may be, and the journal told again must be the state.
"""

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy

from core.record import Base, Record
from core.services import drafts, founding, soundness
from core.station import Station
from tests.bench.clerk import FORM, digest_of
from tests.conftest import FACTS, PASSWORD, QUICK
from tests.core.test_replay import replayed

ROOT = Path(__file__).resolve().parents[2]
ROUNDS_A_STATION = 25
MOST_ACTS = 8
LONGEST_MS = 60
HUNG_SECONDS = 60
_NOTHING = {"version": None}
HARMLESS = {"backup", "stray", "leftover"}


@dataclass(slots=True)
class Endured:
    """How often a clerk was killed, how many acts he was told are kept, and what is wrong."""

    rounds: int = 0
    acts: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, Any]:
        """As `main.py bench --json` prints it."""
        return asdict(self)

    @property
    def line(self) -> str:
        """As it is told to people."""
        told = (
            f"强行结束 {self.rounds} 次，已确认保存 {self.acts} 步，丢失或不符 {len(self.wrong)} 处"
        )
        return "\n".join([told, *self.wrong])


def kill(rounds: int, folder: Path, seed: int = 0) -> Endured:
    """Kill a clerk `rounds` times; a fresh station every so often, for stations grow."""
    endured, die = Endured(), random.Random(seed)
    fresh = folder / "fresh"
    station, _ = founding.create(fresh, FACTS, PASSWORD, _now, QUICK)
    station.close()
    shutil.copytree(fresh, folder / "warm")
    with _Nursery(folder / "warm") as nursery:
        for number in range(rounds):
            place = folder / f"station-{number // ROUNDS_A_STATION}"
            if not place.exists():
                shutil.rmtree(folder / f"station-{number // ROUNDS_A_STATION - 1}", True)
                shutil.copytree(fresh, place)
            told = nursery.killed(place, die)
            endured.rounds += 1
            endured.acts += len(told)
            endured.wrong += [f"第 {number + 1} 次：{text}" for text in _wrong(place, told)]
    return endured


class _Nursery:
    """The process clerks are born from, and the pipe on which they report."""

    def __init__(self, warm: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.clerk", str(warm)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._rest = b""
        while "ready" not in self._next():
            pass

    def __enter__(self) -> "_Nursery":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def killed(self, folder: Path, die: random.Random) -> list[dict[str, Any]]:
        """Let a clerk report a few acts, then kill him a moment later; all he reported."""
        order = json.dumps([str(folder), die.getrandbits(32)])
        self._process.stdin.write(f"{order}\n".encode())
        self._process.stdin.flush()
        child = self._next()["child"]
        told: list[dict[str, Any]] = []
        for _ in range(die.randrange(MOST_ACTS)):
            told.append(self._next())
            assert "gone" not in told[-1], "a clerk gave up before he was killed"
        self._wait(die.uniform(0, LONGEST_MS) / 1000)
        os.kill(child, signal.SIGKILL)
        while "gone" not in (line := self._next()):
            told.append(line)
        assert line["gone"] == signal.SIGKILL, "a clerk ended otherwise than killed"
        return told

    def _next(self) -> dict[str, Any]:
        while b"\n" not in self._rest:
            assert self._wait(HUNG_SECONDS), "a clerk hangs"
            self._rest += os.read(self._process.stdout.fileno(), 65536)
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)

    def _wait(self, seconds: float) -> bool:
        return bool(select.select([self._process.stdout], [], [], seconds)[0])


def _wrong(folder: Path, told: list[dict[str, Any]]) -> Iterator[str]:
    """Sentences for whatever is not as it was reported, or as it must be."""
    station = founding.open_station(folder, FACTS.user, PASSWORD, _now)
    try:
        for one in told:
            if "seq" in one and station.ask(digest_of, one["seq"]) != one["digest"]:
                yield f"已确认的第 {one['seq']} 步不见了或不同"
        typed = [one["draft"] for one in told if "draft" in one]
        kept = station.ask(drafts.kept, station.actor.id, FORM)
        if typed and (kept is None or kept.texts["name"] < typed[-1]):
            yield "确认过的草稿不见了"
        for fault in soundness.check(station):
            if fault.code not in HARMLESS:
                yield fault.text
        yield from _untold(station)
    finally:
        station.close()


def _untold(station: Station) -> Iterator[str]:
    """Tables in which a record is not what the journal, told from the beginning, says."""
    told = station.ask(replayed)
    for one in station.ask(_everything):
        if any(getattr(one, key) != value for key, value in told.pop(one.id, _NOTHING).items()):
            yield f"“{one.__tablename__}”有一条与操作记录不符"
    if told:
        yield f"操作记录里的 {len(told)} 条记录不见了"


def _everything(session: Any) -> list[Record]:
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    kinds = [kind for kind in kinds if issubclass(kind, Record)]
    return [one for kind in kinds for one in session.scalars(sqlalchemy.select(kind))]


def _now() -> datetime:
    return datetime.now(UTC)


ENDURING: dict[str, Callable[[int, Path], Endured]] = {"kill": kill}
