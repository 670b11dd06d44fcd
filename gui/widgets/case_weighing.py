"""The form of a case weighed against what others made of it: its facts, and its parties."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from core.merge import Texts, merge, settled
from core.records.mediation_case import LEDGER, Party
from core.services.case_file import CaseFile
from core.services.versions import Touch
from gui.widgets.clash_view import ClashView, TwoEditors
from gui.widgets.field_box import FieldBox
from gui.widgets.form_page import numbered
from gui.widgets.party_rows import PARTY_FIELDS

SIDES = ("applicant", "respondent", "third")
_PARTY = Party.__tablename__

Newest = tuple[CaseFile, Mapping[tuple[UUID, str], Touch]]
Lines = dict[str, dict[str, str]]


class CaseWeighing:
    """`shown` tells a case as texts of the form whose `boxes` know what records are called."""

    def __init__(
        self, shown: Callable[[CaseFile], dict[str, str]], boxes: Mapping[str, FieldBox]
    ) -> None:
        self.view = ClashView("card")
        self._shown = shown
        self._boxes = boxes
        self._file: CaseFile | None = None
        self._base: Texts = {}

    def begin(self, file: CaseFile | None, standing: Texts) -> None:
        """The form has been filled with a case, or with nothing."""
        self._file, self._base = file, standing
        self.view.clear()

    def meet(self, newest: Newest, mine: Texts, today: date) -> tuple[dict[str, str], str]:
        """The form's texts with what others changed, and what is said; `view` asks the rest."""
        file, touched = newest
        before = self._file
        assert before is not None
        base, own = _lines(self._base), _lines(mine)
        theirs = _changed(base, _lines(self._shown(before)), _lines(self._shown(file)))
        facts = _changed(
            {"": _facts(self._base)},
            {"": _facts(self._shown(before))},
            {"": _facts(self._shown(file))},
        )[""]
        merged = merge(
            _flat(_facts(self._base), settled(base, theirs, own)),
            _flat(facts, theirs),
            _flat(_facts(mine), own),
        )
        labels = {key: _label(key, file, before) for key in merged.texts}
        touches = {_key(file, *place): touch for place, touch in touched.items()}
        both = TwoEditors(merged, touches, labels, self._words(file), today)
        self._file, self._base = file, _placed(_flat(facts, theirs))
        self.view.ask(both.questions())
        return _placed(merged.texts), both.said()

    def _words(self, file: CaseFile) -> Callable[[str, str], str]:
        names = {str(identity): name for identity, name in file.names.items()}
        boxes = self._boxes.items()
        names |= {box.chosen: box.text() for key, box in boxes if LEDGER.field(key).link}
        return lambda _key, text: names.get(text, text) if text else ""


def _facts(texts: Texts) -> dict[str, str]:
    return {key: text for key, text in texts.items() if not key.startswith(f"{_PARTY}.")}


def _lines(texts: Texts) -> Lines:
    """The parties by identity; those that have none yet by their place."""
    return {
        line.get("id") or f"{side}{n}": {**line, "side": side}
        for side in SIDES
        for n, line in enumerate(numbered(texts, f"{_PARTY}.{side}"))
    }


def _changed(base: Lines, before: Lines, after: Lines) -> Lines:
    """`after` in the words of the form: what others left alone reads as in `base`."""
    return {
        key: {**base.get(key, {}), **_differing(before.get(key, {}), line)}
        for key, line in after.items()
    }


def _differing(before: Texts, after: Texts) -> dict[str, str]:
    return {key: text for key, text in after.items() if text != before.get(key, "")}


def _flat(facts: Texts, lines: Mapping[str, Texts]) -> dict[str, str]:
    inside = {
        f"{_PARTY}.{name}.{key}": text for name, line in lines.items() for key, text in line.items()
    }
    return {**facts, **inside}


def _placed(texts: Texts) -> dict[str, str]:
    """Flat texts as the form has them: each party in its place on its side."""
    lines: Lines = {}
    for key, text in texts.items():
        table, _, rest = key.partition(".")
        if table == _PARTY:
            name, _, field = rest.partition(".")
            lines.setdefault(name, {})[field] = text
    placed = _facts(texts)
    for side in SIDES:
        standing = [line for line in lines.values() if line.get("side") == side]
        for n, line in enumerate(standing):
            own = {f"{_PARTY}.{side}.{n}.{key}": text for key, text in line.items()}
            placed |= {key: text for key, text in own.items() if not key.endswith(".side")}
    return placed


def _key(file: CaseFile, record: UUID, field: str) -> str:
    return field if record == file.case.id else f"{_PARTY}.{record}.{field}"


def _label(key: str, *files: CaseFile) -> str:
    table, _, rest = key.partition(".")
    if table != _PARTY:
        return LEDGER.field(key).label
    name, _, field = rest.partition(".")
    known = {str(one.id): one.name for file in files for one in file.parties}
    label = PARTY_FIELDS[field].label if field in PARTY_FIELDS else ""
    return f"当事人 {known.get(name, '')} · {label}" if label else ""
