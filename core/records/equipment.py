"""What a grid worker is given to work with (五个一, `domain/grid.md` §6.6, L29)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Group, Ledger, Values
from core.record import Kind, Record, field


class Equipment(Record):
    """One thing handed to one person, until it is given back."""

    __tablename__ = "equipment"

    staff: Mapped[UUID] = field("领用人", Kind.LINK, link="staff", required=True)
    kind: Mapped[str] = field("装备", Kind.CODE, code="equipment_kind", required=True)
    name: Mapped[str | None] = field("名称", hint="其他装备写名称")
    number: Mapped[str | None] = field("编号", aliases=("证件编号", "记录本编号"))
    size: Mapped[str | None] = field("尺码", width=8)
    given_on: Mapped[date] = field("发放日期", Kind.DATE, required=True)
    given_by: Mapped[UUID | None] = field("发放人", Kind.LINK, link="staff")
    replace_on: Mapped[date | None] = field("应更换日期", Kind.DATE)
    returned_on: Mapped[date | None] = field("归还日期", Kind.DATE)
    returned_as: Mapped[str | None] = field("归还状况")
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


def returned_after_given(values: Values) -> Iterable[Problem]:
    """Nothing is given back or replaced before it is given."""
    given = values.get("given_on")
    for key, word in (("returned_on", "归还日期"), ("replace_on", "应更换日期")):
        later = values.get(key)
        if isinstance(given, date) and isinstance(later, date) and later < given:
            yield Problem(key, f"{word}早于发放日期，请核对")


LEDGER = Ledger(
    Equipment,
    title="装备物资发放台账",
    columns=(
        Equipment.staff,
        Equipment.kind,
        Equipment.name,
        Equipment.number,
        Equipment.size,
        Equipment.given_on,
        Equipment.given_by,
        Equipment.replace_on,
        Equipment.returned_on,
        Equipment.returned_as,
        Equipment.note,
    ),
    form=(
        Group(
            "装备",
            (
                Equipment.staff,
                Equipment.kind,
                Equipment.name,
                Equipment.number,
                Equipment.size,
                Equipment.given_on,
                Equipment.given_by,
            ),
        ),
        Group(
            "更换与归还",
            (Equipment.replace_on, Equipment.returned_on, Equipment.returned_as, Equipment.note),
        ),
    ),
    naming=Equipment.kind,
    search=(Equipment.name, Equipment.number, Equipment.note),
    rules=(returned_after_given,),
    unit="件",
    detail=(Equipment.number,),
    order=Equipment.given_on,
    same=(Equipment.staff, Equipment.kind, Equipment.given_on),
    again=(Equipment.given_on, Equipment.given_by, Equipment.replace_on),
)
