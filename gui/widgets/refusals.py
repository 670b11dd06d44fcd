"""The files that were not taken in, each with its sentence; it stays until it is closed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea

from core.services.taking_in import Refused
from gui.widgets import parts

_HIGHEST = 150


class Refusals(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        down = parts.rows(self, (10, 6, 4, 6), 4)
        head = parts.columns()
        head.addWidget(parts.picture("alert-circle-outline", "warn", 18))
        self._head = parts.label("")
        head.addWidget(self._head)
        head.addStretch()
        head.addWidget(parts.tool("close", "知道了", self.hide))
        down.addLayout(head)
        self._area = QScrollArea()
        self._area.setAccessibleName("没有收入的文件")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setMaximumHeight(_HIGHEST)
        down.addWidget(self._area)
        self.refused: tuple[Refused, ...] = ()
        self.hide()

    def show_refused(self, refused: Sequence[Refused]) -> None:
        """Say why these were not taken in; none takes the card away."""
        self.refused = tuple(refused)
        count = sum(1 for one in refused if one.name)
        self._head.setText(f"{count} 个文件没有收入" if count else "请注意")
        inside = parts.frame("scrolled")
        down = parts.rows(inside, (0, 0, 6, 0), 6)
        for one in refused:
            words = parts.label(f"{one.name}：{one.text}" if one.name else one.text, "cell")
            words.setWordWrap(True)
            down.addWidget(words)
        self._area.setWidget(inside)
        self.setVisible(bool(refused))
