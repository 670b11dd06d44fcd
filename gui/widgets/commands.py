"""What can be done or opened by its name: the commands the search box offers beside records."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from core import words
from core.rights import Right

PLACE, ACT, SETTING, HELP = "去处", "命令", "设置", "帮助"

_MOST = 4


@dataclass(frozen=True, slots=True)
class Command:
    """One act of the window: what it is called, what it does, other `words` for it, whose it is."""

    title: str
    act: Callable[[], object]
    kind: str = ACT
    words: str = ""
    needs: Right = Right.READ


def found(commands: Iterable[Command], typed: str) -> tuple[Command, ...]:
    """The commands every typed word means, by its characters, pinyin or initials; not too many."""
    asked = [words.fold(one) for one in typed.split()]
    meant = [one for one in commands if asked and all(_means(one, word) for word in asked)]
    return tuple(sorted(meant, key=lambda one: not one.title.startswith(typed))[:_MOST])


def _means(command: Command, word: str) -> bool:
    said = (command.title, *command.words.split())
    if any(word in words.fold(one) for one in said):
        return True
    return word.isascii() and any(key.startswith(word) for one in said for key in _keys(one))


@cache
def _keys(title: str) -> Sequence[str]:
    """How a title is spelled, from its beginning or from the thing it is about (导出|台账)."""
    return tuple(key for start in (0, 2) for key in words.keys(title[start:]))
