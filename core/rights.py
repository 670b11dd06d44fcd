"""Who may do what: roles are data (`resources/codes/role.csv`), rights are what code asks for."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID


class Right(Enum):
    """One thing a role may do; the value is what a refused person is told."""

    READ = "查看台账"
    KEEP = "登记和修改台账"
    MEET = "主持和记录会议"
    MEDIATE = "办理调解案件"
    SEND = "导出和报送"
    MANAGE = "管理用户和设置"


_ALL = frozenset(Right)

RIGHTS: dict[str, frozenset[Right]] = {
    "clerk": frozenset({Right.READ, Right.KEEP, Right.MEET, Right.MEDIATE, Right.SEND}),
    "chief": _ALL,
    "mediator": frozenset({Right.READ, Right.KEEP, Right.MEDIATE}),
    "admin": _ALL,
    "reader": frozenset({Right.READ}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: the user's identity, name, post and role code."""

    id: UUID
    name: str
    role: str
    post: str = ""

    def may(self, right: Right) -> bool:
        """Whether the person's role holds `right`."""
        return right in RIGHTS.get(self.role, frozenset())
