"""Duty (值班): who is on, swaps, what happened, what was handed over (grid.md §6.3, L18–L20)."""

from collections.abc import Iterable
from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field

_WHOLE = "whole"


def meet(first: str, second: str) -> bool:
    """Whether the hours of two kinds of shift are the same, or lie in one another."""
    return first == second or _WHOLE in (first, second)


class DutyShift(Record):
    """One person on one shift of one day; `replaces` is who was to be on before a swap or leave."""

    __tablename__ = "duty_shift"

    day: Mapped[date] = field("日期", Kind.DATE, required=True, index=True, aliases=("值班日期",))
    shift: Mapped[str] = field(
        "班次", Kind.CODE, code="shift_kind", required=True, default="whole", width=8
    )
    role: Mapped[str] = field(
        "值班岗位", Kind.CODE, code="duty_role", required=True, default="member", width=10
    )
    staff: Mapped[UUID] = field(
        "姓名", Kind.LINK, link="staff", required=True, aliases=("值班人员", "值班人")
    )
    replaces: Mapped[UUID | None] = field(
        "替班（原值班人）", Kind.LINK, link="staff", aliases=("替班",)
    )
    note: Mapped[str | None] = field("备注", width=16)


class DutyPerson(Record):
    """Who may be put on duty: in which role, and whether on holidays; the order is the turn."""

    __tablename__ = "duty_person"

    staff: Mapped[UUID] = field("姓名", Kind.LINK, link="staff", required=True)
    role: Mapped[str] = field(
        "值班岗位", Kind.CODE, code="duty_role", required=True, default="member"
    )
    position: Mapped[int] = field("轮值顺序", Kind.WHOLE, required=True, width=8)
    holidays: Mapped[bool] = field("排节假日", Kind.YES, default=True)
    pair: Mapped[UUID | None] = field(
        "B角", Kind.LINK, link="staff", hint="轮到时本人不在，由B角顶班"
    )


class DutySwap(Record):
    """`asker` gives `given` away and takes `taken` (or nothing) of `other`, once all agree."""

    __tablename__ = "duty_swap"

    asker: Mapped[UUID] = field("申请人", Kind.LINK, link="staff", required=True)
    other: Mapped[UUID] = field("接班人", Kind.LINK, link="staff", required=True)
    given: Mapped[UUID] = field("换出的班", Kind.LINK, link="duty_shift", required=True)
    taken: Mapped[UUID | None] = field("换入的班", Kind.LINK, link="duty_shift")
    asked_on: Mapped[date] = field("申请日期", Kind.DATE, required=True)
    reason: Mapped[str | None] = field("事由", width=16)
    state: Mapped[str] = field("状态", Kind.CODE, code="swap_state", required=True, default="asked")
    agreed_on: Mapped[date | None] = field("对方同意日期", Kind.DATE)
    agreed_how: Mapped[str | None] = field("同意方式", Kind.CODE, code="consent_way")
    approved_by: Mapped[UUID | None] = field("批准人", Kind.LINK, link="staff")
    approved_on: Mapped[date | None] = field("批准日期", Kind.DATE)


class DutyLog(Record):
    """One matter of a shift; a `quiet` one is the zero record of a quiet shift."""

    __tablename__ = "duty_log"

    day: Mapped[date] = field("日期", Kind.DATE, required=True, index=True)
    shift: Mapped[str] = field(
        "班次", Kind.CODE, code="shift_kind", required=True, default="whole", width=8
    )
    at: Mapped[time | None] = field(
        "时间", Kind.TIME, width=8, aliases=("来电/来访时间", "来电时间")
    )
    unit: Mapped[str | None] = field("来电单位", width=14)
    caller: Mapped[str | None] = field("来电人", sensitive=True)
    phone: Mapped[str | None] = field("电话", Kind.PHONE, width=14, sensitive=True)
    content: Mapped[str | None] = field("事项内容", Kind.LONG, width=28, sensitive=True)
    proposal: Mapped[str | None] = field("拟办意见", Kind.LONG, width=16, sensitive=True)
    instruction: Mapped[str | None] = field("领导批示", Kind.LONG, width=16, sensitive=True)
    handling: Mapped[str | None] = field("处理情况", Kind.LONG, width=20, sensitive=True)
    done_on: Mapped[date | None] = field("完成日期", Kind.DATE)
    visit: Mapped[UUID | None] = field(
        "转来访来电", Kind.LINK, link="visit", sensitive=True, given=True
    )
    keeper: Mapped[UUID | None] = field("值班人", Kind.LINK, link="staff")
    quiet: Mapped[bool] = field("无事项零记录", Kind.YES, aliases=("无事项（零记录）",))


class ShiftHandOver(Record):
    """What one shift left to the next (交接班)."""

    __tablename__ = "shift_hand_over"

    day: Mapped[date] = field("交班日期", Kind.DATE, required=True, index=True)
    at: Mapped[time | None] = field("交接时间", Kind.TIME, width=8)
    giver: Mapped[UUID] = field("交班人", Kind.LINK, link="staff", required=True)
    taker: Mapped[UUID] = field("接班人", Kind.LINK, link="staff", required=True)
    unfinished: Mapped[str | None] = field("未办完事项", Kind.LONG, width=24, sensitive=True)
    remember: Mapped[str | None] = field("重点提醒", Kind.LONG, width=24, sensitive=True)
    equipment: Mapped[str | None] = field("设备物品完好", Kind.CODE, code="answer", width=8)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


