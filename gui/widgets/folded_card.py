"""A card of what is seldom needed, opened by its own button."""

from PySide6.QtWidgets import QLayout

from gui.widgets import parts


class FoldedCard(parts.Card):
    """Shows its title; the content when it is wanted."""

    def __init__(self, title: str, content: QLayout) -> None:
        self._fold = parts.button("展开", self.turn, kind="link")
        self._fold.setAccessibleName(f"展开或收起{title}")
        super().__init__(title, self._fold)
        self._inside = parts.frame("scrolled")
        self._inside.setLayout(content)
        self._inside.hide()
        self.body.addWidget(self._inside)

    def turn(self) -> None:
        """Open it, or fold it again."""
        self._inside.setVisible(self._inside.isHidden())
        self._fold.setText("展开" if self._inside.isHidden() else "收起")
