"""装备领用签收表: what was handed out on one day, a line for each hand to sign."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.records.equipment import Equipment
from core.records.staff import Staff
from core.services import founding, names, records
from reports import wording
from reports.form import Form, Issue, sheet_of
from reports.page import Align, Block, Column, Document, Signatures, Table, Title
from reports.wording import UNDATED, dated

_NAME = "equipment_receipt"
_WIDTHS = (0.7, 1.3, 2.4, 1.6, 1.0, 1.6, 2.0)
_ALIGNS: tuple[Align, ...] = ("center", "center", "left", "left", "center", "center", "left")


@dataclass(frozen=True, slots=True)
class EquipmentReceipt:
    """One hand-out: the day, what it was, and who got one."""

    station: str
    thing: str
    day: date
    giver: str
    rows: tuple[tuple[str, ...], ...]
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> EquipmentReceipt:
    """Everything of the same kind handed out on the same day."""
    one = records.get(session, Equipment, identity)
    same = Equipment.name.is_(None) if one.name is None else Equipment.name == one.name
    query = (
        select(Equipment, Staff)
        .join(Staff, Equipment.staff == Staff.id)
        .where(Equipment.binned.is_(None), Equipment.kind == one.kind, same)
        .where(Equipment.given_on == one.given_on)
        .order_by(Staff.name, Equipment.id)
    )
    listed = session.execute(query).tuples().all()
    grids = names.titles(session, "grid", {staff.grid for _, staff in listed if staff.grid})
    givers = names.titles(session, "staff", [one.given_by] if one.given_by else [])
    rows = tuple(
        _row(number, given, staff, grids) for number, (given, staff) in enumerate(listed, 1)
    )
    thing = one.name or codes.name_of("equipment_kind", one.kind)
    giver = givers.get(one.given_by, "") if one.given_by else ""
    return EquipmentReceipt(founding.own(session).name, thing, one.given_on, giver, rows, issue)


def _row(number: int, given: Equipment, staff: Staff, grids: dict[UUID, str]) -> tuple[str, ...]:
    place = grids.get(staff.grid, "") if staff.grid else ""
    due = given.replace_on.isoformat() if given.replace_on else ""
    return (str(number), staff.name, place, given.number or "", given.size or "", due, "")


def compose(paper: EquipmentReceipt) -> Document:
    """The last column is signed by hand."""
    words = wording.load(_NAME)
    columns = tuple(map(Column, words.lines("栏目"), _WIDTHS, _ALIGNS))
    count = str(len(paper.rows))
    told = {"装备": paper.thing, "日期": dated(paper.day), "发放人": paper.giver, "件数": count}
    below = words.text("副题", 单位=paper.station, **told)
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), below),
        Table(columns, paper.rows),
        Signatures((words.text("发放人"),), date=UNDATED),
    )
    return sheet_of(paper.day, words.text("标题"), blocks, paper.issue)


FORM = Form(_NAME, "装备领用签收表", "equipment", gather, compose)
