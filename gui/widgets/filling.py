"""Type once: what follows from a field that was just left is filled in, marked, and editable."""

from collections.abc import Iterator, Mapping

from core import checks
from core.record import Kind
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox

_FROM_NUMBER = "由身份证号得出，可修改"
_FROM_ADDRESS = "由地址得出，可修改"
_ADDRESSES = ("address", "place")


def follow(boxes: Mapping[str, FieldBox], key: str) -> bool:
    """Fill what is still empty and follows from the field `key`; whether anything did."""
    found = [(boxes[to], text, said) for to, text, said in _known(boxes, key) if to in boxes]
    empty = [one for one in found if one[1] and not one[0].text()]
    for box, text, said in empty:
        box.fill(text, said)
    return bool(empty)


def _known(boxes: Mapping[str, FieldBox], key: str) -> Iterator[tuple[str, str, str]]:
    typed = boxes[key].text().strip()
    if boxes[key].field.kind is Kind.ID_NO:
        born = checks.birth_of(typed)
        yield "birth", f"{born}" if born else "", _FROM_NUMBER
        yield "sex", checks.sex_of(typed) or "", _FROM_NUMBER
    elif key in _ADDRESSES and "grid" in boxes:
        editor = boxes["grid"].editor
        grid = editor.named_in(typed) if isinstance(editor, ChoiceEditor) else ""
        yield "grid", grid, _FROM_ADDRESS
