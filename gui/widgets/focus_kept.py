"""The keyboard stays where one works while what is shown there is made anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget


@contextmanager
def focus_kept(inside: QWidget, otherwise: Callable[[], object]) -> Iterator[None]:
    """If the widget at the keyboard goes with what was shown, `otherwise` finds another."""
    held = _holds(inside)
    yield
    if held and not _holds(inside):
        otherwise()


def _holds(inside: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and inside.isAncestorOf(now)
