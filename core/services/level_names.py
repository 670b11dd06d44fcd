"""What this station calls the levels of its grids, wherever they stand: 自然湾网格, say."""

from collections import Counter

from sqlalchemy.orm import Session

from core import codes
from core.services import settings
from core.settings import GRID_LEVELS

_TABLE = "grid_level"


def read(session: Session) -> dict[str, str]:
    """The levels this station calls otherwise, by code; no two have one name."""
    usual = codes.usual(_TABLE)
    known = settings.values(session, tuple(GRID_LEVELS.values()), None)
    given = {code: known[one.key].strip() for code, one in GRID_LEVELS.items()}
    often = Counter(given.get(code) or name for code, name in usual.items())
    return {
        code: f"{name}（{usual[code]}）" if often[name] > 1 else name
        for code, name in given.items()
        if name
    }


def apply(session: Session) -> None:
    """From now on every list, form, paper and import of this program uses these names."""
    codes.call(_TABLE, read(session))
