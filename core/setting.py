"""What one setting is: its key, what it is called, whom it holds for."""

from dataclasses import dataclass
from enum import Enum


class Scope(Enum):
    """Whom a setting holds for."""

    STATION = "全站"
    PERSON = "本人"


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set. `choices` are (value, label); none means free text.

    A `whole` one is a number of days, people or years; no other has more than `most` letters.
    """

    key: str
    default: str
    label: str
    scope: Scope = Scope.STATION
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    was: tuple[str, ...] = ()
    whole: bool = False
    most: int = 200
