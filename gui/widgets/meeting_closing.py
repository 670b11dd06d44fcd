"""What has to be in order before something else happens: typed text kept, decisions registered."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.services.meeting import Decision
from gui.tasks import Desk
from gui.widgets.decision_draft import DecisionDraft
from gui.widgets.meeting_acts import MeetingActs
from gui.widgets.meeting_board import MeetingBoard
from gui.widgets.meeting_keeper import MeetingKeeper
from gui.widgets.meeting_source import MeetingSource


class MeetingClosing(QObject):
    """登记交办 and 定稿; `refused` tells what has no line of its own to be said under."""

    refused = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, source: MeetingSource) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._source = source
        self._waiting: list[Callable[[], object]] = []
        self._deciding = False
        self._finalising = False

    def serve(self, board: MeetingBoard, keeper: MeetingKeeper, acts: MeetingActs) -> None:
        """Look after these."""
        self._board, self._keeper, self._acts = board, keeper, acts
        self.draft = DecisionDraft(self._desk, self._owner, board.decisions)
        keeper.rested.connect(self._on_rested)
        board.decisions.decided.connect(self._on_decisions)

    def leave(self) -> None:
        """Keep everything typed."""
        self._board.finish()
        self._keeper.flush()
        self.draft.keep()

    def when_kept(self, act: Callable[[], object]) -> None:
        """Do it once everything typed is kept, or was refused."""
        self.leave()
        if self._keeper.busy:
            self._waiting.append(act)
        else:
            act()

    def finalise(self) -> None:
        """Register what is decided, keep what is typed, then freeze."""
        if self._source.file is None or self._source.final:
            return
        if self._board.fields.unread:
            self._board.fields.focus_unread()
            self._desk.refuse("有一项填得看不懂，改好再定稿。", self._owner)
        elif self._keeper.held_back:
            self._desk.refuse("有一项您和别人都改了，请先选一个再定稿。", self._owner)
        elif not self._board.decisions.ready:
            self._finalising = self._board.decisions.submit()
        else:
            self.when_kept(partial(self._freeze, self._keeper.refusals))

    def _freeze(self, refusals: int) -> None:
        """What could not be kept is mended first."""
        identity = self._source.identity
        if identity is not None and self._keeper.refusals == refusals:
            self._acts.finalise(identity, self._board.roll.missing)

    def _on_rested(self) -> None:
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()

    def _on_decisions(self, decided: Sequence[Decision]) -> None:
        """Register each line once, however often the keys are pressed meanwhile."""
        identity = self._source.identity
        if identity is not None and not self._deciding:
            self._deciding = True
            self._acts.decide(identity, decided, self._on_decided, self._on_undecided)

    def _on_decided(self, _made: object) -> None:
        self._deciding = False
        self.draft.registered()
        if self._finalising:
            self._finalising = False
            self.finalise()

    def _on_undecided(self, error: UserError) -> None:
        self._finalising = self._deciding = False
        if not self._board.decisions.refuse(error):
            self.refused.emit(error)
