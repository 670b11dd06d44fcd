"""Workbooks written without passing files: what lies in the temporary folder outlives a kill.

A temporary folder on a full disk has nothing to say about it either.
"""
# ruff: noqa: SLF001 openpyxl hands out its parts in no other way

from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter
from typing_extensions import override


def save(book: Workbook, target: Path | BinaryIO) -> None:
    """Write a workbook that was filled in memory."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        _InMemory(book, archive).write_data()


class _InMemory(ExcelWriter):
    """Makes the text of a sheet in memory, where openpyxl makes it in the temporary folder."""

    def __init__(self, book: Workbook, archive: ZipFile) -> None:
        super().__init__(book, archive)
        self._into = archive

    @override
    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        made: Any = WorksheetWriter(ws, BytesIO())
        made.write()
        ws._rels = made._rels
        self._into.writestr(ws.path[1:], made.read())
        self.manifest.append(ws)
