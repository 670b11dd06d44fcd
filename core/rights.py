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
    SECRETS = "查看限制案件"


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
    """The person who acts: the user's identity, name, post and role code.

    `hands` are the identities, as user and as staff, under which he handles records beside his
    own: his line of the roster, and those of people he stands in for.
    """

    id: UUID
    name: str
    role: str
    post: str = ""
    hands: frozenset[UUID] = frozenset()

    @property
    def identities(self) -> frozenset[UUID]:
        """Everything he is named by where a record says who handles it."""
        return self.hands | {self.id}

    def may(self, right: Right) -> bool:
        """Whether the person's role holds `right`."""
        return right in RIGHTS.get(self.role, frozenset())
