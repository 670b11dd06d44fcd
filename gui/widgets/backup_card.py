"""设置 → 数据安全: backups made now, where they go, which were proved, and the way to restore."""

from functools import partial
from pathlib import Path

from core.errors import UserError
from core.rights import Right
from core.services import backup_places, backup_state
from core.services.backup_state import Line, State
from gui import ask, theme
from gui.tasks import Query, Work
from gui.widgets import clock, parts
from gui.widgets.backing_up import TABLE, BackupRun
from gui.widgets.notice import ProgressStrip
from gui.widgets.plain_table import PlainTable
from gui.widgets.screen import RESTORE, Shell, Target

PATTERN = "备份 (*.zzbak)"
_HEADS = (("时间", 120), ("原因", 90), ("位置", 0), ("记录", 80), ("大小", 96))


class BackupCard(parts.Card):
    """The list of proved backups, and what can be done about the next one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("备份")
        self._shell = shell
        self._state = parts.label("", "cell")
        self._place = parts.label("", "caption")
        self._place.setWordWrap(True)
        self._chip = parts.chip("该备份了", "warn")
        self._chip.hide()
        self.strip = ProgressStrip()
        self.table = PlainTable("核对过的备份", _HEADS)
        self.table.setMinimumHeight(theme.size("row") * 7)
        self._none = parts.Empty("还没有备份。点“立即备份”，几秒钟就好。")
        self._run = BackupRun(shell, self, self.strip)
        self._lay_out()

    @property
    def text(self) -> str:
        """What is said of the last backup and of the place."""
        return f"{self._state.text()}\n{self._place.text()}"

    def read(self) -> None:
        """Show the backups there are."""
        station = self._shell.desk.station
        query = Query(self._shell.desk, self, backup_state.state, station.folder, station.now())
        query.then(self._show).start()

    def choose_place(self) -> None:
        """Let a stick or a second disk be the other place from now on."""
        folder = ask.open_folder(self, "备份放到哪里（U盘或另一块硬盘上的文件夹）")
        if folder is not None:
            station = self._shell.desk.station
            work: Work[str] = Work(self._shell.desk, self, backup_places.choose, station, folder)
            work.then(self._chosen).failed(self._refused).start()

    def save_file(self) -> None:
        """One file with everything in it, for whoever carries it away."""
        now = clock.local(self._shell.desk.station.now())
        suggested = Path.home() / f"网格工作站备份-{now:%Y%m%d-%H%M}.zzbak"
        path = ask.save_file(self, "备份成一个文件", suggested, PATTERN)
        if path is not None:
            self._run.into(path)

    def _lay_out(self) -> None:
        words = parts.columns()
        words.addWidget(self._chip)
        words.addWidget(self._state, 1)
        self.body.addLayout(words)
        self.body.addWidget(self._place)
        acts = parts.columns(gap=8)
        acts.addWidget(parts.button("立即备份", self._run.start, "content-save-outline", "primary"))
        station = self._shell.desk.station
        if station.actor.may(Right.KEEP):
            acts.addWidget(parts.button("选择位置", self.choose_place, "folder-outline"))
            acts.addWidget(parts.button("备份成一个文件", self.save_file, "file-outline"))
        acts.addStretch()
        restore = partial(self._shell.go, Target(RESTORE))
        acts.addWidget(parts.button("从备份恢复…", restore, "restore"))
        self.body.addLayout(acts)
        self.body.addWidget(self.strip)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._none, 1)

    def _show(self, state: State) -> None:
        self._state.setText(state.due or state.words)
        self._place.setText(state.place)
        self._chip.setVisible(state.urgent or bool(state.due))
        self.table.show_rows([_row(one) for one in state.lines])
        self.table.setVisible(bool(state.lines))
        self._none.setVisible(not state.lines)

    def _chosen(self, warning: str) -> None:
        if warning:
            self._shell.fail(warning)
        else:
            self._shell.say("以后备份也放到这里，插上就自动备")
        self._shell.desk.changed.emit(frozenset({TABLE}))

    def _refused(self, error: UserError) -> None:
        self._shell.fail(error.text)


def _row(one: Line) -> list[str]:
    return [one.when, one.cause, one.where, one.records, one.size]
