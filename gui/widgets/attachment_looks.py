"""What attachments look like: small pictures for lists, whole contents for looking at."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from core.intake.media import PDF, Form, form_of
from core.progress import Progress, silent
from core.records.attachment import Attachment
from core.store.files import Files
from gui.widgets.pages import page_sizes, render

SIDE = 96
_LARGEST_GLANCE = 20 << 20
_ICONS = {
    "图片": "image-outline",
    "PDF": "file-pdf-box",
    "OFD": "file-certificate-outline",
    "Word 文档": "file-word-outline",
    "Excel 表格": "file-excel-outline",
    "演示文稿": "file-powerpoint-outline",
    "文本": "file-document-outline",
}


def icon_name(form: Form) -> str:
    """What stands for a file that has no picture of its own."""
    return _ICONS.get(form.words, "file-outline")


def content(store: Files, digest: str, progress: Progress = silent) -> bytes:
    """A whole attachment in memory: nothing of it is written anywhere."""
    pieces = []
    for piece in store.read(digest):
        progress("正在打开附件")
        pieces.append(piece)
    return b"".join(pieces)


def glance(store: Files, one: Attachment, progress: Progress = silent) -> QImage:
    """A small picture of an attachment; a null one where an icon must do."""
    form = form_of(one.media)
    if one.size > _LARGEST_GLANCE or not (form.is_picture or form.media == PDF):
        return QImage()
    raw = content(store, one.digest, progress)
    return picture(raw, SIDE) if form.is_picture else _first_page(raw)


def picture(raw: bytes, side: int = 0) -> QImage:
    """A picture from its bytes, its long side at most `side` (0: as it is)."""
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    whole = reader.size()
    if side and max(whole.width(), whole.height()) > side:
        wanted = whole.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(wanted.expandedTo(QSize(1, 1)))
    return reader.read()


def _first_page(raw: bytes) -> QImage:
    sizes = page_sizes(raw)
    return render(raw, 0, SIDE / max(sizes[0]))
