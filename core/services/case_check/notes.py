"""What a mediator says to a warning that stands: written down once, kept in the file."""

from uuid import UUID

from core.errors import Invalid
from core.records.mediation_case import FindingNote, MediationCase
from core.rights import Right
from core.services import records
from core.services.case_check.book import printed
from core.station import Tx, operation


@operation("说明自查提示", needs=Right.MEDIATE)
def explain(tx: Tx, case: UUID, rule: str, note: str) -> None:
    """Keep the note about one rule of a case; an empty one takes it back."""
    of = records.get(tx.session, MediationCase, case)
    if rule not in printed():
        raise Invalid(f"没有“{rule}”这条自查规则，请核对编号。")
    kept = records.children(tx.session, FindingNote, case)
    found = next((one for one in kept if one.rule == rule), None)
    if found is None:
        if not note.strip():
            raise Invalid("请写明情况，再保存。")
        found = FindingNote(case=case, position=len(kept) + 1, rule=rule, note="")
        tx.add(found)
    found.note, found.by = note.strip(), tx.actor.name
    tx.detail = f"：{of.number or '未编号'} {printed()[rule].name}"
