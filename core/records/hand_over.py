"""Handing one person's work to another (工作交接): what, to whom, who watched (`users.md` §1.2)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.ledger import Child, Group, Ledger
from core.record import Kind, Record, field
from core.rights import Right


class HandOver(Record):
    """One hand-over; `locked` once it is carried out."""

    __tablename__ = "hand_over"

    day: Mapped[date] = field("交接日期", Kind.DATE, required=True)
    giver: Mapped[str] = field("移交人", required=True, width=12)
    taker: Mapped[str] = field("接交人", required=True, width=12)
    witness: Mapped[str | None] = field("监交人", width=12)
    reason: Mapped[str | None] = field("交接原因", width=20)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=24)
    locked: Mapped[datetime | None] = field("登记时间", Kind.MOMENT, given=True)


class HandOverLine(Record):
    """One thing handed over: a record of the station, or something typed such as a key."""

    __tablename__ = "hand_over_line"

    hand_over: Mapped[UUID] = field("交接", Kind.LINK, link="hand_over", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    kind: Mapped[str] = field("类别", required=True, width=14)
    item: Mapped[str] = field("移交内容", required=True, width=30)
    due: Mapped[date | None] = field("办理时限", Kind.DATE)
    note: Mapped[str | None] = field("办理情况", width=20)


_SHOWN = (
    HandOver.day,
    HandOver.giver,
    HandOver.taker,
    HandOver.witness,
    HandOver.reason,
    HandOver.note,
)

LEDGER = Ledger(
    HandOver,
    title="工作交接",
    columns=_SHOWN,
    form=(Group("交接", _SHOWN),),
    naming=HandOver.giver,
    search=(HandOver.giver, HandOver.taker, HandOver.reason),
    unit="次",
    detail=(HandOver.taker, HandOver.reason),
    order=HandOver.day,
    children=(
        Child(
            HandOverLine,
            "移交内容",
            (HandOverLine.kind, HandOverLine.item, HandOverLine.due, HandOverLine.note),
            (HandOverLine.item,),
        ),
    ),
    needs=Right.MANAGE,
)
