"""Turns what belongs into a file into what is bound: a form drawn, or its scan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePath

from core import codes
from core.errors import Invalid
from core.intake.incoming import Intake
from core.intake.media import PDF, form_of
from core.progress import Progress
from core.records.attachment import Attachment
from core.store.files import Files
from reports import documents
from reports.binding.plan import Item
from reports.case_paper import CasePaper
from reports.page import Document
from reports.volume import Part, Shot

_UNREAD = "扫描件打不开，未装入"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper ready to be bound, its name in the contents, and what is to be said there."""

    title: str
    part: Part
    note: str = ""


class Binder:
    """Draws the papers of one case; `left_out` says in sentences what could not be bound."""

    def __init__(
        self, paper: CasePaper, attached: tuple[Attachment, ...], store: Files, intake: Intake
    ) -> None:
        self._paper, self._store, self._intake = paper, store, intake
        self._attached = {one.id: one for one in attached}
        self.left_out: list[str] = []

    def pieces(self, item: Item, progress: Progress) -> Iterator[Piece]:
        """The paper as a piece; none where it is nothing but a scan that cannot be shown."""
        progress("正在整理卷内文书")
        scan = self._attached.get(item.scan) if item.scan else None
        shots = self._shots(scan) if scan else ()
        if item.drawn:
            document = self._drawn(item)
            note = _UNREAD if scan and not shots else ""
            yield Piece(document.title + self._which(item), Part(document, shots), note)
        elif shots:
            title = _named(item, scan)
            yield Piece(title, Part(Document(title, ()), shots, said=False))

    def _drawn(self, item: Item) -> Document:
        """Our form about that subject."""
        subject = item.subject.id if item.subject is not None else None
        issue = replace(self._paper.issue, subject=subject)
        return documents.form(item.kind).compose(replace(self._paper, issue=issue))

    def _which(self, item: Item) -> str:
        """（第2次）, where there are several."""
        listed = self._paper.file.meetings, self._paper.file.inquiries, self._paper.file.follow_ups
        for several in listed:
            if item.subject in several and len(several) > 1:
                return f"（第{several.index(item.subject) + 1}次）"
        return ""

    def _shots(self, scan: Attachment) -> tuple[Shot, ...]:
        """Every page of a scan; none, and a sentence, where there is nothing to be seen."""
        form = form_of(scan.media)
        if not form.is_picture and form.media != PDF:
            self.left_out.append(
                f"附件“{scan.name}”不是图片或 PDF，没有装入卷宗。请另存为 PDF 后重新添加。"
            )
            return ()
        try:
            content = b"".join(self._store.read(scan.digest))
            found = self._intake.sheets(content, scan.media)
        except Invalid as unread:
            self.left_out.append(f"附件“{scan.name}”没有装入卷宗：{unread.text}")
            return ()
        return tuple(partial(bytes, one) for one in found)


def _named(item: Item, scan: Attachment | None) -> str:
    """What the contents call a scan: as it was listed, else what it shows, else its file."""
    if item.kept is not None:
        return item.kept.title or codes.name_of("paper_kind", item.kind)
    assert scan is not None, "a loose paper is an attachment"
    return scan.note or PurePath(scan.name).stem
