"""Units: the centre itself, its mediation committees, villages and departments."""

from sqlalchemy.orm import Mapped

from core.ledger import Group, Ledger
from core.record import Kind, Record, field


class Organisation(Record):
    """One unit, named as on its seal."""

    __tablename__ = "organisation"

    name: Mapped[str] = field("单位名称", required=True, width=24, aliases=("名称", "单位"))
    short_name: Mapped[str | None] = field("简称", hint="编号用，如“石桥镇”")
    kind: Mapped[str] = field("单位类型", Kind.CODE, code="org_kind", required=True)
    committee_kind: Mapped[str | None] = field(
        "调委会类型", Kind.CODE, code="committee_kind", width=14, hint="是调委会的才填，统计用"
    )
    code: Mapped[str | None] = field("区划或机构代码", width=14)
    address: Mapped[str | None] = field("地址", width=24)
    head: Mapped[str | None] = field("负责人")
    phone: Mapped[str | None] = field("联系电话", Kind.PHONE, width=14)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=20)


LEDGER = Ledger(
    Organisation,
    title="单位名录",
    columns=(
        Organisation.name,
        Organisation.kind,
        Organisation.short_name,
        Organisation.head,
        Organisation.phone,
        Organisation.address,
        Organisation.note,
    ),
    form=(
        Group(
            "单位",
            (
                Organisation.name,
                Organisation.short_name,
                Organisation.kind,
                Organisation.committee_kind,
                Organisation.code,
            ),
        ),
        Group(
            "联系", (Organisation.head, Organisation.phone, Organisation.address, Organisation.note)
        ),
    ),
    naming=Organisation.name,
    told=(Organisation.name,),
    search=(Organisation.name, Organisation.short_name, Organisation.head, Organisation.phone),
    unit="个",
    detail=(Organisation.kind, Organisation.head),
    same=(Organisation.name,),
    again=(Organisation.kind, Organisation.address),
)
