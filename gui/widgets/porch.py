"""A desk before any station is open: threads and a place for fault reports, no data."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject

from core.ids import Clock
from gui.tasks import Desk


@dataclass(frozen=True, slots=True)
class _Outside:
    """What a desk needs of a station when nothing is asked and nothing is changed."""

    folder: Path
    now: Clock


def porch(folder: Path, clock: Clock, parent: QObject | None = None) -> Desk:
    """A desk for work in front of the station in `folder`: founding it, unlocking it."""
    return Desk(cast("Any", _Outside(folder, clock)), parent)
