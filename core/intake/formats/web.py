"""Web pages saved under a workbook's name: each table of the page is a sheet."""

import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import ClassVar

from typing_extensions import override

from core.errors import Invalid
from core.intake.formats.grid import Grid, count
from core.intake.sheet import MOST_COLUMNS, MOST_LINES, Sheet, clean

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TITLE = re.compile(r"<x:name>([^<]{1,60})</x:name>", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n]+")
_NAMED = 4096
_MOST_TABLES = 200
_CROWDED = f"这个网页里的表格超过 {_MOST_TABLES} 个。请用 WPS 或 Excel 打开，另存为 .xlsx 再导入。"

Attributes = list[tuple[str, str | None]]


def charset(content: bytes) -> str:
    """The encoding a page names for itself; empty where it names none."""
    found = _CHARSET.search(content[:_NAMED])
    return found[1].decode("ascii") if found else ""


def sheets(text: str) -> tuple[Sheet, ...]:
    """The tables of a page that hold anything."""
    page = _Page(tuple(_TITLE.findall(text[:_NAMED])))
    page.feed(text)
    page.close()
    return tuple(one for one in (grid.sheet() for grid in page.tables) if one.rows)


def pages(content: bytes) -> tuple[tuple[bytes, str], ...]:
    """The pages of a web archive (.mht), each with the encoding its envelope names."""
    message = message_from_bytes(content, policy=policy.compat32)
    found = []
    for part in message.walk():
        body = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(body, bytes):
            found.append((body, part.get_content_charset("")))
    return tuple(found)


class _Table:
    """A table being read: the cell at hand, and what the cells above reach down over."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.line, self.place = -1, 0
        self.texts: list[str] | None = None
        self._taken: dict[int, int] = {}

    def begin_row(self) -> None:
        """Go to the next line."""
        self.end_cell()
        self.line, self.place = self.line + 1, 0

    def begin_cell(self, down: int, across: int) -> None:
        """Go to the next place no other cell reaches over."""
        self.end_cell()
        if self.line < 0:
            self.begin_row()
        while self._taken.get(self.place, -1) >= self.line:
            self.place += 1
        self.grid.merge(self.line, self.place, down, across)
        if down > 1:
            self._taken |= dict.fromkeys(
                range(self.place, self.place + across), self.line + down - 1
            )
        self.texts, self._across = [], across

    def end_cell(self) -> None:
        """Write down the cell at hand."""
        if self.texts is None:
            return
        lines = (_SPACES.sub(" ", one).strip() for one in "".join(self.texts).split("\v"))
        self.grid.put(self.line, self.place, clean("\n".join(lines)))
        self.place += self._across
        self.texts = None


class _Page(HTMLParser):
    """Walks over a page; nothing it names is fetched, nothing in it runs."""

    _MUTE: ClassVar = frozenset({"script", "style", "title"})

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Grid] = []
        self._names = names
        self._open: list[_Table] = []
        self._mute = 0

    @override
    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in self._MUTE:
            self._mute += 1
        elif tag == "table":
            self._begin_table()
        elif self._open:
            self._inside(self._open[-1], tag, dict(attrs))

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self._MUTE:
            self._mute = max(0, self._mute - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._open.pop().end_cell()
        elif tag in ("td", "th", "tr"):
            self._open[-1].end_cell()

    @override
    def handle_data(self, data: str) -> None:
        if self._open and not self._mute and self._open[-1].texts is not None:
            self._open[-1].texts.append(data)

    @override
    def close(self) -> None:
        super().close()
        while self._open:
            self._open.pop().end_cell()

    def _begin_table(self) -> None:
        place = len(self.tables)
        if place >= _MOST_TABLES:
            raise Invalid(_CROWDED)
        named = self._names[place : place + 1]
        self.tables.append(Grid(named[0] if named else f"表{place + 1}"))
        self._open.append(_Table(self.tables[-1]))

    def _inside(self, table: _Table, tag: str, named: dict[str, str | None]) -> None:
        if tag == "tr":
            table.begin_row()
        elif tag in ("td", "th"):
            down = count(named.get("rowspan"), MOST_LINES)
            table.begin_cell(down, count(named.get("colspan"), MOST_COLUMNS))
        elif tag in ("br", "p", "div") and table.texts:
            table.texts.append("\v")
