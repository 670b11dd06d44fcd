"""How a meeting goes on: started, projected, signed, corrected or, for a reason, revised."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from core.services import cadence
from core.services.meeting_file import Called
from core.services.meeting_roll import Joining
from gui import ask
from gui.widgets.meeting_acts import MeetingActs
from gui.widgets.meeting_closing import MeetingClosing
from gui.widgets.meeting_head import SIGNED, START, VIEW, Standing, standing
from gui.widgets.meeting_keeper import MeetingKeeper
from gui.widgets.meeting_source import MeetingSource
from gui.widgets.meeting_view import MeetingView
from gui.widgets.roll_call import RollCall
from gui.widgets.screen import Shell

_OFF = "{}不列入应到，会议记录里会写明。原因："
_WHY = "签字稿已经收回，改了什么会印在记录末尾。请写明修订原因："


class MeetingTurns(QObject):
    """`changed` tells that `correcting` is another now."""

    changed = Signal()

    def __init__(self, shell: Shell, owner: QWidget, source: MeetingSource) -> None:
        super().__init__(owner)
        self._shell = shell
        self._owner = owner
        self._source = source
        self.correcting = False
        self.view: MeetingView | None = None

    def serve(
        self, acts: MeetingActs, closing: MeetingClosing, keeper: MeetingKeeper, roll: RollCall
    ) -> None:
        """Work with these."""
        self._acts, self._closing, self._keeper = acts, closing, keeper
        self._serve_roll(roll)

    @property
    def standing(self) -> Standing:
        """How far the meeting is."""
        return standing(self._source, correcting=self.correcting)

    def prepare(self) -> None:
        """Make the meeting of the kind and day shown."""
        self._acts.prepare(self._source.day, self._source.kind, self._on_prepared)

    def _on_prepared(self, _identity: UUID) -> None:
        self._owner.setFocus()
        self._shell.say(f"{cadence.called(self._source.kind)}已编制")

    def do(self, name: str) -> None:
        """Start the meeting, take the signed copy back, or project."""
        identity = self._source.identity
        acts = {START: self._acts.start, SIGNED: self._acts.sign_back, VIEW: self._open_view}
        if identity is not None:
            self._closing.when_kept(partial(acts[name], identity))

    def project(self) -> None:
        """Show the meeting on the wall; what is typed is kept first, so that it is seen."""
        self.do(VIEW)

    def correct(self) -> None:
        """Begin or end putting right; signed minutes are changed for one reason, told once."""
        if not self.correcting and self._source.signed:
            reason = ask.line(self._owner, "修订会议记录", _WHY, "开始修订")
            if not (reason or "").strip():
                return
            self._keeper.reason = reason or ""
        self.correcting = not self.correcting
        self.changed.emit()

    def _serve_roll(self, roll: RollCall) -> None:
        """Put onto the roll and take off it as the list asks; what is typed is kept first."""

        def join(who: Joining) -> None:
            identity = self._source.identity
            if identity is not None:
                done = partial(self._acts.join, identity, who, lambda _line: roll.entry.clear())
                self._closing.when_kept(done)

        def take_off(one: Called) -> None:
            identity = self._source.identity
            reason = ask.line(self._owner, "移出签到名单", _OFF.format(one.name), "移出")
            if identity is not None and (reason or "").strip():
                done = partial(self._acts.take_off, identity, one.id, reason or "")
                self._closing.when_kept(done)

        roll.entry.wanted.connect(join)
        roll.list.off_wanted.connect(take_off)

    def follow(self) -> None:
        """The wall shows what is kept now."""
        if self.view is not None and isValid(self.view):
            self.view.read()

    def _open_view(self, identity: UUID) -> None:
        self.view = MeetingView(self._shell.desk, identity, self._owner)
        self.view.open()
