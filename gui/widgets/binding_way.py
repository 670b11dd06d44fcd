"""How a whole file is bound: with printed page numbers or room for a stamp, on one side or both."""

from PySide6.QtWidgets import QCheckBox, QFrame

from gui.tasks import Query
from gui.widgets import parts
from gui.widgets.paper_menu import Papers
from reports import volume
from reports.volume import Way

_NUMBERED = "目录和每页印上页号；去掉勾就留着手盖"
_DUPLEX = "双面打印，每件文书从一张纸的正面起"


class BindingWay(QFrame):
    """Shows what this station usually does until somebody chooses for these files."""

    def __init__(self, papers: Papers) -> None:
        super().__init__()
        self._papers = papers
        self.numbered, self.duplex = QCheckBox("印页号"), QCheckBox("双面")
        across = parts.columns(self, gap=12)
        for box, tip in ((self.numbered, _NUMBERED), (self.duplex, _DUPLEX)):
            box.setToolTip(tip)
            box.setAccessibleName(f"整本卷宗{box.text()}")
            box.clicked.connect(self._choose)
            across.addWidget(box)
        if papers.way is None:
            Query(papers.desk, self, volume.usual).then(self._show).start()
        else:
            self._show(papers.way)

    def _show(self, way: Way) -> None:
        self.numbered.setChecked(way.numbered)
        self.duplex.setChecked(way.duplex)

    def _choose(self) -> None:
        self._papers.way = Way(self.numbered.isChecked(), self.duplex.isChecked())
