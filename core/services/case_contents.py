"""What lies in a file beside talks and agreement: evidence, inquiries, papers, mediators, loans."""

from collections.abc import Sequence
from uuid import UUID

from core.errors import Invalid
from core.ledger import Values
from core.record import Record
from core.records.mediation_case import (
    CasePaper,
    CoMediator,
    Evidence,
    FileLoan,
    Investigation,
    MediationCase,
    Prevention,
)
from core.rights import Right
from core.services import case_flow, lines, records
from core.services.lines import Line
from core.services.mediation import name_act
from core.station import Tx, operation

KINDS: dict[str, type[Record]] = {
    record.__tablename__: record
    for record in (CasePaper, CoMediator, Evidence, FileLoan, Investigation, Prevention)
}


@operation("修改卷内材料", needs=Right.MEDIATE)
def keep(tx: Tx, case: UUID, table: str, wanted: Sequence[Line]) -> list[UUID]:
    """Make the lines of one kind just these, in this order."""
    of = _open(tx, case)
    kept = lines.keep(tx, _kind(table), case, wanted)
    name_act(tx, of)
    return [one.id for one in kept]


@operation("登记卷内材料", needs=Right.MEDIATE)
def add(tx: Tx, case: UUID, wanted: Sequence[tuple[str, Values]]) -> list[UUID]:
    """Put things into the file behind what lies there, each with the name of its kind."""
    of = _open(tx, case)
    made = []
    for table, values in wanted:
        record = _kind(table)
        [line] = lines.filled(record, [Line(values)])
        position = len(records.children(tx.session, record, case)) + 1
        one = record(case=case, position=position, **line.values)
        tx.add(one)
        tx.session.flush()
        made.append(one.id)
    name_act(tx, of)
    return made


def _open(tx: Tx, case: UUID) -> MediationCase:
    of: MediationCase = records.get(tx.session, MediationCase, case)
    case_flow.refuse_laid_aside(of)
    return of


def _kind(table: str) -> type[Record]:
    if table not in KINDS:
        raise Invalid("这类材料不能在这里登记。")
    return KINDS[table]
