"""What is read of a meeting, with what is typed over it and not kept yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

from core.records.meeting import AgendaItem
from core.services.meeting_file import Called
from gui.widgets.agenda_list import Matter


def people(called: Iterable[Called], newer: Mapping[UUID, tuple[str, str | None]]) -> list[Called]:
    """The roll, with states and reasons that are newer."""
    return [
        replace(one, state=newer[one.id][0], reason=newer[one.id][1] or "")
        if one.id in newer
        else one
        for one in called
    ]


def matters(
    items: Iterable[AgendaItem], words: Mapping[UUID, str], outcomes: Mapping[UUID, str]
) -> list[Matter]:
    """The agenda, with words and outcomes that are newer."""
    return [
        Matter(
            number=n,
            section=one.section,
            key=one.id,
            text=words.get(one.id, one.text),
            outcome=outcomes.get(one.id, one.outcome or ""),
        )
        for n, one in enumerate(items, 1)
    ]
