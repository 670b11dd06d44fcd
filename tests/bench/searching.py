"""What the search box costs at the size of a station: classes of words, each with its own queries.

A class is asked through `finding.grouped`, excerpts, counts and secrecy included; its floor is the
bare index, asked for the same words and fifty numbers.
"""

import random
import time
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.orm import Session

from core import words
from core.services import finding
from core.station import Station
from core.store import grams
from tests.bench.measure import Ratio, late
from tests.bench.scene import GIVEN, SURNAMES, VILLAGES, Bench, visit

QUERIES = 20
CALM = 3
_BARE = text(
    f"SELECT rowid FROM {grams.TABLE} WHERE {grams.TABLE} MATCH :asked ORDER BY rowid DESC LIMIT 50"
)

Draw = Callable[[random.Random], str]


def _name(draw: random.Random) -> str:
    return draw.choice(SURNAMES) + draw.choice(GIVEN)


def _number(length: int) -> Draw:
    return lambda draw: "".join(draw.choices("0123456789", k=length))


def _one_of(*listed: str) -> Draw:
    return lambda draw: draw.choice(listed)


def _visit_number(draw: random.Random) -> str:
    """In full as it stands on the receipt, or its year and how it ends."""
    number = str(visit(draw.randrange(10 ** draw.randrange(3, 7)))["number"])
    return draw.choice((number, f"{number[:4]} {number[-4:]}"))


def _telephone(draw: random.Random) -> str:
    """How one begins: a city's, which nobody here has, or a station's own."""
    return draw.choice((f"138{_number(3)(draw)}", f"000088{_number(draw.randrange(4))(draw)}"))


def _in_a_field(draw: random.Random) -> str:
    place = f"村:{draw.choice(VILLAGES)}塘"
    surname = draw.choice(SURNAMES)
    return draw.choice(
        (place, f"{place} {surname}", f"电话:{_number(4)(draw)}", f"姓名:{surname}", "类型:邻里")
    )


CLASSES: dict[str, Draw] = {
    "一个字": _one_of(*"王村水纠单𠮷"),
    "两个字": _name,
    "三个字": lambda draw: _name(draw) + draw.choice(GIVEN),
    "四到六个字": _one_of("排水沟堵塞", "工资拖欠", "多次协商没有", "宅基地边界", "矛盾纠纷"),
    "两个词": lambda draw: f"{_name(draw)[0]} {draw.choice(('堵塞', '村', '排水', '网格'))}",
    "没有的词": lambda draw: f"查无{draw.choice(GIVEN)}此人",
    "拼凑的词": _one_of("多次没有结果", "塘村排水塘村", "处理现场查看", "138138138", "008800880"),
    "首字母": lambda draw: "".join(draw.choices("wlzcyhxm", k=draw.choice((1, 2, 3)))),
    "全拼": _one_of("w", "wang", "wangx", "wangxiu", "zhangwei", "liming", "chenfang"),
    "姓的读法": _one_of("shan", "zeng", "qiu", "xie", "zha", "ou", "单", "仇"),
    "电话尾号": _number(4),
    "电话前几位": _telephone,
    "证件尾号": lambda draw: _number(3)(draw) + draw.choice("0123456789X"),
    "栏目:词": _in_a_field,
    "编号": _visit_number,
}


def search(bench: Bench) -> dict[str, Ratio]:
    """Every class: within how long 95 of 100 of its queries are answered."""
    return {name: _class(bench.station, name) for name in CLASSES}


def drawn(name: str, queries: int) -> list[str]:
    """What is typed of a class, alike in every run."""
    draw = random.Random(name)
    return [CLASSES[name](draw) for _ in range(queries)]


def _class(station: Station, name: str) -> Ratio:
    typed = drawn(name, QUERIES)
    mine, bare = iter(typed), iter(typed)
    return late(
        f"查找：{name}（毫秒，95%）",
        lambda: _spent(station, finding.grouped, next(mine)),
        lambda: _spent(station, _bare, next(bare)),
        QUERIES,
    )


def _spent(station: Station, act: Callable[[Session, str], object], typed: str) -> float:
    """The calmest of a few: what others do on the machine is not the search's."""
    return min(_timed(lambda: station.ask(act, typed)) for _ in range(CALM))


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def _bare(session: Session, typed: str) -> None:
    asked = [term.ways for term in words.query(typed.rpartition(":")[2])]
    session.connection().execute(_BARE, {"asked": grams.expression(asked, "sqlite")}).fetchall()
