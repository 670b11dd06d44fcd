"""Tables as .csv: UTF-8 with its mark, or GBK and GB18030 for programs that know no other."""

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from core import places
from core.errors import Invalid
from core.progress import Progress, silent
from core.services import fashions
from core.services.fashions import USUAL
from reports.board import Board
from reports.excel import guard
from reports.excel.listing import Listing

_NAMED = 5


def write(
    listing: Listing, path: Path, encoding: str = "utf-8-sig", progress: Progress = silent
) -> int:
    """Write a ledger as .csv and return how many rows it has; never a ? for a character."""
    return _written(_lines(listing, progress), path, encoding)


def board(table: Board, path: Path, encoding: str = "utf-8-sig") -> int:
    """Write a table as .csv: one line of heads, then its rows; what stands around it is left out.

    A head over several columns is said again before each of them.
    """
    heads = ["·".join((*one.above, one.title)) for one in table.columns]
    rows = ([guard.marked(fashions.text(one, USUAL)) for one in row] for row in table.rows)
    return _written(chain([heads], rows), path, encoding)


def _written(lines: Iterable[list[str]], path: Path, encoding: str) -> int:
    """Write heads and rows; return how many rows there are."""
    unheld = _Unheld(encoding)
    with (
        places.writing(path) as part,
        part.open("w", encoding=encoding, errors="replace", newline="") as file,
    ):
        writer = csv.writer(file)
        number = 0
        for number, texts in enumerate(lines):
            unheld.look(number, texts)
            writer.writerow(texts)
        unheld.refuse()
    return number


def _lines(listing: Listing, progress: Progress) -> Iterator[list[str]]:
    """The head, then numbered rows of texts."""
    yield listing.heads
    for number, row in enumerate(listing.values(progress), 1):
        texts = (fashions.text(value, listing.fashion) for value in row)
        yield [str(number), *map(guard.marked, texts)]


class _Unheld:
    """The characters an encoding has no place for, and the rows they stand in."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._found: dict[int, str] = {}

    def look(self, number: int, texts: list[str]) -> None:
        """Remember what of a row cannot be written."""
        text = "".join(texts)
        if text.encode(self._encoding, "replace").decode(self._encoding) != text:
            lost = (char for char in text if not char.encode(self._encoding, "ignore"))
            self._found[number] = "".join(dict.fromkeys(lost))

    def refuse(self) -> None:
        """Name them before the file comes to be."""
        if not self._found:
            return
        rows = [f"第 {number} 行“{lost}”" for number, lost in self._found.items()]
        more = f"等 {len(rows)} 行" if len(rows) > _NAMED else ""
        raise Invalid(
            f"{self._encoding.upper()} 编码装不下这些字：{'、'.join(rows[:_NAMED])}{more}。"
            "请改用 UTF-8 或 GB18030，或另存为 .xlsx。"
        )
