"""Behind the door: the frame of an open station, dressed and settled.

The window loads this when a door opens, or before that while a password is typed.
"""

import gc
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from core.rights import Right
from core.services import days_off, level_names
from gui import theme
from gui.ledger import quick_note
from gui.menu import PLACES
from gui.screens import load_all
from gui.tasks import Desk, Query, Work
from gui.widgets import cautions, parts
from gui.widgets.backing_up import Guard
from gui.widgets.frame import Frame
from gui.widgets.idle import Idle
from gui.widgets.number_check import NumberCheck
from gui.widgets.parts import Banner
from gui.widgets.screen import Target

_REST_MS = 1500


def framed(desk: Desk, name: str) -> Frame:
    """The frame on an open station, with every place of the menu."""
    return Frame(desk, name, PLACES)


def dress(frame: Frame, leave: Callable[[], object]) -> None:
    """A demonstration says that it is one; a real station is backed up as it is used."""
    if frame.desk.station.actor.may(Right.KEEP):
        quick_note.give(frame)
    frame.desk.changed.connect(partial(_follow_settings, frame))
    Idle(theme.running(), frame.desk, frame).elapsed.connect(frame.lock_wanted)
    station = frame.desk.station
    if station.demo:
        told = f"演示数据 · 演示日期 {station.today().isoformat()}"
        frame.add_banner(Banner(told, parts.button("退出演示", leave, kind="link")))
        frame.lock_wanted.connect(lambda: frame.say("演示站点谁都能看，不用锁定"))
    else:
        Guard(frame, frame)


def _follow_settings(frame: Frame, touched: frozenset[str]) -> None:
    """Names of levels and days off hold at once, set here or in another window."""
    if "setting_value" in touched:
        for overlay in (level_names.apply, days_off.apply):
            Query(frame.desk, frame, overlay).start()


def settle(frame: Frame, target: Target, healed: str, *, regained: bool) -> None:
    """Tell what was put right, and go where the person wants to be.

    What stays for good is taken out of later collections: they would halt long lists. What stayed
    of the person before is given back first.
    """
    cautions.show(frame, healed)
    frame.go(Target("desk"))
    if target.place != "desk":
        frame.go(target)
    if regained:
        NumberCheck(frame, frame).offer()
    QTimer.singleShot(_REST_MS, frame, partial(_look_ahead, frame))
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _look_ahead(frame: Frame) -> None:
    Work(frame.desk, frame, load_all).then(lambda _none: frame.pages.prepare()).start()
