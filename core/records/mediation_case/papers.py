"""The papers of a case as things: printed, signed, scanned, bound, lent (decisions A2, §1.1)."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.record import Kind, Record, field


class CasePaper(Record):
    """One paper of the file and how far it has come.

    `subject` is the party, talk, inquiry, follow-up or promise it is about; none for the case
    itself. It is signed when `signed_on` is known and `unsigned` names nobody; `scan` is the
    attachment that shows it.
    """

    __tablename__ = "case_paper"

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    kind: Mapped[str] = field("文书", Kind.CODE, code="paper_kind", required=True, width=18)
    subject: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    title: Mapped[str | None] = field("件名", width=24)
    dated: Mapped[date | None] = field("文书日期", Kind.DATE)
    printed_on: Mapped[date | None] = field("打印日期", Kind.DATE, index=True)
    signed_on: Mapped[date | None] = field("签名日期", Kind.DATE)
    unsigned: Mapped[str | None] = field("还没签的人", width=20)
    sealed_on: Mapped[date | None] = field("盖章日期", Kind.DATE)
    copy: Mapped[str | None] = field("原件或复印件", Kind.CODE, code="paper_copy", width=10)
    pages: Mapped[int | None] = field("页数", Kind.WHOLE, width=6)
    only_paper: Mapped[bool] = field("只有纸质", Kind.YES, width=8)
    scan: Mapped[UUID | None] = mapped_column(Uuid, default=None)
    bound_on: Mapped[date | None] = field("装订日期", Kind.DATE)


class FileLoan(Record):
    """The paper file lent to somebody (借阅登记); not sent up."""

    __tablename__ = "file_loan"
    uploaded: ClassVar[bool] = False

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    lent_on: Mapped[date] = field("借出日期", Kind.DATE, required=True)
    borrower: Mapped[str] = field("借阅人", required=True, width=12)
    unit: Mapped[str | None] = field("单位", width=16)
    purpose: Mapped[str | None] = field("用途", width=16)
    approver: Mapped[str | None] = field("批准人", width=10)
    due: Mapped[date | None] = field("应还日期", Kind.DATE)
    returned_on: Mapped[date | None] = field("归还日期", Kind.DATE)


class FindingNote(Record):
    """Why a file is closed although a rule of its check warns: one note a rule; not sent up."""

    __tablename__ = "finding_note"
    uploaded: ClassVar[bool] = False

    case: Mapped[UUID] = field("案件", Kind.LINK, link="mediation_case", required=True, parent=True)
    position: Mapped[int] = field("序号", Kind.WHOLE, required=True, width=6)
    rule: Mapped[str] = field("自查项", required=True, width=8)
    note: Mapped[str] = field("说明", Kind.LONG, required=True, width=30)
    by: Mapped[str | None] = field("说明人", width=10, given=True)
