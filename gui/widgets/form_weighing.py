"""A form with lines weighed against what others made of it: its own fields, and its lines."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from typing_extensions import override

from core.errors import Conflict, UserError
from core.merge import Texts, merge, settled
from core.record import Field
from core.services import case_file
from core.services.case_file import CaseFile
from core.services.versions import Touch
from gui.tasks import Desk, Query
from gui.widgets.clash_view import ClashView, TwoEditors
from gui.widgets.draft_chip import Subject
from gui.widgets.field_box import FieldBox
from gui.widgets.form_page import FormPage, numbered

Newest = tuple[CaseFile, Mapping[tuple[UUID, str], Touch]]
Lines = dict[str, dict[str, str]]
_GROUP = "group"


def _as_typed(_file: CaseFile, _key: str, text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Shape:
    """What a form about a case is made of.

    `shown` tells a case as texts of the form, `head` the record that the form's own fields,
    named by `labels`, belong to. `lines` are the fields of a line of `table`; lines stand in
    `groups`, such as the sides of a case, or in one without a name. `called` tells what a line is
    called, by identity, `read` how the text of a key is read.
    """

    shown: Callable[[CaseFile], Mapping[str, str]]
    head: Callable[[CaseFile], UUID | None]
    labels: Mapping[str, str]
    table: str
    lines: Mapping[str, Field]
    called: Callable[[CaseFile], Mapping[str, str]]
    read: Callable[[CaseFile, str, str], str] = _as_typed
    groups: tuple[str, ...] = ("",)

    def prefix(self, group: str) -> str:
        """What the keys of the lines of a group begin with."""
        return f"{self.table}.{group}" if group else self.table

    def facts(self, texts: Texts) -> dict[str, str]:
        """The texts of the form's own fields."""
        return {key: text for key, text in texts.items() if not key.startswith(f"{self.table}.")}

    def rows(self, texts: Texts) -> Lines:
        """The lines by identity; those that have none yet by their place."""
        return {
            line.get("id") or f"{group}{n}": {**line, _GROUP: group}
            for group in self.groups
            for n, line in enumerate(numbered(texts, self.prefix(group)))
        }

    def told(self, words: Texts, then: Texts, other: Texts) -> tuple[dict[str, str], Lines]:
        """Facts and lines of `other`; what `then` has alike reads as the form has it in `words`."""
        facts = ({"": self.facts(texts)} for texts in (words, then, other))
        rows = (self.rows(texts) for texts in (words, then, other))
        return _changed(*facts)[""], _changed(*rows)

    def flat(self, facts: Texts, lines: Mapping[str, Texts]) -> dict[str, str]:
        """Facts and lines as one, the lines by their identity."""
        inside = {
            f"{self.table}.{name}.{key}": text
            for name, line in lines.items()
            for key, text in line.items()
        }
        return {**facts, **inside}

    def placed(self, texts: Texts) -> dict[str, str]:
        """Flat texts as the form has them: each line in its place in its group."""
        lines: Lines = {}
        for key, text in texts.items():
            if key.startswith(f"{self.table}."):
                name, _, field = key.removeprefix(f"{self.table}.").partition(".")
                lines.setdefault(name, {})[field] = text
        placed = self.facts(texts)
        for group in self.groups:
            standing = [
                line
                for line in lines.values()
                if line.get(_GROUP, "") == group and any(line.values())
            ]
            for n, line in enumerate(standing):
                own = {f"{self.prefix(group)}.{n}.{key}": text for key, text in line.items()}
                placed |= {key: text for key, text in own.items() if not key.endswith(_GROUP)}
        return placed

    def line_of(self, key: str) -> tuple[str, str]:
        """The line a key is about and the field of it; both empty for a field of the form."""
        if not key.startswith(f"{self.table}."):
            return "", ""
        name, _, field = key.removeprefix(f"{self.table}.").partition(".")
        return name, field

    def key(self, file: CaseFile, record: UUID, field: str) -> str:
        """Where a field of a record stands in flat texts; what the form has not, nowhere."""
        if record == self.head(file):
            return field
        return f"{self.table}.{record}.{field}"

    def label(self, key: str, *files: CaseFile) -> str:
        """What a key is called; nothing for what no person types."""
        name, field = self.line_of(key)
        if not name:
            return self.labels.get(key, "")
        known = {one: called for file in files for one, called in self.called(file).items()}
        return f"{known.get(name, '')} · {self.lines[field].label}" if field in self.lines else ""


