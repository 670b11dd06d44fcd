"""How papers say dates, sums and what is left open, and the wording that a county may change."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal

from core import places
from core.errors import Invalid

_CENT = Decimal("0.01")
_PART = re.compile(r"【(.+)】")
_BLANK = re.compile(r"\{([^{}]*)\}")
_WIDTH = 8

UNDATED = "　　　　年　　月　　日"
"""A date to be written by hand."""


def chinese_date(day: date) -> str:
    """2026年3月5日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def dated(day: date | None) -> str:
    """The date, or room to write it."""
    return chinese_date(day) if day else UNDATED


def clocked(moment: time | None) -> str:
    """9时05分, or room to write it."""
    return f"{moment.hour}时{moment.minute:02}分" if moment else "　　时　　分"


def span(day: date | None, starts: time | None, ends: time | None) -> str:
    """2026年3月25日9时05分至11时20分, with room for what is not known."""
    return f"{dated(day)}{clocked(starts)}至{clocked(ends)}"


def figures(amount: Decimal) -> str:
    """A sum in figures: 1200.00."""
    return str(amount.quantize(_CENT, ROUND_HALF_UP))


def capitals(amount: Decimal) -> str:
    """The same sum in capitals: 壹仟贰佰元整."""
    import cn2an

    return str(cn2an.an2cn(figures(amount), "rmb"))


def money(amount: Decimal) -> str:
    """Figures and capitals of one amount: 人民币1200.00元（大写：壹仟贰佰元整）."""
    return f"人民币{figures(amount)}元（大写：{capitals(amount)}）"


def blank(value: str | None, width: int = _WIDTH) -> str:
    """The value, or a line to write it on."""
    return value or "_" * width


def boxes(choices: Iterable[str], chosen: str | None = None) -> str:
    """All choices with the chosen one marked: □当事人申请　■主动调解."""
    return "　".join(f"{'■' if choice == chosen else '□'}{choice}" for choice in choices)


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one form by part, as `resources/templates/<name>.txt` has them.

    A part begins with its name in 【】; what is to be filled in stands in {}.
    """

    file: str
    texts: dict[str, str]

    @property
    def name(self) -> str:
        """The name of the form."""
        return self.file.removesuffix(".txt")

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts, in order."""
        return tuple(self.texts)

    def text(self, part: str, **values: str | None) -> str:
        """A part with its blanks filled; what has no value becomes a line to write on.

        A blank nobody fills and a value without a blank are told by name: the text may have been
        changed without a programmer.
        """
        if part not in self.texts:
            raise Invalid(f"模板 {self.file} 里缺少【{part}】一段，请补上后再打印。")
        text = self.texts[part]
        blanks = set(_BLANK.findall(text))
        unknown, unused = blanks - values.keys(), values.keys() - blanks
        if unknown:
            told = f"请改成：{_named(values)}" if values else "请去掉"
            raise Invalid(f"模板 {self.file}【{part}】里的{_named(unknown)}没有内容可填，{told}。")
        if unused:
            raise Invalid(f"模板 {self.file}【{part}】里缺少{_named(unused)}，请补上后再打印。")
        return _BLANK.sub(lambda match: blank(values[match[1]]), text)

    def lines(self, part: str) -> tuple[str, ...]:
        """The lines of a part that has nothing to fill in."""
        return tuple(self.text(part).splitlines())


def load(name: str) -> Wording:
    """The wording of the form called `name`."""
    file = f"{name}.txt"
    parts: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _read(file).splitlines():
        heading = _PART.fullmatch(line.strip())
        if heading:
            lines = parts.setdefault(heading[1], [])
        else:
            lines.append(line.rstrip())
    return Wording(file, {part: "\n".join(texts).strip("\n") for part, texts in parts.items()})


def _named(blanks: Iterable[str]) -> str:
    return "".join(f"{{{name}}}" for name in sorted(blanks))


def _read(file: str) -> str:
    """The text of a template, also when an old notepad saved it."""
    path = places.resources() / "templates" / file
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Invalid(f"缺少模板文件 {file}，请从安装包恢复后再打印。") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
