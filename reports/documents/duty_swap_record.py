"""替班记录: who was to be on duty, who is instead, why, who agreed; for three hands to sign."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes
from core.records.duty import DutyShift, DutySwap
from core.records.leave import Leave
from core.services import absence, founding, records
from core.services.duty_swap import APPROVED
from reports import meeting_paper, wording
from reports.form import Form, Issue, sheet_of
from reports.page import Block, Document, Paragraph, Signatures, Title
from reports.wording import UNDATED, blank, dated

_NAME = "duty_swap_record"


@dataclass(frozen=True, slots=True)
class SwapPaper:
    """One shift that changed hands, as its paper sees it."""

    station: str
    shift: DutyShift
    swap: DutySwap | None
    other_day: DutyShift | None
    leave: Leave | None
    names: dict[UUID, str]
    issue: Issue

    def called(self, staff: UUID | None) -> str:
        """The name of a member of staff, or a line to write on."""
        return blank(self.names.get(staff, "") if staff else "")


def gather(session: Session, identity: UUID, issue: Issue) -> SwapPaper:
    """Read the shift, and the swap or leave by which it changed hands."""
    shift = records.get(session, DutyShift, identity)
    swap = _swap(session, shift)
    other = swap.taken if swap is not None and swap.other == shift.staff else None
    leave = None
    if swap is None and shift.replaces is not None:
        granted = absence.granted(session, shift.day, shift.day)
        leave = next((one for one in granted if one.staff == shift.replaces), None)
    people = {shift.staff, shift.replaces, swap.approved_by if swap else None}
    return SwapPaper(
        founding.own(session).name,
        shift,
        swap,
        session.get(DutyShift, other) if other else None,
        leave,
        records.titles(session, "staff", [one for one in people if one]),
        issue,
    )


def compose(paper: SwapPaper) -> Document:
    """One sentence for what changed, one for each who agreed, then the signatures."""
    words = wording.load(_NAME)
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), paper.station),
        *(Paragraph(text) for text in _sentences(paper)),
        Signatures(words.lines("签名"), date=UNDATED, columns=3),
    )
    return sheet_of(paper.shift.day, words.text("标题"), blocks, paper.issue)


def _sentences(paper: SwapPaper) -> list[str]:
    words, shift, swap = wording.load(_NAME), paper.shift, paper.swap
    hands = {"原值班人": paper.called(shift.replaces), "替班人": paper.called(shift.staff)}
    told = [
        words.text(
            "正文",
            日期=dated(shift.day),
            星期=meeting_paper.weekday(shift.day),
            班次=codes.name_of("shift_kind", shift.shift),
            岗位=codes.name_of("duty_role", shift.role),
            事由=_reason(paper),
            **hands,
        )
    ]
    if paper.other_day is not None:
        told.append(words.text("换入", 换入日期=dated(paper.other_day.day), **hands))
    if swap is not None:
        how = codes.name_of("consent_way", swap.agreed_how) if swap.agreed_how else ""
        agreed = {"同意日期": dated(swap.agreed_on), "同意方式": blank(how)}
        told.append(words.text("同意", 替班人=paper.called(swap.other), **agreed))
        approved = {"批准人": paper.called(swap.approved_by), "批准日期": dated(swap.approved_on)}
        told.append(words.text("批准", **approved))
    return told


def _reason(paper: SwapPaper) -> str:
    if paper.leave is not None:
        kind = codes.name_of("leave_kind", paper.leave.kind)
        return wording.load(_NAME).text("假", 假别=kind)
    return blank(paper.swap.reason if paper.swap else "")


def _swap(session: Session, shift: DutyShift) -> DutySwap | None:
    """The approved swap that gave the shift to who has it."""
    lines = select(DutyShift.id).where(DutyShift.day == shift.day)
    query = select(DutySwap).where(
        DutySwap.state == APPROVED,
        DutySwap.binned.is_(None),
        or_(DutySwap.given.in_(lines), DutySwap.taken.in_(lines)),
    )
    for one in session.scalars(query.order_by(DutySwap.id.desc())):
        if {one.asker, one.other} == {shift.staff, shift.replaces}:
            return one
    return None


FORM = Form(_NAME, "替班记录", "duty_shift", gather, compose)
"""The shift that changed hands is what it is printed of."""
