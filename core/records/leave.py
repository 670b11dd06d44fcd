"""Leave (请假): who is away, until when, and who takes the place (`domain/grid.md` §6.4, L25)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field


class Leave(Record):
    """Both days included; once granted, `substitute` has duty, meeting place and tasks of them."""

    __tablename__ = "leave"

    staff: Mapped[UUID] = field(
        "请假人", Kind.LINK, link="staff", required=True, aliases=("申请人", "姓名")
    )
    kind: Mapped[str] = field(
        "请假类型", Kind.CODE, code="leave_kind", required=True, aliases=("类型", "假别")
    )
    since: Mapped[date] = field(
        "起", Kind.DATE, required=True, index=True, aliases=("开始日期", "请假起")
    )
    until: Mapped[date] = field("止", Kind.DATE, required=True, aliases=("结束日期", "请假止"))
    reason: Mapped[str | None] = field("事由", width=16)
    substitute: Mapped[UUID | None] = field(
        "代岗人", Kind.LINK, link="staff", aliases=("代班人",), hint="接手这几天的值班、会议和交办"
    )
    state: Mapped[str | None] = field(
        "状态", Kind.CODE, code="leave_state", width=8, given=True, default="asked"
    )
    granted_by: Mapped[UUID | None] = field("审批人", Kind.LINK, link="staff", given=True)
    granted_on: Mapped[date | None] = field("审批日期", Kind.DATE, given=True)
    back_on: Mapped[date | None] = field("销假日期", Kind.DATE, given=True)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


def ends_after_it_begins(values: Values) -> Iterable[Problem]:
    """Leave ends no earlier than it begins, and nobody takes his own place."""
    since, until = values.get("since"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and until < since:
        yield Problem("until", "止日早于起日，请核对")
    if values.get("staff") is not None and values.get("staff") == values.get("substitute"):
        yield Problem("substitute", "代岗人不能是请假人自己，请另选一位")


LEDGER = Ledger(
    Leave,
    title="请销假台账",
    columns=(
        Leave.staff,
        Leave.kind,
        Leave.since,
        Leave.until,
        Leave.reason,
        Leave.substitute,
        Leave.state,
        Leave.granted_by,
        Leave.granted_on,
        Leave.back_on,
        Leave.note,
    ),
    form=(
        Group("请假", (Leave.staff, Leave.kind, Leave.since, Leave.until, Leave.reason)),
        Group("代岗", (Leave.substitute, Leave.note)),
    ),
    naming=Leave.staff,
    search=(Leave.reason, Leave.note),
    rules=(ends_after_it_begins,),
    unit="次",
    detail=(Leave.kind, Leave.substitute),
    order=Leave.since,
    same=(Leave.staff, Leave.since),
    state=Leave.state,
    again=(Leave.kind,),
)
