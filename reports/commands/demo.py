"""The verb `demo`: a station of invented data that lives one working day, with all its papers."""

import argparse
import shutil
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from core import places
from core.commands.verb import Answer, Call, Verb, whole
from core.errors import Invalid
from core.ids import Clock
from core.intake import cases
from core.progress import Progress, silent
from core.services import doorstep, founding, packages
from core.station import CHINA, Station
from core.store import keys, shelter
from reports.commands import demo_day, demo_past

USER, PASSWORD = "demo", "demo-2026"
FACTS = founding.Facts(
    name="石桥镇社会治安综合治理中心",
    user=USER,
    short_name="石桥镇",
    county="临川县",
    code="999999101",
    post="内勤（综治专干）",
)
OUTPUTS = "outputs"
_YEARS = range(2000, 2100)
CASES = places.resources() / "demo" / "cases.json"
FACTS_FILE = places.resources() / "demo" / "case_facts.json"
MORNING = time(8, 10)


@dataclass(frozen=True, slots=True)
class Recipe:
    """What the demonstration is made from; nothing given takes `resources/demo`."""

    as_of: date | None = None
    seed: int = 1
    scale: int = 1
    days: int = 9
    cases: Path = CASES
    roster: Path = field(default_factory=lambda: places.resources() / "demo" / "roster.xlsx")


@dataclass(slots=True)
class StoryClock:
    """A clock that stands where the story is."""

    moment: datetime

    def __call__(self) -> datetime:
        return self.moment

    def at(self, day: date, hour: time) -> None:
        """Go to that hour of that day in China."""
        self.moment = datetime.combine(day, hour, tzinfo=CHINA).astimezone(UTC)


def build(folder: Path, recipe: Recipe = Recipe(), progress: Progress = silent) -> Station:
    """Make the station, its past and its day; return it unlocked on the evening of that day."""
    if places.is_station(folder):
        raise Invalid(f"“{folder}”里已经有一个站点，请换一个文件夹。")
    shelter.refuse(folder)
    told = demo_past.moved(_told(recipe), recipe.as_of, recipe.scale)
    clock = StoryClock(datetime(1970, 1, 1, tzinfo=UTC))
    clock.at(demo_past.first_day(told) - timedelta(days=1), MORNING)
    founding.mark_demo(folder, told.as_of)
    station, _ = founding.create(folder, FACTS, PASSWORD, clock, keys.STANDARD)
    station.close()
    station = founding.open_station(folder, USER, PASSWORD, clock)
    past = demo_past.Past(station, clock.at, told, recipe.seed)
    past.live(recipe.roster, recipe.days, progress)
    station = past.station
    demo_day.live(station, clock.at, told.as_of, folder / OUTPUTS, progress)
    return station


def _told(recipe: Recipe) -> cases.Stories:
    """The cases; those of the demonstration with the facts their file lacks."""
    told = cases.read(recipe.cases)
    return cases.with_facts(told, FACTS_FILE) if recipe.cases == CASES else told


def prepare(folder: Path, recipe: Recipe = Recipe(), progress: Progress = silent) -> None:
    """Make the demonstration where there is none, or again where making it was stopped."""
    if doorstep.demo_day(folder) is not None and not _is_whole(folder):
        shutil.rmtree(folder)
    if doorstep.demo_day(folder) is None:
        build(folder, recipe, progress).close()


def _is_whole(folder: Path) -> bool:
    """Whether the story was told to its end, the package last, and can still be unlocked."""
    try:
        keys.names(folder)
    except Invalid:
        return False
    return any((folder / OUTPUTS).rglob("*.idx"))


def open_demo(folder: Path, clock: Clock) -> Station:
    """The demonstration station on its own day."""
    if doorstep.demo_day(folder) is None:
        raise Invalid(f"“{folder}”不是演示站点。")
    return founding.in_its_story(founding.open_station(folder, USER, PASSWORD, clock))


def outputs(folder: Path) -> list[str]:
    """Every file the day wrote."""
    return sorted(str(path) for path in (folder / OUTPUTS).rglob("*") if path.is_file())


def _day(text: str) -> date:
    """A day around which all days of the story can be told."""
    day = date.fromisoformat(text)
    if day.year not in _YEARS:
        raise ValueError
    return day


def _words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="演示站点文件夹")
    parser.add_argument("--as-of", type=_day, metavar="日期", help="演示日期")
    parser.add_argument("--seed", type=whole, default=1, help="同一个数得到同样的演示")
    parser.add_argument("--scale", type=whole, default=1, help="案件放大几倍，试压用")
    parser.add_argument("--days", type=whole, default=9, help="演示多少天，其中三分之二开晨会")
    parser.add_argument("--cases", metavar="FILE", help="另一份案例文件（JSON）")
    parser.add_argument("--roster", metavar="FILE", help="另一份花名册（表格）")


def run(call: Call) -> Answer:
    """Build the demonstration, or tell where the one that is there lies."""
    args = call.args
    folder = Path(args.folder)
    given: dict[str, Any] = {"cases": args.cases, "roster": args.roster}
    files = {key: Path(name) for key, name in given.items() if name}
    recipe = Recipe(args.as_of, args.seed, max(1, args.scale), max(0, args.days), **files)
    prepare(folder, recipe, call.progress)
    station = open_demo(folder, call.clock)
    counts = station.ask(packages.counts)
    station.close()
    files_made = outputs(folder)
    facts = {
        "station": str(folder),
        "user": USER,
        "password": PASSWORD,
        "outputs": files_made,
        "counts": counts,
    }
    lines = (
        f"演示站点：{folder}（用户 {USER}，口令 {PASSWORD}）",
        "、".join(packages.titled(counts)),
        "当天的文书和报表：",
        *(f"  {path}" for path in files_made),
    )
    return Answer(facts, lines)


VERBS = (Verb("demo", "建立演示站点并过完一天", run, _words),)
