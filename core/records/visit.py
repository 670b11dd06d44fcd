"""Visits and calls (来访来电): who said what, and what became of it (`domain/grid.md` L01)."""

from collections.abc import Iterable
from datetime import date, time
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import REGISTRAR, Kind, Record, field

NOTE, REGISTERED, HANDED, CLOSED = "note", "registered", "handed", "closed"
ANONYMOUS = "匿名"


class Visit(Record):
    """One batch (批次) of people or one call; only what it is about and its source are needed.

    `heads` are the people of the batch (人次). `jotted` is a quick note as it was typed. The state
    follows from what is filled in, save that a note stays one until it is registered.
    """

    __tablename__ = "visit"
    handlers: ClassVar = ("receiver", "owner", REGISTRAR)

    number: Mapped[str | None] = field(
        "受理编号", width=16, given=True, index=True, aliases=("登记编号", "诉求编号")
    )
    came_on: Mapped[date | None] = field(
        "日期",
        Kind.DATE,
        hint="不填就是现在",
        aliases=(
            "登记时间",
            "登记日期",
            "来访日期",
            "来电日期",
            "来访时间",
            "受理日期",
            "受理时间",
        ),
    )
    came_at: Mapped[time | None] = field("时间", Kind.TIME, width=8)
    source: Mapped[str] = field(
        "来源", Kind.CODE, code="visit_source", required=True, default="visit", width=10
    )
    title: Mapped[str] = field(
        "反映事项",
        required=True,
        width=28,
        aliases=("主题", "诉求主题", "事由", "反映问题", "来访事由", "诉求事项"),
    )
    name: Mapped[str | None] = field(
        "姓名",
        width=10,
        sensitive=True,
        hint="姓名或称呼，如“李女士”",
        aliases=("反映人", "来访人", "来电人", "诉求人", "诉求人姓名", "来访人姓名"),
    )
    anonymous: Mapped[bool] = field(ANONYMOUS, Kind.YES, width=6)
    proxy: Mapped[str | None] = field("代反映人", width=10, sensitive=True, hint="替别人来反映的人")
    heads: Mapped[int | None] = field(
        "人次", Kind.WHOLE, width=6, default=1, aliases=("人数", "共同诉求人数", "来访人数")
    )
    sex: Mapped[str | None] = field("性别", Kind.CODE, code="sex", width=6)
    phone: Mapped[str | None] = field(
        "联系电话", Kind.PHONE, width=14, sensitive=True, aliases=("电话", "联系方式")
    )
    address: Mapped[str | None] = field(
        "住址", width=20, sensitive=True, aliases=("家庭住址", "地址", "住址（到村组）")
    )
    id_no: Mapped[str | None] = field(
        "身份证号", Kind.ID_NO, width=20, sensitive=True, aliases=("身份证号码", "身份证")
    )
    grid: Mapped[UUID | None] = field(
        "所属网格", Kind.LINK, link="grid", width=14, aliases=("村（社区）", "村", "网格")
    )
    kind: Mapped[str | None] = field(
        "诉求类型", Kind.CODE, code="matter_kind", width=14, aliases=("事件类型", "类型", "类别")
    )
    summary: Mapped[str | None] = field(
        "主要诉求",
        Kind.LONG,
        width=36,
        sensitive=True,
        aliases=("诉求内容", "反映内容", "主要内容", "详情"),
    )
    urgency: Mapped[str | None] = field("紧急程度", Kind.CODE, code="urgency", width=8)
    receiver: Mapped[UUID | None] = field(
        "首问责任人", Kind.LINK, link="staff", aliases=("接待人", "接访人", "登记人")
    )
    unit: Mapped[str | None] = field(
        "承办单位", width=14, aliases=("办理单位", "承办部门", "办理部门", "责任单位")
    )
    owner: Mapped[UUID | None] = field("承办人", Kind.LINK, link="staff", aliases=("责任人",))
    due: Mapped[date | None] = field("办理时限", Kind.DATE, aliases=("办理期限",), index=True)
    reply: Mapped[str | None] = field(
        "办理情况", Kind.LONG, width=24, aliases=("办理结果", "处理情况", "处理结果", "答复情况")
    )
    reply_way: Mapped[str | None] = field("答复方式", Kind.CODE, code="reply_way", width=10)
    closed_on: Mapped[date | None] = field(
        "办结日期", Kind.DATE, aliases=("办结时间", "结案时间", "结案日期")
    )
    satisfaction: Mapped[str | None] = field(
        "满意度", Kind.CODE, code="satisfaction", width=8, aliases=("是否满意", "群众评价")
    )
    outside_number: Mapped[str | None] = field(
        "外部编号", width=20, hint="系统名 + 编号，可几个", aliases=("工单编号", "信访件编号")
    )
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16, sensitive=True)
    state: Mapped[str | None] = field(
        "状态",
        Kind.CODE,
        code="visit_state",
        width=8,
        given=True,
        default=REGISTERED,
        index=True,
        aliases=("办理状态",),
    )
    jotted: Mapped[str | None] = field("速记", Kind.LONG, width=28, given=True, sensitive=True)
    task: Mapped[UUID | None] = field("交办事项", Kind.LINK, link="task", given=True)
    registered_by: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    voided_on: Mapped[date | None] = field("作废日期", Kind.DATE, given=True)
    void_reason: Mapped[str | None] = field("作废原因", sensitive=True, given=True)


