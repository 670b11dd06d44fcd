"""Key cards on the page 报送: whose are known, our own, and one being compared."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel

from core.errors import Invalid
from core.progress import Progress, silent
from core.rights import Right
from core.services import partners
from core.services.outbox import Outbox
from core.services.partners import KINDS, Card
from gui import ask
from gui.tasks import Perform, Work
from gui.widgets import parts
from gui.widgets.screen import Shell

_TO_GIVE = "把本站密钥卡交给县里登记，县里才认得本站的数据包。"
_NO_RECOVERY = "还没有登记。请向县里要，县级密钥丢失时靠它打开数据包。"
_NO_COUNTY = "还没有登记。县里给了密钥卡才能用数据包报送。"
_NOT_YOURS = "登记密钥卡请找站长或系统管理员。"
_COMPARE = "请打电话或当面与对方核对上面 16 个字符，一字不差才登记。密钥卡可能在路上被换掉。"


class CompareCard(parts.Card):
    """A card that was read, large enough to be compared on the telephone."""

    agreed = Signal(object)
    turned = Signal()

    def __init__(self) -> None:
        super().__init__("核对密钥卡")
        self._card: Card | None = None
        self._name = parts.label("", "cell")
        self._mark = parts.label("", "figure")
        self._mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agree = parts.button(
            "指纹一致，登记", lambda: self.agreed.emit(self._card), "check", "primary"
        )
        self.refuse = parts.button("不一致，不登记", self.leave)
        across = parts.columns()
        across.addStretch()
        across.addWidget(self.refuse)
        across.addWidget(self.agree)
        for part in (self._name, self._mark, _wrapped(_COMPARE)):
            self.body.addWidget(part)
        self.body.addLayout(across)
        self.hide()

    def compare(self, card: Card) -> None:
        """Show a card, with the keyboard on the safe answer; `turned` tells that it shows."""
        self._card = card
        self._name.setText(f"{KINDS[card.kind]}：{card.name}")
        self._mark.setText(card.fingerprint)
        self._mark.setAccessibleName(f"指纹 {card.fingerprint}")
        self.show()
        self.refuse.setFocus()
        self.turned.emit()

    def leave(self) -> None:
        """Put the card away, enrolled or not; `turned` tells so."""
        self.hide()
        self.turned.emit()


class KeyCards(parts.Card):
    """The county's card, its recovery card and our own, each with its fingerprint."""

    def __init__(self, shell: Shell, compare: CompareCard) -> None:
        super().__init__("密钥卡")
        self.body.setSpacing(6)
        self._shell = shell
        self._compare = compare
        self._own: Card | None = None
        self._county, self._recovery, self._ours = map(_Whose, _SIDES)
        self.enrol = parts.button("登记县级密钥卡", self.read_card, "key-plus")
        self.give = parts.button("输出本站密钥卡", self.write_own, "card-account-details-outline")
        may_enrol = shell.desk.station.actor.may(Right.MANAGE)
        for part in (
            self._county,
            self._recovery,
            self.enrol if may_enrol else _wrapped(_NOT_YOURS),
            parts.rule(),
            self._ours,
            _wrapped(_TO_GIVE),
            self.give,
        ):
            self.body.addWidget(part)
        self.body.addStretch()
        compare.agreed.connect(self._enrol)

    def show_cards(self, outbox: Outbox) -> None:
        """Show what is known of each; the recovery card matters once there is a county."""
        self._own = outbox.own
        self._county.show_card(outbox.county, _NO_COUNTY)
        self._recovery.show_card(outbox.recovery, _NO_RECOVERY)
        self._recovery.setVisible(outbox.county is not None)
        self._ours.show_card(outbox.own, "")

    def read_card(self) -> None:
        """Read a card of the county, and let its fingerprint be compared."""
        path = ask.open_file(self, "选择县级密钥卡", "密钥卡 (*.card.json *.json)")
        if path is not None:
            work: Work[Card] = Work(self._shell.desk, self, read_county_card, path)
            work.then(self._compare.compare).start()

    def write_own(self) -> None:
        """Write our own card for the county."""
        if self._own is None:
            return
        suggested = Path.home() / f"{self._own.name}.card.json"
        path = ask.save_file(self, "输出本站密钥卡", suggested, "密钥卡 (*.json)")
        if path is not None:
            work: Work[None] = Work(self._shell.desk, self, write_card, self._own, path)
            told = f"已输出本站密钥卡 {path.name}，请交给县里登记，并当面核对指纹"
            work.then(lambda _none: self._shell.say(told)).start()

    def _enrol(self, card: Card) -> None:
        told = f"已登记{KINDS[card.kind]}的密钥卡：{card.name}"
        act = Perform(self._shell.desk, self, partners.enrol, card)
        act.then(lambda _none: self._compare.leave())
        act.then(lambda _none: self._shell.say(told)).start()


class _Whose(QFrame):
    """One side: who it is, and the fingerprint of its card."""

    def __init__(self, title: str) -> None:
        super().__init__()
        down = parts.rows(self, (0, 0, 0, 4), 4)
        self._state = parts.chip("", "mute")
        self._name, self._mark = _wrapped(""), parts.label("", "cell")
        self._mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        across = parts.columns()
        across.addWidget(parts.label(title, "cell_name"))
        across.addStretch()
        across.addWidget(self._state)
        down.addLayout(across)
        down.addWidget(self._name)
        down.addWidget(self._mark)

    def show_card(self, card: Card | None, missing: str) -> None:
        """Show the card, or what its lack means."""
        self._state.setText("已登记" if card else "未登记")
        self._state.setVisible(bool(missing))
        parts.set_look(self._state, tone="ok" if card else "mute")
        self._name.setText(card.name if card else missing)
        parts.set_look(self._name, kind="" if card else "caption")
        self._mark.setText(f"指纹 {card.fingerprint}" if card else "")
        self._mark.setVisible(card is not None)


_SIDES = ("县级接收单位", "县级恢复密钥", "本站")


def _wrapped(text: str) -> QLabel:
    made = parts.label(text, "caption")
    made.setWordWrap(True)
    return made


def write_card(card: Card, path: Path, progress: Progress = silent) -> None:
    """In a thread: a card as a file."""
    progress("正在输出密钥卡")
    card.write(path)


def read_county_card(path: Path, progress: Progress = silent) -> Card:
    """In a thread: a card of the county; any other is refused."""
    progress("正在读密钥卡")
    card = partners.read_card(path)
    if card.kind == partners.STATION:
        raise Invalid(
            f"这是“{card.name}”报送用的密钥卡，不是县级的。请选县里给的 .card.json 文件。"
        )
    return card
