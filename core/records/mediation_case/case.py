"""The dispute itself: what it is about, who works on it, where it stands (§1.4, §1.5, §3)."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import REGISTRAR, Kind, Record, field

RESTRICTED = "L3"


class MediationCase(Record):
    """One dispute from complaint to bound file; only title and source are needed to register.

    `scale` follows from the head-count, `risk` is judged by a person. What was never asked is None:
    `civil`, `elsewhere`, `kin` and `serious` are answers, and no answer is not a no. `earlier` is
    the case whose dispute broke out again.
    """

    __tablename__ = "mediation_case"
    __table_args__ = (
        Index(None, "closed_on", "accepted_on", "due", "retention", "binned", "voided_on"),
    )
    handlers: ClassVar = ("mediator", "recorder", REGISTRAR)
    secret: ClassVar = ("privacy", RESTRICTED)

    number: Mapped[str | None] = field("卷号", width=24, given=True, index=True)
    title: Mapped[str] = field(
        "卷名", required=True, width=30, sensitive=True, aliases=("主题", "纠纷名称")
    )
    source: Mapped[str] = field(
        "案件来源", Kind.CODE, code="case_source", required=True, default="02"
    )
    dispute: Mapped[str | None] = field("纠纷类型", Kind.CODE, code="dispute_kind", width=14)
    dispute_gov: Mapped[str | None] = field(
        "综治类别", Kind.CODE, code="dispute_kind_gov", width=16
    )
    happened_on: Mapped[date | None] = field("发生日期", Kind.DATE)
    applied_on: Mapped[date | None] = field("申请日期", Kind.DATE)
    accepted_on: Mapped[date | None] = field("受理日期", Kind.DATE)
    place: Mapped[str | None] = field("发生地点", width=20, sensitive=True)
    grid: Mapped[UUID | None] = field(
        "所属网格", Kind.LINK, link="grid", width=14, aliases=("村（社区）",)
    )
    summary: Mapped[str | None] = field(
        "纠纷简要情况", Kind.LONG, width=36, sensitive=True, aliases=("简要情况", "主要问题")
    )
    request: Mapped[str | None] = field(
        "申请事项", Kind.LONG, sensitive=True, width=24, hint="一行一项"
    )
    people: Mapped[int | None] = field("涉及人数", Kind.WHOLE, width=8)
    amount: Mapped[Decimal | None] = field("涉及金额（元）", Kind.DECIMAL, width=12)
    scale: Mapped[str | None] = field(
        "事件规模", Kind.CODE, code="dispute_scale", width=14, given=True
    )
    risk: Mapped[str | None] = field("风险等级", Kind.CODE, code="risk_level", width=10)
    consent: Mapped[str | None] = field(
        "口头同意", width=20, sensitive=True, hint="如“3月5日电话同意”"
    )
    civil: Mapped[str | None] = field(
        "含民事权利义务", Kind.CODE, code="answer", width=8, hint="涉及行政等类别时确认"
    )
    elsewhere: Mapped[str | None] = field(
        "法院、公安等已受理", Kind.CODE, code="answer", width=8, hint="已受理或已解决的不能调解"
    )
    kin: Mapped[str | None] = field(
        "调解员与当事人是近亲属", Kind.CODE, code="answer", width=8, hint="是近亲属的应当回避"
    )
    serious: Mapped[str | None] = field(
        "可能引起治安刑事案件", Kind.CODE, code="answer", width=8, hint="是的要及时报告有关部门"
    )
    applied_orally: Mapped[str | None] = field(
        "代书人", width=10, sensitive=True, hint="口头申请由谁代书"
    )
    mediator: Mapped[UUID | None] = field("调解员", Kind.LINK, link="staff")
    recorder: Mapped[UUID | None] = field("记录人", Kind.LINK, link="staff")
    committee: Mapped[UUID | None] = field("调委会", Kind.LINK, link="organisation", width=20)
    state: Mapped[str | None] = field(
        "状态", Kind.CODE, code="mediation_state", given=True, default="Z10", index=True
    )
    due: Mapped[date | None] = field("调解期限", Kind.DATE, given=True, index=True)
    extended_days: Mapped[int | None] = field("延期天数", Kind.WHOLE, width=8, given=True)
    suspended_on: Mapped[date | None] = field("中止日期", Kind.DATE, given=True)
    idle_days: Mapped[int | None] = field("中止天数", Kind.WHOLE, width=8, given=True)
    closed_on: Mapped[date | None] = field("办结日期", Kind.DATE)
    end_reason: Mapped[str | None] = field(
        "终止原因", Kind.CODE, code="end_reason", width=14, given=True
    )
    follow_up_waived: Mapped[str | None] = field("免回访原因", width=20, sensitive=True, given=True)
    entered_whole: Mapped[bool] = field("补录", Kind.YES, width=6, given=True)
    earlier: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    end_note: Mapped[str | None] = field("终止说明", Kind.LONG, width=24, sensitive=True)
    filed_on: Mapped[date | None] = field("立卷日期", Kind.DATE)
    filer: Mapped[str | None] = field("立卷人", width=10)
    examiner: Mapped[str | None] = field("检查人", width=10)
    pages: Mapped[int | None] = field("卷内页数", Kind.WHOLE, width=8)
    file_note: Mapped[str | None] = field("卷宗情况说明", Kind.LONG, width=24, sensitive=True)
    grade: Mapped[str | None] = field("案件等级", Kind.CODE, code="case_grade", width=8)
    grade_reason: Mapped[str | None] = field(
        "定级理由", width=20, sensitive=True, hint="改了系统定的等级要写"
    )
    box: Mapped[str | None] = field("存放位置", hint="柜/层/盒/册号")
    privacy: Mapped[str | None] = field(
        "查阅范围",
        Kind.CODE,
        code="privacy_level",
        default="L2",
        hint="限制：只有承办的调解员和站长能看",
        index=True,
    )
    retention: Mapped[str | None] = field("保管期限", Kind.CODE, code="retention")
    outside_number: Mapped[str | None] = field("外部编号", width=20, hint="系统名 + 编号，可几个")
    registered_by: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    voided_on: Mapped[date | None] = field("作废日期", Kind.DATE, given=True)
    void_reason: Mapped[str | None] = field("作废原因", sensitive=True, given=True)
