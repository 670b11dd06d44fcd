"""Every printed form, and the one way any of them is drawn."""

from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.progress import Progress, silent
from reports.case_paper import CasePaper
from reports.documents import (
    acceptance_notice,
    acceptance_register,
    application,
    authorisation,
    back_cover,
    closing_report,
    confirmation,
    contents,
    cover,
    duty_log_sheet,
    duty_swap_record,
    end_notice,
    equipment_receipt,
    evidence,
    extension,
    file_note,
    follow_up,
    grid_change_sheet,
    hand_over_list,
    investigation,
    invitation,
    leave_slip,
    mediation_agreement,
    mediation_record,
    meeting_minutes,
    meeting_summary,
    morning_sheet,
    oral_register,
    paper_only,
    performance_proof,
    receipt,
    recusal,
    refusal_notice,
    review_sheet,
    rights_notice,
    risk_report,
    shift_hand_over_sheet,
    sign_in_sheet,
    suspension,
    task_order,
    transfer,
    visit_sheet,
    withdrawal,
)
from reports.form import Form, Issue
from reports.page import Document

CASE_PAPERS: tuple[Form[CasePaper], ...] = (
    cover.FORM,
    contents.FORM,
    application.FORM,
    acceptance_register.FORM,
    acceptance_notice.FORM,
    rights_notice.FORM,
    authorisation.FORM,
    invitation.FORM,
    investigation.FORM,
    evidence.FORM,
    mediation_record.FORM,
    extension.FORM,
    suspension.FORM,
    recusal.FORM,
    risk_report.FORM,
    transfer.FORM,
    mediation_agreement.FORM,
    oral_register.FORM,
    end_notice.FORM,
    refusal_notice.FORM,
    withdrawal.FORM,
    performance_proof.FORM,
    follow_up.FORM,
    confirmation.FORM,
    paper_only.FORM,
    closing_report.FORM,
    file_note.FORM,
    back_cover.FORM,
)
"""The papers of a mediation file, in its order."""

DOCUMENTS: tuple[Form[Any], ...] = (
    morning_sheet.FORM,
    meeting_minutes.FORM,
    sign_in_sheet.FORM,
    meeting_summary.FORM,
    task_order.FORM,
    *CASE_PAPERS,
    review_sheet.FORM,
    hand_over_list.FORM,
    duty_swap_record.FORM,
    duty_log_sheet.FORM,
    shift_hand_over_sheet.FORM,
    grid_change_sheet.FORM,
    visit_sheet.FORM,
    receipt.FORM,
    leave_slip.FORM,
    equipment_receipt.FORM,
)


def form(name: str) -> Form[Any]:
    """The form called `name`, by its ASCII name or its title."""
    for one in DOCUMENTS:
        if name in (one.name, one.title):
            return one
    known = "、".join(f"{one.name}（{one.title}）" for one in DOCUMENTS)
    raise Invalid(f"没有“{name}”这种文书。可以打印：{known}。")


def write(document: Document, path: Path, progress: Progress = silent) -> int:
    """Draw a document by the file's ending; return its pages (0 where Word decides them)."""
    if path.suffix.lower() == ".pdf":
        from reports import pdf

        return pdf.write(document, path, progress)
    if path.suffix.lower() == ".docx":
        from reports import word

        word.write(document, path, progress)
        return 0
    raise Invalid(f"文书只能存为 .pdf 或 .docx，不能存为“{path.suffix or path.name}”。")


def draw(session: Session, name: str, identity: UUID, path: Path, issue: Issue) -> int:
    """Print one form of one record into a file; return its pages."""
    return write(form(name).document(session, identity, issue), path)
