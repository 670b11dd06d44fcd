"""The papers of a case: previewed and printed at any state, or kept as PDF or Word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from core.progress import Progress, silent
from core.rights import Right
from core.services import case_papers
from core.services.case_file import CaseFile
from gui import ask
from gui.tasks import Desk, Look, Perform, Work
from gui.widgets.paper_kinds import STAGES, Paper, likely
from gui.widgets.paper_page import Draw, Long
from gui.widgets.paper_signing import Signing
from gui.widgets.scan_filing import ScanFiling
from gui.widgets.screen import Subject
from reports import volume
from reports.volume import Way

if TYPE_CHECKING:
    from reports.form import Issue

Preview = Callable[[Draw, str, Subject], None]
Say = Callable[[str], None]


WHOLE, PACK, BOUND = "整本卷宗", "空白文书包", "登记装订"
_IN_FORCE = "协议书也在其中：当事人签名、调解员签名和盖章都齐了，协议生效，不能撤销。"
_KINDS = {".pdf": "PDF", ".docx": "Word"}


@dataclass(frozen=True, slots=True)
class _Leaving:
    """A paper about to be a file; `left_out` says, once it is drawn, what is not in it."""

    title: str
    draw: Callable[[Path, Progress], int]
    left_out: list[str] = field(default_factory=list)


class Papers:
    """Draws the papers of one case for a screen."""

    def __init__(self, desk: Desk, owner: QWidget, preview: Preview, say: Say) -> None:
        self.desk = desk
        self._owner = owner
        self._preview = preview
        self._say = say
        self._counted: dict[UUID, int] = {}
        self.way: Way | None = None
        """How whole files are bound; none, as this station usually does."""

    def preview(self, file: CaseFile, paper: Paper) -> None:
        """Show a paper for printing; once it is printed, the file knows."""
        marked = partial(self._mark, file.case.id, paper)
        subject = replace(_subject(file, paper.title), printed=marked)
        self._preview(self._drawing(file.case.id, paper), paper.title, subject)

    def save(self, file: CaseFile, paper: Paper, suffix: str) -> None:
        """Keep a paper as a file; its name carries no person."""
        draw = partial(_watched, self._drawing(file.case.id, paper))
        self._keep(file, suffix, _Leaving(paper.title, draw))

    def bind(self, file: CaseFile) -> None:
        """Show the whole file as one paper; what could not be bound is said once it is shown."""
        leaving = self._binding(file.case.id)
        told = leaving.left_out
        subject = replace(
            _subject(file, WHOLE),
            shown=lambda: told and self._say("；".join(told)),
            printed=partial(self._mark_whole, file.case.id),
            duplex=self.way.duplex if self.way else None,
        )
        self._preview(Long(leaving.draw), WHOLE, subject)

    def save_whole(self, file: CaseFile, suffix: str) -> None:
        """Keep the whole file as one PDF or Word file."""
        self._keep(file, suffix, self._binding(file.case.id))

    def _keep(self, file: CaseFile, suffix: str, leaving: _Leaving) -> None:
        kind = _KINDS[suffix]
        name = f"{file.case.number or ''} {leaving.title}".strip() + suffix
        target = ask.save_file(self._owner, f"存为 {kind}", Path(name), f"{kind} (*{suffix})")
        if target is None:
            return
        subject = _subject(file, leaving.title)
        noted = Look(self.desk, self._owner, f"另存：{subject.name}", subject.records)
        kept = f"已存为 {kind}：{target.name}"
        work = Work(self.desk, self._owner, leaving.draw, target)
        work.then(lambda _pages: self._say("；".join((kept, *leaving.left_out))))
        work.then(lambda _pages: noted.start()).start()

    def pack(self, file: CaseFile | None = None) -> None:
        """Show the papers for a day in the village: with the names of a case, or blank."""
        from reports import binding
        from reports.form import BLANK

        station, issue = self.desk.station, self._issue()
        case = BLANK if file is None else file.case.id

        def draw(path: Path) -> int:
            return station.ask(binding.pack, case, issue, path)

        self._preview(draw, PACK, Subject(PACK) if file is None else _subject(file, PACK))

    def all_signed(self, file: CaseFile) -> None:
        """Every paper that waits came back signed today."""
        signed = self._signing(file, None, {})
        if signed is not None:
            signed.start()

    def signing(self, file: CaseFile) -> Signing:
        """Where one tells which papers came back, when, and who has not signed."""

        def answer(day: date, unsigned: Mapping[UUID, str]) -> None:
            signed = self._signing(file, day, unsigned)
            if signed is not None:
                signed.failed(made.refuse).start()

        made = Signing(file, self.desk.station.today(), answer)
        return made

    def _signing(
        self, file: CaseFile, day: date | None, unsigned: Mapping[UUID, str]
    ) -> Perform[int] | None:
        """The act; an agreement that comes into force with it is asked about."""
        back = (one for one in case_papers.waiting(file.papers) if one.id not in unsigned)
        agreed = any(one.kind == case_papers.AGREEMENT for one in back)
        if agreed and not ask.yes(self._owner, "全部已签", _IN_FORCE, "全部已签"):
            return None
        done = Perform(
            self.desk, self._owner, case_papers.signed, file.case.id, day, dict(unsigned)
        )
        short = sum(bool(names) for names in unsigned.values())
        more = f"，{short}份还没签齐" if short else ""
        return done.then(lambda count: self._say(f"{count}份文书已签回{more}"))

    def bound(self, file: CaseFile) -> None:
        """The file was bound today; its pages are known where it was drawn here."""
        pages = self._counted.get(file.case.id)
        told = f"共{pages}页，" if pages else ""
        text = f"卷内{len(file.papers)}份文书都记为今天装订。{told}装订后再打印的另行记入。"
        if ask.yes(self._owner, BOUND, text, BOUND):
            done = Perform(self.desk, self._owner, case_papers.bound, file.case.id, pages)
            done.then(lambda _none: self._say("卷宗已记为装订")).start()

    def file_scans(self, file: CaseFile) -> None:
        """File a scanned stack, this case being where unknown pages may belong."""
        ScanFiling(self.desk, self._owner, self._say).begin(file)

    @property
    def may_sign(self) -> bool:
        """Whether the person may say that papers came back signed."""
        return self.desk.station.actor.may(Right.MEDIATE)

    def offer(self, file: CaseFile, beside: QWidget) -> None:
        """Open the menu of papers over a widget, the likely one in hand: Enter previews it."""
        menu = self._menu(file, beside)
        menu.popup(beside.mapToGlobal(beside.rect().topLeft()), menu.activeAction())

    def _menu(self, file: CaseFile, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("文书")
        wanted = likely(file)
        menu.setActiveAction(menu.addAction(wanted.title, partial(self.preview, file, wanted)))
        menu.addSeparator()
        for stage, papers in STAGES:
            inner = menu.addMenu(stage)
            for paper in papers:
                inner.addAction(paper.title, partial(self.preview, file, paper))
        menu.addSeparator()
        menu.addAction(f"{WHOLE}（预览打印）", partial(self.bind, file))
        for suffix, kind in _KINDS.items():
            menu.addAction(f"把{WHOLE}存为 {kind}…", partial(self.save_whole, file, suffix))
        if self.may_sign and file.papers:
            menu.addAction(f"{BOUND}…", partial(self.bound, file))
        menu.addAction(f"{PACK}（带姓名）", partial(self.pack, file))
        menu.addAction(PACK, self.pack)
        menu.addSeparator()
        for suffix, kind in _KINDS.items():
            menu.addAction(
                f"把{wanted.title}存为 {kind}…", partial(self.save, file, wanted, suffix)
            )
        return menu

    def _drawing(self, case: UUID, paper: Paper) -> Draw:
        from reports import documents

        station, issue = self.desk.station, self._issue()

        def draw(path: Path) -> int:
            return station.ask(documents.draw, paper.name, case, path, issue)

        return draw

    def _binding(self, case: UUID) -> _Leaving:
        from reports import binding

        station, issue, way = self.desk.station, self._issue(), self.way
        left_out: list[str] = []

        def draw(path: Path, progress: Progress) -> int:
            whole = station.ask(binding.gather, case, issue, station.folder)
            found = binding.bind(whole, path, way or station.ask(volume.usual), progress)
            left_out[:] = found.left_out
            self._counted[case] = found.counted
            return found.pages

        return _Leaving(WHOLE, draw, left_out)

    def _issue(self) -> "Issue":
        from reports.form import Issue

        station = self.desk.station
        return Issue(station.today(), station.actor.name, station.demo)

    def _mark_whole(self, case: UUID) -> None:
        noted = Perform(self.desk, self._owner, case_papers.printed_whole, case)
        noted.failed(lambda _error: None).start()

    def _mark(self, case: UUID, paper: Paper) -> None:
        """Note that it was printed; where nothing can be written, the print stands all the same."""
        noted = Perform(self.desk, self._owner, case_papers.printed, case, paper.name)
        noted.failed(lambda _error: None).start()


def _subject(file: CaseFile, title: str) -> Subject:
    """What the register of looks calls a paper: its title and the number, no person."""
    seen = ((file.case.__tablename__, file.case.id),)
    return Subject(f"{title} {file.case.number or '未编号'}", seen)


def _watched(draw: Draw, target: Path, progress: Progress = silent) -> int:
    progress("正在生成文书")
    return draw(target)
