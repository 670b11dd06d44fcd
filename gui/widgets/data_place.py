"""Where the data of the station lie, whether they answer, and who looks after them there."""

from core.errors import UserError
from core.services import moving
from core.services.moving import Reach
from gui.tasks import Desk, Work
from gui.widgets import parts

_ALONE = "要让几台电脑一起办公，请管理员把数据移到单位的数据库服务器，做法见帮助（F1）。"
_SHARED = (
    "服务器硬盘上的内容不由本程序加密：请管理员把服务器放在上锁的机房，加密硬盘，"
    "只许本单位的电脑登录，并每天备份。附件和密钥文件仍在各台电脑自己的站点文件夹里。"
)


class DataPlace(parts.Card):
    """One card: the place in a line, the state of the way there, what to mind."""

    def __init__(self, desk: Desk) -> None:
        self._chip = parts.label("", "chip")
        super().__init__(
            "数据存放在哪里", self._chip, parts.button("再试一次", self.read, kind="link")
        )
        self._desk = desk
        self._place, self._state, self._mind = (parts.passage("") for _ in range(3))
        for name, line in (("place", self._place), ("state", self._state), ("mind", self._mind)):
            line.setObjectName(name)
            self.body.addWidget(line)

    def read(self) -> None:
        """Try the way to the data, away from the window."""
        task = Work(self._desk, self, moving.reach, self._desk.station)
        task.then(self._show).failed(self._show_trouble).start()

    def _show(self, reach: Reach) -> None:
        folder = self._desk.station.folder
        place = f"在服务器 {reach.place}" if reach.place else f"在本机的加密文件里：{folder}"
        self._place.setText(place)
        self._mind.setText(_SHARED if reach.place else _ALONE)
        self._say("ok", "连接正常" if reach.place else "读写正常", f"{reach.milliseconds} 毫秒应答")

    def _show_trouble(self, error: UserError) -> None:
        self._say("bad", "连不上", error.text)

    def _say(self, tone: str, chip: str, state: str) -> None:
        self._chip.setText(chip)
        parts.set_look(self._chip, tone=tone)
        self._state.setText(state)
