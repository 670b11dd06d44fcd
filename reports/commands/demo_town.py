"""The demonstration's town: three areas, twelve villages, their grids, and who works there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import places
from core.intake import outlines
from core.intake.outlines import Outline
from core.record import Value
from core.records.staff import Staff
from core.services import founding, grids, records, users
from core.station import Station
from reports.commands import importing

TOWN, TOWN_CODE = "石桥镇", "999999101"
OPENED = date(2024, 1, 1)
REACHED: dict[str, Value] = {"phone": "0000-8801200", "address": "石桥镇政府东院一楼"}
AREAS = ("东片区", "中心片区", "西片区")
ORDINALS = "一二三四"
BOUNDS = "东至机耕路，南至河堤，西至乡界碑，北至县道"
LARGE = frozenset({"东风村", "红旗社区", "青石村"})
"""Villages of four grids; the others have three."""

WORKERS = frozenset({"05", "06", "08"})
CHIEF, CLERK = "马国良", "李海燕"
OFFICE: tuple[dict[str, Value], ...] = (
    {"name": CHIEF, "post": "03", "note": "中心主任"},
    {"name": CLERK, "note": "内勤（综治专干）"},
    {"name": "周建国", "note": "专职人民调解员", "mediator": "full"},
    {"name": "吴秀兰", "note": "专职人民调解员", "mediator": "full"},
    {"name": "郑志强", "note": "兼职人民调解员", "mediator": "part"},
    {"name": "王晓梅", "note": "人民调解记录员"},
)
SENT_DOWN = (
    ("陈志刚", "石桥派出所", "民警", "治安管理"),
    ("林玉梅", "市场监督管理所", "科员", "食品安全"),
    ("罗卫东", "综合行政执法队", "队员", "市容秩序"),
    ("孙建平", "应急管理办公室", "科员", "安全生产"),
    ("何晓燕", "司法所", "科员", "人民调解"),
)
PLAYERS = ("袁家旺", "冯翠萍", "傅春生", "陈𠮷祥", "郑海燕")
"""Who of the demonstration's own roster has a part in the story."""
"""Who came from which department, as what, skilled in what."""


def found(station: Station, workbook: Path) -> dict[str, UUID]:
    """Make the town and fill its roster; return the villages by name."""
    own = station.ask(founding.own).id
    station.perform(records.save, "organisation", REACHED, own)
    drawn = outlines.read(places.resources() / "demo" / "villages.geojson")
    villages = _villages(station, drawn)
    station.perform(grids.draw_outlines, drawn)
    _enrol(station, workbook)
    _place(station, villages)
    return {name: village for name, (village, _) in villages.items()}


def seated(station: Station) -> Station:
    """The station with its clerk at the desk: papers are signed as the roster calls her."""
    people = {name: one for one, name in station.ask(records.choices, "staff")}
    if CLERK in people:
        line: dict[str, Value] = {"staff": people[CLERK]}
        station.perform(users.change, station.actor.id, line)
    actor = founding.acting(station.engine, station.actor.enters_as, station.today())
    return replace(station, actor=actor)


def cast(station: Station) -> dict[str, UUID]:
    """The people by name; on another roster somebody else plays who is not there."""
    people = {name: one for one, name in station.ask(records.choices, "staff")}
    office = {*(one["name"] for one in OFFICE), *(name for name, *_ in SENT_DOWN)}
    others = [one for name, one in people.items() if name not in {*office, *PLAYERS}]
    absent = [name for name in PLAYERS if name not in people]
    return people | dict(zip(absent, cycle(others or people.values()), strict=False))


def _villages(
    station: Station, drawn: Sequence[Outline]
) -> dict[str, tuple[UUID, tuple[UUID, ...]]]:
    """Every village with its grids; an area stands between town and village, outside the code."""
    town = _grid(station, TOWN, level="town", code=TOWN_CODE, bounds=BOUNDS)
    areas = [_grid(station, one, town, level="area", kind="05", bounds=BOUNDS) for one in AREAS]
    made = {}
    for n, one in enumerate(drawn):
        area = areas[n * len(areas) // len(drawn)]
        homes = [310 + 37 * (n + 5 * k) % 170 for k in range(4 if one.name in LARGE else 3)]
        whole = _peopled(sum(homes), level="village", kind="01", code=one.code)
        village = _grid(station, one.name, area, **whole)
        below = [
            _grid(
                station,
                f"{one.name}第{ORDINALS[k]}网格",
                village,
                **_peopled(count, level="base", kind="02", code=f"{one.code}{k + 1:03d}"),
            )
            for k, count in enumerate(homes)
        ]
        made[one.name] = (village, tuple(below))
    return made


def _peopled(homes: int, **values: Value) -> dict[str, Value]:
    return {**values, "households": homes, "people": homes * 3 + homes % 7, "bounds": BOUNDS}


def _grid(station: Station, name: str, parent: UUID | None = None, **values: Value) -> UUID:
    whole = {"name": name, "parent": parent, "opened": OPENED, **values}
    return station.perform(records.save, "grid", whole).value


def _enrol(station: Station, workbook: Path) -> None:
    """The roster as it was sent, the office's own people, and those departments sent down."""
    importing.run(station, importing.Wanted("staff", workbook, commit=True))
    known = {name for _, name in station.ask(records.choices, "staff")}
    for n, one in enumerate(one for one in OFFICE if one["name"] not in known):
        reached: dict[str, Value] = {"phone": f"0000-88012{n:02d}", "employment": "full"}
        station.perform(
            records.save, "staff", {**one, **reached, "joined": OPENED + timedelta(days=n)}
        )
    _send_down(station)


def _send_down(station: Station) -> None:
    areas = {name: one for one, name in station.ask(records.choices, "grid")}
    for n, (name, home, post, skill) in enumerate(SENT_DOWN):
        area = areas[AREAS[n % len(AREAS)]]
        person: dict[str, Value] = {
            "name": name,
            "post": "12",
            "grid": area,
            "phone": f"0000-88013{n:02d}",
            "joined": OPENED,
        }
        staff = station.perform(records.save, "staff", person).value
        sent: dict[str, Value] = {
            "staff": staff,
            "home": home,
            "home_post": post,
            "skill": skill,
            "grid": area,
            "since": OPENED,
        }
        station.perform(records.save, "secondment", sent)


def _place(station: Station, villages: Mapping[str, tuple[UUID, tuple[UUID, ...]]]) -> None:
    """Each grid worker gets a grid of the own village; who named none gets what is left."""
    free = {village: list(below) for village, below in villages.values()}
    for person, village in station.ask(_workers):
        home = village if village and free.get(village) else _emptiest(free)
        if home is not None:
            station.perform(records.save, "staff", {"grid": free[home].pop(0)}, person)


def _workers(session: Session) -> list[tuple[UUID, UUID | None]]:
    """The grid workers and the village each belongs to, those of a village first."""
    query = (
        select(Staff.id, Staff.grid)
        .where(Staff.binned.is_(None), Staff.post.in_(WORKERS))
        .order_by(Staff.grid.is_(None), Staff.name)
    )
    return list(session.execute(query).tuples())


def _emptiest(free: Mapping[UUID, Sequence[UUID]]) -> UUID | None:
    most = max(free, key=lambda one: len(free[one]))
    return most if free[most] else None
