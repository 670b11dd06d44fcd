"""Keys of the window: each works while the widget it was given to is visible."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def give(owner: QWidget, acts: Mapping[str, Callable[[], object]]) -> None:
    """Let each key do its act; editors with the focus keep Ctrl+Z and the like for themselves."""
    for key, act in acts.items():
        QShortcut(QKeySequence(key), owner).activated.connect(act)
