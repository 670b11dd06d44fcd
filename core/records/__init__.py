"""Every ledger, in the order of the menu, and every other kind of record."""

from core.errors import Invalid
from core.ledger import Ledger, keep_at_hand
from core.record import Record
from core.records import (
    destruction,
    duty,
    equipment,
    grid,
    grid_change,
    hand_over,
    leave,
    listed_matter,
    mediation_case,
    meeting,
    organisation,
    screening,
    secondment,
    staff,
    task,
    training,
    user,
    visit,
    yearly_fact,
)
from core.records.assessment import Assessment, AssessmentLine, AssessmentRule
from core.records.attachment import Attachment
from core.records.consent import Consent
from core.records.duty import DutySwap
from core.records.numbering import Numbering
from core.records.partner import Partner, StationKey
from core.records.reported_figures import ReportedFigures
from core.records.sent_version import SentLayout, SentVersion
from core.records.setting_value import SettingValue
from core.records.shipment import Shipment
from core.records.stand_in import StandIn
from core.records.subsidy import SubsidyBatch, SubsidyLine

LEDGERS: tuple[Ledger, ...] = (
    visit.LEDGER,
    mediation_case.LEDGER,
    screening.LEDGER,
    task.LEDGER,
    meeting.LEDGER,
    listed_matter.LEDGER,
    duty.LEDGER,
    duty.TURNS,
    duty.LOG,
    duty.HAND_OVER,
    staff.LEDGER,
    secondment.LEDGER,
    leave.LEDGER,
    training.LEDGER,
    equipment.LEDGER,
    grid.LEDGER,
    grid_change.LEDGER,
    organisation.LEDGER,
    yearly_fact.LEDGER,
    hand_over.LEDGER,
    destruction.LEDGER,
    user.LEDGER,
)

for _one in LEDGERS:
    keep_at_hand(_one)

OTHERS: tuple[type[Record], ...] = (
    Assessment,
    AssessmentLine,
    AssessmentRule,
    Attachment,
    Consent,
    DutySwap,
    Numbering,
    Partner,
    ReportedFigures,
    SentLayout,
    SentVersion,
    SettingValue,
    Shipment,
    StandIn,
    StationKey,
    SubsidyBatch,
    SubsidyLine,
)


def ledger(name: str) -> Ledger:
    """The ledger called `name`, by its ASCII name or its Chinese title."""
    for one in LEDGERS:
        if name in (one.name, one.title):
            return one
    known = "、".join(f"{one.name}({one.title})" for one in LEDGERS)
    raise Invalid(f"没有“{name}”这个台账。可用的台账：{known}。")


def ledger_of(table: str) -> Ledger | None:
    """The ledger that keeps records of `table`, its own or its children's; none otherwise."""
    for one in LEDGERS:
        if table == one.name or any(table == child.name for child in one.children):
            return one
    return None
