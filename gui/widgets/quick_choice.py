"""A choice made by initials alone: what was typed becomes the best match when the field is left."""

from typing_extensions import override

from core import codes
from gui.widgets.choices import Choice, SearchEditor, matching


class QuickChoice(SearchEditor):
    """One kind of many without touching the list: `ll` and Tab is 邻里纠纷."""

    @override
    def _meant(self, typed: str) -> str:
        return next(iter(matching(typed, self._choices)), "")


def coded(table: str) -> list[Choice]:
    """The choices of a code table."""
    return [(one.code, one.name) for one in codes.table(table).items]
