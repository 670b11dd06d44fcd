"""矛盾纠纷台账: the declaration that list, form, workbook and search read."""

from collections.abc import Iterable
from datetime import date

from core.errors import Problem
from core.ledger import Child, Column, Group, Ledger, Values, View
from core.record import Record, fields
from core.records.mediation_case.case import MediationCase
from core.records.mediation_case.course import (
    CaseEvent,
    CoMediator,
    Confirmation,
    FollowUp,
    Prevention,
)
from core.records.mediation_case.inquiry import Evidence, Investigation
from core.records.mediation_case.papers import CasePaper, FileLoan, FindingNote
from core.records.mediation_case.parties import Agreement, MediationMeeting, Party, Performance
from core.rights import Right


def accepted_after_happened(values: Values) -> Iterable[Problem]:
    """A dispute is accepted neither before it happened nor before the application (A03, A04)."""
    accepted = values.get("accepted_on")
    for key, text in (("happened_on", "纠纷发生"), ("applied_on", "申请")):
        earlier = values.get(key)
        if isinstance(accepted, date) and isinstance(earlier, date) and accepted < earlier:
            yield Problem("accepted_on", f"受理日期早于{text}日期，请核对")


def _child(record: type[Record], title: str, search: tuple[Column, ...] = ()) -> Child:
    """A table inside the case with every field people fill in."""
    shown = (getattr(record, one.key) for one in fields(record) if one.key != "case")
    return Child(record, title, tuple(shown), search)


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
                MediationCase.applied_orally,
            ),
        ),
        Group(
            "核对",
            (
                MediationCase.elsewhere,
                MediationCase.civil,
                MediationCase.kin,
                MediationCase.serious,
            ),
        ),
        Group(
            "归档",
            (
                MediationCase.dispute_gov,
                MediationCase.committee,
                MediationCase.closed_on,
                MediationCase.end_note,
                MediationCase.grade,
                MediationCase.grade_reason,
                MediationCase.filed_on,
                MediationCase.filer,
                MediationCase.examiner,
                MediationCase.pages,
                MediationCase.file_note,
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
        ("Z11", "Z12", "Z32", "Z41", "Z42", "Z50", "Z60", "Z61", "Z62", "Z63", "Z70", "Z80", "Z90")
    ),
    needs=Right.MEDIATE,
    views=(
        View(
            "我的",
            mine=(MediationCase.mediator, MediationCase.recorder),
            unless=((MediationCase.state, "Z90"),),
        ),
        View("本周到期", due="week"),
        View("超期", due="late"),
        View(
            "待回访",
            where=(
                *((MediationCase.state, state) for state in ("Z41", "Z42", "Z61", "Z63")),
                (MediationCase.follow_up_waived, None),
            ),
            without=FollowUp,
        ),
        View("待归档", where=((MediationCase.state, "Z80"),)),
    ),
    children=(
        _child(Party, "当事人", (Party.name, Party.phone, Party.id_no)),
        _child(MediationMeeting, "调解记录"),
        _child(Agreement, "调解协议", (Agreement.number,)),
        _child(Performance, "履行事项"),
        _child(CoMediator, "共同调解员"),
        _child(Investigation, "调查记录"),
        _child(Evidence, "证据"),
        _child(CaseEvent, "处理记录"),
        _child(FollowUp, "回访"),
        _child(Confirmation, "司法确认", (Confirmation.court_number,)),
        _child(Prevention, "防止激化"),
        _child(CasePaper, "卷内文书"),
        _child(FileLoan, "借阅登记"),
        _child(FindingNote, "自查说明"),
    ),
)
