"""A stack from the copier, taken apart by the bars at the foot of its pages and filed by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import codes
from core.bars import Mark
from core.errors import Invalid, UserError
from core.intake import media
from core.intake.incoming import Intake, Source, Wish
from core.progress import Progress, silent
from core.records.mediation_case import MediationCase
from core.services import attachments, case_file, case_papers, taking_in
from core.services.attachments import Place
from core.services.case_papers import Scanned
from core.station import Station

_CASE = MediationCase.__tablename__


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages of a stack (from 0) that belong together, and the paper their bars name."""

    pages: tuple[int, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """One paper that found its file."""

    case: UUID
    number: str
    kind: str
    pages: tuple[int, ...]

    @property
    def line(self) -> str:
        """What was done, in words."""
        name = codes.name_of("paper_kind", self.kind)
        return f"{spoken(self.pages)} → {self.number or '未编号'} {name}"


@dataclass(frozen=True, slots=True)
class Sorted:
    """What was filed, and the pages nobody could tell."""

    filed: tuple[Filed, ...]
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Rest:
    """Where pages without bars belong: said once for the stack.

    With `pages` (from 0) only these are filed: the others were filed before.
    """

    case: UUID
    kind: str
    pages: tuple[int, ...] = ()


def stretches(marks: Sequence[Mark | None]) -> list[Stretch]:
    """Neighbouring pages with the same bars are one paper."""
    found = groupby(enumerate(marks), key=lambda one: one[1])
    return [Stretch(tuple(n for n, _mark in pages), mark) for mark, pages in found]


def case_of(session: Session, mark: Mark) -> tuple[UUID, str] | None:
    """The case whose number was printed, as far as this person may see it."""
    like = f"%{mark.year:02}〕第%{mark.sequence}号"
    query = select(MediationCase.id, MediationCase.number).where(MediationCase.number.like(like))
    for case, number in session.execute(query):
        if mark.fits(number):
            return case, number
    return None


def sort(
    station: Station, path: Path, rest: Rest | None = None, progress: Progress = silent
) -> Sorted:
    """File the pages of a scanned PDF by their bars; those without where `rest` says."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Invalid(f"读不出“{path.name}”，请核对文件还在不在。") from error
    _look_at(path, content)
    filed, left = list[Filed](), list[int]()
    with Intake(Wish(), progress) as intake:
        for stretch in _wanted(stretches(intake.marks(content)), rest):
            home = _home(station, stretch, rest)
            if home is None:
                left += stretch.pages
                continue
            part = Source(
                f"{path.stem}-{stretch.pages[0] + 1}.pdf", intake.part(content, stretch.pages)
            )
            _file(station, home, part, progress)
            filed.append(home)
    return Sorted(tuple(filed), tuple(left))


def spoken(pages: Sequence[int]) -> str:
    """第3至5页."""
    first, last = pages[0] + 1, pages[-1] + 1
    return f"第{first}页" if first == last else f"第{first}至{last}页"


def _look_at(path: Path, content: bytes) -> None:
    """Whatever its name says: only a PDF can be taken apart."""
    form = media.find(content[: media.HEAD], lambda: BytesIO(content))
    if form.media != media.PDF:
        raise Invalid(
            f"“{path.name}”是{form.words}，不是 PDF，没有归卷。"
            "成叠的请在扫描程序里存成 PDF 再归卷；单张的请直接添加到案件的附件里。"
        )


def _wanted(found: Sequence[Stretch], rest: Rest | None) -> Iterator[Stretch]:
    """The stretches to be filed; those told about afterwards, with no bars one can trust."""
    for stretch in found:
        if rest is None or not rest.pages:
            yield stretch
        elif set(stretch.pages) <= set(rest.pages):
            yield Stretch(stretch.pages)


def _home(station: Station, stretch: Stretch, rest: Rest | None) -> Filed | None:
    if stretch.mark is not None:
        found = station.ask(case_of, stretch.mark)
        return found and Filed(*found, stretch.mark.kind, stretch.pages)
    if rest is None:
        return None
    number = station.ask(case_file.file, rest.case).case.number or ""
    return Filed(rest.case, number, rest.kind, stretch.pages)


def _file(station: Station, home: Filed, part: Source, progress: Progress) -> None:
    """Attach the pages to their case, and let them be the scan of their paper."""
    gathered = taking_in.gather(station, [part], progress)
    if gathered.refused:
        raise Invalid(gathered.refused[0].text)
    place = Place(_CASE, home.case)
    try:
        station.perform(attachments.add, place, station.folder, gathered.taken)
    except UserError:
        taking_in.release(station, gathered.taken)
        raise
    digest = gathered.taken[0].digest
    kept = next(one for one in station.ask(attachments.of_record, place) if one.digest == digest)
    subject = station.ask(_subject, home)
    scan = Scanned(home.kind, kept.id, len(home.pages), subject)
    station.perform(case_papers.scanned, home.case, [scan])


def _subject(session: Session, home: Filed) -> UUID | None:
    """Of several papers of a kind the first, in order, that has no scan yet."""
    file = case_file.file(session, home.case)
    shown = {one.subject for one in file.papers_of(home.kind) if one.scan is not None}
    about = (one.id for one in case_papers.about(file, home.kind) if one.id not in shown)
    return next(about, None)


def unknown(left: Sequence[int]) -> Iterator[str]:
    """One sentence for all pages nobody could tell."""
    if left:
        pages = "、".join(str(one + 1) for one in left)
        yield f"第{pages}页没有认出页脚条码，还没有归卷。请写明它们是哪一件、哪种文书。"
