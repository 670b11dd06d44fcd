"""The papers of a case one below the other, each to preview, print or keep."""

from functools import partial

from PySide6.QtWidgets import QFrame

from core.services.case_file import CaseFile
from gui.widgets import parts
from gui.widgets.paper_menu import PAPERS, Papers


def paper_list(papers: Papers, file: CaseFile) -> QFrame:
    """Every paper with what it is good for."""
    inside = parts.frame("scrolled")
    down = parts.rows(inside, (0, 4, 8, 4), 8)
    for paper in PAPERS:
        down.addWidget(parts.label(paper.title))
        down.addWidget(parts.label(paper.use, "caption"))
        across = parts.columns(gap=8)
        show = partial(papers.preview, file, paper)
        first = parts.button("预览打印", show, "printer-outline")
        first.setAccessibleName(f"预览打印{paper.title}")
        across.addWidget(first)
        for suffix, kind in ((".pdf", "存为 PDF"), (".docx", "存为 Word")):
            keep = parts.button(kind, partial(papers.save, file, paper, suffix), kind="link")
            keep.setAccessibleName(f"{paper.title}{kind}")
            across.addWidget(keep)
        across.addStretch()
        down.addLayout(across)
        down.addWidget(parts.rule())
    down.addStretch()
    return inside
