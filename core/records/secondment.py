"""People departments send down to an area (下沉人员, `domain/grid.md` §6.2, L17)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field


class Secondment(Record):
    """One person of the roster, sent down by a department from one day to another."""

    __tablename__ = "secondment"

    staff: Mapped[UUID] = field("姓名", Kind.LINK, link="staff", required=True, aliases=("队员",))
    home: Mapped[str] = field(
        "原所属单位", required=True, width=16, aliases=("派出单位", "原单位", "原所属组织")
    )
    home_post: Mapped[str | None] = field("原职务")
    grid: Mapped[UUID | None] = field(
        "下沉片区/网格",
        Kind.LINK,
        link="grid",
        width=16,
        aliases=("下沉后所属片区/网格", "下沉后所属组织"),
    )
    post: Mapped[str | None] = field("下沉后职务")
    skill: Mapped[str | None] = field("专业方向")
    since: Mapped[date] = field("下沉起", Kind.DATE, required=True, aliases=("起",))
    until: Mapped[date | None] = field("下沉止", Kind.DATE, aliases=("止",))
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


def ends_after_it_begins(values: Values) -> Iterable[Problem]:
    """Nobody goes back before coming."""
    since, until = values.get("since"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        yield Problem("until", "下沉止日早于起日，请核对")


LEDGER = Ledger(
    Secondment,
    title="下沉人员台账",
    columns=(
        Secondment.staff,
        Secondment.home,
        Secondment.home_post,
        Secondment.grid,
        Secondment.post,
        Secondment.skill,
        Secondment.since,
        Secondment.until,
        Secondment.note,
    ),
    form=(
        Group("下沉人员", (Secondment.staff, Secondment.home, Secondment.home_post)),
        Group(
            "下沉",
            (
                Secondment.grid,
                Secondment.post,
                Secondment.skill,
                Secondment.since,
                Secondment.until,
                Secondment.note,
            ),
        ),
    ),
    naming=Secondment.staff,
    search=(Secondment.home, Secondment.skill, Secondment.note),
    rules=(ends_after_it_begins,),
    unit="人",
    detail=(Secondment.home, Secondment.grid),
    order=Secondment.since,
    same=(Secondment.staff, Secondment.since),
    again=(Secondment.home, Secondment.grid, Secondment.since),
)
