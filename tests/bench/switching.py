"""Another person at the same window: from leaving to the other's desk."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from core.services import founding
from core.store import keys
from gui import theme
from gui.widgets.frame import Frame
from gui.window import Window
from tests.bench.measure import Ratio, compared
from tests.bench.scene import Bench
from tests.conftest import PASSWORD, FixedClock

PEOPLE = ("王建国", "赵铁柱")
_NAP_MS = 5


def switch(bench: Bench) -> Ratio:
    """换人, against the one guess at a password that nobody is spared."""
    QApplication.instance() or theme.application()
    folder = bench.station.folder
    for name in PEOPLE:
        if name not in keys.names(folder):
            bench.station.perform(founding.add_user, name, "mediator")
            keys.add(folder, bench.station.secret.key, name, PASSWORD, keys.STANDARD)
    window = Window(folder, FixedClock())
    window.start()
    window.show()
    turns = iter(PEOPLE * 9)
    _enter(window, next(turns))

    def another() -> None:
        assert window.frame is not None
        window.frame.leave_wanted.emit()
        _enter(window, next(turns))

    ratio = compared("换人（毫秒）", another, lambda: keys.unlock(folder, PEOPLE[0], PASSWORD), 3)
    _until(lambda: window.frame is not None and not window.frame.desk.busy)
    window.close()
    return ratio


def _enter(window: Window, who: str) -> None:
    """Choose a name and type the password, as a person does; done when the desk stands."""
    screen = window.front
    box = screen.findChild(QLineEdit, "password")
    window.activateWindow()
    screen._who.set_text(who)
    QTest.keyClicks(box, PASSWORD)
    QTest.keyClick(box, Qt.Key.Key_Return)
    _until(lambda: isinstance(window.front, Frame))


def _until(met: Callable[[], bool]) -> None:
    """Let the window live; unlike a look at its events, a loop of its own lets old widgets go."""
    while not met():
        nap = QEventLoop()
        QTimer.singleShot(_NAP_MS, nap.quit)
        nap.exec()
