"""A recorder at the meeting's screen for tests, and the ten people who are called."""

from datetime import date

from core.records.meeting import AgendaItem, Attendance, Meeting
from core.services import meeting, records
from core.services.history import undo
from gui.screens.meeting import MeetingScreen
from gui.widgets.screen import Target
from tests.gui.shell import PaperShell
from tests.gui.typist import Typist

DAY = date(2026, 3, 25)
NAMES = ("李海", "王秀英", "张𠮷㛃", "赵六", "孙七", "周八", "吴九", "郑十", "冯平", "陈安")


class Recorder(Typist):
    """Sits at the screen of a station, in a window 1366 wide."""

    def __init__(self, desk, folder, qtbot, size=(1170, 690)) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.desk = desk
        self.station = desk.station
        self.shell = PaperShell(desk, folder)
        self.screen = MeetingScreen(self.shell)
        self.shell.shown = self.screen
        qtbot.addWidget(self.screen)
        self.screen.resize(*size)
        with qtbot.waitActive(self.screen):
            self.screen.show()
            self.screen.activateWindow()
        self.open()

    @property
    def board(self):
        return self.screen.board

    @property
    def held(self) -> Meeting:
        """The meeting of the day as the station holds it."""
        return self.station.ask(meeting.held_on, DAY)

    @property
    def roll(self) -> list[tuple[str, str | None]]:
        """State and reason of everybody, as the station holds them."""
        lines = self.station.ask(records.children, Attendance, self.held.id)
        return [(one.state, one.reason) for one in lines]

    @property
    def items(self) -> list[AgendaItem]:
        return self.station.ask(records.children, AgendaItem, self.held.id)

    @property
    def tasks(self):
        return self.station.ask(meeting.decided, self.held.id)

    def open(self, **target) -> None:
        self.screen.enter(Target("meeting", **target))
        self.settle()

    def settle(self) -> None:
        """Wait until everything is done and shown."""
        self._qtbot.waitUntil(lambda: not self.desk.busy)

    def keep(self) -> None:
        """Let what was typed be kept, as the pause after the last key does."""
        self.screen.leave()
        self.settle()

    def click(self, part) -> None:
        part.click()
        self.settle()

    def write(self, editor, text) -> None:
        """Type into one editor as if it were come to by Tab."""
        editor.setFocus()
        self.say(text)

    def undo(self, seq) -> None:
        self.station.perform(undo, seq)


def ten(make):
    """Ten people of the station, in the order they joined."""
    return [make.staff(name=name, joined=date(2025, 1, n + 1)) for n, name in enumerate(NAMES)]


def prepared(station, make, people):
    """The day's meeting, with an overdue task of 赵六 and one of nobody."""
    given = {"given_on": date(2026, 3, 20)}
    make.task(title="修路灯", due=date(2026, 3, 23), owner=people[3].id, **given)
    make.task(title="清河道", due=date(2026, 3, 30), **given)
    return station.perform(meeting.prepare, DAY).value
