"""The papers of a case: previewed and printed at any state, or kept as PDF or Word."""

from collections.abc import Callable
from dataclasses import dataclass
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
from gui.widgets.paper_page import Draw, Long
from gui.widgets.scan_filing import ScanFiling
from gui.widgets.screen import Subject

if TYPE_CHECKING:
    from reports.form import Issue

Preview = Callable[[Draw, str, Subject], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed form of a case, and what it is good for."""

    name: str
    title: str
    use: str


STAGES: tuple[tuple[str, tuple[Paper, ...]], ...] = (
    (
        "受理",
        (
            Paper("application", "人民调解申请书", "申请人申请调解时填"),
            Paper("acceptance_register", "人民调解受理登记表", "受理时填，当事人签名表示同意"),
            Paper("acceptance_notice", "受理通知书", "告知每名当事人由谁调解"),
            Paper("rights_notice", "当事人权利义务告知书", "首次调解前，每名当事人一份"),
            Paper("authorisation", "授权委托书", "有委托代理人的，每名委托人一份"),
            Paper("refusal_notice", "不予受理告知书", "不予受理时，写明理由和其他途径"),
        ),
    ),
    (
        "调查调解",
        (
            Paper("invitation", "调解邀请函", "约调时每名当事人一份"),
            Paper("investigation", "人民调解调查记录", "每次调查一份，逐人签名"),
            Paper("evidence", "证据材料清单", "收到的证据逐件登记"),
            Paper("mediation_record", "人民调解记录", "每次调解一份，到场的人签名"),
            Paper("extension", "延期说明", "各方同意延期时签"),
            Paper("suspension", "中止说明", "暂时不能继续调解时用"),
            Paper("recusal", "回避申请书", "当事人要求更换调解员时填"),
            Paper("risk_report", "风险报告单", "可能激化的，报公安或有关部门"),
            Paper("transfer", "移送（转办）函", "移送其他部门时用，附回执"),
        ),
    ),
    (
        "协议履行",
        (
            Paper("mediation_agreement", "人民调解协议书", "当事人各一份，调委会留存一份"),
            Paper("oral_register", "人民调解口头协议登记表", "达成口头协议的，由调委会填写"),
            Paper("performance_proof", "收条", "每项履行一份，由收款人签"),
            Paper("follow_up", "人民调解回访记录", "每次回访一份，结论由回访人填写"),
            Paper("confirmation", "司法确认申请书", "各方共同向法院申请"),
            Paper("end_notice", "终止调解告知书", "调解不成的，告知其他途径"),
            Paper("withdrawal", "撤回申请书", "申请人撤回申请时填"),
        ),
    ),
    (
        "立卷",
        (
            Paper("cover", "卷宗封面", "立卷时用"),
            Paper("contents", "卷内目录", "手工装订时填页号；整本卷宗自动编页"),
            Paper("closing_report", "人民调解结案报告表", "结案时填，内容自动带出"),
            Paper("file_note", "卷宗情况说明", "缺件、复印件来源等情况"),
            Paper("back_cover", "封底", "写明本卷页数"),
        ),
    ),
)
PAPERS = tuple(paper for _stage, papers in STAGES for paper in papers)
_BY_NAME = {one.name: one for one in PAPERS}
WHOLE, PACK = "整本卷宗", "空白文书包"
_IN_FORCE = "协议书也在其中：当事人签名、调解员签名和盖章都齐了，协议生效，不能撤销。"
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
        """Show a paper for printing; once it is printed, the file knows."""
        self._preview(self._drawing(file.case.id, paper), paper.title, self._subject(file, paper))

    def save(self, file: CaseFile, paper: Paper, suffix: str) -> None:
        """Keep a paper as a file; its name carries no person."""
        kind = _KINDS[suffix]
        name = f"{file.case.number or ''} {paper.title}".strip() + suffix
        target = ask.save_file(self._owner, f"存为 {kind}", Path(name), f"{kind} (*{suffix})")
        if target is not None:
            draw = self._drawing(file.case.id, paper)
            kept = f"已存为 {kind}：{target.name}"
            subject = self._subject(file, paper)
            noted = Look(self._desk, self._owner, f"另存：{subject.name}", subject.records)
            work = Work(self._desk, self._owner, partial(_write, draw, target))
            work.then(lambda _pages: self._say(kept)).then(lambda _pages: noted.start()).start()

    def bind(self, file: CaseFile) -> None:
        """Show the whole file as one paper; what could not be bound is said once it is shown."""
        left_out: list[str] = []
        named = f"{WHOLE} {file.case.number or '未编号'}"
        seen = ((file.case.__tablename__, file.case.id),)
        subject = Subject(named, seen, shown=lambda: left_out and self._say("；".join(left_out)))
        self._preview(Long(self._binding(file.case.id, left_out)), WHOLE, subject)

    def save_whole(self, file: CaseFile, suffix: str) -> None:
        """Keep the whole file as one PDF or Word file."""
        kind, left_out = _KINDS[suffix], list[str]()
        name = f"{file.case.number or ''} {WHOLE}".strip() + suffix
        target = ask.save_file(self._owner, f"存为 {kind}", Path(name), f"{kind} (*{suffix})")
        if target is None:
            return
        seen = ((file.case.__tablename__, file.case.id),)
        what = f"另存：{WHOLE} {file.case.number or '未编号'}"
        work = Work(self._desk, self._owner, self._binding(file.case.id, left_out), target)
        work.then(lambda _pages: self._say("；".join((f"已存为 {kind}：{target.name}", *left_out))))
        work.then(lambda _pages: Look(self._desk, self._owner, what, seen).start()).start()

    def pack(self, file: CaseFile | None = None) -> None:
        """Show the papers for a day in the village: with the names of a case, or blank."""
        from reports import binding
        from reports.form import BLANK

        station, issue = self._desk.station, self._issue()
        case = BLANK if file is None else file.case.id

        def draw(path: Path) -> int:
            return station.ask(binding.pack, case, issue, path)

        seen = () if file is None else ((file.case.__tablename__, file.case.id),)
        number = "" if file is None else f" {file.case.number or '未编号'}"
        self._preview(draw, PACK, Subject(f"{PACK}{number}", seen))

    def all_signed(self, file: CaseFile) -> None:
        """Every paper that waits came back signed today; an agreement among them is asked about."""
        back = case_papers.waiting(file.papers)
        agreed = any(one.kind == case_papers.AGREEMENT for one in back)
        if agreed and not ask.yes(self._owner, "全部已签", _IN_FORCE, "全部已签"):
            return
        done = Perform(self._desk, self._owner, case_papers.signed, file.case.id)
        done.then(lambda count: self._say(f"{count}份文书已签回")).start()

    def file_scans(self, file: CaseFile) -> None:
        """File a scanned stack, this case being where unknown pages may belong."""
        ScanFiling(self._desk, self._owner, self._say).begin(file)

    @property
    def may_sign(self) -> bool:
        """Whether the person may say that papers came back signed."""
        return self._desk.station.actor.may(Right.MEDIATE)

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

        station, issue = self._desk.station, self._issue()

        def draw(path: Path) -> int:
            return station.ask(documents.draw, paper.name, case, path, issue)

        return draw

    def _binding(self, case: UUID, left_out: list[str]) -> Callable[[Path, Progress], int]:
        from reports import binding

        station, issue = self._desk.station, self._issue()

        def draw(path: Path, progress: Progress = silent) -> int:
            whole = station.ask(binding.gather, case, issue, station.folder)
            bound = binding.bind(whole, path, progress=progress)
            left_out[:] = bound.left_out
            return bound.pages

        return draw

    def _issue(self) -> "Issue":
        from reports.form import Issue

        station = self._desk.station
        return Issue(station.today(), station.actor.name, station.demo)

    def _subject(self, file: CaseFile, paper: Paper) -> Subject:
        """What the register of looks calls a paper: its title and the number, no person."""
        seen = ((file.case.__tablename__, file.case.id),)
        marked = partial(self._mark, file.case.id, paper)
        return Subject(f"{paper.title} {file.case.number or '未编号'}", seen, printed=marked)

    def _mark(self, case: UUID, paper: Paper) -> None:
        """Note that it was printed; where nothing can be written, the print stands all the same."""
        noted = Perform(self._desk, self._owner, case_papers.printed, case, paper.name)
        noted.failed(lambda _error: None).start()


def _write(draw: Draw, target: Path, progress: Progress = silent) -> int:
    progress("正在生成文书")
    return draw(target)
