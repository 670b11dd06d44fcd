"""交办单: a task's paper; its number is drawn before anybody looks at it."""

from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QWidget

from core.services import task
from gui.tasks import Perform
from gui.widgets.screen import Shell, Subject
from reports import documents
from reports.form import Issue


def preview(shell: Shell, owner: QWidget, identity: UUID) -> None:
    """Draw the number where there is none yet, and show both halves with it."""
    station = shell.desk.station
    issue = Issue(station.today(), station.actor.name, station.demo)

    def draw(path: Path) -> int:
        return station.ask(documents.draw, "task_order", identity, path, issue)

    def show(drawn: tuple[str, ...]) -> None:
        title = f"交办单{drawn[0]}"
        shell.preview(draw, title, Subject(title, (("task", identity),)))

    Perform(shell.desk, owner, task.number, [identity]).then(show).start()
