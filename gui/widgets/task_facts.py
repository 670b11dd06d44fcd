"""The facts of one task: who, since when, until when, and what is seldom there but telling."""

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QGridLayout

from core.services import pending
from gui.widgets import parts
from gui.widgets.due_words import due_words

_SHOWN = {
    "number": "编号",
    "owner": "责任人",
    "helper": "协办人",
    "given_on": "交办日期",
    "source": "来源",
    "given_by": "交办人",
    "due": "时限",
    "postponed": "延期",
    "matter": "清单",
    "done_on": "销号",
}
_RARE = frozenset({"number", "helper", "matter", "done_on"})
"""Shown only where there is something to show."""


class TaskFacts(QFrame):
    """Names and values in two columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "plain")
        self.shown = {key: parts.label("", "cell") for key in _SHOWN}
        self._names = {key: parts.label(name, "cell_name") for key, name in _SHOWN.items()}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(1, 1)
        for n, key in enumerate(_SHOWN):
            grid.addWidget(self._names[key], n, 0)
            grid.addWidget(self.shown[key], n, 1)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show the texts of a task; of none, only the usual names."""
        for key, one in self.shown.items():
            said = _fact(key, texts)
            one.setText(said)
            for part in (one, self._names[key]):
                part.setVisible(key not in _RARE or said != "—")

    def show_due(self, item: pending.Item) -> None:
        """Add to the due day what it means today."""
        said, tone = due_words(item.note)
        shown = self.shown["due"]
        due = shown.text()
        shown.setText(f"{due}（{said}）" if due != "—" and said else said or due)
        parts.set_look(shown, kind="problem" if tone == "bad" else "cell")


def _fact(key: str, texts: Mapping[str, str]) -> str:
    if key == "postponed" and texts:
        first = f"（原时限 {texts['due_first']}）" if texts["due_first"] else ""
        return f"{texts[key]} 次{first}" if texts[key] not in {"", "0"} else "没有"
    if key == "matter" and texts.get("off_list"):
        by, until = texts["off_list_by"], texts["off_list_until"]
        return f"清单外（{by}批准，到{until}）" if by else "清单外"
    if key == "done_on" and texts:
        return " ".join(filter(None, (texts[key], texts["closed_by"]))) or "—"
    return texts.get(key) or "—"
