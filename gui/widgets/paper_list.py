"""The papers of a case by stage, each with its mark, to preview, print or keep."""

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout

from core.services import case_papers
from core.services.case_file import CaseFile
from gui.widgets import parts
from gui.widgets.paper_menu import STAGES, Paper, Papers

_TONES = {
    case_papers.WAITING: "warn",
    case_papers.SIGNED: "ok",
    case_papers.SCANNED: "ok",
    case_papers.BOUND: "ok",
}


def paper_list(papers: Papers, file: CaseFile) -> QFrame:
    """Every paper of every stage."""
    inside = parts.frame("scrolled")
    down = parts.rows(inside, (0, 4, 8, 4), 4)
    for number, (stage, listed) in enumerate(STAGES):
        if number:
            down.addSpacing(8)
        down.addWidget(parts.label(stage, "caption"))
        down.addWidget(parts.rule())
        for paper in listed:
            down.addLayout(_row(papers, file, paper))
    down.addStretch()
    return inside


def _row(papers: Papers, file: CaseFile, paper: Paper) -> QHBoxLayout:
    """Its name opens it; how far it has come stands behind, then the two kinds of files."""
    across = parts.columns(gap=8)
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
    for suffix, kind in ((".pdf", "PDF"), (".docx", "Word")):
        keep = parts.button(kind, partial(papers.save, file, paper, suffix), kind="link")
        keep.setToolTip(f"存为 {kind}")
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
