"""Mediation cases: parties, meetings, agreement, performance (`domain/mediation.md` §1–§4)."""

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import Problem
from core.ledger import Child, Group, Ledger, Values
from core.record import REGISTRAR, Kind, Record, field
from core.rights import Right

RESTRICTED = "L3"


class MediationCase(Record):
    """One dispute, from acceptance to agreement; only title and source are needed to register."""

    __tablename__ = "mediation_case"
    __table_args__ = (
        Index(None, "closed_on", "accepted_on", "due", "retention", "binned", "voided_on"),
    )
    handlers: ClassVar = ("mediator", "recorder", REGISTRAR)
    secret: ClassVar = ("privacy", RESTRICTED)

    number: Mapped[str | None] = field("卷号", width=24, given=True, index=True)
    title: Mapped[str] = field("卷名", required=True, width=30, aliases=("主题", "纠纷名称"))
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
    place: Mapped[str | None] = field("发生地点", width=20)
    grid: Mapped[UUID | None] = field(
        "所属网格", Kind.LINK, link="grid", width=14, aliases=("村（社区）",)
    )
    summary: Mapped[str | None] = field(
        "纠纷简要情况", Kind.LONG, width=36, sensitive=True, aliases=("简要情况", "主要问题")
    )
    request: Mapped[str | None] = field("申请事项", Kind.LONG, width=24, hint="一行一项")
    people: Mapped[int | None] = field("涉及人数", Kind.WHOLE, width=8)
    amount: Mapped[Decimal | None] = field("涉及金额（元）", Kind.DECIMAL, width=12)
    risk: Mapped[str | None] = field("风险等级", Kind.CODE, code="risk_level", width=10)
    consent: Mapped[str | None] = field("口头同意", width=20, hint="如“3月5日电话同意”")
    mediator: Mapped[UUID | None] = field("调解员", Kind.LINK, link="staff")
    recorder: Mapped[UUID | None] = field("记录人", Kind.LINK, link="staff")
    committee: Mapped[UUID | None] = field("调委会", Kind.LINK, link="organisation", width=20)
    state: Mapped[str | None] = field(
        "状态", Kind.CODE, code="mediation_state", given=True, default="Z10", index=True
    )
    due: Mapped[date | None] = field("调解期限", Kind.DATE, given=True, index=True)
    closed_on: Mapped[date | None] = field("办结日期", Kind.DATE)
    end_reason: Mapped[str | None] = field(
        "终止原因", Kind.CODE, code="end_reason", width=14, given=True
    )
    end_note: Mapped[str | None] = field("终止说明", Kind.LONG, width=24, sensitive=True)
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
    void_reason: Mapped[str | None] = field("作废原因", given=True)


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
    representative: Mapped[str | None] = field("代理人或负责人", width=14)


class MediationMeeting(Record):
    """One mediation talk and how it ended."""

    __tablename__ = "mediation_meeting"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("第几次", Kind.WHOLE, required=True, width=6)
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    starts: Mapped[time | None] = field("起", Kind.TIME, width=8)
    ends: Mapped[time | None] = field("止", Kind.TIME, width=8)
    place: Mapped[str | None] = field("地点", width=16)
    guests: Mapped[str | None] = field("参加人", width=16)
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
    sealed_on: Mapped[date | None] = field("盖章日期", Kind.DATE)
    effective_on: Mapped[date | None] = field("生效日期", Kind.DATE, given=True)


class Performance(Record):
    """Who does or pays what to whom until when, and whether it was done."""

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


def accepted_after_happened(values: Values) -> Iterable[Problem]:
    """A dispute is accepted neither before it happened nor before the application (A03, A04)."""
    accepted = values.get("accepted_on")
    for key, text in (("happened_on", "纠纷发生"), ("applied_on", "申请")):
        earlier = values.get(key)
        if isinstance(accepted, date) and isinstance(earlier, date) and accepted < earlier:
            yield Problem("accepted_on", f"受理日期早于{text}日期，请核对")


LEDGER = Ledger(
    MediationCase,
    title="矛盾纠纷台账",
    columns=(
        MediationCase.number,
        MediationCase.title,
        MediationCase.dispute,
        MediationCase.grid,
        MediationCase.state,
        MediationCase.due,
        MediationCase.accepted_on,
        MediationCase.mediator,
        MediationCase.people,
        MediationCase.amount,
    ),
    form=(
        Group(
            "纠纷",
            (
                MediationCase.title,
                MediationCase.source,
                MediationCase.dispute,
                MediationCase.grid,
                MediationCase.happened_on,
                MediationCase.place,
                MediationCase.summary,
                MediationCase.request,
            ),
        ),
        Group(
            "受理",
            (
                MediationCase.applied_on,
                MediationCase.accepted_on,
                MediationCase.mediator,
                MediationCase.recorder,
                MediationCase.people,
                MediationCase.amount,
                MediationCase.risk,
                MediationCase.consent,
            ),
        ),
        Group(
            "归档",
            (
                MediationCase.dispute_gov,
                MediationCase.committee,
                MediationCase.closed_on,
                MediationCase.end_note,
                MediationCase.box,
                MediationCase.privacy,
                MediationCase.retention,
                MediationCase.outside_number,
            ),
        ),
    ),
    naming=MediationCase.title,
    search=(
        MediationCase.number,
        MediationCase.title,
        MediationCase.outside_number,
        MediationCase.place,
        MediationCase.summary,
    ),
    rules=(accepted_after_happened,),
    again=(
        MediationCase.source,
        MediationCase.dispute,
        MediationCase.grid,
        MediationCase.applied_on,
        MediationCase.accepted_on,
        MediationCase.mediator,
        MediationCase.recorder,
        MediationCase.committee,
        MediationCase.risk,
    ),
    unit="件",
    detail=(MediationCase.dispute, MediationCase.grid),
    order=MediationCase.accepted_on,
    same=(MediationCase.number, MediationCase.outside_number),
    number=MediationCase.number,
    state=MediationCase.state,
    sums=(MediationCase.people, MediationCase.amount),
    due=MediationCase.due,
    settled=frozenset(
        ("Z11", "Z12", "Z41", "Z42", "Z50", "Z60", "Z61", "Z62", "Z63", "Z70", "Z80", "Z90")
    ),
    needs=Right.MEDIATE,
    children=(
        Child(
            Party,
            "当事人",
            (
                Party.side,
                Party.kind,
                Party.name,
                Party.sex,
                Party.nationality,
                Party.age,
                Party.occupation,
                Party.phone,
                Party.address,
                Party.id_no,
                Party.representative,
            ),
            (Party.name, Party.phone, Party.id_no),
        ),
        Child(
            MediationMeeting,
            "调解记录",
            (
                MediationMeeting.position,
                MediationMeeting.held_on,
                MediationMeeting.place,
                MediationMeeting.result,
                MediationMeeting.talk,
            ),
        ),
        Child(
            Agreement,
            "调解协议",
            (
                Agreement.number,
                Agreement.form,
                Agreement.facts,
                Agreement.clauses,
                Agreement.copies,
                Agreement.signed_on,
                Agreement.effective_on,
            ),
            (Agreement.number,),
        ),
        Child(
            Performance,
            "履行事项",
            (
                Performance.payer,
                Performance.receiver,
                Performance.item,
                Performance.amount,
                Performance.way,
                Performance.due,
                Performance.done_on,
            ),
        ),
    ),
)
