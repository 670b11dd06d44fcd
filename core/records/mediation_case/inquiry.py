"""How the facts were found: investigations and evidence (`domain/mediation.md` §1.7, §1.1)."""

from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.record import Kind, Record, field


class Investigation(Record):
    """One inquiry: who was asked by whom, and what was said."""

    __tablename__ = "investigation"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("第几次", Kind.WHOLE, required=True, width=6)
    held_on: Mapped[date] = field("日期", Kind.DATE, required=True)
    starts: Mapped[time | None] = field("起", Kind.TIME, width=8)
    ends: Mapped[time | None] = field("止", Kind.TIME, width=8)
    place: Mapped[str | None] = field("地点", width=16)
    asked: Mapped[str | None] = field("被调查人", width=12)
    relation: Mapped[str | None] = field("与本案关系", width=12)
    phone: Mapped[str | None] = field("联系方式", Kind.PHONE, width=14, sensitive=True)
    present: Mapped[str | None] = field("参加人", width=16)
    askers: Mapped[str | None] = field("调查人", width=14)
    recorder: Mapped[str | None] = field("记录人", width=10)
    talk: Mapped[str | None] = field("调查记录", Kind.LONG, width=40, sensitive=True)


class Evidence(Record):
    """One piece of evidence as the list of evidence names it."""

    __tablename__ = "evidence"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    name: Mapped[str] = field("证据名称", required=True, width=24)
    kind: Mapped[str | None] = field("证据种类", Kind.CODE, code="evidence_kind", width=12)
    giver: Mapped[str | None] = field("提供人", width=12)
    copy: Mapped[str | None] = field("原件或复印件", Kind.CODE, code="paper_copy", width=10)
    pages: Mapped[int | None] = field("页数", Kind.WHOLE, width=6)
    proves: Mapped[str | None] = field("证明什么", width=24)