def quiet_or_told(values: Values) -> Iterable[Problem]:
    """A shift is either quiet or something happened."""
    if values.get("quiet") and values.get("content"):
        yield Problem("quiet", "写了事项就不是零记录，请去掉一项")
    if not values.get("quiet") and not values.get("content"):
        yield Problem("content", "请写明事项，没有事项请勾选“无事项零记录”")


def two_people(values: Values) -> Iterable[Problem]:
    """Nobody hands over to himself."""
    if values.get("giver") is not None and values.get("giver") == values.get("taker"):
        yield Problem("taker", "接班人和交班人是同一个人，请核对")


def two_hands(values: Values) -> Iterable[Problem]:
    """Nobody is his own B角."""
    if values.get("staff") is not None and values.get("staff") == values.get("pair"):
        yield Problem("pair", "B角不能是本人，请另选一位")


LEDGER = Ledger(
    DutyShift,
    title="排班值班表",
    columns=(
        DutyShift.day,
        DutyShift.shift,
        DutyShift.role,
        DutyShift.staff,
        DutyShift.replaces,
        DutyShift.note,
    ),
    form=(
        Group("值班", (DutyShift.day, DutyShift.shift, DutyShift.role, DutyShift.staff)),
        Group("替班", (DutyShift.replaces, DutyShift.note)),
    ),
    naming=DutyShift.day,
    search=(DutyShift.note,),
    unit="班",
    detail=(DutyShift.shift, DutyShift.role),
    order=DutyShift.day,
    same=(DutyShift.day, DutyShift.shift, DutyShift.staff),
    again=(DutyShift.shift, DutyShift.role),
)

TURNS = Ledger(
    DutyPerson,
    title="值班人员名单",
    columns=(
        DutyPerson.position,
        DutyPerson.staff,
        DutyPerson.role,
        DutyPerson.holidays,
        DutyPerson.pair,
    ),
    form=(
        Group(
            "轮值",
            (
                DutyPerson.position,
                DutyPerson.staff,
                DutyPerson.role,
                DutyPerson.holidays,
                DutyPerson.pair,
            ),
        ),
    ),
    naming=DutyPerson.position,
    rules=(two_hands,),
    unit="人",
    detail=(DutyPerson.role, DutyPerson.staff),
    same=(DutyPerson.staff, DutyPerson.role),
    again=(DutyPerson.role,),
)

LOG = Ledger(
    DutyLog,
    title="值班记录",
    columns=(
        DutyLog.day,
        DutyLog.shift,
        DutyLog.at,
        DutyLog.unit,
        DutyLog.caller,
        DutyLog.phone,
        DutyLog.content,
        DutyLog.handling,
        DutyLog.keeper,
        DutyLog.quiet,
    ),
    form=(
        Group("值班", (DutyLog.day, DutyLog.shift, DutyLog.keeper, DutyLog.quiet)),
        Group("事项", (DutyLog.at, DutyLog.unit, DutyLog.caller, DutyLog.phone, DutyLog.content)),
        Group("处理", (DutyLog.proposal, DutyLog.instruction, DutyLog.handling, DutyLog.done_on)),
    ),
    naming=DutyLog.content,
    search=(DutyLog.content, DutyLog.unit, DutyLog.caller, DutyLog.phone, DutyLog.handling),
    rules=(quiet_or_told,),
    unit="条",
    detail=(DutyLog.shift, DutyLog.keeper),
    order=DutyLog.day,
    same=(DutyLog.day, DutyLog.at, DutyLog.content),
    again=(DutyLog.day, DutyLog.shift, DutyLog.keeper),
)

HAND_OVER = Ledger(
    ShiftHandOver,
    title="交接班记录",
    columns=(
        ShiftHandOver.day,
        ShiftHandOver.at,
        ShiftHandOver.giver,
        ShiftHandOver.taker,
        ShiftHandOver.unfinished,
        ShiftHandOver.remember,
        ShiftHandOver.equipment,
        ShiftHandOver.note,
    ),
    form=(
        Group(
            "交接", (ShiftHandOver.day, ShiftHandOver.at, ShiftHandOver.giver, ShiftHandOver.taker)
        ),
        Group(
            "情况",
            (
                ShiftHandOver.unfinished,
                ShiftHandOver.remember,
                ShiftHandOver.equipment,
                ShiftHandOver.note,
            ),
        ),
    ),
    naming=ShiftHandOver.day,
    search=(ShiftHandOver.unfinished, ShiftHandOver.remember),
    rules=(two_people,),
    unit="次",
    detail=(ShiftHandOver.giver, ShiftHandOver.taker),
    order=ShiftHandOver.day,
    same=(ShiftHandOver.day, ShiftHandOver.at),
    again=(ShiftHandOver.at, ShiftHandOver.equipment),
)
