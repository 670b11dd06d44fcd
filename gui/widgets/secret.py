"""Fields for passwords, and a new one typed twice."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from core.field import Field, Kind
from core.store.keys import SHORTEST
from gui.widgets.editors import LineEditor
from gui.widgets.field_box import FieldBox


def secret_box(key: str, label: str, hint: str = "", *, required: bool = True) -> FieldBox:
    """One password, shown as dots."""
    editor = LineEditor()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return FieldBox(Field(key, label, Kind.TEXT, required=required, hint=hint), editor)


class NewSecret:
    """A new password and its repetition; put `boxes` where they belong."""

    def __init__(self, label: str = "口令") -> None:
        self.first = secret_box("new_secret", label, f"至少 {SHORTEST} 个字符，只有您自己知道")
        self.second = secret_box("new_secret_again", f"再输一次{label}")
        self.boxes = (self.first, self.second)

    def entered(self, act: Callable[[], object]) -> None:
        """Enter behind the repetition does `act`; nothing where nothing was typed."""
        if isinstance(self.second.editor, LineEditor):
            self.second.editor.returnPressed.connect(lambda: self.text and act())

    @property
    def text(self) -> str:
        """What was typed."""
        return self.first.text()

    def check(self) -> FieldBox | None:
        """Say what is wrong below the fields; return the first to correct, none if all is well."""
        short = len(self.first.text()) < SHORTEST
        self.first.set_problem(f"口令至少 {SHORTEST} 个字符，请换一个长一些的" if short else "")
        differs = not short and self.first.text() != self.second.text()
        self.second.set_problem("两次输入的口令不一样，请再输一次" if differs else "")
        return self.first if short else self.second if differs else None

    def clear(self) -> None:
        """Forget what was typed."""
        for box in self.boxes:
            box.set_text("")
            box.set_problem("")
