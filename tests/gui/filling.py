"""The form beside a ledger's list as a test fills it in."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent

from core.services import records


def commit(widget, text):
    """What an input method sends when a word is chosen."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QCoreApplication.sendEvent(widget, event)


def form(page):
    return page.pane.form


def box(page, key):
    return form(page).fields.boxes[key]


def type_in(page, key, text):
    into = box(page, key)
    into.focus()
    commit(into.editor, text)


def named(page, ledger, name):
    """The one record of that name."""
    ids = page.desk.station.ask(records.ids, ledger, records.Filter(words=name))
    (found,) = page.desk.station.ask(records.rows, ledger, ids)
    return found
