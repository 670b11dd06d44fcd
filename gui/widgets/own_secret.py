"""A person's own password, the station's recovery code, and the lock of its data."""

from PySide6.QtWidgets import QFrame

from core.errors import UserError
from core.record import Field, Kind
from core.rights import Right
from core.services import access, founding
from gui import ask
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.field_box import editor_for
from gui.widgets.lock_card import LockCard
from gui.widgets.recovery import Recovery, recovery_sheet
from gui.widgets.screen import Shell
from gui.widgets.secret import NewSecret, secret_box

_CODE = Field("tried_code", "密封件上的恢复码", Kind.TEXT, hint="只核对，什么都不改")
_WHY_RENEW = "换了新码，旧码就打不开了。怀疑泄露、保管人换人时才需要换。"


class OwnSecret(QFrame):
    """Change one's password at the left; at the right the recovery code and the lock."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._desk: Desk = shell.desk
        self._old = secret_box("old_secret", "现在的口令")
        self._new = NewSecret("新口令")
        self._new.entered(self.change)
        self._code = editor_for(_CODE)
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
            down = parts.rows(gap=12)
            down.addWidget(self._right)
            down.addWidget(LockCard(shell))
            down.addStretch(1)
            across.addLayout(down, 3)
            self._offer_renewal()

    def change(self) -> None:
        """Check all three fields, and give the slot another password."""
        self._old.set_problem("" if self._old.text() else "请输入现在的口令")
        wrong = self._old if not self._old.text() else self._new.check()
        if wrong is not None:
            wrong.focus()
            return
        folder, old, new = self._desk.station.folder, self._old.text(), self._new.text
        Perform(self._desk, self, access.change, folder, old, new).then(
            lambda _nothing: self._changed()
        ).failed(self._refused).start()

    def renew(self) -> None:
        """Ask, then make another recovery code; the one before opens nothing any more."""
        if ask.yes(self, "换应急恢复码", _WHY_RENEW, "换新码"):
            station = self._desk.station
            Perform(self._desk, self, access.renew, station.folder, station.secret.key).then(
                self._show_code
            ).start()

    def try_code(self) -> None:
        """Let the code from the sealed sheet prove itself; nothing is changed."""
        self._code.set_problem("" if self._code.text() else "请照密封件输入 8 组字符")
        if not self._code.text():
            self._code.focus()
            return
        station, typed = self._desk.station, self._code.text()
        Perform(self._desk, self, access.try_code, station.folder, station.secret.key, typed).then(
            lambda _nothing: self._proved()
        ).failed(self._not_proved).start()

    def _proved(self) -> None:
        self._code.set_text("")
        self._shell.say("恢复码是对的，能打开本站数据。请放回信封重新密封")

    def _not_proved(self, error: UserError) -> None:
        self._code.set_problem(error.text)
        self._code.focus()

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
        foot = parts.columns(gap=12)
        foot.addWidget(parts.button("试一试恢复码", self.try_code, "shield-check-outline"))
        foot.addStretch()
        foot.addWidget(self._renew)
        self._right.body.addWidget(self._code)
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
