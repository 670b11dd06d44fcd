"""The papers of a case: previewed and printed at any state, or kept as PDF or Word."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from core.progress import Progress, silent
from core.services.case_file import CaseFile
from gui import ask
from gui.tasks import Desk, Look, Work
from gui.widgets.screen import Subject

Draw = Callable[[Path], int]
Preview = Callable[[Draw, str, Subject], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed form of a case, and what it is good for."""

    name: str
    title: str
    use: str


PAPERS = (
    Paper("application", "人民调解申请书", "申请人申请调解时填"),
    Paper("acceptance_register", "人民调解受理登记表", "受理时填，当事人签名表示同意"),
    Paper("rights_notice", "当事人权利义务告知书", "首次调解前，每名当事人一份"),
    Paper("authorisation", "授权委托书", "有委托代理人的，每名委托人一份"),
    Paper("mediation_record", "人民调解记录", "每次调解一份，到场的人签名"),
    Paper("mediation_agreement", "人民调解协议书", "当事人各一份，调委会留存一份"),
    Paper("oral_register", "人民调解口头协议登记表", "达成口头协议的，由调委会填写"),
    Paper("follow_up", "人民调解回访记录", "每次回访一份，结论由回访人填写"),
)
_BY_NAME = {one.name: one for one in PAPERS}
_KINDS = {".pdf": "PDF", ".docx": "Word"}


def likely(file: CaseFile) -> Paper:
    """The paper wanted most probably: the agreement once there is one, before that by the stage."""
    if file.agreement is not None:
        oral = file.agreement.form == "oral"
        return _BY_NAME["oral_register" if oral else "mediation_agreement"]
    fresh = file.case.accepted_on and not file.meetings
    return _BY_NAME["rights_notice" if fresh else "acceptance_register"]


class Papers:
    """Draws the papers of one case for a screen."""

    def __init__(self, desk: Desk, owner: QWidget, preview: Preview, say: Say) -> None:
        self._desk = desk
        self._owner = owner
        self._preview = preview
        self._say = say

    def preview(self, file: CaseFile, paper: Paper) -> None:
        """Show a paper for printing."""
        self._preview(self._drawing(file.case.id, paper), paper.title, _subject(file, paper))

    def save(self, file: CaseFile, paper: Paper, suffix: str) -> None:
        """Keep a paper as a file; its name carries no person."""
        kind = _KINDS[suffix]
        name = f"{file.case.number or ''} {paper.title}".strip() + suffix
        target = ask.save_file(self._owner, f"存为 {kind}", Path(name), f"{kind} (*{suffix})")
        if target is not None:
            draw = self._drawing(file.case.id, paper)
            kept = f"已存为 {kind}：{target.name}"
            subject = _subject(file, paper)
            noted = Look(self._desk, self._owner, f"另存：{subject.name}", subject.records)
            work = Work(self._desk, self._owner, partial(_write, draw, target))
            work.then(lambda _pages: self._say(kept)).then(lambda _pages: noted.start()).start()

    def offer(self, file: CaseFile, beside: QWidget) -> None:
        """Open the menu of papers over a widget, the likely one in hand: Enter previews it."""
        menu = self._menu(file, beside)
        menu.popup(beside.mapToGlobal(beside.rect().topLeft()), menu.activeAction())

    def _menu(self, file: CaseFile, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("文书")
        wanted = likely(file)
        for paper in PAPERS:
            action = menu.addAction(paper.title, partial(self.preview, file, paper))
            if paper is wanted:
                menu.setActiveAction(action)
        menu.addSeparator()
        for suffix, kind in _KINDS.items():
            menu.addAction(
                f"把{wanted.title}存为 {kind}…", partial(self.save, file, wanted, suffix)
            )
        return menu

    def _drawing(self, case: UUID, paper: Paper) -> Draw:
        from reports import documents
        from reports.form import Issue

        station = self._desk.station
        issue = Issue(station.today(), station.actor.name, station.demo)

        def draw(path: Path) -> int:
            return station.ask(documents.draw, paper.name, case, path, issue)

        return draw


def _subject(file: CaseFile, paper: Paper) -> Subject:
    """What the register of looks calls a paper: its title and the number, no person."""
    seen = ((file.case.__tablename__, file.case.id),)
    return Subject(f"{paper.title} {file.case.number or '未编号'}", seen)


def _write(draw: Draw, target: Path, progress: Progress = silent) -> int:
    progress("正在生成文书")
    return draw(target)
