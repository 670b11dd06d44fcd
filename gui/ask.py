"""Every question, file choice and message: the one seam that tests replace.

Callers write `ask.yes(…)` with the module's name, so that replacing a function here is enough.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QWidget,
)

from core import codes
from gui import theme


def yes(parent: QWidget | None, title: str, text: str, do: str, keep: str = "保留") -> bool:
    """Ask whether to `do` it; Enter, Esc and closing the question all mean `keep`."""
    question = _message(parent, title, text, theme.icon("help-circle-outline", "brand600"))
    doing = question.addButton(do, QMessageBox.ButtonRole.AcceptRole)
    keeping = question.addButton(keep, QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(keeping)
    question.setEscapeButton(keeping)
    question.exec()
    return question.clickedButton() is doing


def tell(parent: QWidget | None, text: str, title: str = "请注意") -> None:
    """Say one sentence that must be read before anything else goes on."""
    message = _message(parent, title, text, theme.icon("alert-circle-outline", "warn"))
    message.setDefaultButton(message.addButton("知道了", QMessageBox.ButtonRole.AcceptRole))
    message.exec()


def choose(
    parent: QWidget | None, title: str, text: str, choices: Sequence[str], do: str = "选定"
) -> str | None:
    """Let the person pick one of `choices`; nothing when the question was left."""
    dialog = _input(parent, title, text, do)
    dialog.setComboBoxItems(list(choices))
    dialog.setComboBoxEditable(False)
    return _answered(dialog)


def word(
    parent: QWidget | None, title: str, text: str, names: Sequence[str]
) -> tuple[str, str] | None:
    """Ask on whose word an act is recorded (代录): a name and a way; nothing when it was left."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    sentence = QLabel(text)
    sentence.setTextFormat(Qt.TextFormat.PlainText)
    sentence.setWordWrap(True)
    who, way = QComboBox(), QComboBox()
    who.addItems(list(names))
    for one in codes.table("consent_way").items:
        way.addItem(one.name, one.code)
    form = QFormLayout(dialog)
    form.addRow(sentence)
    for caption, box in (("经谁同意：", who), ("怎样同意：", way)):
        box.setAccessibleName(caption.strip("："))
        form.addRow(caption, box)
    buttons = QDialogButtonBox()
    recording = buttons.addButton("代录", QDialogButtonBox.ButtonRole.AcceptRole)
    recording.setProperty("kind", "primary")
    buttons.addButton("取消", QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    form.addRow(buttons)
    return (who.currentText(), str(way.currentData())) if dialog.exec() else None


def line(
    parent: QWidget | None, title: str, text: str, do: str = "继续", *, secret: bool = False
) -> str | None:
    """Let the person type one line (dots for a `secret`); nothing when the question was left."""
    dialog = _input(parent, title, text, do)
    if secret:
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    return _answered(dialog)


def paragraph(parent: QWidget | None, title: str, text: str, do: str = "继续") -> str | None:
    """Let the person type some lines, such as a reason; nothing when the question was left."""
    dialog = _input(parent, title, text, do)
    dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
    return _answered(dialog)


def open_file(parent: QWidget | None, title: str, patterns: str = "") -> Path | None:
    """Let the person pick a file to read; `patterns` as in `工作簿 (*.xlsx *.csv)`."""
    name, _ = QFileDialog.getOpenFileName(parent, title, "", patterns)
    return Path(name) if name else None


def open_files(parent: QWidget | None, title: str, patterns: str = "") -> list[Path]:
    """Let the person pick several files to read; none when the question was left."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, "", patterns)
    return [Path(name) for name in names]


def open_folder(parent: QWidget | None, title: str) -> Path | None:
    """Let the person pick a folder."""
    name = QFileDialog.getExistingDirectory(parent, title)
    return Path(name) if name else None


def save_file(
    parent: QWidget | None, title: str, suggested: Path, patterns: str = ""
) -> Path | None:
    """Let the person name a file to write; the suggested suffix is added where none was typed."""
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), patterns)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(suggested.suffix)


def _message(parent: QWidget | None, title: str, text: str, icon: QIcon) -> QMessageBox:
    message = QMessageBox(parent)
    message.setWindowTitle(title)
    message.setText(text)
    message.setTextFormat(Qt.TextFormat.PlainText)
    message.setIconPixmap(icon.pixmap(QSize(32, 32), message.devicePixelRatio()))
    return message


def _input(parent: QWidget | None, title: str, text: str, do: str) -> QInputDialog:
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(text)
    dialog.setOkButtonText(do)
    dialog.setCancelButtonText("取消")
    buttons = dialog.findChild(QDialogButtonBox)
    if isinstance(buttons, QDialogButtonBox):
        accept = buttons.button(QDialogButtonBox.StandardButton.Ok)
        accept.setProperty("kind", "primary")
        accept.style().unpolish(accept)
        accept.style().polish(accept)
    return dialog


def _answered(dialog: QInputDialog) -> str | None:
    """The answer; its editor is called by the question, and Tab leaves it."""
    dialog.sizeHint()
    for editor in dialog.findChildren(QWidget):
        if isinstance(editor, QLineEdit | QComboBox | QPlainTextEdit):
            editor.setAccessibleName(dialog.labelText())
        if isinstance(editor, QPlainTextEdit):
            editor.setTabChangesFocus(True)
    return dialog.textValue() if dialog.exec() else None
