"""The roster: the station's people and their posts over time (`domain/grid.md` §1.5, L16)."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.errors import Problem
from core.ledger import Child, Group, Ledger, Values
from core.record import Kind, Record, field


class Staff(Record):
    """One person of the station's own staff; `grid` and `post` are the present main post."""

    __tablename__ = "staff"

    name: Mapped[str] = field("姓名", required=True, width=10, aliases=("网格员姓名", "人员姓名"))
    sex: Mapped[str | None] = field("性别", Kind.CODE, code="sex", width=6)
    birth: Mapped[date | None] = field("出生日期", Kind.DATE, aliases=("出生年月", "出生年月日"))
    nationality: Mapped[str | None] = field("民族", Kind.CODE, code="nationality", width=8)
    political: Mapped[str | None] = field("政治面貌", Kind.CODE, code="political_status")
    education: Mapped[str | None] = field(
        "学历", Kind.CODE, code="education", aliases=("文化程度",)
    )
    id_no: Mapped[str | None] = field(
        "身份证号", Kind.ID_NO, width=20, sensitive=True, aliases=("公民身份号码", "身份证号码")
    )
    post: Mapped[str | None] = field(
        "岗位", Kind.CODE, code="post_kind", aliases=("职务岗位", "职务", "网格岗位")
    )
    employment: Mapped[str | None] = field(
        "专兼职", Kind.CODE, code="employment", width=8, aliases=("专职/兼职",)
    )
    mediator: Mapped[str | None] = field(
        "人民调解员", Kind.CODE, code="mediator_kind", width=10, hint="不是调解员就空着"
    )
    unpaid: Mapped[str | None] = field(
        "公职或禁止兼职取酬", Kind.CODE, code="answer", width=8, hint="是的，不发以案定补"
    )
    grid: Mapped[UUID | None] = field(
        "所属网格", Kind.LINK, link="grid", width=16, aliases=("网格", "责任网格", "网格名称")
    )
    organisation: Mapped[UUID | None] = field(
        "所属单位", Kind.LINK, link="organisation", width=16, aliases=("单位", "工作单位")
    )
    employed_as: Mapped[str | None] = field("用工形式", width=10)
    skill: Mapped[str | None] = field("专业特长", width=12)
    badge: Mapped[str | None] = field("工作证号", width=12, aliases=("证件编号",))
    phone: Mapped[str | None] = field(
        "手机", Kind.PHONE, width=14, aliases=("联系电话", "电话", "手机号码", "手机号")
    )
    landline: Mapped[str | None] = field("固定电话", Kind.PHONE, width=14)
    kin: Mapped[str | None] = field("紧急联系人", sensitive=True)
    kin_phone: Mapped[str | None] = field("紧急联系人电话", Kind.PHONE, width=14, sensitive=True)
    joined: Mapped[date | None] = field("到岗日期", Kind.DATE, aliases=("上岗日期", "入职日期"))
    state: Mapped[str | None] = field("状态", Kind.CODE, code="staff_state", width=8, default="on")
    left: Mapped[date | None] = field("离岗日期", Kind.DATE)
    note: Mapped[str | None] = field("备注", Kind.LONG, width=16)


class Post(Record):
    """A post held on a grid from one day to another; `until` is empty while it is held."""

    __tablename__ = "post"

    staff: Mapped[UUID] = field("人员", Kind.LINK, link="staff", required=True, parent=True)
    grid: Mapped[UUID | None] = field("网格", Kind.LINK, link="grid", width=16)
    kind: Mapped[str | None] = field("岗位", Kind.CODE, code="post_kind")
    since: Mapped[date] = field("起", Kind.DATE, required=True)
    until: Mapped[date | None] = field("止", Kind.DATE)
    main: Mapped[bool] = field("主要岗位", Kind.YES)


class Certificate(Record):
    """A certificate a person of the staff holds (技能认证)."""

    __tablename__ = "certificate"

    staff: Mapped[UUID] = field("人员", Kind.LINK, link="staff", required=True, parent=True)
    name: Mapped[str] = field("证书名称", required=True, width=18)
    level: Mapped[str | None] = field("等级", width=8)
    number: Mapped[str | None] = field("证书编号", width=14)
    issuer: Mapped[str | None] = field("发证单位", width=16)
    issued_on: Mapped[date | None] = field("发证日期", Kind.DATE)
    valid_until: Mapped[date | None] = field("有效期至", Kind.DATE)


def left_after_joined(values: Values) -> Iterable[Problem]:
    """Nobody leaves before coming."""
    joined, left = values.get("joined"), values.get("left")
    if isinstance(joined, date) and isinstance(left, date) and left < joined:
        yield Problem("left", "离岗日期早于到岗日期，请核对")


LEDGER = Ledger(
    Staff,
    title="网格员花名册",
    columns=(
        Staff.name,
        Staff.sex,
        Staff.birth,
        Staff.political,
        Staff.education,
        Staff.post,
        Staff.employment,
        Staff.grid,
        Staff.phone,
        Staff.joined,
        Staff.note,
    ),
    form=(
        Group(
            "基本情况",
            (
                Staff.name,
                Staff.sex,
                Staff.id_no,
                Staff.birth,
                Staff.nationality,
                Staff.political,
                Staff.education,
                Staff.skill,
            ),
        ),
        Group(
            "岗位",
            (
                Staff.post,
                Staff.employment,
                Staff.employed_as,
                Staff.badge,
                Staff.mediator,
                Staff.unpaid,
                Staff.grid,
                Staff.organisation,
                Staff.joined,
                Staff.state,
                Staff.left,
            ),
        ),
        Group("联系", (Staff.phone, Staff.landline, Staff.kin, Staff.kin_phone, Staff.note)),
    ),
    naming=Staff.name,
    search=(Staff.name, Staff.phone, Staff.landline, Staff.id_no, Staff.note),
    rules=(left_after_joined,),
    unit="人",
    detail=(Staff.post, Staff.grid),
    same=(Staff.id_no, Staff.name, Staff.phone),
    state=Staff.state,
    told=(Staff.name,),
    again=(
        Staff.post,
        Staff.employment,
        Staff.grid,
        Staff.organisation,
        Staff.joined,
    ),
    children=(
        Child(Post, "任职经历", (Post.grid, Post.kind, Post.since, Post.until)),
        Child(
            Certificate,
            "证书",
            (
                Certificate.name,
                Certificate.valid_until,
                Certificate.level,
                Certificate.number,
                Certificate.issuer,
                Certificate.issued_on,
            ),
        ),
    ),
)
