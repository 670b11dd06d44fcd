"""A person's own password, and the station's recovery code."""

from functools import partial

from PySide6.QtWidgets import QFrame

from core.errors import UserError
from core.rights import Right
from core.services import founding
from core.store import keys
from gui import ask
from gui.tasks import Desk, Query, Task
from gui.widgets import parts
from gui.widgets.recovery import Recovery, recovery_sheet
from gui.widgets.screen import Shell
from gui.widgets.secret import NewSecret, secret_box

_WHY_RENEW = "换了新码，旧码就打不开了。怀疑泄露、保管人换人时才需要换。"


class OwnSecret(QFrame):
    """Change one's password at the left; renew the recovery code at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._desk: Desk = shell.desk
        self._old = secret_box("old_secret", "现在的口令")
        self._new = NewSecret("新口令")
        self._recovery: Recovery | None = None
        across = parts.columns(self, gap=12)
        left = parts.Card("我的口令")
        for box in (self._old, *self._new.boxes):
            left.body.addWidget(box)
        left.body.addStretch(1)
        foot = parts.columns()
        foot.addStretch()
        foot.addWidget(parts.button("修改口令", self.change, "key-outline", "primary"))
        left.body.addLayout(foot)
        across.addWidget(left, 2)
        self._right = parts.Card("应急恢复码")
        if self._desk.station.actor.may(Right.MANAGE):
            across.addWidget(self._right, 3)
            self._offer_renewal()

    def change(self) -> None:
        """Check all three fields, and give the slot another password."""
        self._old.set_problem("" if self._old.text() else "请输入现在的口令")
        wrong = self._old if not self._old.text() else self._new.check()
        if wrong is not None:
            wrong.focus()
            return
        station = self._desk.station
        old, new = self._old.text(), self._new.text
        work = partial(keys.change, station.folder, station.actor.name, old, new)
        Task(self._desk, self, work).then(lambda _nothing: self._changed()).failed(
            self._refused
        ).start()

    def renew(self) -> None:
        """Ask, then make another recovery code; the one before opens nothing any more."""
        if ask.yes(self, "换应急恢复码", _WHY_RENEW, "换新码"):
            station = self._desk.station
            work = partial(keys.renew_recovery, station.folder, station.secret.key)
            Task(self._desk, self, work).then(self._show_code).start()

    def _changed(self) -> None:
        self._old.set_text("")
        self._new.clear()
        self._shell.say("口令已修改，下次解锁时用新口令")

    def _refused(self, error: UserError) -> None:
        self._old.set_problem(error.text)
        self._old.focus()

    def _offer_renewal(self) -> None:
        self._why = parts.label(_WHY_RENEW, "cell_name")
        self._why.setWordWrap(True)
        self._right.body.addWidget(self._why)
        self._renew = parts.button("换新码", self.renew, "autorenew")
        foot = parts.columns()
        foot.addWidget(self._renew)
        foot.addStretch()
        self._right.body.addLayout(foot)
        self._right.body.addStretch(1)

    def _show_code(self, code: str) -> None:
        if self._recovery is not None:
            self._recovery.deleteLater()
        self._recovery = Recovery(code)
        self._recovery.print_wanted.connect(lambda: self._print(code))
        done = parts.button("抄好了", self._copied, "check", "primary")
        parts_below = self._recovery.layout()
        if parts_below is not None:
            parts_below.addWidget(done)
        self._right.body.insertWidget(1, self._recovery)

    def _copied(self) -> None:
        """The code goes from the screen once two groups were typed back."""
        if self._recovery is None:
            return
        wrong = self._recovery.check()
        if wrong is not None:
            wrong.focus()
            return
        self._recovery.deleteLater()
        self._recovery = None
        self._shell.say("新的应急恢复码已生效，请销毁旧的抄件")

    def _print(self, code: str) -> None:
        day = self._shell.today()
        Query(self._desk, self, founding.own).then(
            lambda unit: self._shell.preview(
                lambda path: recovery_sheet(path, unit.name, code, day), "应急恢复码"
            )
        ).start()
