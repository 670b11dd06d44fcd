"""What the search box costs at the size of a station: classes of words, each with its own queries.

A class is asked through `finding.grouped`, excerpts, counts and secrecy included; its floor is the
bare index, asked for the same words and fifty numbers.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import text

from core import words
from core.services import finding
from core.station import Station
from core.store import grams

_QUERIES = 20
_CALM = 3
_SURNAMES = "王李张刘陈杨黄赵吴周"
_GIVEN = "伟芳秀英丽强军明平红"
_VILLAGES = ("东风", "西桥", "南湾", "北坡", "上井", "下林")
_BARE = text(
    f"SELECT rowid FROM {grams.TABLE} WHERE {grams.TABLE} MATCH :asked ORDER BY rowid DESC LIMIT 50"
)

Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of one class: the middle, what 95 of 100 stay below, and the bare index."""

    middle: float
    p95: float
    floor: float
    asked: int

    @property
    def facts(self) -> dict[str, Any]:
        """As `main.py bench --json` prints it."""
        return {**asdict(self), "ratio": round(self.middle / self.floor, 2)}


def _name(draw: random.Random) -> str:
    return draw.choice(_SURNAMES) + draw.choice(_GIVEN)


def _number(length: int) -> Draw:
    return lambda draw: "".join(draw.choices("0123456789", k=length))


def _one_of(*listed: str) -> Draw:
    return lambda draw: draw.choice(listed)


def _case_number(draw: random.Random) -> str:
    year, number = draw.randrange(2018, 2027), draw.randrange(1, 900)
    left, right = draw.choice(("〔〕", "[]", "()", "【】"))
    return draw.choice((f"{left}{year}{right}第{number:03d}号", f"{year}{number:03d}"))


CLASSES: dict[str, Draw] = {
    "一个字": _one_of(*"王村水纠单𠮷"),
    "两个字": _name,
    "三个字": lambda draw: _name(draw) + draw.choice(_GIVEN),
    "四到六个字": _one_of("矛盾纠纷", "排水沟堵塞", "巡查走访和矛", "多次协商未果", "宅基地界址"),
    "两个词": lambda draw: f"{_name(draw)[0]} {draw.choice(('纠纷', '村', '排水', '网格'))}",
    "没有的词": lambda draw: f"查无{draw.choice(_GIVEN)}此人",
    "拼凑的词": _one_of("纠纷排查纠纷", "矛盾纠纷解决", "村第村网格", "138138138"),
    "首字母": lambda draw: "".join(draw.choices("wlzcyhxm", k=draw.choice((1, 2, 3)))),
    "全拼": _one_of("w", "wang", "wangx", "wangxiu", "zhangwei", "liming", "chenfang"),
    "姓的读法": _one_of("shan", "zeng", "qiu", "xie", "zha", "ou", "单", "仇"),
    "电话尾号": _number(4),
    "电话前几位": lambda draw: draw.choice(("138", "139", "0000")) + _number(3)(draw),
    "证件尾号": lambda draw: _number(3)(draw) + draw.choice("0123456789X"),
    "栏目:词": lambda draw: draw.choice(
        (
            f"村:{draw.choice(_VILLAGES)}",
            f"电话:{_number(4)(draw)}",
            f"姓名:{draw.choice(_SURNAMES)}",
            "类型:邻里",
            f"村:{draw.choice(_VILLAGES)} {draw.choice(_SURNAMES)}",
        )
    ),
    "卷号": _case_number,
}


def measured(station: Station, classes: Sequence[str] = tuple(CLASSES)) -> dict[str, Cost]:
    """What each class costs, after one round that nobody counts."""
    return {name: _cost(station, _drawn(name)) for name in classes}


def _drawn(name: str) -> list[str]:
    draw = random.Random(name)
    return [CLASSES[name](draw) for _ in range(_QUERIES)]


def _cost(station: Station, typed: Sequence[str]) -> Cost:
    ours = [_spent(lambda one=one: station.ask(finding.grouped, one)) for one in typed]
    floor = [_spent(lambda one=one: _bare(station, one)) for one in typed]
    middle, least = statistics.median(ours), statistics.median(floor)
    return Cost(round(middle, 2), round(_p95(ours), 2), round(least, 3), len(typed))


def _p95(spent: Sequence[float]) -> float:
    return sorted(spent)[int(len(spent) * 0.95) - 1]


def _spent(act: Callable[[], object]) -> float:
    """The calmest of a few: what others do on the machine is not the search's."""
    return min(_timed(act) for _ in range(_CALM))


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _bare(station: Station, typed: str) -> None:
    asked = [term.ways for term in words.query(typed.rpartition(":")[2])]
    with station.engine.connect() as connection:
        connection.execute(_BARE, {"asked": grams.expression(asked, "sqlite")}).fetchall()
