"""What each column of a table means and why: by its head, or by what stands below it.

Where the head says nothing (列1, an empty cell, no head at all) the content speaks: eighteen digits
are an identity number, 1xx a telephone, names of the station's own villages a village.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from core import checks, codes
from core.intake.heads import Column, Head
from core.intake.sheet import Cell, Cells, Sheet, as_text
from core.ledger import Ledger
from core.record import Field, Kind
from core.words import fold, surname

SYNONYM = "同义的栏目名"
BY_CONTENT = "按内容认出"

Called = Mapping[str, Set[str]]
"""What the records of a table that links point at are called: table → names."""

_SAMPLE = 60
_FEWEST = 2
_MOSTLY = 0.8
_SAYS_NOTHING = re.compile(r"(列|栏|栏目|字段|项目|未命名|column|field|f|unnamed)?[:_\s]*\d*")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任"
    "卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔"
    "向常汤康易乔赖文施洪辛柯殷欧阳庄温单季俞章鲁葛祝左耿梅阮俞齐安伍倪樊鄢费岳甘路柴焦关翟柳骆祁"
)
_NAME = re.compile("[\u3007\u3400-\u9fff\U00020000-\U0003ffff·]{2,12}")


@dataclass(frozen=True, slots=True)
class Look:
    """How columns are recognised: the fields that may be meant, the names known of their links.

    `wanted` is what the person said of single heads; it needs no reason and no guess.
    """

    ledger: Ledger
    called: Called
    wanted: Mapping[str, str]

    def explained(self, head: Head, sheet: Sheet) -> Head:
        """The head with the reason for each column, and the columns that only content explains."""
        start = head.bottom + 1
        lines = [row for row in sheet.rows[start : start + _SAMPLE] if row]
        known = {one.place: one for one in head.columns}
        filled = {place for row in lines for place, cell in enumerate(row) if cell is not None}
        columns = [
            known.get(place) or self._unnamed(place) for place in sorted(filled.union(known))
        ]
        told = [replace(one, why=self._why(one)) for one in columns]
        return replace(head, columns=tuple(self._guessed(told, lines)))

    def _unnamed(self, place: int) -> Column:
        name = _letters(place)
        return Column(place, name, self.wanted.get(name, ""))

    def headless(self, sheet: Sheet) -> Head | None:
        """A list without a telling head: where names and one thing more are seen in its columns."""
        first = sheet.rows[0] if sheet.rows else ()
        numbered = [
            Column(place, as_text(cell), "")
            for place, cell in enumerate(first)
            if cell is not None and _is_silent(as_text(cell))
        ]
        bare = len(numbered) < sum(cell is not None for cell in first)
        head = self.explained(Head(0, -1, ()) if bare else Head(0, 0, tuple(numbered)), sheet)
        enough = len(head.mapped) >= _FEWEST and self.ledger.naming.key in head.keys
        return head if enough else None

    def _why(self, column: Column) -> str:
        if not column.key or column.head in self.wanted:
            return ""
        own = self.ledger.field(column.key)
        return "" if fold(column.head) in (fold(own.label), own.key) else SYNONYM

    def _guessed(self, columns: Sequence[Column], lines: Sequence[Cells]) -> list[Column]:
        """Give a field to every column whose head says nothing and whose content says enough."""
        taken = {one.key for one in columns if one.key}
        found = []
        for column in columns:
            cells = [row[column.place] for row in lines if column.place < len(row)]
            settled = column.key or column.head in self.wanted
            key = "" if settled else self._meant(column.head, cells, taken)
            if key:
                taken.add(key)
                column = replace(column, key=key, why=BY_CONTENT)  # noqa: PLW2901 the same column
            found.append(column)
        return found

    def _meant(self, head: str, cells: Sequence[Cell], taken: Set[str]) -> str:
        """The one field that nearly all of these cells look like; none where two might be meant."""
        if not _is_silent(head):
            return ""
        texts = [cell for cell in cells if cell is not None]
        if len(texts) < _FEWEST:
            return ""
        free = [one for one in self.ledger.fields() if one.key not in taken and not one.given]
        fits = [one.key for one in free if self._fits(one, texts)]
        first = fits[:1] if self._same_kind(fits) else []
        return first[0] if first else ""

    def _same_kind(self, keys: Sequence[str]) -> bool:
        """Whether the first of several is meant, as 手机 is before 固定电话; no date is guessed."""
        kinds = {self.ledger.field(key).kind for key in keys}
        return len(keys) == 1 or (len(kinds) == 1 and kinds <= {Kind.PHONE, Kind.ID_NO})

    def _fits(self, field: Field, cells: Sequence[Cell]) -> bool:
        looks = _LOOKS.get(field.kind)
        if field.kind is Kind.LINK:
            names = self.called.get(field.link, frozenset())
            met = sum(as_text(cell) in names for cell in cells)
        elif field.kind is Kind.CODE:
            met = sum(_is_word(field.code, as_text(cell)) for cell in cells)
        elif looks is not None:
            met = sum(looks(cell) for cell in cells)
        else:
            met = _names(cells) if field.label == "姓名" else 0
        return met >= _MOSTLY * len(cells)


def _letters(place: int) -> str:
    """What a column without a head is called: as the spreadsheet does, C 列."""
    letters, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters} 列"


def _is_silent(head: str) -> bool:
    return bool(_SAYS_NOTHING.fullmatch(fold(head)) or re.fullmatch("[A-Z]{1,3} 列", head))


def _is_word(table: str, text: str) -> bool:
    """A choice written as a word; a bare number may mean anything."""
    return not text.isascii() and codes.code_of(table, text) is not None


def _is_id(cell: Cell) -> bool:
    return checks.birth_of(as_text(cell)) is not None


def _is_mobile(cell: Cell) -> bool:
    return _MOBILE.fullmatch(checks.tidy_phone(as_text(cell))) is not None


def _names(cells: Sequence[Cell]) -> int:
    """How many look like the names of people; of villages many would, but not most."""
    texts = [as_text(cell) for cell in cells]
    return sum(
        bool(_NAME.fullmatch(text)) and (surname(text)[0] in _SURNAMES or "·" in text)
        for text in texts
        if not text.endswith(("村", "社区", "镇", "组", "网格"))
    )


_LOOKS: dict[Kind, Callable[[Cell], bool]] = {
    Kind.ID_NO: _is_id,
    Kind.PHONE: _is_mobile,
    Kind.DATE: lambda cell: isinstance(cell, date | datetime),
}
