"""What lies in the file of a case beside its papers: a line each, which opens its form."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QFrame, QHBoxLayout

from core import codes
from core.services import case_contents
from core.services.case_file import CaseFile
from gui.widgets import parts
from gui.widgets.case_acts import LABELS

_NOTHING = "没有"
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Inside:
    """What may be done with the contents: acts that are offered, and one record corrected."""

    press: Callable[[str], object]
    correct: Callable[[UUID], object]
    offered: Sequence[str]


def contents_view(file: CaseFile, acts: Inside) -> QFrame:
    """Each kind with what there is of it; who may not write reads it."""
    made = QFrame()
    down = parts.rows(made, (0, 0, 0, 8), 2)
    down.addWidget(parts.label("卷内材料", "caption"))
    down.addWidget(parts.rule())
    for act, told in _told(file):
        down.addLayout(_line(LABELS[act], told, partial(acts.press, act), act in acts.offered))
        for record, words in _records(file) if act == "inquire" else ():
            correct = partial(acts.correct, record)
            down.addLayout(_line(f"更正{words}", "", correct, bool(acts.offered)))
    return made


def _told(file: CaseFile) -> Iterator[tuple[str, str]]:
    """What there is of each kind, in a few words."""
    yield "inquire", _count(len(file.inquiries), "次")
    yield "list_evidence", _count(len(file.evidence), "件")
    yield "name_beside", "、".join(filter(None, (file.names.get(one.staff) for one in file.beside)))
    prevented = (codes.name_of("prevention_kind", one.kind) for one in file.preventions)
    yield "tell_prevented", "、".join(prevented)
    yield "list_paper", _count(sum(one.only_paper for one in file.papers), "件")
    yield "put_away", file.case.box or ""
    out = case_contents.lent(file.loans)
    yield "lend", f"在{out[-1].borrower}处" if out else _count(len(file.loans), "次")
    if out:
        yield "give_back", f"应还 {out[-1].due}" if out[-1].due else ""


def _records(file: CaseFile) -> Iterator[tuple[UUID, str]]:
    """Every record of what was said, by its day."""
    for talk in file.meetings:
        yield talk.id, f"{_day(talk.held_on)}第{talk.position}次调解记录"
    for inquiry in file.inquiries:
        yield inquiry.id, f"{_day(inquiry.held_on)}{inquiry.asked or ''}调查记录"


def _line(name: str, told: str, act: Callable[[], object], able: bool) -> QHBoxLayout:
    across = parts.columns()
    if able:
        opened = parts.button(name, act, kind="link")
        opened.setAccessibleName(f"{name}，{told or _NOTHING}")
        across.addWidget(opened)
    else:
        across.addWidget(parts.label(name, "cell_name"))
    across.addStretch()
    shown = parts.label(told if len(told) <= _SHORT else f"{told[: _SHORT - 1]}…", "cell")
    shown.setToolTip(told)
    across.addWidget(shown)
    return across


def _count(count: int, unit: str) -> str:
    return f"{count}{unit}" if count else ""


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
