"""The window under test: its application in the real look, and a clerk who answers questions."""

import gc
import os
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from typing_extensions import override

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from core.records import visit
from core.services import meeting
from gui import ask, indoors, theme
from gui.ledger.page import LedgerPage
from gui.screens.visits import VisitsScreen
from gui.tasks import Desk
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown():
    """What a test put away for later is gone before the next begins."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.unfreeze()


class Patient(QtBot):
    """Waits for what is to happen, not for a time: only what never happens takes as long as this.

    What a few seconds hold on a free machine they do not hold beside seven busy neighbours.
    """

    LONGEST = 60_000

    @override
    def waitUntil(self, callback, *, timeout=LONGEST):
        super().waitUntil(callback, timeout=timeout)

    @override
    def waitSignal(self, signal, *, timeout=LONGEST, **more):
        return super().waitSignal(signal, timeout=timeout, **more)

    @override
    def waitActive(self, widget, *, timeout=LONGEST):
        return super().waitActive(widget, timeout=timeout)

    def bring_up(self, widget, width, height):
        """Show a widget of that size, with the keyboard."""
        self.addWidget(widget)
        widget.resize(width, height)
        with self.waitActive(widget):
            widget.show()
            widget.activateWindow()


@pytest.fixture
def qtbot(qapp, request):
    """A patient robot in place of the hasty one."""
    return Patient(request)


@pytest.fixture(scope="session")
def qapp():
    """The application in the program's own look; pytest-qt uses it for every test."""
    theme.prepare_environment(os.environ)
    return theme.application()


@dataclass
class Asked:
    """Answers prepared for questions, and what was asked."""

    answers: list[tuple[str, Any]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)

    def will(self, question: str, answer: Any = None) -> None:
        """Answer the next `question` (a function of `gui.ask`) with `answer`."""
        self.answers.append((question, answer))

    @property
    def texts(self) -> list[str]:
        """What the clerk was asked or told, in order."""
        return [text for _, text in self.said]


_WORDS_AT = {"word": 2, "yes": 2, "tell": 1, "choose": 2, "line": 2, "paragraph": 2}


@pytest.fixture
def asked(monkeypatch):
    """Script answers: `asked.will("yes", True)`; a question nobody expects fails the test."""
    script = Asked()

    def answering(name):
        def answer(*args, **kwargs):
            script.said.append((name, str(args[_WORDS_AT.get(name, 1)])))
            assert script.answers, f"nobody expected {script.said[-1]}"
            expected, value = script.answers.pop(0)
            assert expected == name
            return value

        return answer

    for name in (*_WORDS_AT, "open_file", "open_files", "open_folder", "save_file"):
        monkeypatch.setattr(ask, name, answering(name))
    yield script
    assert not script.answers, f"never asked: {script.answers}"


@pytest.fixture
def desk_of(qapp):
    """Make a desk on any station; its threads are gone when the test is over."""
    made = []

    def make(station) -> Desk:
        made.append(Desk(station))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def settle(qtbot):
    """Wait until everything a desk was given is done and delivered."""

    def wait(desk: Desk) -> None:
        qtbot.waitUntil(lambda: not desk.busy)

    return wait


@pytest.fixture
def desk(desk_of, station):
    """A desk on the test's own station."""
    return desk_of(station)


@pytest.fixture
def idle(desk, settle):
    """Wait until everything asked for has been shown."""
    return lambda: settle(desk)


@pytest.fixture
def shell(desk, tmp_path):
    """A window of paper in which nothing may break."""
    made = PaperShell(desk, tmp_path)
    yield made
    assert not made.faults


@pytest.fixture
def page_of(qtbot, shell, idle):
    """A ledger's page, shown and entered."""

    def show(ledger):
        page = VisitsScreen(shell) if ledger is visit.LEDGER else LedgerPage(shell, ledger)
        shell.shown = page
        qtbot.bring_up(page, 1170, 716)
        page.enter(Target("ledgers", ledger.name))
        idle()
        return page

    return show


@pytest.fixture
def small_pdf(tmp_path) -> Path:
    """Three A4 pages, the last one landscape."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "three.pdf"
    canvas = Canvas(str(path))
    for number, sheet in enumerate((A4, A4, landscape(A4)), 1):
        canvas.setPageSize(sheet)
        canvas.drawString(100, 500, f"page {number}")
        canvas.rect(50, 50, 200, 100, fill=1)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def told(station, make):
    """A little of everything, so that no list is empty."""
    village = make.grid(name="东风村", level="village")
    people = [make.staff(name=name, grid=village.id) for name in ("张𠮷㛃", "王秀英", "马国良")]
    make.task(title="核对出租房消防通道", owner=people[0].id, due=date(2026, 3, 23))
    make.case(title="相邻通行纠纷", grid=village.id, accepted_on=date(2026, 3, 20), state="Z20")
    station.perform(meeting.prepare, station.today())
    return station


@pytest.fixture
def frame_of(qtbot, told, desk_of):
    """A frame in front, in the smallest window."""

    def make():
        desk = desk_of(told)
        made = Frame(desk, "石桥镇", indoors.PLACES)
        qtbot.addWidget(made)
        made.resize(1024, 560)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return make


@pytest.fixture
def read(qtbot):
    """Wait until a window shows all it has read."""

    def wait(shown, desk):
        QApplication.processEvents()
        timers = shown.findChildren(QTimer)
        qtbot.waitUntil(
            lambda: not desk.busy and not any(t.isActive() and t.isSingleShot() for t in timers)
        )
        QApplication.processEvents()

    return wait
