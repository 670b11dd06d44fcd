"""After unlocking: what was left half typed (a power cut, say) is offered by name and time."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from core.services import drafts, owed_papers
from core.services.drafts import Thrown
from core.services.pending import Item
from gui.tasks import Jot, Query
from gui.widgets import parts
from gui.widgets.frame import Frame
from gui.widgets.parts import Banner
from gui.widgets.where import resume

_MORE = "；另有 {} 份，在工作台上接着写"


class LeftOff(Banner):
    """A bar with the youngest draft: 接着写, 以后再说, or 不要了, which can be taken back."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(
            "",
            parts.button("接着写", self._go_on, kind="link"),
            parts.button("以后再说", self.hide, kind="link"),
            parts.button("不要了", self._throw_away, kind="link"),
        )
        self._frame = frame
        self._draft: UUID | None = None
        self.hide()
        frame.desk.changed.connect(self._heed)
        self._ask(self._offer)

    def _ask(self, show: Callable[[Sequence[Item]], None]) -> None:
        station = self._frame.desk.station
        asked = (station.actor.id, station.today())
        Query(self._frame.desk, self, owed_papers.left_off, *asked).then(show).start()

    def _heed(self, tables: frozenset[str]) -> None:
        """A draft may be used up by another way than this bar."""
        if drafts.TABLE in tables and self.isVisible():
            self._ask(self._again)

    def _again(self, found: Sequence[Item]) -> None:
        if self._draft not in {one.id for one in found}:
            self.hide()

    def _offer(self, found: Sequence[Item]) -> None:
        if not found:
            return
        self._draft = found[0].id
        what = found[0].text.removeprefix(owed_papers.GO_ON)
        more = _MORE.format(len(found) - 1) if len(found) > 1 else ""
        self.words.setText(f"上次没写完：{what} · {found[0].note}{more}")
        self.show()

    def _go_on(self) -> None:
        if self._draft is not None:
            Jot(self._frame.desk, self, drafts.take_up, self._draft).then(self._open).start()

    def _open(self, place: tuple[str, UUID | None] | None) -> None:
        self.hide()
        resume(self._frame, place)

    def _throw_away(self) -> None:
        if self._draft is not None:
            Jot(self._frame.desk, self, drafts.throw_away, self._draft).then(self._thrown).start()

    def _thrown(self, gone: Thrown | None) -> None:
        self.hide()
        if gone is not None:
            self._frame.say("草稿已扔掉", [("撤销", partial(self._bring_back, gone))])

    def _bring_back(self, gone: Thrown) -> None:
        back = Jot(self._frame.desk, self, drafts.keep, *gone)
        back.then(lambda _none: self._frame.say("草稿已找回")).start()
