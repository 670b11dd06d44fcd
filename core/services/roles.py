"""What roles are called in this station: as usual, or as its settings say."""

from collections import Counter

from sqlalchemy.orm import Session

from core import codes
from core.services import settings
from core.settings import ROLE_NAMES


def called(session: Session) -> dict[str, str]:
    """The name of every role by its code; no two roles have one name."""
    usual = {one.code: one.name for one in codes.table("role").items}
    known = settings.values(session, tuple(ROLE_NAMES.values()), None)
    given = {code: known[one.key].strip() for code, one in ROLE_NAMES.items()}
    names = {code: given[code] or usual[code] for code in usual}
    often = Counter(names.values())
    return {
        code: f"{name}（{usual[code]}）" if often[name] > 1 and given[code] else name
        for code, name in names.items()
    }
