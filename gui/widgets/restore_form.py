"""What is asked before a restore: which backup, who you are, and where to."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from core.record import Field, Kind
from core.services.restoring import Found, Wanted
from gui import ask
from gui.widgets import clock, parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox
from gui.widgets.secret import secret_box

_WHY = "恢复到一个新文件夹，原来的站点和备份都不动。"
_MORE = ("", *(f"-{number}" for number in range(2, 100)))


def beside(folder: Path, now: datetime) -> Path:
    """Where a backup is restored to: the usual folder while it is free, else one beside it."""
    if not folder.exists() or not any(folder.iterdir()):
        return folder
    named = (f"{folder.name}-恢复-{clock.local(now):%Y%m%d}{more}" for more in _MORE)
    return next(one for one in map(folder.with_name, named) if not one.exists())


class RestoreForm(QFrame):
    """`file_wanted` asks for a backup; `check` tells what is still missing."""

    file_wanted = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setProperty("kind", "scrolled")
        self.folder = folder
        self._found: Found | None = None
        self._file = parts.label("还没有选备份文件", "cell")
        self._choose = parts.button("选择备份文件", self.file_wanted.emit, "file-outline")
        self._who = FieldBox(Field("who", "姓名", Kind.CODE), ChoiceEditor())
        self._secret = secret_box("secret", "口令", "做备份那时的口令；也可以填应急恢复码")
        self._where = parts.label(str(folder), "cell")
        self._move = parts.button("换个位置", self.relocate, "folder-outline")
        self._lay_out()

    @property
    def secret(self) -> str:
        """The password, or the recovery code."""
        return self._secret.text()

    def begin(self) -> None:
        """Go to the first thing to do."""
        self._choose.setFocus()

    def show_backup(self, found: Found) -> None:
        """Show what a backup says of itself, and who may open it."""
        self._found = found
        at, count = clock.local(found.moment), found.manifest.facts.records
        self._file.setText(f"{found.path.name}\n{at:%Y-%m-%d %H:%M} 的数据，{count:,} 条记录")
        if isinstance(self._who.editor, ChoiceEditor):
            self._who.editor.set_choices([(name, name) for name in found.names])
        self._who.set_text(found.names[0] if found.names else "")
        self._secret.focus()

    def relocate(self) -> None:
        """Ask for another folder; the new station goes into one of its own inside."""
        above = ask.open_folder(self, "恢复到哪个文件夹里")
        if above is not None:
            self.folder = above / self.folder.name
            self._where.setText(str(self.folder))

    def check(self) -> str:
        """What is to be chosen or typed first; nothing when all is there."""
        lacks_secret = self._found is not None and not self.secret
        self._secret.set_problem("请填写口令或应急恢复码" if lacks_secret else "")
        if self._found is None:
            self._choose.setFocus()
            return "请先选备份文件"
        if lacks_secret:
            self._secret.focus()
        return "还没有填口令" if lacks_secret else ""

    def wanted(self, *, without_missing: bool) -> Wanted:
        """What was chosen and typed; `check` has said that it is all."""
        assert self._found is not None
        return Wanted(self._found.path, self.folder, self._who.text(), self.secret, without_missing)

    def focus_secret(self) -> None:
        """Back to the password, to type it again."""
        self._secret.focus()

    def _lay_out(self) -> None:
        down = parts.rows(self, gap=8)
        down.addWidget(parts.label(_WHY, "cell_name"))
        for words, button in ((self._file, self._choose), (self._where, self._move)):
            words.setWordWrap(True)
            across = parts.columns(gap=12)
            across.addWidget(words, 1)
            across.addWidget(button)
            down.addLayout(across)
        for place, part in enumerate(
            (self._who, self._secret, parts.label("恢复到", "caption")), start=2
        ):
            down.insertWidget(place, part)
        self.setTabOrder(self._choose, self._who)
        self.setTabOrder(self._who, self._secret)
        self.setTabOrder(self._secret, self._move)
