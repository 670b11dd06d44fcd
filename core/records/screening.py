"""Rounds in search of disputes (排查): what each found and what became of it (§2.1, §8)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field
from core.rights import Right

_OUTCOMES = ("settled", "turned", "reported")


class Screening(Record):
    """One round; it is counted by its day, what it prevented by number."""

    __tablename__ = "screening"

    held_on: Mapped[date] = field("排查日期", Kind.DATE, required=True, index=True)
    committee: Mapped[UUID | None] = field(
        "开展单位", Kind.LINK, link="organisation", width=20, hint="不填就是本级"
    )
    area: Mapped[str] = field("排查范围", required=True, width=24, aliases=("范围", "排查区域"))
    people: Mapped[str | None] = field("参加人", width=20, aliases=("排查人员",))
    way: Mapped[str | None] = field("排查方式", Kind.CODE, code="screening_way", aliases=("方式",))
    found: Mapped[int | None] = field("发现（件）", Kind.WHOLE, width=8, aliases=("发现件数",))
    settled: Mapped[int | None] = field(
        "当场化解（件）", Kind.WHOLE, width=8, aliases=("当场化解",)
    )
    turned: Mapped[int | None] = field("转调解（件）", Kind.WHOLE, width=8, aliases=("转调解",))
    reported: Mapped[int | None] = field("上报（件）", Kind.WHOLE, width=8, aliases=("上报",))
    prevented: Mapped[int | None] = field(
        "预防纠纷（件）",
        Kind.WHOLE,
        width=8,
        aliases=("预防纠纷",),
        hint="发现苗头，没成案就平息的",
    )
    note: Mapped[str | None] = field("备注", Kind.LONG, width=20, sensitive=True)


def outcomes_within_found(values: Values) -> Iterable[Problem]:
    """No more is settled, turned over and reported than was found; nothing is less than none."""
    told = {key: values.get(key) for key in ("found", "prevented", *_OUTCOMES)}
    counted = {key: one for key, one in told.items() if isinstance(one, int)}
    yield from (Problem(key, "件数不能小于 0") for key, one in counted.items() if one < 0)
    done = sum(counted.get(key, 0) for key in _OUTCOMES)
    if "found" in counted and done > counted["found"]:
        yield Problem("found", "当场化解、转调解、上报合计多于发现件数，请核对")


LEDGER = Ledger(
    Screening,
    title="排查活动登记",
    columns=(
        Screening.held_on,
        Screening.committee,
        Screening.area,
        Screening.people,
        Screening.way,
        Screening.found,
        Screening.settled,
        Screening.turned,
        Screening.reported,
        Screening.prevented,
        Screening.note,
    ),
    form=(
        Group(
            "排查",
            (
                Screening.held_on,
                Screening.committee,
                Screening.area,
                Screening.people,
                Screening.way,
            ),
        ),
        Group(
            "结果",
            (
                Screening.found,
                Screening.settled,
                Screening.turned,
                Screening.reported,
                Screening.prevented,
                Screening.note,
            ),
        ),
    ),
    naming=Screening.area,
    search=(Screening.area, Screening.people, Screening.note),
    rules=(outcomes_within_found,),
    unit="次",
    detail=(Screening.way, Screening.committee),
    order=Screening.held_on,
    same=(Screening.held_on, Screening.area),
    needs=Right.MEDIATE,
    again=(Screening.held_on, Screening.committee, Screening.people, Screening.way),
    sums=(Screening.found, Screening.settled, Screening.turned, Screening.prevented),
)
