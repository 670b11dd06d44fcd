"""1+1+1+N: which posts nobody holds, which two hold, who holds several; heads counted by kind."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.records.grid import Grid
from core.records.staff import Post, Staff
from core.services import grid_tree, posts, settings, staffing_figures
from core.services.one_at_a_time import SINGLE
from core.services.roster import held_on
from core.services.team import Line, TeamList
from core.settings import POSTS_OF_AREA, POSTS_OF_GRID

_AREA, _BASE = "area", "base"
_AREA_KIND = "05"
_WORKERS = frozenset({"04", "05", "06"})
"""网格长 and 网格员, full time or not: each is a worker of his grid."""

Held = dict[UUID, list[tuple[Post, Staff]]]


def vacant(session: Session, day: date) -> Sequence[Line]:
    """The posts of the template that are not filled, grid by grid."""
    held, names = _held(session, day), _names(session, day)
    wanted = {one.key: settings.whole(session, one) for one in (*POSTS_OF_AREA, POSTS_OF_GRID)}
    found = []
    for grid in _grids(session, day):
        there = held.get(grid.id, [])
        for key, kinds, label in _template(grid):
            count = len({staff.id for post, staff in there if post.kind in kinds})
            if count < wanted[key]:
                missing = wanted[key] - count
                numbers = map(str, (wanted[key], count, missing))
                cells = (names[grid.id], _level(grid), label, *numbers)
                found.append(Line(cells, "grid", (grid.id,)))
    return found


def _template(grid: Grid) -> Iterator[tuple[str, frozenset[str], str]]:
    """The posts a grid ought to have: key of the setting, the kinds that count, its name."""
    if grid.level == _AREA or (grid.level is None and grid.kind == _AREA_KIND):
        for one, kind in zip(POSTS_OF_AREA, ("01", "02", "03"), strict=True):
            yield one.key, frozenset({kind}), codes.name_of("post_kind", kind)
    elif grid.level == _BASE:
        yield POSTS_OF_GRID.key, _WORKERS, "网格员"


def _grids(session: Session, day: date) -> list[Grid]:
    query = select(Grid).where(
        Grid.binned.is_(None),
        or_(Grid.opened.is_(None), Grid.opened <= day),
        or_(Grid.closed.is_(None), Grid.closed > day),
    )
    return list(session.scalars(query.order_by(Grid.code, Grid.name, Grid.id)))


def _names(session: Session, day: date) -> dict[UUID, str]:
    """What grids are called, those of one name with the village they lie in."""
    return {one.id: one.title for one in grid_tree.in_use(session, day)}


def _level(grid: Grid) -> str:
    return codes.name_of("grid_level", grid.level) if grid.level else ""


def _held(session: Session, day: date) -> Held:
    query = (
        select(Post, Staff)
        .join(Staff, Post.staff == Staff.id)
        .where(held_on(day), Staff.binned.is_(None), Post.grid.is_not(None))
        .order_by(Post.since, Post.id)
    )
    found: Held = defaultdict(list)
    for post, staff in session.execute(query).tuples():
        assert post.grid is not None
        found[post.grid].append((post, staff))
    return found


def answering(session: Session, day: date) -> Sequence[Line]:
    """Who answered for each grid on `day`, substitutes of people on leave too."""
    held: dict[UUID, posts.Answering] = {}
    names = _names(session, day)
    for one in posts.answering(session, day):
        if one.grid is not None:
            held.setdefault(one.grid, one)
    found = []
    for grid in _grids(session, day):
        answers = held.get(grid.id)
        if answers is None:
            cells = (names[grid.id], _level(grid), "", "没有人在岗", "")
            found.append(Line(cells, "grid", (grid.id,)))
        else:
            kind, phone = codes.name_of("post_kind", answers.kind), answers.acting.phone or ""
            cells = (names[grid.id], _level(grid), kind, answers.told, phone)
            found.append(Line(cells, "staff", (answers.acting.id,)))
    return found


def doubled(session: Session, day: date) -> Sequence[Line]:
    """Posts of one holder that two hold, then people with several posts."""
    held = _held(session, day)
    names = _names(session, day)
    rows = [(post, staff) for listed in held.values() for post, staff in listed]
    return [*_two_in_one(rows, names), *_one_in_many(rows, names)]


def _two_in_one(rows: Sequence[tuple[Post, Staff]], names: dict[UUID, str]) -> Iterator[Line]:
    found: dict[tuple[UUID | None, str], list[Staff]] = defaultdict(list)
    for post, staff in rows:
        if post.kind in SINGLE:
            found[post.grid, _called(post, names)].append(staff)
    for (_grid, place), people in sorted(found.items(), key=lambda one: one[0][1]):
        if len(people) > 1:
            told = "、".join(one.name for one in people)
            yield Line(("重岗", place, told), "staff", tuple(one.id for one in people))


def _one_in_many(rows: Sequence[tuple[Post, Staff]], names: dict[UUID, str]) -> Iterator[Line]:
    found: dict[UUID, list[tuple[Post, Staff]]] = defaultdict(list)
    for post, staff in rows:
        found[staff.id].append((post, staff))
    for person, listed in sorted(found.items(), key=lambda one: one[1][0][1].name):
        if len(listed) > 1:
            told = "、".join(_called(post, names) for post, _ in listed)
            yield Line(("一人多岗", listed[0][1].name, told), "staff", (person,))


def _called(post: Post, names: dict[UUID, str]) -> str:
    place = names.get(post.grid, "") if post.grid else ""
    return f"{place} {codes.name_of('post_kind', post.kind or '')}".strip()


def headcount(session: Session, day: date) -> Sequence[Line]:
    """How many people there are by post, by employment, by education; party members beside."""
    query = select(Staff).where(
        Staff.binned.is_(None),
        or_(Staff.joined.is_(None), Staff.joined <= day),
        or_(Staff.left.is_(None), Staff.left > day),
    )
    people = list(session.scalars(query.order_by(Staff.name, Staff.id)))
    lines = [_counted("合计", "全部人员", people)]
    for title, key, table in (
        ("岗位", "post", "post_kind"),
        ("专兼职", "employment", "employment"),
        ("学历", "education", "education"),
        ("性别", "sex", "sex"),
    ):
        lines += _by(people, title, lambda one, key=key: getattr(one, key) or "", table)  # type: ignore[misc]
    return [one for one in lines if one.ids]


def _by(
    people: Sequence[Staff], title: str, key: Callable[[Staff], str], table: str
) -> Iterator[Line]:
    groups: dict[str, list[Staff]] = defaultdict(list)
    for one in people:
        groups[key(one)].append(one)
    for code, listed in sorted(groups.items(), key=lambda one: (not one[0], one[0])):
        yield _counted(title, codes.name_of(table, code) if code else "没有填", listed)


def _counted(title: str, name: str, people: Sequence[Staff]) -> Line:
    party = sum(one.political in staffing_figures.PARTY for one in people)
    cells = (title, name, str(len(people)), str(party))
    return Line(cells, "staff", tuple(one.id for one in people))


VACANT = TeamList(
    "vacant",
    "空岗",
    (("网格", 0), ("层级", 120), ("岗位", 140), ("应有", 80), ("现有", 80), ("缺", 80)),
    vacant,
    "按配备标准没有空岗。标准在“设置”里改（片长、副片长、站长、网格员）",
    "个",
)
ANSWERING = TeamList(
    "answering",
    "网格责任人",
    (("网格", 0), ("层级", 120), ("岗位", 140), ("责任人", 220), ("电话", 140)),
    answering,
    "网格台账里还没有网格",
    "个",
)
DOUBLED = TeamList(
    "doubled",
    "重岗与一人多岗",
    (("情况", 110), ("谁", 240), ("有哪些", 0)),
    doubled,
    "没有两人同一岗，也没有一人多岗",
)
HEADCOUNT = TeamList(
    "headcount",
    "队伍人数",
    (("分组", 120), ("项目", 0), ("人数", 100), ("其中党员", 100)),
    headcount,
    "花名册里还没有人",
    "项",
)
