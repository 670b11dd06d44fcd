"""A form of the record beside a list, shown as it is printed."""

from pathlib import Path

from core.ledger import Ledger
from core.services.records import Row
from gui.widgets.screen import Shell, Subject


def show(shell: Shell, ledger: Ledger, form: str, row: Row) -> None:
    """Preview one form of one record; what it is about stands in the register of looks."""
    from reports import documents
    from reports.form import Issue

    station = shell.desk.station
    issue = Issue(station.today(), station.actor.name, station.demo)
    title = documents.form(form).title

    def draw(path: Path) -> int:
        return station.ask(documents.draw, form, row.id, path, issue)

    number = "" if ledger.number is None else row.texts[ledger.number.key] or "未编号"
    told = f"{title} {number}".strip()
    shell.preview(draw, title, Subject(told, ((ledger.name, row.id),)))
