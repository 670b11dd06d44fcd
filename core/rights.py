"""Who may do what: roles are data (`resources/codes/role.csv`), rights are what code asks for.

Which role holds which right stands here and not in a file beside the program: whoever can edit a
file could give himself rights. A station may call its roles otherwise (`core.settings`).
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from uuid import UUID


class Right(Enum):
    """One thing a role may do; the value is what a refused person is told."""

    READ = "查看台账"
    KEEP = "登记和修改台账"
    MEET = "主持和记录会议"
    MEDIATE = "办理调解案件"
    PRINT = "打印文书"
    SEND = "导出和报送"
    MANAGE = "管理用户和设置"
    SECRETS = "查看限制案件"


_ALL = frozenset(Right)
VISITOR = "reader"
"""Somebody who only looks, and whose login ends today unless another day is given."""

RIGHTS: dict[str, frozenset[Right]] = {
    "clerk": frozenset(
        {Right.READ, Right.KEEP, Right.MEET, Right.MEDIATE, Right.PRINT, Right.SEND}
    ),
    "chief": _ALL,
    "mediator": frozenset({Right.READ, Right.KEEP, Right.MEDIATE, Right.PRINT}),
    "admin": _ALL,
    VISITOR: frozenset({Right.READ}),
}

NEVER_AGREED = frozenset({Right.READ, Right.SECRETS, Right.MANAGE})
"""Never done on another's word: looking needs nobody's, and who holds keys acts himself."""


def held(role: str) -> frozenset[Right]:
    """The rights of a role; none for one nobody knows."""
    return RIGHTS.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Lent:
    """The rights of somebody away, lent to the acting person until that day's end."""

    whose: str
    role: str
    until: date


@dataclass(frozen=True, slots=True)
class Behalf:
    """On whose word an act is recorded (代录), and how that was given (`consent_way`)."""

    name: str
    way: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts: identity, name, post, role code, and what stand-ins lend.

    `login` is what he logs in as, where the roster calls him otherwise.
    `hands` are the identities, as user and as staff, under which he handles records beside his
    own: his line of the roster, and those of people he stands in for.
    """

    id: UUID
    name: str
    role: str
    post: str = ""
    lent: tuple[Lent, ...] = ()
    hands: frozenset[UUID] = frozenset()
    login: str = ""

    @property
    def enters_as(self) -> str:
        """The name under which his password is kept."""
        return self.login or self.name

    @property
    def identities(self) -> frozenset[UUID]:
        """Everything he is named by where a record says who handles it."""
        return self.hands | {self.id}

    def may(self, right: Right) -> bool:
        """Whether the person holds `right`, by role or lent."""
        return self.own(right) or self.lender(right) is not None

    def own(self, right: Right) -> bool:
        """Whether the person's own role holds `right`."""
        return right in held(self.role)

    def lender(self, right: Right) -> Lent | None:
        """By whom `right` is lent; nobody where it is not."""
        return next((one for one in self.lent if right in held(one.role)), None)
