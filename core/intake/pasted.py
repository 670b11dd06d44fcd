"""Rows pasted from a spreadsheet, a document or a page: the clipboard read as a sheet."""

import csv
from html.parser import HTMLParser
from io import StringIO

from typing_extensions import override

from core.errors import Invalid
from core.intake import delimited
from core.intake.sheet import MOST_ROWS, TOO_LONG, Area, Cell, Cells, Sheet, trimmed

NAME = "粘贴的表格"

_MOST = 50_000_000
_TAB = "\t"
_BREAKS = frozenset({"br", "p", "div"})
_NOTHING = "剪贴板里没有表格。请在 WPS 或 Excel 里选中要导入的行（连同表头）复制，再回来粘贴。"
_BROKEN = "粘贴的表格里有没配对的引号。请另存为 .xlsx 再导入。"
_LONGEST_SPAN = 1000


def sheet(text: str, html: str = "") -> Sheet:
    """What was copied as rows of cells; `Invalid` where there are none."""
    if max(len(text), len(html)) > _MOST:
        raise Invalid("粘贴的内容太多。请另存为 .xlsx 再导入。")
    if _TAB in text or "<table" not in html.lower():
        return Sheet(NAME, _filled(_delimited(text)))
    page = _Page()
    page.feed(html)
    page.close()
    return Sheet(NAME, _filled(page.rows), tuple(page.merged))


def _delimited(text: str) -> list[Cells]:
    lines = StringIO(text.replace("\0", ""), newline="")
    rows: list[Cells] = []
    try:
        for row in csv.reader(lines, delimiter=_TAB, strict=True):
            rows.append(trimmed([delimited.cell(one) for one in row]))
            if len(rows) > MOST_ROWS:
                raise Invalid(TOO_LONG)
    except csv.Error as error:
        raise Invalid(_BROKEN) from error
    return rows


def _filled(rows: list[Cells]) -> tuple[Cells, ...]:
    while rows and not rows[-1]:
        rows.pop()
    if not any(len(row) > 1 for row in rows):
        raise Invalid(_NOTHING)
    return tuple(rows)


class _Page(HTMLParser):
    """The first table of a page; what spans several cells is told as merged."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Cells] = []
        self.merged: list[Area] = []
        self._row: list[Cell] = []
        self._text: list[str] | None = None
        self._span = (1, 1)
        self._taken: set[tuple[int, int]] = set()
        self._over = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._row = []
        elif tag in {"td", "th"}:
            self._text = []
            told = dict(attrs)
            self._span = (_number(told.get("rowspan")), _number(told.get("colspan")))
        elif tag in _BREAKS and self._text:
            self._text.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._text is not None:
            self._put("\n".join(" ".join(one.split()) for one in "".join(self._text).split("\n")))
            self._text = None
        elif tag == "tr" and not self._over:
            self.rows.append(trimmed(self._row))
            if len(self.rows) > MOST_ROWS:
                raise Invalid(TOO_LONG)
        elif tag == "table":
            self._over = True

    @override
    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data.replace("\r", " ").replace("\n", " "))

    def _put(self, text: str) -> None:
        """The next cell of the row, right of what hangs down from above."""
        line = len(self.rows)
        while (line, len(self._row)) in self._taken:
            self._row.append(None)
        place, (deep, wide) = len(self._row), self._span
        self._row += [delimited.cell(text)] + [None] * (wide - 1)
        if deep > 1 or wide > 1:
            self.merged.append((line, place, line + deep - 1, place + wide - 1))
            self._taken |= {
                (line + down, place + across) for down in range(1, deep) for across in range(wide)
            }


def _number(told: str | None) -> int:
    return min(int(told), _LONGEST_SPAN) if told and told.isdecimal() and int(told) else 1
