"""委托权限: how far an agent may go: general or special in one choice, or in own words."""

from collections.abc import Sequence
from functools import cache

from typing_extensions import override

from core.record import Field
from gui.widgets.choices import ChoiceEditor
from gui.widgets.long_box import LongBox, TallEditor
from reports import wording

GENERAL, SPECIAL = "general", "special"
_LINES = 3
_TITLES = {GENERAL: "一般代理", SPECIAL: "特别授权"}


class PowersBox(LongBox):
    """The powers, one a line as the paper ticks them; choosing how far fills the lines in."""

    def __init__(self, field: Field) -> None:
        self.scope = ChoiceEditor(tuple(_TITLES.items()))
        super().__init__(field, TallEditor(_LINES))
        self.scope.setAccessibleName(f"{field.label}范围")
        self.scope.setObjectName(f"{field.key}_scope")
        self.scope.edited.connect(self._on_chosen)
        self.edited.connect(lambda _key: self._show_scope())
        self.head.addWidget(self.scope)

    @override
    def set_text(self, text: str) -> None:
        super().set_text(text)
        self._show_scope()

    def _on_chosen(self) -> None:
        chosen = self.scope.chosen
        if chosen:
            self.editor.set_text("\n".join(_powers()[chosen]))
            self.edited.emit(self.key)

    def _show_scope(self) -> None:
        """What the lines amount to; own words are neither."""
        written = [one.strip() for one in self.text().splitlines() if one.strip()]
        scopes = (scope for scope, powers in _powers().items() if list(powers) == written)
        self.scope.set_text(next(scopes, ""))


@cache
def _powers() -> dict[str, Sequence[str]]:
    """What each means, as the paper says it."""
    words = wording.load("authorisation")
    return {GENERAL: words.lines("一般代理"), SPECIAL: words.lines("权限")}
