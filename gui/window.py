"""The window: finds the station, unlocks or founds it, and puts the frame around its screens.

What stands behind the door is loaded when it opens, so that the door itself is there at once.
"""

import argparse
import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from core import places
from core.errors import Cancelled, UserError
from core.ids import Clock
from core.services import doorstep
from core.store.lock import Lock, hold, holder
from gui import ask, rooms, theme
from gui.screens.unlock import UnlockScreen
from gui.tasks import Desk, Query, Task, Work
from gui.widgets.boundary import told_to
from gui.widgets.porch import porch
from gui.widgets.screen import DEMO, IMPORT, Target
from gui.widgets.top_bar import PRODUCT
from gui.widgets.waiting import waiting

if TYPE_CHECKING:
    from gui.screens.first_run import FirstRun
    from gui.widgets.entering import Opened
    from gui.widgets.frame import Frame

_FIRST_CASE = Target("mediation", ledger="mediation_case")
_REST_MS = 300
SMALLEST = (1024, 560)
USUAL = (1366, 768)


class Window(QMainWindow):
    """Shows one of: the first-run assistant, the unlock screen, the frame on an open station."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._folder = folder
        self._clock = clock
        self._porch = porch(folder, clock, self)
        self._frame: Frame | None = None
        self._held: Lock | None = None
        self._unlock: UnlockScreen | None = None
        self._focus: QWidget | None = None
        self._healed, self._regained = "", False
        self.farewell = False
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self.setWindowTitle(PRODUCT)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)

    @property
    def frame(self) -> "Frame | None":
        """The frame on the open station, also while it is locked."""
        return self._frame

    @property
    def front(self) -> QWidget:
        """What is shown now."""
        return self._stack.currentWidget()

    def start(self, *, demo: bool = False) -> None:
        """Show what this station's folder calls for."""
        if demo or doorstep.demo_day(self._folder) is not None:
            self.show_demo(self._folder)
        elif doorstep.founded(self._folder):
            self._show_unlock()
        else:
            self._show_first_run()

    def lock(self) -> None:
        """Put the unlock screen over the frame; what is half typed stays behind it."""
        frame = self._frame
        if frame is None or self.front is not frame or frame.desk.station.demo:
            return
        _leave_question()
        self._focus = self.focusWidget()
        self._unlock_screen().lock(frame.desk.station.actor.enters_as)

    def leave(self) -> None:
        """Let another person unlock; the drafts of this one are kept."""
        self._drop_frame()
        self.start()

    def look_inside(self) -> None:
        """Get ready what opens next."""
        Work(self._porch, self, rooms.get_ready).start()

    def _rekey(self, station: Any) -> None:
        self._drop_frame(keep=self._held)
        self._put(rooms.rekeying(self._porch, station, self._begin, self.leave))

    def show_demo(self, folder: Path) -> None:
        """Open the demonstration station, and make it first where there is none."""
        page, strip = waiting("正在准备演示站点")
        self._put(page)
        work = Work(self._porch, page, rooms.opened_demo, folder, self._clock)
        strip.follow(work, "正在准备演示数据")
        work.then(self._on_opened).failed(self._on_no_demo).start()

    def keep_fault(self, error: Exception) -> None:
        """Write a defect down and say so."""
        desk = self._porch if self._frame is None else self._frame.desk
        desk.keep_fault(error, self)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.farewell and self._frame is not None:
            self.farewell = False
            self._put(rooms.farewell(self._frame.desk, self))
            event.ignore()
        else:
            self._drop_frame()
            self._porch.close()
            event.accept()

    def _show_first_run(self) -> None:
        made = rooms.first_run(self._porch, self._folder, self._clock)
        made.finished.connect(partial(self._on_founded, made))
        made.restore_wanted.connect(self._show_restore)
        self._put(made)

    def _show_restore(self) -> None:
        self._drop_frame()
        made = rooms.restore(self._porch, self._folder, self._clock)
        made.left.connect(self.start)
        made.finished.connect(partial(self._on_regained, made))
        self._put(made)

    def _on_regained(self, screen: QWidget, folder: Path, who: str, secret: str) -> None:
        """Into the restored station; by a recovery code the way leads over the unlock screen."""
        self._folder, self._regained = folder, True
        if self._unlock is not None:
            self._stack.removeWidget(self._unlock)
            self._unlock = None
        enter = Task(self._porch, screen, partial(self._enter, who, secret))
        enter.then(self._on_opened).failed(lambda _wrong: self._show_unlock()).start()

    def _show_unlock(self) -> None:
        self._healed = doorstep.healed(self._folder)
        screen = self._unlock_screen()
        screen.lock()
        taken = holder(self._folder) if self._held is None else ""
        screen.tell(doorstep.hindrance(self._folder) or taken)

    def _unlock_screen(self) -> UnlockScreen:
        if self._unlock is None:
            self._unlock = UnlockScreen(self._porch, self._folder, self._enter)
            self._unlock.opened.connect(self._on_opened)
            self._unlock.restore_wanted.connect(self._show_restore)
            self._stack.addWidget(self._unlock)
        self._stack.setCurrentWidget(self._unlock)
        return self._unlock

    def _enter(self, who: str, password: str, code: str = "") -> "Opened | None":
        inside = None if self._frame is None else self._frame.desk.station
        way = rooms.entrance(self._folder, self._clock, inside, self._held)
        return way.enter(who, password, code)

    def _on_opened(self, opened: "Opened | None") -> None:
        if opened is None:
            if self._frame is not None:
                self._stack.setCurrentWidget(self._frame)
            if self._focus is not None and isValid(self._focus):
                self._focus.setFocus()
            return
        self._drop_frame(keep=opened.held)
        self._held, self._healed = opened.held, opened.told or self._healed
        self._held.name(opened.station.actor.name, self._clock())
        self._begin(opened.station, Target("desk"))

    def _on_founded(self, assistant: "FirstRun", station: Any, door: str) -> None:
        if door == DEMO:
            station.close()
            self.show_demo(places.demo_station())
            return
        self._held = hold(self._folder, station.actor.name, self._clock())
        roster = Target(IMPORT, ledger="staff", file=assistant.asked.roster)
        self._begin(station, roster if door == IMPORT else _FIRST_CASE)

    def _on_no_demo(self, error: UserError) -> None:
        if not isinstance(error, Cancelled):
            ask.tell(self, error.text)
        self._leave_demo()

    def _leave_demo(self) -> None:
        self._drop_frame()
        if doorstep.demo_day(self._folder) is not None:
            self._folder = places.default_station()
        self.start()

    def _begin(self, station: Any, target: Target) -> None:
        desk = Desk(station, self)
        asked = Query(desk, self, rooms.name_and_letters, station.actor.id)
        asked.then(partial(self._show_frame, desk, target)).start()

    def _show_frame(self, desk: Desk, target: Target, known: tuple[str, str]) -> None:
        name, letters = known
        theme.need_letters(theme.running(), letters)
        self.setWindowTitle(f"{name} · {PRODUCT}")
        frame = rooms.frame(desk, name, self._leave_demo)
        frame.lock_wanted.connect(self.lock)
        frame.restore_wanted.connect(self._show_restore)
        frame.demo_wanted.connect(partial(self.show_demo, places.demo_station()))
        frame.rekey_wanted.connect(partial(self._rekey, desk.station))
        frame.leave_wanted.connect(self._leave_demo if desk.station.demo else self.leave)
        self._frame = frame
        self._put(frame)
        rooms.settle(frame, target, self._healed, regained=self._regained)
        self._healed, self._regained = "", False

    def _put(self, widget: QWidget) -> None:
        """Show a widget; what was there before goes, but for the unlock screen and the frame."""
        self._stack.addWidget(widget)
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(widget)
        if before not in {widget, self._unlock, self._frame}:
            self._stack.removeWidget(before)
            before.deleteLater()

    def _drop_frame(self, keep: Lock | None = None) -> None:
        frame, self._frame = self._frame, None
        if frame is not None:
            frame.close_down()
            frame.desk.station.close()
            self._stack.removeWidget(frame)
            frame.deleteLater()
        if self._held is not None and self._held is not keep:
            self._held.release()
            self._held = None


def _leave_question() -> None:
    """A question that stands open is answered with no."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()


def run(words: Sequence[str], clock: Clock) -> int:
    """Open the window on the station `words` name, and stay until it is closed."""
    try:
        args = _words().parse_args(words)
    except SystemExit as stop:
        return 2 if stop.code else 0
    theme.prepare_environment(os.environ)
    app = theme.application()
    usual = places.demo_station() if args.demo else places.default_station()
    window = Window(Path(args.station) if args.station else usual, clock)
    window.farewell = True
    window.start(demo=args.demo)
    show(window)
    rest = QTimer(window, singleShot=True, interval=_REST_MS)
    rest.timeout.connect(window.look_inside)
    rest.start()
    with told_to(window):
        return app.exec()


def show(window: QWidget) -> None:
    """Show the window as large as usual; on a screen that has not the room, on all of it."""
    room = window.screen().availableSize()
    if room.width() > USUAL[0] and room.height() > USUAL[1]:
        window.show()
    else:
        window.showMaximized()


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py window", description="打开窗口")
    parser.add_argument("--station", metavar="DIR", help="站点文件夹；不写就用本人的默认站点")
    parser.add_argument("--demo", action="store_true", help="打开演示站点，没有就先建一个")
    return parser
