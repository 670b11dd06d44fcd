"""The list of attachments: a small picture, the name, when and how large."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QImage, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from core.errors import UserError
from core.intake.media import form_of
from core.records.attachment import Attachment
from core.store.files import Files
from gui import theme
from gui.tasks import Desk, Work
from gui.widgets import attachment_looks, clock

_ROW, _PICTURE, _GAP = 64, 48, 8
_NO_PARENT = QModelIndex()
_MEGABYTE, _KILOBYTE = 1 << 20, 1 << 10
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_UNREAD = "内容读不出来，请从最近的备份恢复"

Index = QModelIndex | QPersistentModelIndex


class AttachmentModel(QAbstractListModel):
    """Attachments in order; their small pictures are read when a row comes into view."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk = desk
        self._owner = owner
        self._listed: tuple[Attachment, ...] = ()
        self._store: Files | None = None
        self._images: dict[str, QImage] = {}
        self._unread: set[str] = set()
        self._asked: set[str] = set()

    def show(self, listed: Sequence[Attachment], store: Files) -> None:
        """Show these; pictures read before stay."""
        self.beginResetModel()
        self._listed, self._store = tuple(listed), store
        digests = {one.digest for one in listed}
        self._images = {key: image for key, image in self._images.items() if key in digests}
        self._asked &= set(self._images)
        self._unread.clear()
        self.endResetModel()

    def one(self, row: int) -> Attachment:
        """The attachment of a row."""
        return self._listed[row]

    def image(self, row: int) -> QImage | None:
        """The small picture of a row, if it is there yet; asked for meanwhile."""
        one = self._listed[row]
        if one.digest not in self._asked and self._store is not None:
            self._asked.add(one.digest)
            work = Work(self._desk, self._owner, attachment_looks.glance, self._store, one)
            work.then(lambda image: self._on_image(one.digest, image))
            work.failed(lambda error: self._on_unread(one.digest, error)).start()
        return self._images.get(one.digest)

    def caption(self, row: int, today: date) -> str:
        """The line below the name."""
        one = self._listed[row]
        if one.digest in self._unread:
            return _UNREAD
        pages = f"{one.pages} 页" if one.pages else ""
        taken = f"{clock.told(one.taken, today)} 拍摄" if one.taken else ""
        said = (taken, form_of(one.media).words, pages, size(one.size), one.note or "")
        return " · ".join(filter(None, said))

    def is_unread(self, row: int) -> bool:
        """Whether the content could not be read."""
        return self._listed[row].digest in self._unread

    @override
    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._listed)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one = self._listed[index.row()]
        texts = {
            Qt.ItemDataRole.DisplayRole: one.name,
            Qt.ItemDataRole.ToolTipRole: "\n".join(filter(None, (one.name, one.note))),
            Qt.ItemDataRole.AccessibleTextRole: f"{one.name} {size(one.size)} {one.note or ''}",
        }
        return texts.get(Qt.ItemDataRole(role))

    def _on_image(self, digest: str, image: QImage) -> None:
        if not image.isNull():
            self._images[digest] = image
            self._changed()

    def _on_unread(self, digest: str, _error: UserError) -> None:
        self._unread.add(digest)
        self._changed()

    def _changed(self) -> None:
        if self._listed:
            self.dataChanged.emit(self.index(0), self.index(len(self._listed) - 1))


class _Painter(QStyledItemDelegate):
    """Paints a row of two lines beside a picture."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, _ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        looks: Any = option
        rect: QRect = looks.rect
        model = index.model()
        assert isinstance(model, AttachmentModel), "made for that model"
        if looks.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("sel"))
        elif looks.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line2"))
        side = QRect(rect.left() + _GAP, rect.top() + _GAP, _PICTURE, _PICTURE)
        _paint_picture(painter, side, model, index.row())
        words = rect.adjusted(_PICTURE + 3 * _GAP - 4, 10, -_GAP, -10)
        self._paint_words(painter, words, model, index.row())

    def _paint_words(
        self, painter: QPainter, words: QRect, model: AttachmentModel, row: int
    ) -> None:
        half = words.height() // 2
        painter.setFont(theme.font("cell", QFont.Weight.DemiBold))
        painter.setPen(theme.color("ink"))
        above = words.adjusted(0, 0, 0, -half)
        _paint_line(painter, above, model.one(row).name, Qt.TextElideMode.ElideMiddle)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("bad" if model.is_unread(row) else "ink3"))
        caption = model.caption(row, self._desk.station.today())
        below = words.adjusted(0, half, 0, 0)
        _paint_line(painter, below, caption, Qt.TextElideMode.ElideRight)


def _paint_line(painter: QPainter, place: QRect, text: str, cut: Qt.TextElideMode) -> None:
    shown = painter.fontMetrics().elidedText(text, cut, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


def _paint_picture(painter: QPainter, side: QRect, model: AttachmentModel, row: int) -> None:
    image = model.image(row)
    if image is None:
        name = attachment_looks.icon_name(form_of(model.one(row).media))
        theme.icon(name, "ink3").paint(painter, side.adjusted(8, 8, -8, -8))
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    shown = image.size().scaled(side.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(side.topLeft(), shown)
    place.moveCenter(side.center())
    painter.drawImage(place, image)
    painter.setPen(theme.color("line"))
    painter.drawRect(place.adjusted(0, 0, -1, -1))


class AttachmentList(QListView):
    """`opened` tells the row entered or double-clicked; no key takes anything away."""

    opened = Signal(int)
    picked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName("附件")
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.entries = AttachmentModel(desk, self)
        self.setModel(self.entries)
        self.setItemDelegate(_Painter(desk, self))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self.selectionModel().selectionChanged.connect(lambda *_: self.picked.emit())

    @property
    def chosen(self) -> list[int]:
        """The rows chosen, from top to bottom."""
        return sorted(index.row() for index in self.selectedIndexes())

    def choose(self, row: int) -> None:
        """Choose one row alone, as far as there are any, whatever keys are held down."""
        last = self.entries.rowCount() - 1
        if last >= 0:
            only = QItemSelectionModel.SelectionFlag.ClearAndSelect
            place = self.entries.index(max(0, min(row, last)))
            self.selectionModel().setCurrentIndex(place, only)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


def size(count: int) -> str:
    """A number of bytes as people say it."""
    if count >= _MEGABYTE:
        return f"{count / _MEGABYTE:.1f} MB"
    return f"{max(1, round(count / _KILOBYTE))} KB"
