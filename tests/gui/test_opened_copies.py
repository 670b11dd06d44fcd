"""Copies opened by other programs go: at lock, on leaving, at the end, and at the next start."""

import shutil

import pytest
from PySide6.QtWidgets import QDialog

from core import places
from core.store import lock, making
from core.store.copies import write
from gui import indoors, window
from gui.widgets.frame import Frame
from tests.gui.test_window import PAPER_PLACES, unlocked

SECRET = "王秀英的询问笔录".encode()


@pytest.fixture
def passing(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "copies", lambda folder: tmp_path / f"opened-{folder.name}")
    return tmp_path / "opened-mine"


@pytest.fixture
def folder(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "mine")
    return tmp_path / "mine"


@pytest.fixture
def opened(qtbot, folder, clock, monkeypatch, passing):
    monkeypatch.setattr(indoors, "PLACES", PAPER_PLACES)
    made = window.Window(folder, clock)
    qtbot.addWidget(made)
    made.start()
    made.show()
    made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def copied(passing):
    """Another program has a copy open."""
    return lambda: write(passing, ".docx", [SECRET])


def test_locking_wipes_what_is_open_and_closes_what_is_looked_at(qtbot, opened, copied, passing):
    frame = unlocked(qtbot, opened)
    copy = copied()
    viewer = QDialog(frame, modal=True)
    viewer.open()
    opened.lock()
    assert not viewer.isVisible()
    qtbot.waitUntil(lambda: not passing.exists())
    assert not copy.exists()


def test_leaving_wipes_what_is_open(qtbot, opened, copied, passing):
    unlocked(qtbot, opened)
    copied()
    opened.leave()
    assert not passing.exists()


def test_closing_wipes_what_is_open(qtbot, opened, copied, passing):
    unlocked(qtbot, opened)
    copied()
    opened.close()
    assert not passing.exists()


def test_what_a_crash_left_is_wiped_at_the_next_start(qtbot, opened, copied, passing):
    copied()
    opened.start()
    qtbot.waitUntil(lambda: not passing.exists())


def test_what_a_killed_restore_left_beside_the_station_goes_at_the_next_start(
    qtbot, opened, folder
):
    half = folder.parent / "恢复.ab12cd34.part"
    half.mkdir()
    (half / making.MARK).touch()
    opened.start()
    qtbot.waitUntil(lambda: not half.exists())
    assert folder.exists()


def test_a_second_window_leaves_the_copies_of_the_first(
    qtbot, opened, copied, passing, folder, clock
):
    assert isinstance(unlocked(qtbot, opened), Frame)
    copy = copied()
    second = window.Window(folder, clock)
    qtbot.addWidget(second)
    second.start()
    qtbot.waitUntil(lambda: not second._porch.busy)
    assert lock.holder(folder)
    assert copy.read_bytes() == SECRET
    second.close()
    assert copy.exists()
