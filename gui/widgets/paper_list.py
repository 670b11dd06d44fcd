"""The papers of a case by stage, each with its mark, to preview, print or keep."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from core.services import case_papers
from core.services.case_file import CaseFile
from gui.widgets import parts
from gui.widgets.binding_way import BindingWay
from gui.widgets.paper_kinds import STAGES, Paper
from gui.widgets.paper_menu import BOUND, PACK, WHOLE, Papers
from gui.widgets.paper_signing import Signing
from gui.widgets.scan_filing import TITLE

_SCANNED = "复印机扫描的一叠文书（PDF），按页脚条码拆开，各归各卷"
_KEPT = ((".pdf", "PDF", "file-pdf-box"), (".docx", "Word", "file-word-outline"))
_BOUND = "封面、目录、各件文书和扫描件合成一个文件，目录自动编页"
_PACKED = "带本案姓名的申请书、登记表、告知书，和空白的记录、协议书、收条，单面打印"
_DONE = "卷内文书都装订好了，今天的日期"
_SOME = "哪天签回的、哪一份谁还没签，逐份勾"
_TONES = {
    case_papers.WAITING: "warn",
    case_papers.SIGNED: "ok",
    case_papers.SCANNED: "ok",
    case_papers.BOUND: "ok",
}


def paper_list(papers: Papers, file: CaseFile, contents: QWidget) -> QFrame:
    """What lies in the file, then every paper of every stage."""
    inside = parts.frame("scrolled")
    down = parts.rows(inside, (0, 4, 8, 4), 4)
    down.addWidget(contents)
    down.addLayout(_whole(papers, file))
    down.addLayout(_binding(papers, file))
    count = len(case_papers.waiting(file.papers))
    if count and papers.may_sign:
        signing = papers.signing(file)
        down.addLayout(_signed(papers, file, count, signing))
        down.addWidget(signing)
    for number, (stage, listed) in enumerate(STAGES):
        if number:
            down.addSpacing(8)
        down.addWidget(parts.label(stage, "caption"))
        down.addWidget(parts.rule())
        for paper in listed:
            down.addLayout(_row(papers, file, paper))
    down.addStretch()
    return inside


def _whole(papers: Papers, file: CaseFile) -> QHBoxLayout:
    """What is done with all papers at once."""
    across = parts.columns(gap=8)
    bind = partial(papers.bind, file)
    across.addWidget(parts.button(WHOLE, bind, "book-open-page-variant-outline", tip=_BOUND))
    pack = partial(papers.pack, file)
    across.addWidget(parts.button(PACK, pack, "file-multiple-outline", tip=_PACKED))
    if papers.may_sign:
        scans = partial(papers.file_scans, file)
        across.addWidget(parts.button(TITLE, scans, "scanner", tip=_SCANNED))
    across.addStretch()
    return across


def _binding(papers: Papers, file: CaseFile) -> QHBoxLayout:
    """How the whole file is drawn, and that it was bound."""
    across = parts.columns(gap=12)
    across.addWidget(BindingWay(papers))
    across.addStretch()
    states = {case_papers.state(one) for one in file.papers}
    if states == {case_papers.BOUND}:
        across.addWidget(parts.chip(case_papers.BOUND, "ok"))
    elif states and papers.may_sign:
        done = partial(papers.bound, file)
        across.addWidget(parts.button(BOUND, done, "book-check-outline", tip=_DONE))
    return across


def _signed(papers: Papers, file: CaseFile, count: int, signing: Signing) -> QHBoxLayout:
    """One key says that everything out to be signed came back today; another, what did not."""
    across = parts.columns(gap=8)
    signed = partial(papers.all_signed, file)
    made = parts.button(
        f"{count}份都已签回（今天）", signed, "check-all", tip="全部已签，日期为今天"
    )
    made.setObjectName("all_signed")
    across.addWidget(made)
    across.addWidget(parts.button("有没签的…", signing.begin, kind="link", tip=_SOME))
    across.addStretch()
    return across


def _row(papers: Papers, file: CaseFile, paper: Paper) -> QHBoxLayout:
    """Its name opens it; how far it has come stands behind, then the two kinds of files."""
    across = parts.columns(gap=4)
    show = partial(papers.preview, file, paper)
    opened = parts.button(paper.title, show, kind="link", tip=f"{paper.use}（预览打印）")
    opened.setAccessibleName(f"预览打印{paper.title}")
    across.addWidget(opened)
    across.addStretch()
    told = _mark(file, paper)
    if told:
        chip = parts.chip(told, _TONES.get(told.split(" ")[0], "mute"))
        chip.setAccessibleName(f"{paper.title}{told}")
        across.addWidget(chip)
    for suffix, kind, icon in _KEPT:
        keep = parts.tool(icon, f"存为 {kind}", partial(papers.save, file, paper, suffix))
        keep.setAccessibleName(f"{paper.title}存为 {kind}")
        across.addWidget(keep)
    return across


def _mark(file: CaseFile, paper: Paper) -> str:
    """How far the paper has come; of several the one that is furthest behind, and how many."""
    found = [state for one in file.papers_of(paper.name) if (state := case_papers.state(one))]
    if not found:
        return ""
    last = min(found, key=case_papers.STATES.index)
    behind = found.count(last)
    return last if len(found) == 1 else f"{last} {behind}/{len(found)}"