_OPEN = Visit.closed_on.is_(None)
Index("ix_visit_open", Visit.due, sqlite_where=_OPEN, postgresql_where=_OPEN)
"""Of many thousand visits few are open; the desk reads those by the day they are due."""


def nothing_before_the_visit(values: Values) -> Iterable[Problem]:
    """What was reported is neither due nor settled before it was reported."""
    came = values.get("came_on")
    for key, label in (("due", "办理时限"), ("closed_on", "办结日期")):
        day = values.get(key)
        if isinstance(came, date) and isinstance(day, date) and day < came:
            yield Problem(key, f"{label}早于来访来电日期，请核对")


def somebody_came(values: Values) -> Iterable[Problem]:
    """A batch has at least one head."""
    heads = values.get("heads")
    if isinstance(heads, int) and heads < 1:
        yield Problem("heads", "人次至少是 1")


_PRINTED = (
    Visit.came_on,
    Visit.name,
    Visit.heads,
    Visit.phone,
    Visit.address,
    Visit.title,
    Visit.unit,
    Visit.due,
    Visit.reply,
    Visit.closed_on,
    Visit.satisfaction,
)

LEDGER = Ledger(
    Visit,
    title="来访来电台账",
    columns=(Visit.number, *_PRINTED, Visit.source, Visit.grid, Visit.kind, Visit.state),
    printed=_PRINTED,
    form=(
        Group(
            "来访来电",
            (
                Visit.title,
                Visit.name,
                Visit.phone,
                Visit.heads,
                Visit.source,
                Visit.kind,
                Visit.grid,
                Visit.anonymous,
                Visit.came_on,
                Visit.came_at,
                Visit.summary,
                Visit.jotted,
            ),
        ),
        Group(
            "反映人",
            (Visit.address, Visit.proxy, Visit.sex, Visit.id_no, Visit.outside_number),
        ),
        Group(
            "承办",
            (
                Visit.unit,
                Visit.owner,
                Visit.due,
                Visit.urgency,
                Visit.receiver,
                Visit.reply,
                Visit.reply_way,
                Visit.closed_on,
                Visit.satisfaction,
                Visit.note,
                Visit.void_reason,
            ),
        ),
    ),
    naming=Visit.title,
    search=(
        Visit.number,
        Visit.title,
        Visit.name,
        Visit.phone,
        Visit.outside_number,
        Visit.proxy,
        Visit.unit,
        Visit.address,
        Visit.summary,
        Visit.jotted,
    ),
    rules=(nothing_before_the_visit, somebody_came),
    unit="件",
    detail=(Visit.source, Visit.grid),
    order=Visit.came_on,
    same=(Visit.number, Visit.came_on, Visit.title, Visit.name),
    number=Visit.number,
    state=Visit.state,
    sums=(Visit.heads,),
    due=Visit.due,
    settled=frozenset({CLOSED}),
    again=(
        Visit.source,
        Visit.came_on,
        Visit.grid,
        Visit.kind,
        Visit.unit,
        Visit.owner,
        Visit.due,
        Visit.urgency,
        Visit.receiver,
        Visit.reply_way,
    ),
)