class FormWeighing:
    """What only one of two editors changed is merged; where both did, `view` asks.

    `took` hears what the form is saved upon from now on.
    """

    def __init__(self, form: FormPage, shape: Shape, took: Callable[[CaseFile], object]) -> None:
        self.view = ClashView("card")
        self.view.chosen.connect(self._choose)
        form.main.addWidget(self.view)
        form.draft.based.connect(self._recover)
        self._form = form
        self._shape = shape
        self._took = took
        self._file: CaseFile | None = None
        self._base: Texts = {}

    def begin(self, file: CaseFile | None) -> None:
        """The form has been filled with a case, or with nothing."""
        self._file, self._base = file, self._form.texts()
        self.view.clear()

    def meets(self, error: UserError, failed: Callable[[UserError], object]) -> bool:
        """Whether somebody was quicker; then what both made of the case is brought together."""
        form = self._form
        if not isinstance(error, Conflict) or self._file is None:
            return False
        form.draft.keep()
        newest = Query(form.desk, form, case_file.newest, self._file.case.id)
        meet = partial(self._meet, form.subject, form.draft.upon, form.submit)
        newest.then(meet).failed(failed).start()
        return True

    def _recover(self, was: Texts) -> None:
        """A draft came back: what others did since it was begun is brought together with it."""
        form = self._form
        if self._file is not None and was and was != form.draft.upon:
            newest = Query(form.desk, form, case_file.newest, self._file.case.id)
            newest.then(partial(self._meet, form.subject, was, lambda: None)).start()

    def _meet(self, about: Subject, was: Texts, then: Callable[[], object], newest: Newest) -> None:
        """Bring together what was typed upon `was`; unless there is something to choose, go on."""
        form = self._form
        if about is not form.subject:
            return
        self._took(newest[0])
        texts, said = self._merged(was, newest)
        form.set_texts(texts)
        form.say(said)
        if self.view.questions:
            form.show_top()
            self.view.focus()
        else:
            then()

    def _merged(self, was: Texts, newest: Newest) -> tuple[dict[str, str], str]:
        """The form's texts with what others changed, and what is said; `view` asks the rest."""
        file, touched = newest
        shape, form, before = self._shape, self._form, self._file
        assert before is not None
        then, now, mine = shape.shown(before), shape.shown(file), form.texts()
        former, base = shape.told(self._base, then, was)
        facts, theirs = shape.told(self._base, then, now)
        own = shape.rows(mine)
        merged = merge(
            shape.flat(former, settled(base, theirs, own)),
            shape.flat(facts, theirs),
            shape.flat(shape.facts(mine), own),
        )
        labels = {key: shape.label(key, file, before) for key in merged.texts}
        touches = {shape.key(file, *place): touch for place, touch in touched.items()}
        both = TwoEditors(merged, touches, labels, partial(shape.read, file), form.today)
        self._file, form.draft.upon = file, now
        self._base = shape.placed(shape.flat(facts, theirs))
        self.view.ask(both.questions())
        return shape.placed(merged.texts), both.said()

    def _choose(self, key: str, text: str) -> None:
        """A text chosen for a field both changed; that of a line is on its own line."""
        shape, texts = self._shape, self._form.texts()
        name, field = shape.line_of(key)
        lines = shape.rows(texts)
        if name in lines:
            lines[name][field] = text
        facts = {**shape.facts(texts), **({} if name else {key: text})}
        self._form.set_texts(shape.placed(shape.flat(facts, lines)))


class WeighedForm(FormPage):
    """A form about a case that is brought together with what others made of it meanwhile."""

    weighing: FormWeighing

    def __init__(self, desk: Desk, stock: dict[str, FieldBox] | None = None) -> None:
        super().__init__(desk, stock)
        self._file: CaseFile | None = None

    def weigh(self, shape: Shape) -> None:
        """Say what the form is made of; what two editors made differently is asked here."""
        self.weighing = FormWeighing(self, shape, self._took)

    @override
    def refuse(self, error: UserError) -> None:
        if not self.weighing.meets(error, super().refuse):
            super().refuse(error)

    def _took(self, file: CaseFile) -> None:
        """The case the form is saved upon from now on."""
        self._file = file


def _changed(base: Lines, before: Lines, after: Lines) -> Lines:
    """`after` in the words of the form: what others left alone reads as in `base`."""
    return {
        key: {**base.get(key, {}), **_differing(before.get(key, {}), line)}
        for key, line in after.items()
    }


def _differing(before: Texts, after: Texts) -> dict[str, str]:
    return {key: text for key, text in after.items() if text != before.get(key, "")}
