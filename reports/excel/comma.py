"""Ledgers as .csv: UTF-8 with its mark, or GBK where that holds every character."""

import csv
import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal

from core import places
from core.errors import Invalid
from core.progress import Progress, silent
from reports.excel.listing import Listing

Encoding = Literal["utf-8-sig", "gbk"]

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_TEXTS: dict[type, Callable[[Any], str]] = {
    datetime: lambda value: f"{value:%Y-%m-%d %H:%M}",
    time: lambda value: f"{value:%H:%M}",
    type(None): lambda _: "",
}


def write(
    listing: Listing, path: Path, encoding: Encoding = "utf-8-sig", progress: Progress = silent
) -> int:
    """Write a ledger as .csv and return how many rows it has."""
    lost: dict[str, None] = {}
    number = 0
    with (
        places.writing(path) as part,
        part.open("w", encoding=encoding, errors="replace", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow([one.label for one in listing.columns])
        for row in listing.numbered(progress):
            texts = [guarded(_TEXTS.get(type(value), str)(value)) for value in row]
            lost |= dict.fromkeys(unheld("".join(texts), encoding))
            writer.writerow(texts)
            number += 1
        if lost:
            named = "".join(lost)
            raise Invalid(f"GBK 编码装不下这些字：{named}。请改存 .xlsx，或用 UTF-8 的 .csv。")
    return number


def unheld(text: str, encoding: Encoding) -> str:
    """The characters of `text` that an encoding has no place for."""
    if text.encode(encoding, "replace").decode(encoding) == text:
        return ""
    return "".join(char for char in text if not char.encode(encoding, "ignore"))


def guarded(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    formula = _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text)
    return "'" + text if formula else text
