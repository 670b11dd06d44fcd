"""Looking at attachments: pictures and PDFs inside the program, one after another."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QGraphicsScene, QGraphicsView, QStackedWidget, QWidget
from typing_extensions import override

from core.errors import UserError
from core.intake.media import PDF, form_of
from core.progress import Progress, silent
from core.records.attachment import Attachment
from core.store.files import Files
from gui.tasks import Desk, Work
from gui.widgets import attachment_looks, keys, parts
from gui.widgets.pages import Pages

_SIZE = (1000, 680)
_STEP = 1.25
_LARGEST = 8.0
_ALIEN = (
    "这类文件要用电脑上的程序打开。"
    "打开的是一份副本：在里面改动不会存回来，锁定或退出时副本即被清除。"
)
_VAST = "这张图片太大，在这里打不开。请“另存为”后用看图程序打开。"


class PictureView(QGraphicsView):
    """A picture as large as the view, or enlarged: + − and the wheel, dragged by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("图片")
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self._fitted = True

    @property
    def scale_now(self) -> float:
        """How large the picture is shown: 1 is dot for dot."""
        return self.transform().m11()

    def show_image(self, image: QImage) -> None:
        """Show another picture, whole."""
        self._scene.clear()
        shown = QPixmap.fromImage(image)
        self._scene.addPixmap(shown).setTransformationMode(
            Qt.TransformationMode.SmoothTransformation
        )
        self._scene.setSceneRect(shown.rect())
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, a small one dot for dot."""
        self._fitted = True
        self.resetTransform()
        rect = self._scene.sceneRect()
        if rect.width() > self.viewport().width() or rect.height() > self.viewport().height():
            self.fitInView(rect, Qt.AspectRatioMode.KeepAspectRatio)

    def zoom(self, factor: float) -> None:
        """Enlarge (> 1) or shrink; never below the whole picture."""
        if factor < 1 and self.scale_now * factor < self._whole():
            self.fit()
        elif self.scale_now * factor <= _LARGEST:
            self._fitted = False
            self.scale(factor, factor)

    def _whole(self) -> float:
        rect, view = self._scene.sceneRect(), self.viewport()
        return min(1.0, view.width() / rect.width(), view.height() / rect.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted and self._scene.items():
            self.fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)


class AttachmentViewer(QDialog):
    """A window over the program, closed by Esc and when the program is locked.

    `looked` tells each attachment that was shown, `alien_wanted` one for another program.
    """

    looked = Signal(object)
    alien_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, listed: Sequence[Attachment], store: Files
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._listed = tuple(listed)
        self._store = store
        self._at = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("附件")
        self.resize(*_SIZE)
        self._lay_out()
        closer = partial(self.zoom, _STEP)
        keys.give(
            self,
            {
                "Left": partial(self._step, -1),
                "Right": partial(self._step, 1),
                "+": closer,
                "=": closer,
                "-": partial(self.zoom, 1 / _STEP),
                "0": self.fit,
            },
        )

    @property
    def shown(self) -> Attachment:
        """The attachment in front."""
        return self._listed[self._at]

    def turn_to(self, at: int) -> None:
        """Show another one of them."""
        self._at = at % len(self._listed)
        one = self.shown
        self._name.setText(one.name)
        self._place.setText(f"{self._at + 1} / {len(self._listed)}")
        form = form_of(one.media)
        if not form.is_picture and form.media != PDF:
            self._say(_ALIEN, alien=True)
            return
        self._say("正在打开…")
        read = _image if form.is_picture else attachment_looks.content
        work: Work[QImage | bytes] = Work(self._desk, self, read, self._store, one.digest)
        work.then(partial(self._show, one)).failed(self._on_refused).start()

    def zoom(self, factor: float) -> None:
        """Enlarge or shrink what is shown."""
        if self._stack.currentWidget() is self.pages:
            self.pages.zoom(factor)
        elif self._stack.currentWidget() is self.picture:
            self.picture.zoom(factor)

    def fit(self) -> None:
        """Show it as large as the window again."""
        if self._stack.currentWidget() is self.pages:
            self.pages.fit_width()
        else:
            self.picture.fit()

    def _lay_out(self) -> None:
        down = parts.rows(self, (16, 12, 16, 12))
        bar = parts.columns()
        self._name = parts.label("", "heading")
        self._place = parts.label("", "caption")
        bar.addWidget(self._name)
        bar.addWidget(self._place)
        bar.addStretch()
        for icon, tip, act in (
            ("chevron-left", "上一个（←）", partial(self._step, -1)),
            ("chevron-right", "下一个（→）", partial(self._step, 1)),
            ("minus", "缩小（−）", partial(self.zoom, 1 / _STEP)),
            ("plus", "放大（+）", partial(self.zoom, _STEP)),
            ("fit-to-page-outline", "看全（0）", self.fit),
        ):
            bar.addWidget(parts.tool(icon, tip, act))
        bar.addWidget(parts.button("另存为…", self._save, "content-save-outline"))
        bar.addWidget(parts.button("关闭", self.close, tip="关闭（Esc）"))
        down.addLayout(bar)
        self.picture, self.pages = PictureView(), Pages(self._desk)
        self._words = parts.Empty("", icon="file-outline")
        self._alien = parts.button(
            "用电脑上的程序打开副本", self._open_alien, "open-in-new", "primary"
        )
        self._stack = QStackedWidget()
        for view in (self.picture, self.pages, self._words):
            self._stack.addWidget(view)
        down.addWidget(self._stack, 1)
        down.addWidget(self._alien, 0, Qt.AlignmentFlag.AlignHCenter)

    def _save(self) -> None:
        self.save_wanted.emit(self.shown)

    def _open_alien(self) -> None:
        self.alien_wanted.emit(self.shown)

    def _step(self, by: int) -> None:
        self.turn_to(self._at + by)

    def _say(self, words: str, *, alien: bool = False) -> None:
        self._words.say(words)
        self._stack.setCurrentWidget(self._words)
        self._alien.setVisible(alien)

    def _on_refused(self, error: UserError) -> None:
        self._say(error.text)

    def _show(self, one: Attachment, found: QImage | bytes) -> None:
        if one is not self.shown:
            return
        self._alien.hide()
        if isinstance(found, bytes):
            self.pages.show_file(found)
            self._stack.setCurrentWidget(self.pages)
        elif found.isNull():
            self._say(_VAST)
            return
        else:
            self._stack.setCurrentWidget(self.picture)
            self.picture.show_image(found)
        self._stack.currentWidget().setFocus()
        self.looked.emit(one)


def _image(store: Files, digest: str, progress: Progress = silent) -> QImage:
    return attachment_looks.picture(attachment_looks.content(store, digest, progress))
