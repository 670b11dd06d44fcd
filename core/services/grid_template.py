"""How codes of grids are put together: `{区划12}{顺序3}` unless the station has another rule."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from core.errors import Invalid

_PART = re.compile(r"\{(区划|顺序)(\d{1,2})\}")
_LITERAL = re.compile(r"[0-9A-Za-z-]*")
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Template:
    """So many digits of the village's code, so many of a running number, and what is between."""

    division: int
    digits: int
    parts: tuple[str, ...]

    @property
    def length(self) -> int:
        """How many characters a code has."""
        return len(self.made("0" * self.division, 0))

    def made(self, village: str, number: int) -> str:
        """The code of the grid of that number in a village."""
        known = {"区划": village[: self.division], "顺序": f"{number:0{self.digits}}"}
        return "".join(known.get(one, one) for one in self.parts)

    def pattern(self, village: str) -> re.Pattern[str]:
        """What the codes of a village look like; the group is the running number."""
        known = {"区划": re.escape(village[: self.division]), "顺序": f"([0-9]{{{self.digits}}})"}
        return re.compile("".join(known.get(one) or re.escape(one) for one in self.parts))

    @property
    def most(self) -> int:
        """The last running number there is room for."""
        return int("9" * self.digits)


def read(text: str) -> Template:
    """Understand a rule as it is typed in the settings; `Invalid` says what it may hold."""
    widths = {word: int(width) for word, width in _PART.findall(text)}
    pieces = _PART.split(text)
    literals, words = pieces[::3], pieces[1::3]
    plain = all(_LITERAL.fullmatch(one) for one in literals)
    if words.count("顺序") != 1 or words.count("区划") > 1 or not plain or 0 in widths.values():
        raise Invalid(
            "网格编码规则写成“{区划12}{顺序3}”的样子：顺序号要有一处，其余只用数字和字母。"
        )
    parts = [one for pair in zip_longest(literals, words) for one in pair if one]
    made = Template(widths.get("区划", 0), widths["顺序"], tuple(parts))
    if made.length > _LONGEST:
        raise Invalid(f"网格编码最多{_LONGEST}位，这个规则编出来有{made.length}位，请改短。")
    return made
