"""Who stands on which side, the talks, what was agreed and what is to be performed (§1.8–§1.10)."""

from datetime import date, time
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.record import Kind, Record, field


class Party(Record):
    """One party of one case; never offered to another case."""

    __tablename__ = "party"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    side: Mapped[str] = field(
        "地位", Kind.CODE, code="party_side", required=True, default="applicant"
    )
    kind: Mapped[str] = field("类型", Kind.CODE, code="party_kind", required=True, default="person")
    name: Mapped[str] = field("姓名或名称", required=True, width=14)
    sex: Mapped[str | None] = field("性别", Kind.CODE, code="sex", width=6)
    nationality: Mapped[str | None] = field("民族", Kind.CODE, code="nationality", width=8)
    age: Mapped[int | None] = field("年龄", Kind.WHOLE, width=6)
    occupation: Mapped[str | None] = field("职业或职务", width=12)
    phone: Mapped[str | None] = field("联系方式", Kind.PHONE, width=14, sensitive=True)
    address: Mapped[str | None] = field("单位或住址", width=24, sensitive=True)
    id_no: Mapped[str | None] = field("身份证号", Kind.ID_NO, width=20, sensitive=True)
    org_no: Mapped[str | None] = field("统一社会信用代码", Kind.ORG_NO, width=20)
    born: Mapped[date | None] = field("出生日期", Kind.DATE, sensitive=True)
    also_called: Mapped[str | None] = field("曾用名或小名", width=12)
    relation: Mapped[str | None] = field("与本案关系", width=12)
    representative: Mapped[str | None] = field(
        "法定代表人或负责人", width=14, hint="单位或村民小组由谁代表"
    )
    agent: Mapped[str | None] = field("委托代理人", width=14)
    powers: Mapped[str | None] = field("委托权限", Kind.LONG, width=24, hint="一项一行")
    limited: Mapped[str | None] = field(
        "限制行为能力", Kind.CODE, code="answer", width=8, hint="未成年人按年龄，不用填"
    )
    guardian: Mapped[str | None] = field("法定代理人", width=14)
    witness: Mapped[str | None] = field("代书人或见证人", width=14, hint="不识字的由谁代书、见证")


class MediationMeeting(Record):
    """One mediation talk and how it ended."""

    __tablename__ = "mediation_meeting"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("第几次", Kind.WHOLE, required=True, width=6)
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    starts: Mapped[time | None] = field("起", Kind.TIME, width=8)
    ends: Mapped[time | None] = field("止", Kind.TIME, width=8)
    place: Mapped[str | None] = field("地点", width=16)
    about: Mapped[str | None] = field("事由", width=16)
    present: Mapped[str | None] = field("到场当事人", width=20, hint="不填就是全部当事人")
    guests: Mapped[str | None] = field("参加人", width=16, hint="邀请来协助的人，不含调解员")
    informed: Mapped[str | None] = field("已告知权利义务", Kind.CODE, code="answer", width=8)
    talk: Mapped[str | None] = field("调解记录", Kind.LONG, width=40, sensitive=True)
    result: Mapped[str | None] = field("调解结果", Kind.CODE, code="mediation_result")


class Agreement(Record):
    """The agreement of a case; it is in force on the day the last signature or the seal came."""

    __tablename__ = "agreement"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    number: Mapped[str | None] = field("协议编号", width=24, given=True)
    form: Mapped[str] = field(
        "协议形式", Kind.CODE, code="agreement_form", required=True, default="written"
    )
    facts: Mapped[str | None] = field("主要事实、争议事项", Kind.LONG, width=36, sensitive=True)
    clauses: Mapped[str | None] = field(
        "协议内容", Kind.LONG, width=36, hint="一行一条", sensitive=True
    )
    copies: Mapped[int | None] = field("份数", Kind.WHOLE, width=6)
    amount: Mapped[Decimal | None] = field("协议涉及金额（元）", Kind.DECIMAL, width=12)
    signed_on: Mapped[date | None] = field("签订日期", Kind.DATE)
    parties_signed_on: Mapped[date | None] = field("当事人签名日期", Kind.DATE)
    mediator_signed_on: Mapped[date | None] = field("调解员签名日期", Kind.DATE)
    recorder_signed_on: Mapped[date | None] = field("记录人签名日期", Kind.DATE)
    sealed_on: Mapped[date | None] = field("盖章日期", Kind.DATE)
    effective_on: Mapped[date | None] = field("生效日期", Kind.DATE, given=True)


class Performance(Record):
    """Who does or pays what to whom until when, and whether it was done.

    `part_of` names the instalment group a payment belongs to, `whole` is what the group names as
    its sum.
    """

    __tablename__ = "performance"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    payer: Mapped[str] = field("义务人", required=True, width=12)
    receiver: Mapped[str | None] = field("权利人", width=12)
    item: Mapped[str] = field("履行事项", required=True, width=24)
    amount: Mapped[Decimal | None] = field("金额（元）", Kind.DECIMAL, width=12)
    way: Mapped[str | None] = field("方式", width=12)
    due: Mapped[date | None] = field("期限", Kind.DATE, index=True)
    done_on: Mapped[date | None] = field("履行日期", Kind.DATE)
    proof: Mapped[str | None] = field("凭证", width=14)
    outcome: Mapped[str | None] = field(
        "履行情况", Kind.CODE, code="performance_state", width=10, hint="部分履行或不履行时填"
    )
    paid: Mapped[Decimal | None] = field("已付（元）", Kind.DECIMAL, width=12)
    part_of: Mapped[str | None] = field("分期组", width=10, hint="同一笔款的几期写同一个名")
    whole: Mapped[Decimal | None] = field("分期总额（元）", Kind.DECIMAL, width=12)
