"""What floats over the lower edge of a page: how far work has come, and what is told."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from gui.widgets import parts
from gui.widgets.notice import Notice, ProgressStrip

_WIDEST = 680
_ABOVE_EDGE = 64
_BESIDE = 16


class Foot(QFrame):
    """Stays in the middle of its host's lower edge, as high as what it shows."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.strip = ProgressStrip()
        self.notice = Notice()
        down = parts.rows(self)
        for part in (self.strip, self.notice):
            down.addWidget(part)
            part.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        shown_or_gone = {
            QEvent.Type.ShowToParent,
            QEvent.Type.HideToParent,
            QEvent.Type.LayoutRequest,
        }
        if event.type() in shown_or_gone or event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        wanted = not (self.strip.isHidden() and self.notice.isHidden())
        layout = self.layout()
        if wanted and layout is not None:
            width = min(_WIDEST, self._host.width() - 2 * _BESIDE)
            layout.activate()
            height = max(layout.totalHeightForWidth(width), layout.totalSizeHint().height())
            left = (self._host.width() - width) // 2
            self.setGeometry(left, self._host.height() - height - _ABOVE_EDGE, width, height)
            self.raise_()
        self.setVisible(wanted)
