"""Who may open the station; the password lives in a key slot, never here."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from core.ledger import Group, Ledger
from core.record import Kind, Record, field
from core.rights import Right


class User(Record):
    """One login. The name stays in the journal after the login is closed."""

    __tablename__ = "user"
    uploaded: ClassVar[bool] = False

    name: Mapped[str] = field("姓名", required=True)
    post: Mapped[str | None] = field("职务", width=16)
    role: Mapped[str] = field("岗位角色", Kind.CODE, code="role", required=True, default="clerk")
    staff: Mapped[UUID | None] = field(
        "花名册", Kind.LINK, link="staff", hint="选了，纸上就署花名册上的姓名"
    )
    until: Mapped[date | None] = field("有效期至", Kind.DATE, hint="过了这天就不能再登录")
    closed: Mapped[bool] = field("已停用", Kind.YES)


LEDGER = Ledger(
    User,
    title="用户",
    columns=(User.name, User.post, User.role, User.staff, User.until, User.closed),
    form=(Group("用户", (User.name, User.post, User.role, User.staff, User.until, User.closed)),),
    naming=User.name,
    search=(User.name,),
    unit="人",
    detail=(User.post,),
    same=(User.name,),
    needs=Right.MANAGE,
)
