"""Closing the file: bound, put away, or entered whole as it was found on paper (decisions A1)."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from uuid import UUID

from core import codes
from core.errors import Invalid, Problem
from core.ledger import Values
from core.records.mediation_case import (
    CaseEvent,
    CasePaper,
    FollowUp,
    MediationCase,
    MediationMeeting,
    Performance,
)
from core.rights import Right
from core.services import (
    agreement,
    case_check,
    case_court,
    case_file,
    case_flow,
    lines,
    mediation,
    records,
)
from core.services.agreement import AgreementDraft, Signed
from core.services.lines import Line
from core.services.mediation import CaseDraft, not_later
from core.station import Tx, operation

CLOSED = "Z80"


@dataclass(frozen=True, slots=True)
class Binding:
    """What the cover says when a file is closed; what is empty stays as it is.

    `closed_on` is told only of a file that was found on paper.
    """

    filed_on: date | None = None
    filer: str = ""
    examiner: str = ""
    pages: int | None = None
    retention: str = ""
    box: str = ""
    file_note: str = ""
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A finished file as it lies there: all its days on one page; guards are skipped."""

    draft: CaseDraft
    talks: tuple[Values, ...] = ()
    agreed: AgreementDraft | None = None
    signed: Signed = field(default_factory=Signed)
    end_reason: str = ""
    closed_on: date | None = None
    follow_ups: tuple[Values, ...] = ()
    papers: tuple[Values, ...] = ()
    facts: Values = field(default_factory=dict)


@operation("立卷归档", needs=Right.MEDIATE, final=True)
def archive(tx: Tx, case: UUID, binding: Binding = Binding()) -> None:
    """The file is bound and put away; what is not in order is said before."""
    of = records.get(tx.session, MediationCase, case)
    day = binding.filed_on or of.filed_on or tx.today
    not_later(tx, day, "filed_on", "立卷日期")
    if of.closed_on is not None and day < of.closed_on:
        raise Invalid([Problem("filed_on", "立卷日期早于结案日期，请核对。")])
    _cover(tx, of, replace(binding, filed_on=day))
    case_flow.move(case_file.facts(tx.session, of), "archive")
    _refuse_unready(tx, case)
    tx.on(day)
    mediation.name_act(tx, of)


def _cover(tx: Tx, of: MediationCase, binding: Binding) -> None:
    """Write the cover; every paper lies in the file from that day."""
    for key, told in asdict(binding).items():
        setattr(of, key, told or getattr(of, key))
    for paper in records.children(tx.session, CasePaper, of.id):
        paper.bound_on = paper.bound_on or binding.filed_on


def _refuse_unready(tx: Tx, case: UUID) -> None:
    """What the check calls wrong is mended first; what it warns of wants a note (A7)."""
    tx.session.flush()
    found = case_check.of_case(tx.session, case, tx.today, filing=True)
    barring = case_check.barring(found.findings, found.file)
    if barring:
        raise Invalid(Problem(one.place.key, one.text) for one in barring)


@operation("补录已办结", needs=Right.MEDIATE)
def enter_whole(tx: Tx, paper: PaperFile) -> UUID:
    """Keep a finished paper file as it was found; the check tells afterwards what to look at."""
    _refuse_future(tx, paper)
    identity = mediation.accept(tx, replace(paper.draft, as_found=True))
    of = records.get(tx.session, MediationCase, identity)
    of.entered_whole = True
    for key, value in paper.facts.items():
        setattr(of, key, value)
    _inside(tx, identity, paper)
    if paper.agreed is not None:
        _agreed(tx, of, paper.agreed, paper.signed)
    of.end_reason = paper.end_reason or None
    of.closed_on, of.state = paper.closed_on, CLOSED
    mediation.name_act(tx, of)
    return identity


@operation("按纸质卷宗补录", needs=Right.MEDIATE)
def take_as_found(tx: Tx, case: UUID, state: str, why: str, binding: Binding = Binding()) -> None:
    """What was begun here was finished on paper: the case stands where its paper file stands.

    Guards are skipped as in `enter_whole`; what they would have said is kept with the case.
    """
    of = records.get(tx.session, MediationCase, case)
    case_flow.refuse_laid_aside(of)
    if codes.item("mediation_state", state) is None or state == case_flow.OVERDUE:
        raise Invalid("请选纸质卷宗办到了哪一步。")
    of.state, of.entered_whole, of.suspended_on = state, True, None
    _cover(tx, of, replace(binding, closed_on=of.closed_on or binding.closed_on))
    text = f"按纸质卷宗补录为“{case_flow.state_name(state)}”：{why}"
    mediation.keep_event(tx, case, CaseEvent(happened_on=tx.today, kind="note", text=text))
    mediation.name_act(tx, of)


def _refuse_future(tx: Tx, paper: PaperFile) -> None:
    """Days may contradict each other, but nothing has happened after today."""
    days: dict[str, object] = {"closed_on": paper.closed_on, **paper.facts}
    if paper.agreed is not None:
        days["signed_on"] = paper.agreed.signed_on
        for n, item in enumerate(paper.agreed.items):
            days[f"{Performance.__tablename__}.{n}.done_on"] = item.values.get("done_on")
    days |= {key: getattr(paper.signed, key) for key in ("parties_on", "mediator_on", "sealed_on")}
    for record, key, told in (
        (MediationMeeting, "held_on", paper.talks),
        (FollowUp, "done_on", paper.follow_ups),
    ):
        name = record.__tablename__
        days |= {f"{name}.{n}.{key}": one.get(key) for n, one in enumerate(told)}
    late = [key for key, day in days.items() if isinstance(day, date) and day > tx.today]
    if late:
        raise Invalid(Problem(key, "日期在今天之后，请核对") for key in late)


def _inside(tx: Tx, case: UUID, paper: PaperFile) -> None:
    for record, told in (
        (MediationMeeting, paper.talks),
        (FollowUp, paper.follow_ups),
        (CasePaper, paper.papers),
    ):
        lines.keep(tx, record, case, [Line(one) for one in told])
    if paper.end_reason:
        day, text = paper.closed_on or tx.today, "补录：未达成协议，终止调解"
        mediation.keep_event(tx, case, CaseEvent(happened_on=day, kind="note", text=text))


def _agreed(tx: Tx, of: MediationCase, draft: AgreementDraft, signed: Signed) -> None:
    made = agreement.written(tx, of, draft)
    items = lines.keep(tx, Performance, of.id, draft.items)
    total = agreement.total(tuple(items))
    made.amount = total if draft.amount is None else draft.amount
    common = draft.signed_on
    made.parties_signed_on = signed.parties_on or common
    made.mediator_signed_on = signed.mediator_on or common
    made.sealed_on = signed.sealed_on or common
    made.recorder_signed_on = signed.recorder_on or common
    dates = [made.parties_signed_on, made.mediator_signed_on, made.sealed_on]
    known = [day for day in dates if day is not None]
    made.effective_on = max(known) if len(known) == len(dates) else None
    tx.session.flush()
    case_court.follow(tx, of, made)
