"""One line of the desk: when the last proved backup was made, and a button to make one."""

from PySide6.QtWidgets import QFrame

from core import places
from core.services import backup_state
from core.services.backup_state import State
from gui.tasks import Query
from gui.widgets import parts
from gui.widgets.backing_up import BackupRun
from gui.widgets.notice import ProgressStrip
from gui.widgets.screen import Shell


class BackupLine(QFrame):
    """Quiet while all is well, amber when the last backup is old or Friday evening has come."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._shell = shell
        down = parts.rows(self, (14, 4, 8, 4), 4)
        across = parts.columns(gap=8)
        self._chip = parts.chip("该备份了", "warn")
        self._words = parts.label("", "caption")
        self._strip = ProgressStrip()
        self._run = BackupRun(shell, self, self._strip)
        self.button = parts.button("立即备份", self._run.start, "content-save-outline", "link")
        across.addWidget(self._chip)
        across.addWidget(self._words, 1)
        across.addWidget(self.button)
        down.addLayout(across)
        down.addWidget(self._strip)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    @property
    def urgent(self) -> bool:
        """Whether it is amber."""
        return not self._chip.isHidden()

    def read(self) -> None:
        """Ask for the state of the backups; a server and the demonstration have none of ours."""
        station = self._shell.desk.station
        if not (station.demo or places.server(station.folder).is_file()):
            now = station.now()
            query = Query(self._shell.desk, self, backup_state.state, station.folder, now)
            query.then(self._show).start()

    def _show(self, state: State) -> None:
        self._words.setText(f"{state.due}。{state.words}" if state.due else state.words)
        self._chip.setVisible(bool(state.due) or state.urgent)
        self.show()
