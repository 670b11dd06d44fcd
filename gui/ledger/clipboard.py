"""Rows to and from spreadsheets by the clipboard: copied as they are seen, pasted as an import."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QWidget

from core.intake import pasted
from core.intake.sheet import Sheet
from core.ledger import Ledger
from core.progress import Progress, silent
from core.record import Field
from core.rights import Right
from core.services import records
from core.services.records import Row
from gui.ledger.outgoing import Listed
from gui.tasks import Look, Query, Work
from gui.widgets.screen import Shell, Target

MOST = 5_000
"""As many rows as the clipboard is given; more leave as a file."""

_STYLE = "mso-number-format:'\\@';white-space:pre-wrap"


def copy(shell: Shell, owner: QWidget, listed: Listed) -> None:
    """Put the chosen rows on the clipboard, with the heads and in the order shown."""
    chosen = list(listed.ids or ())
    if not chosen:
        shell.say("请先选中要复制的行")
    elif not shell.desk.station.actor.may(Right.SEND):
        shell.fail(f"您的岗位不能{Right.SEND.value}，请找有此权限的同事办理。")
    elif len(chosen) > MOST:
        shell.fail(f"一次最多复制 {MOST:,} {listed.ledger.unit}。更多的请用“导出”。")
    else:
        query = Query(shell.desk, owner, records.rows, listed.ledger, chosen)
        query.then(partial(_put, shell, owner, listed)).start()


def paste(shell: Shell, owner: QWidget, ledger: Ledger) -> None:
    """Open the import with what was copied elsewhere, once it is read as rows."""
    copied = QGuiApplication.clipboard().mimeData()
    work = Work(shell.desk, owner, _read, copied.text(), copied.html())
    work.then(partial(_bring, shell, ledger)).failed(lambda no: shell.fail(no.text)).start()


def _read(text: str, html: str, progress: Progress = silent) -> Sheet:
    progress("正在读取粘贴的表格")
    return pasted.sheet(text, html)


def _bring(shell: Shell, ledger: Ledger, sheet: Sheet) -> None:
    shell.go(Target("import", ledger=ledger.name, sheet=sheet, title=sheet.name))


def give_key(
    table: QAbstractItemView, key: QKeySequence.StandardKey, act: Callable[[], object]
) -> None:
    """Let a key do its act while the list has the focus."""
    shortcut = QShortcut(QKeySequence(key), table)
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(act)


def _put(shell: Shell, owner: QWidget, listed: Listed, rows: Sequence[Row]) -> None:
    ledger = listed.ledger
    fields = [ledger.field(key) for key in listed.columns] or list(ledger.listed())
    lines = [[one.label for one in fields], *(_texts(row, fields) for row in rows)]
    copied = QMimeData()
    copied.setText("".join(f"{line}\r\n" for line in map(_line, lines)))
    copied.setHtml(_html(lines))
    QGuiApplication.clipboard().setMimeData(copied)
    seen = [(ledger.name, row.id) for row in rows if ledger.record.handlers]
    Look(shell.desk, owner, f"复制：{ledger.title} {len(rows)} {ledger.unit}", seen).start()
    shell.say(f"已复制 {len(rows):,} {ledger.unit}，可在 Excel 或 WPS 里粘贴")


def _texts(row: Row, fields: Iterable[Field]) -> list[str]:
    """A row as it is seen: numbers of others' matters only in part."""
    from reports.excel import guard

    return [guard.marked(row.texts[one.key]) for one in fields]


def _line(texts: Iterable[str]) -> str:
    """One row between tabs; a text of several lines is quoted, as spreadsheets do."""
    return "\t".join(_quoted(text) for text in texts)


def _quoted(text: str) -> str:
    special = any(mark in text for mark in '\t\r\n"')
    return '"' + text.replace('"', '""') + '"' if special else text


def _html(lines: Sequence[Sequence[str]]) -> str:
    """The same as a table whose cells are texts, so that long numbers keep their digits."""
    head, *rows = lines
    said = ["".join(f"<th>{escape(one)}</th>" for one in head)]
    said += ["".join(f'<td style="{_STYLE}">{_cell(one)}</td>' for one in row) for row in rows]
    body = "".join(f"<tr>{one}</tr>" for one in said)
    return f'<html><head><meta charset="utf-8"></head><body><table>{body}</table></body></html>'


def _cell(text: str) -> str:
    return escape(text).replace("\n", "<br>")
