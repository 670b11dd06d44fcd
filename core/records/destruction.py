"""What was destroyed for good: when, why, on whose word; never whose data it was (C2)."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from core.ledger import Group, Ledger
from core.record import Kind, Record, field
from core.rights import Right


class Destruction(Record):
    """One act of purging; `locked` from birth, for a register is not corrected."""

    __tablename__ = "destruction"

    done_on: Mapped[date] = field("销毁日期", Kind.DATE, required=True)
    kind: Mapped[str] = field("台账", required=True, width=16)
    number: Mapped[str | None] = field("原编号", width=24)
    records: Mapped[int] = field("记录数", Kind.WHOLE, required=True, width=8)
    files: Mapped[int] = field("附件数", Kind.WHOLE, required=True, width=8, default=0)
    reason: Mapped[str] = field("销毁原因", required=True, width=24)
    basis: Mapped[str | None] = field("依据", width=24)
    approved_by: Mapped[str] = field("批准人", required=True, width=12)
    done_by: Mapped[str | None] = field("经办人", width=12)
    locked: Mapped[datetime | None] = field("登记时间", Kind.MOMENT, given=True)


_SHOWN = (
    Destruction.done_on,
    Destruction.kind,
    Destruction.number,
    Destruction.records,
    Destruction.files,
    Destruction.reason,
    Destruction.basis,
    Destruction.approved_by,
    Destruction.done_by,
)

LEDGER = Ledger(
    Destruction,
    title="销毁登记",
    columns=_SHOWN,
    form=(Group("销毁", _SHOWN),),
    naming=Destruction.kind,
    search=(Destruction.kind, Destruction.number, Destruction.reason),
    unit="次",
    detail=(Destruction.number, Destruction.reason),
    order=Destruction.done_on,
    needs=Right.MANAGE,
)
