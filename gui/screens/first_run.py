"""The first-run assistant: five short pages, the recovery code, then three doors."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QStackedWidget
from typing_extensions import override

from core.errors import UserError
from core.ids import Clock
from gui import ask
from gui.tasks import Desk, Work
from gui.widgets import answers, clock, parts
from gui.widgets.answers import Founded
from gui.widgets.door import Door
from gui.widgets.first_pages import FirstPages
from gui.widgets.help_over import HelpOver
from gui.widgets.notice import ProgressStrip
from gui.widgets.paper_page import PaperPage
from gui.widgets.recovery import Recovery, recovery_sheet
from gui.widgets.screen import DEMO, IMPORT
from gui.widgets.top_bar import PRODUCT, Emblem
from gui.widgets.wizard_page import WizardPage

FIRST = "first"
_WIDTH = 760
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FirstRun(QFrame):
    """`finished` hands out the new station and the door the person chose."""

    finished = Signal(object, str)
    restore_wanted = Signal()

    def __init__(self, porch: Desk, folder: Path, now: Clock) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self._porch = porch
        self._folder = folder
        self._clock = now
        self._founded: Founded | None = None
        self._recovery: Recovery | None = None
        self.asked = FirstPages(self, clock.local(now()).date())
        self._pages = QStackedWidget()
        self._step = parts.label("", "caption")
        self._back = parts.button("上一步", self.back, "arrow-left")
        self._restore = parts.button("从备份恢复…", self.restore_wanted.emit, kind="link")
        self._later = parts.button("以后再说", self.put_off, kind="link")
        self._next = parts.button("下一步", self.go_on, kind="primary")
        self.strip = ProgressStrip()
        self.paper = PaperPage(porch, outside=True)
        self.paper.ready.connect(lambda: self._whole.setCurrentIndex(1))
        self.paper.closed.connect(lambda: self._whole.setCurrentIndex(0))
        self._listed = self.asked.listed
        for page in self._listed:
            self._pages.addWidget(page)
        self._lay_out()
        HelpOver(porch, self, "first_run")
        self._show(0)

    @property
    def number(self) -> int:
        """The page in front, from 0; 5 is the recovery code, 6 the doors."""
        return self._pages.currentIndex()

    def go_on(self) -> None:
        """Check this page and go to the next; after the fifth the station is founded."""
        if self.number == len(self._listed):
            self._leave_code()
            return
        page = self._listed[self.number]
        page.put_off = False
        wrong = page.check()
        if wrong is not None:
            wrong.focus()
        else:
            self._forward()

    def put_off(self) -> None:
        """Go on without this page's answers; what was typed stays."""
        self._listed[self.number].put_off = True
        self._forward()

    def back(self) -> None:
        """Return to the page before; nothing typed is lost."""
        self._show(self.number - 1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        writing = isinstance(self.focusWidget(), QPlainTextEdit) and not held
        if event.key() not in _ENTER or writing:
            super().keyPressEvent(event)
        elif self._next.isVisible():
            self.go_on()

    def _forward(self) -> None:
        if self.number + 1 < len(self._listed):
            self._show(self.number + 1)
        elif self._founded is None:
            self._found()

    def _found(self) -> None:
        self._next.setEnabled(False)
        work = Work(
            self._porch, self, answers.establish, self._folder, self.asked.told(), self._clock
        )
        self.strip.follow(work, "正在建立站点")
        work.then(self._on_founded).failed(self._on_refused)
        work.lastly(lambda: self._next.setEnabled(True)).start()

    def _on_founded(self, founded: Founded) -> None:
        self._founded = founded
        self._recovery = Recovery(founded.code)
        self._recovery.print_wanted.connect(self._print_code)
        page = WizardPage(
            "应急恢复码", "建好了。最后一件事，也是最要紧的一件。", ((),), optional=False
        )
        page.add(self._recovery)
        self._pages.addWidget(page)
        self._pages.addWidget(self._doors())
        self._show(len(self._listed))

    def _on_refused(self, error: UserError) -> None:
        ask.tell(self, error.text)

    def _print_code(self) -> None:
        if self._founded is None:
            return
        unit, day = self.asked.boxes["unit"].text(), self._founded.station.today()
        code = self._founded.code
        self.paper.draw(
            lambda path: recovery_sheet(path, unit, code, day), "应急恢复码", self.strip
        )

    def _leave_code(self) -> None:
        wrong = self._recovery.check() if self._recovery is not None else None
        if wrong is not None:
            wrong.focus()
        else:
            self.paper.forget()
            self._show(self.number + 1)

    def _doors(self) -> QFrame:
        made = parts.frame("scrolled")
        down = parts.rows(made, gap=16)
        down.addWidget(parts.label("都准备好了，从哪里开始？", "title"))
        across = parts.columns(gap=12)
        listed = (
            (
                "导入现有台账",
                "把 Excel 里的花名册、台账搬进来，先看再写。",
                "tray-arrow-down",
                IMPORT,
            ),
            ("登记第一件", "现在就有人来？直接登记一件纠纷。", "file-plus-outline", FIRST),
            ("看演示", "另开一个演示站点，随便试，不影响这里。", "presentation-play", DEMO),
        )
        for title, why, icon, key in listed:
            across.addWidget(Door(title, why, icon, partial(self._choose, key)))
        down.addLayout(across)
        down.addStretch()
        return made

    def _choose(self, door: str) -> None:
        if self._founded is not None:
            station, self._founded = self._founded.station, None
            self.finished.emit(station, door)

    def _lay_out(self) -> None:
        self._whole = QStackedWidget()
        assistant = parts.frame("page")
        down = parts.rows(assistant, (24, 20, 24, 20), 12)
        down.addStretch(1)
        down.addWidget(self._card(), 30, Qt.AlignmentFlag.AlignHCenter)
        down.addStretch(1)
        self._whole.addWidget(assistant)
        self._whole.addWidget(self.paper)
        parts.rows(self).addWidget(self._whole)

    def _card(self) -> QFrame:
        card = parts.frame("card")
        card.setFixedWidth(_WIDTH)
        card.setMaximumHeight(620)
        down = parts.rows(card, (32, 20, 32, 16), 12)
        head = parts.columns(gap=12)
        head.addWidget(Emblem(36))
        head.addWidget(parts.label(PRODUCT, "product"))
        head.addStretch()
        head.addWidget(self._step)
        down.addLayout(head)
        down.addWidget(parts.rule())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.setProperty("kind", "scrolled")
        area.setWidget(self._pages)
        down.addWidget(area, 1)
        down.addWidget(self.strip)
        foot = parts.columns(gap=12)
        foot.addWidget(self._back)
        foot.addWidget(self._restore)
        foot.addStretch()
        foot.addWidget(self._later)
        foot.addWidget(self._next)
        down.addLayout(foot)
        return card

    def _show(self, number: int) -> None:
        self._pages.setCurrentIndex(number)
        asked = number < len(self._listed)
        words = f"第 {number + 1} 步，共 {len(self._listed)} 步" if asked else "站点已建好"
        self._step.setText(words)
        self._restore.setVisible(number == 0)
        self._back.setVisible(0 < number < len(self._listed))
        self._later.setVisible(asked and self._listed[number].optional)
        self._next.setVisible(number <= len(self._listed))
        self._next.setText(_go_on_word(number, len(self._listed)))
        page = self._pages.currentWidget()
        if isinstance(page, WizardPage):
            page.begin()


def _go_on_word(number: int, count: int) -> str:
    return {count - 1: "建立站点", count: "抄好了，继续"}.get(number, "下一步")
