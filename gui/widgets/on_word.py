"""代录 in the window: for a while, what a person records stands on somebody else's word."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import codes
from core.rights import Right
from core.services import consents
from gui import ask
from gui.tasks import Query
from gui.widgets import parts
from gui.widgets.parts import Banner
from gui.widgets.screen import Shell

BEGIN = "代录…"
_WHY = "从现在起，您录入的事项记为经他同意，直到点“结束代录”。他会在工作台上逐项确认。"


class OnWord(QObject):
    """The entry of the person's menu, and the bar that stays while acts are on another's word."""

    def __init__(self, shell: Shell, place: QVBoxLayout, owner: QWidget) -> None:
        super().__init__(owner)
        self._shell = shell
        self._desk = shell.desk
        self._place = place
        self._owner = owner
        self._bar: Banner | None = None
        self.action = QAction(BEGIN, self)
        self.action.triggered.connect(lambda _checked: self.begin())
        self.action.setVisible(self._desk.station.actor.own(Right.KEEP))

    def begin(self) -> None:
        """Ask on whose word, and keep to it until it is ended."""
        actor, day = self._desk.station.actor, self._shell.today()
        Query(self._desk, self._owner, consents.approvers, actor, day).then(self._ask).start()

    def end(self) -> None:
        """Act in one's own name again."""
        self._desk.station = self._desk.station.as_(self._desk.station.actor)
        if self._bar is not None:
            self._bar.deleteLater()
            self._bar = None
        self.action.setVisible(True)

    def _ask(self, names: Sequence[str]) -> None:
        if not names:
            self._shell.fail("还没有可以同意的同事：请先在设置里登记站长等用户。")
            return
        said = ask.word(self._owner, "代录", _WHY, names)
        if said is not None:
            self._desk.station = self._desk.station.for_(*said)
            self._show(*said)

    def _show(self, name: str, way: str) -> None:
        text = f"代录中：经{name}同意（{codes.name_of('consent_way', way)}）"
        self._bar = Banner(text, parts.button("结束代录", self.end, kind="link"))
        self._place.insertWidget(1, self._bar)
        self.action.setVisible(False)
