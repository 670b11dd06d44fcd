"""The whole file of a case as one paper: in statutory order, scans included, contents right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.intake.incoming import Intake, Wish
from core.progress import Progress, silent
from core.records.attachment import Attachment
from core.services import attachments
from core.services.attachments import Place
from core.store.files import Files
from reports import case_paper, documents
from reports.binding import plan
from reports.binding.pieces import Binder, Piece
from reports.case_paper import CasePaper, Entry
from reports.form import Issue
from reports.volume import PRINTED, Part, Volume, Way

NAME, TITLE = "mediation_file", "人民调解卷宗"
PACK, PACK_TITLE = "blank_pack", "空白文书包"

_NAMED = ("application", "acceptance_register", "rights_notice")
_BY_HAND = ("mediation_record", "mediation_agreement", "performance_proof")


@dataclass(frozen=True, slots=True)
class Bound:
    """How many pages it has, and a sentence for everything that is not in it.

    `counted` are the pages between contents and back cover, as the back cover tells them.
    """

    pages: int
    left_out: tuple[str, ...] = ()
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with its attachments, read once: what a file is bound from, away from the store."""

    paper: CasePaper
    attached: tuple[Attachment, ...]
    store: Files


def gather(session: Session, case: UUID, issue: Issue, folder: Path) -> Whole:
    """Read everything a bound file needs."""
    paper = case_paper.gather(session, case, issue)
    attached = attachments.of_record(session, Place(paper.file.case.__tablename__, case))
    return Whole(paper, tuple(attached), attachments.files(session, folder))


def bind(whole: Whole, path: Path, way: Way = PRINTED, progress: Progress = silent) -> Bound:
    """Draw the file as PDF or Word, by the ending of its name."""
    with Intake(Wish(), progress) as intake:
        binder = Binder(whole.paper, whole.attached, whole.store, intake)
        listed = plan.items(whole.paper.file, whole.attached)
        pieces = [piece for item in listed for piece in binder.pieces(item, progress)]
    entries = tuple(_entries(pieces))
    total = sum(one.pages for one in entries)
    paper = replace(whole.paper, entries=entries, pages=total)
    frame = (documents.form(name).compose(paper) for name in plan.FRAME)
    cover, contents, back = (Part(one, counted=False) for one in frame)
    parts = (cover, contents, *(one.part for one in pieces), back)
    volume = Volume(TITLE, parts, way.numbered, way.duplex)
    return Bound(_written(volume, path, progress), tuple(binder.left_out), total)


def pack(session: Session, case: UUID, issue: Issue, path: Path) -> int:
    """The papers for a day in the village: blank, or with the names of one case."""
    named = case_paper.gather(session, case, issue)
    by_hand = case_paper.unwritten(named)
    sheets = (
        *(documents.form(name).compose(named) for name in _NAMED),
        *(documents.form(name).compose(by_hand) for name in _BY_HAND),
    )
    return _written(Volume(PACK_TITLE, tuple(map(Part, sheets))), path, silent)


def _entries(pieces: Sequence[Piece]) -> Iterator[Entry]:
    """The lines of the contents; sheets of one name that follow each other are one line."""
    from reports import pdf

    page = 1
    for title, group in groupby(pieces, key=attrgetter("title")):
        together = list(group)
        pages = sum(pdf.count(one.part) for one in together)
        notes = [f"{len(together)}份"] if len(together) > 1 else []
        notes += dict.fromkeys(one.note for one in together if one.note)
        yield Entry(title, page, pages, "，".join(notes))
        page += pages


def _written(volume: Volume, path: Path, progress: Progress) -> int:
    if path.suffix.lower() == ".pdf":
        from reports import pdf

        return pdf.bind(volume, path, progress)
    if path.suffix.lower() == ".docx":
        from reports import word

        word.bind(volume, path, progress)
        return 0
    raise Invalid(f"文书只能存为 .pdf 或 .docx，不能存为“{path.suffix or path.name}”。")
