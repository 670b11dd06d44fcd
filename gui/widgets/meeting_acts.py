"""What is done with a meeting besides typing: made, printed, reordered, decided, finalised."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.services import meeting, meeting_agenda, meeting_roll, minutes
from core.services.meeting import Decision
from core.services.meeting_roll import Joining
from gui.tasks import Perform
from gui.widgets.agenda_list import Agenda
from gui.widgets.meeting_head import PAPERS
from gui.widgets.meeting_source import MeetingSource
from gui.widgets.screen import Shell

Then = Callable[[Any], object]


class MeetingActs(QObject):
    """Each act on the meeting named; `refused` tells what was not done and why."""

    refused = Signal(object)

    def __init__(self, shell: Shell, owner: QWidget) -> None:
        super().__init__(owner)
        self._shell = shell
        self._owner = owner

    def prepare(self, day: date, kind: str, then: Then) -> None:
        """编制晨会, or a meeting of another kind."""
        self._act(meeting.prepare, day, kind).then(then).start()

    def start(self, identity: UUID) -> None:
        """开始会议: from now on the agenda stands."""
        said = self._say("会议开始，新提的事项记在“会上补充”里")
        self._act(meeting_agenda.start, identity).then(said).start()

    def sign_back(self, identity: UUID) -> None:
        """签字稿已收回: from now on a change needs a reason."""
        said = self._say("签字稿已收回，再改要写明原因")
        self._act(minutes.sign_back, identity).then(said).start()

    def finalise(self, identity: UUID, missing: int) -> None:
        """定稿; a missing reason bars nothing."""
        more = f"，{missing} 人原因待补，可用“更正”补上" if missing else ""
        self._act(minutes.finalise, identity).then(self._say(f"已定稿{more}")).start()

    def serve(self, agenda: Agenda, source: MeetingSource) -> None:
        """Reorder, drop and add as the agenda asks."""

        def reorder(order: Sequence[UUID]) -> None:
            self._act(meeting_agenda.reorder, source.identity, order).start()

        def drop(item: UUID) -> None:
            act = self._act(meeting_agenda.drop_item, source.identity, item)
            act.then(self._say("已删除一项议程")).start()

        def add(section: str, text: str) -> None:
            act = self._act(meeting_agenda.add_item, source.identity, section, text)
            act.then(lambda _item: agenda.clear_entry()).lastly(agenda.release_entry).start()

        def renew() -> None:
            act = self._act(meeting_agenda.renew, source.identity)
            act.then(lambda n: self._shell.say(f"补进 {n} 项" if n else "没有新的情况")).start()

        agenda.renewed.connect(renew)
        agenda.ordered.connect(reorder)
        agenda.dropped.connect(drop)
        agenda.added.connect(add)

    def join(self, identity: UUID, who: Joining, then: Then) -> None:
        """加入签到名单."""
        act = self._act(meeting_roll.join, identity, who)
        act.then(self._say("已加到签到名单")).then(then).start()

    def take_off(self, identity: UUID, line: UUID, reason: str) -> None:
        """移出签到名单."""
        act = self._act(meeting_roll.take_off, identity, line, reason)
        act.then(self._say("已移出签到名单，原因记在会议记录里")).start()

    def decide(self, identity: UUID, decided: Sequence[Decision], then: Then, failed: Then) -> None:
        """登记交办."""
        act = self._act(meeting.decide, identity, decided)
        act.then(self._say(f"已登记交办 {len(decided)} 项")).then(then).failed(failed).start()

    def preview(self, name: str, identity: UUID) -> None:
        """Show a paper of the meeting for printing."""
        title = PAPERS[name].removeprefix("打印")
        self._shell.preview(partial(self._draw, name, identity), title)

    def _act(self, operation: Any, *given: Any) -> Perform[Any]:
        act: Perform[Any] = Perform(self._shell.desk, self._owner, operation, *given)
        return act.failed(self._on_refused)

    def _say(self, text: str) -> Then:
        return lambda _value: self._shell.say(text)

    def _on_refused(self, error: UserError) -> None:
        self.refused.emit(error)

    def _draw(self, name: str, identity: UUID, path: Path) -> int:
        from reports import documents
        from reports.form import Issue

        station = self._shell.desk.station
        issue = Issue(station.today(), station.actor.name, station.demo)
        return station.ask(documents.draw, name, identity, path, issue)
