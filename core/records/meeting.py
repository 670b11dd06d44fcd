"""Meetings with their roll-call and agenda (`domain/grid.md` §5, L21, L22)."""

from datetime import date, datetime, time
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.ledger import Child, Group, Ledger
from core.record import Kind, Moment, Record, field


class Meeting(Record):
    """One meeting; `started` froze its agenda, `locked` is the moment it was finalised (定稿)."""

    __tablename__ = "meeting"

    title: Mapped[str] = field("会议名称", required=True, width=20)
    kind: Mapped[str] = field(
        "会议类型", Kind.CODE, code="meeting_kind", required=True, default="daily"
    )
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    starts: Mapped[time | None] = field("开始", Kind.TIME, width=8)
    ends: Mapped[time | None] = field("散会", Kind.TIME, width=8)
    place: Mapped[str | None] = field("地点", width=12)
    chair: Mapped[UUID | None] = field("主持人", Kind.LINK, link="staff")
    recorder: Mapped[UUID | None] = field("记录人", Kind.LINK, link="staff")
    guests: Mapped[str | None] = field("列席", width=16)
    review: Mapped[str | None] = field("昨日回顾", Kind.LONG, width=24)
    talk: Mapped[str | None] = field("讨论发言", Kind.LONG, width=24)
    resolved: Mapped[str | None] = field("议定事项", Kind.LONG, width=24)
    study: Mapped[str | None] = field("学习内容", Kind.LONG, width=20)
    serial: Mapped[int | None] = field("纪要期号", Kind.WHOLE, width=8, given=True)
    signed_on: Mapped[date | None] = field("签字稿收回日期", Kind.DATE, given=True)
    state: Mapped[str | None] = field(
        "状态", Kind.CODE, code="meeting_state", width=8, given=True, default="open"
    )
    started: Mapped[datetime | None] = mapped_column(Moment, default=None)
    locked: Mapped[datetime | None] = mapped_column(Moment, default=None)


class MeetingRevision(Record):
    """One change of minutes whose signed copy was back: when, why, and what it said before."""

    __tablename__ = "meeting_revision"

    meeting: Mapped[UUID] = field("会议", Kind.LINK, link="meeting", required=True, parent=True)
    revised_on: Mapped[date] = field("修订日期", Kind.DATE, required=True)
    reason: Mapped[str] = field("修订原因", required=True, width=20)
    before: Mapped[str | None] = field("原文", Kind.LONG, width=28)
    after: Mapped[str | None] = field("改为", Kind.LONG, width=28)


class Attendance(Record):
    """One person expected at a meeting, and how that turned out; a `guest` is no staff.

    Who was taken off the roll lies in the bin with the reason, `removed`.
    """

    __tablename__ = "attendance"
    stands_on: ClassVar[tuple[str, ...]] = ("staff",)

    meeting: Mapped[UUID] = field("会议", Kind.LINK, link="meeting", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    staff: Mapped[UUID | None] = field("姓名", Kind.LINK, link="staff")
    guest: Mapped[str | None] = field("来宾", width=10)
    unit: Mapped[str | None] = field("来宾单位、职务", width=16)
    state: Mapped[str] = field(
        "出勤", Kind.CODE, code="attendance_state", required=True, default="present"
    )
    reason: Mapped[str | None] = field("原因", width=16)
    at: Mapped[time | None] = field("签到时间", Kind.TIME, width=8)
    substitute: Mapped[UUID | None] = field("代会人", Kind.LINK, link="staff")
    excused: Mapped[bool] = field("会前准假", Kind.YES, given=True)
    removed: Mapped[str | None] = field("移出原因", width=16, given=True)


class AgendaItem(Record):
    """One line of the agenda; `source_table` and `source_id` lead back to what it came from."""

    __tablename__ = "agenda_item"
    refers: ClassVar[str] = "source_id"

    meeting: Mapped[UUID] = field("会议", Kind.LINK, link="meeting", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    section: Mapped[str] = field("栏目", required=True, width=14)
    text: Mapped[str] = field("内容", Kind.LONG, required=True, width=40)
    outcome: Mapped[str | None] = field("会上情况", Kind.LONG, width=30)
    source_table: Mapped[str | None] = field("来源台账", given=True)
    source_id: Mapped[UUID | None] = mapped_column(Uuid, default=None)


LEDGER = Ledger(
    Meeting,
    title="会议记录",
    columns=(
        Meeting.held_on,
        Meeting.title,
        Meeting.kind,
        Meeting.place,
        Meeting.chair,
        Meeting.recorder,
        Meeting.state,
    ),
    form=(
        Group(
            "会议",
            (
                Meeting.title,
                Meeting.kind,
                Meeting.held_on,
                Meeting.starts,
                Meeting.ends,
                Meeting.place,
            ),
        ),
        Group(
            "记录",
            (
                Meeting.chair,
                Meeting.recorder,
                Meeting.guests,
                Meeting.review,
                Meeting.talk,
                Meeting.resolved,
                Meeting.study,
            ),
        ),
    ),
    naming=Meeting.title,
    search=(Meeting.title, Meeting.talk, Meeting.resolved),
    unit="次",
    detail=(Meeting.kind, Meeting.chair),
    order=Meeting.held_on,
    same=(Meeting.title, Meeting.held_on),
    state=Meeting.state,
    told=(Meeting.title,),
    children=(
        Child(
            Attendance,
            "签到",
            (
                Attendance.position,
                Attendance.staff,
                Attendance.guest,
                Attendance.unit,
                Attendance.state,
                Attendance.reason,
                Attendance.substitute,
            ),
        ),
        Child(
            AgendaItem,
            "议程",
            (AgendaItem.position, AgendaItem.section, AgendaItem.text, AgendaItem.outcome),
            (AgendaItem.text,),
        ),
        Child(
            MeetingRevision,
            "修订",
            (
                MeetingRevision.revised_on,
                MeetingRevision.reason,
                MeetingRevision.before,
                MeetingRevision.after,
            ),
        ),
    ),
)
