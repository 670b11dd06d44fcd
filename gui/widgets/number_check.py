"""After a restore: numbers given out since the backup are known to paper only."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.errors import Invalid
from core.rights import Right
from core.services import numbers
from core.services.numbers import Series
from core.services.restoring import NUMBERS
from gui import ask
from gui.tasks import Perform, Query
from gui.widgets import answers
from gui.widgets.screen import Shell

_TITLE = "核对卷号"


class NumberCheck:
    """Asks, series by series, for the last number on paper, and goes on behind it."""

    def __init__(self, shell: Shell, owner: QWidget) -> None:
        self._shell = shell
        self._owner = owner

    def offer(self) -> None:
        """Say it once; whoever may set numbers is led to it."""
        may = self._shell.desk.station.actor.may(Right.MANAGE)
        self._shell.fail(NUMBERS, [(_TITLE, self.begin)] if may else [])

    def begin(self) -> None:
        """Look up how far the numbers of this year have come."""
        year = self._shell.today().year
        Query(self._shell.desk, self._owner, numbers.series, year).then(self._ask).start()

    def _ask(self, found: Sequence[Series]) -> None:
        for one in found:
            told = f"{one.name} {one.year} 年：数据里编到第 {one.last} 号。纸上最后用到第几号？"
            typed = ask.line(self._owner, _TITLE, told, "设为起始")
            if typed is None or not self._set(one, typed):
                return
        self._shell.say("卷号已核对，接着往下编" if found else "今年还没有编过卷号，不用核对")

    def _set(self, one: Series, typed: str) -> bool:
        try:
            last = answers.last_number(typed) or one.last
        except Invalid as error:
            self._shell.fail(error.text, [(_TITLE, self.begin)])
            return False
        if last != one.last:
            start = (numbers.start, one.committee, one.year, last, one.series)
            Perform(self._shell.desk, self._owner, *start).start()
        return True
