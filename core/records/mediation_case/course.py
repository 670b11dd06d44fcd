"""What happens around the talks: who else mediates, reports, follow-ups, the court, prevention."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.record import Kind, Record, field


class CoMediator(Record):
    """A mediator beside the one who handles the case, and his share of its subsidy."""

    __tablename__ = "co_mediator"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    staff: Mapped[UUID] = field("调解员", Kind.LINK, link="staff", required=True)
    share: Mapped[Decimal | None] = field("补贴比例（%）", Kind.DECIMAL, width=8)


class CaseEvent(Record):
    """One step of handling that is no talk: a report, an extension, a reminder, ways told (§4.4).

    `until` is the day an extension or a suspension is to end.
    """

    __tablename__ = "case_event"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    happened_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    kind: Mapped[str] = field(
        "动作", Kind.CODE, code="case_event_kind", required=True, default="note"
    )
    text: Mapped[str | None] = field("内容", Kind.LONG, width=30, sensitive=True)
    unit: Mapped[str | None] = field("接收单位", width=16)
    receiver: Mapped[str | None] = field("接收人", width=10)
    until: Mapped[date | None] = field("至", Kind.DATE)


class FollowUp(Record):
    """One follow-up (回访); its conclusion is typed by who made it, never pre-filled (§1.11)."""

    __tablename__ = "follow_up"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("第几次", Kind.WHOLE, required=True, width=6)
    done_on: Mapped[date] = field("回访日期", Kind.DATE, required=True)
    way: Mapped[str | None] = field("回访方式", Kind.CODE, code="follow_up_way", width=8)
    person: Mapped[str | None] = field("受访人", width=12)
    finding: Mapped[str | None] = field("回访情况", Kind.LONG, width=36, sensitive=True)
    performed: Mapped[str | None] = field("履行情况", Kind.CODE, code="performed", width=10)
    satisfaction: Mapped[str | None] = field("满意度", Kind.CODE, code="satisfaction", width=8)
    relapsed: Mapped[str | None] = field("是否反复", Kind.CODE, code="answer", width=8)
    measures: Mapped[str | None] = field("后续措施", Kind.LONG, width=24)
    next_on: Mapped[date | None] = field("下次回访", Kind.DATE)
    visitor: Mapped[UUID | None] = field("回访人", Kind.LINK, link="staff")


class Confirmation(Record):
    """Judicial confirmation of the written agreement; `due` is natural day 30 (§5, B23)."""

    __tablename__ = "confirmation"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    state: Mapped[str] = field(
        "司法确认", Kind.CODE, code="confirmation_state", required=True, default="C0"
    )
    due: Mapped[date | None] = field("申请截止", Kind.DATE, given=True, index=True)
    joint: Mapped[str | None] = field("各方共同申请", Kind.CODE, code="answer", width=8)
    applied_on: Mapped[date | None] = field("申请日期", Kind.DATE)
    court: Mapped[str | None] = field("法院", width=20)
    taken_on: Mapped[date | None] = field("法院受理日期", Kind.DATE)
    court_number: Mapped[str | None] = field("案号", width=20)
    ruled_on: Mapped[date | None] = field("裁定日期", Kind.DATE)
    note: Mapped[str | None] = field("说明", Kind.LONG, width=24)


class Prevention(Record):
    """What a case kept from happening, and to how many people (§2.1)."""

    __tablename__ = "prevention"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    kind: Mapped[str] = field("防止了什么", Kind.CODE, code="prevention_kind", required=True)
    people: Mapped[int | None] = field("涉及人数", Kind.WHOLE, width=8)
