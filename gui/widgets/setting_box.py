"""One setting as a field, made from its declaration."""

from datetime import date, time

from core import draft
from core.record import Field, Kind
from core.setting import Setting
from core.settings import HOLIDAYS, MEDIATION_DAYS, MEETING_TIME, PHRASES, WEEK_DUE
from gui.widgets.editors import LongEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for

_KINDS = {
    WEEK_DUE.key: Kind.TIME,
    MEETING_TIME.key: Kind.TIME,
    MEDIATION_DAYS.key: Kind.WHOLE,
    **{one.key: Kind.LONG for one in (HOLIDAYS, *PHRASES.values())},
}
"""Free texts that mean something else than words."""


def setting_box(setting: Setting) -> FieldBox:
    """The box in which a setting is chosen or typed."""
    kind = Kind.CODE if setting.choices else _KINDS.get(setting.key, Kind.TEXT)
    field = Field(setting.key, setting.label, kind, hint=setting.hint)
    if kind is Kind.LONG:
        box = FieldBox(field, LongEditor())
    else:
        box = editor_for(field, Offer(setting.choices))
    box.set_text(setting.default)
    return box


def value_of(box: FieldBox, today: date) -> str:
    """What the box says, as settings keep it; `Invalid` for what is no time or number."""
    if box.field.kind is Kind.CODE:
        return box.chosen
    if box.field.kind is Kind.LONG:
        return "\n".join(filter(None, map(str.strip, box.text().splitlines())))
    if box.field.kind is Kind.TEXT or not box.text().strip():
        return box.text().strip()
    value = draft.parse(box.field, box.text(), today)
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
