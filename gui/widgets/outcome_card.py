"""What long work on files came to: stays on the page until it is put away."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from gui.widgets import parts
from gui.widgets.parts import Act

_MOST = 4


class OutcomeCard(parts.Card):
    """A title, a word in a chip, some lines, and what to do next."""

    def __init__(self) -> None:
        super().__init__(margins=(16, 10, 8, 10))
        self._title = parts.label("", "heading")
        self._word = parts.chip("", "ok")
        self._lines = parts.label("", "cell")
        self._lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.setWordWrap(True)
        self._act = parts.button("", icon="folder-open-outline", kind="link")
        self._act.clicked.connect(lambda _checked: self._do())
        self._acts: Sequence[Act] = ()
        across = parts.columns()
        for part in (self._title, self._word):
            across.addWidget(part)
        across.addStretch()
        across.addWidget(self._act)
        self.away = parts.tool("close", "收起", self.hide)
        across.addWidget(self.away)
        self.body.addLayout(across)
        self.body.addWidget(self._lines)
        self.hide()

    @property
    def text(self) -> str:
        """All that is said, one line each; nothing while put away."""
        said = (self._title.text(), self._word.text(), self._lines.text())
        return "" if self.isHidden() else "\n".join(said)

    def tell(self, title: str, word: str, lines: Sequence[str], acts: Sequence[Act] = ()) -> None:
        """Show what came of it; the first act is offered as a button."""
        self._title.setText(title)
        self._word.setText(word)
        more = [f"等 {len(lines)} 个文件"] if len(lines) > _MOST else []
        self._lines.setText("\n".join([*lines[:_MOST], *more]))
        self._acts = acts
        self._act.setVisible(bool(acts))
        if acts:
            self._act.setText(acts[0][0])
        self.show()

    def _do(self) -> None:
        for _words, act in self._acts[:1]:
            act()
