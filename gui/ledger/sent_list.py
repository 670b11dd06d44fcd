"""已报版本: what went out, when and to whom; the very file opened again, or compared with today."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedWidget, QWidget

from core import records as ledgers
from core.records.attachment import Attachment
from core.records.sent_version import SentVersion
from core.services import sending
from core.services.fashions import PURPOSES
from core.services.sending import Compared
from core.store.files import Files
from gui.tasks import Desk, Look, Query
from gui.widgets import clock, keeping_files, opened_copies, parts
from gui.widgets.plain_table import PlainTable

_HEADS = (("报出时间", 130), ("报给谁", 150), ("台账与范围", 0), ("行数", 64), ("经办人", 80))
_SIZE = (860, 480)
_NONE = "还没有留存过已报版本。导出时勾选“留存为已报版本”，报出的文件就原样存在这里。"


class SentList(QDialog):
    """The versions of one ledger, or of all."""

    def __init__(self, desk: Desk, parent: QWidget, ledger: str = "") -> None:
        super().__init__(parent)
        self._desk = desk
        self._versions: Sequence[SentVersion] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("已报版本")
        self.resize(*_SIZE)
        self.table = PlainTable("已报版本", _HEADS)
        self.told = parts.label("", "cell")
        self.told.setWordWrap(True)
        self._lay_out()
        self.table.opened.connect(lambda _row: self.open_file())
        self.table.currentCellChanged.connect(lambda *_: self._tell_of())
        Query(desk, self, sending.listed, ledger).then(self._show).start()

    def open_file(self) -> None:
        """Open the very file in the program for it."""
        self._with_file(partial(opened_copies.open_copy, self._desk, self))

    def save_file(self) -> None:
        """Keep the very file outside the station."""
        self._with_file(self._save)

    def compare(self) -> None:
        """Say how the same selection counts now."""
        version = self._current()
        if version is not None:
            Query(self._desk, self, sending.compare, version.id).then(self._compared).start()

    def _with_file(self, act: Callable[[Files, Attachment], object]) -> None:
        version = self._current()
        if version is None:
            return
        query = Query(self._desk, self, sending.file_of, version.id, self._desk.station.folder)
        query.then(partial(self._hand, version, act))
        query.failed(lambda error: self.told.setText(error.text)).start()

    def _hand(
        self,
        version: SentVersion,
        act: Callable[[Files, Attachment], object],
        found: tuple[Attachment, Files],
    ) -> None:
        attachment, store = found
        act(store, attachment)
        Look(self._desk, self, *sending.looked(version)).start()

    def _save(self, store: Files, one: Attachment) -> None:
        keeping_files.keep(self._desk, self, store, [one])

    def _current(self) -> SentVersion | None:
        row = self.table.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None

    def _show(self, versions: Sequence[SentVersion]) -> None:
        self._versions = versions
        self.table.show_rows([_row(one) for one in versions])
        self._stack.setCurrentIndex(0 if versions else 1)
        for button in self._buttons:
            button.setEnabled(bool(versions))
        if versions:
            self.table.setCurrentCell(0, 0)
            self.table.setFocus()

    def _tell_of(self) -> None:
        version = self._current()
        if version is not None:
            asked = f"；{version.request}" if version.request else ""
            purpose = PURPOSES.get(version.purpose, "")
            self.told.setText(f"{version.name}（{purpose}）{asked}")

    def _compared(self, found: Compared) -> None:
        self.told.setText(found.words)

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 12), 8)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(parts.Empty(_NONE))
        down.addWidget(self._stack, 1)
        down.addWidget(self.told)
        foot = parts.columns()
        compare = parts.button("与现在比较", self.compare)
        save = parts.button("另存", self.save_file)
        opened = parts.button("打开", self.open_file, "folder-open-outline", "primary", "Enter")
        self._buttons = (compare, save, opened)
        foot.addWidget(compare)
        foot.addWidget(save)
        foot.addStretch()
        foot.addWidget(parts.button("关闭", self.reject, tip="Esc"))
        foot.addWidget(opened)
        down.addLayout(foot)


def _row(one: SentVersion) -> Sequence[str]:
    title = ledgers.ledger(one.ledger).title
    when = f"{clock.local(one.sent_at):%Y-%m-%d %H:%M}"
    return when, one.recipient, f"{title}：{one.span}", f"{one.rows:,}", one.sent_by
