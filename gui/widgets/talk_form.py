"""记录调解: one mediation talk, when and where, who was there, what was said, how it ended."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import ClassVar

from typing_extensions import override

from core.errors import Invalid
from core.record import fields
from core.records.mediation_case import MediationMeeting
from core.services import mediation, settings
from core.services.case_file import CaseFile
from core.settings import MEDIATION_PLACE
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.case_checking import CaseChecking, Half
from gui.widgets.draft_chip import Subject
from gui.widgets.form_page import FormPage, field_grid, fill, glimpse

_FIELDS = {one.key: one for one in fields(MediationMeeting)}
_KEYS = ("held_on", "starts", "ends", "place", "guests", "talk", "result")
_SUBMIT = ("Ctrl+Return", "Ctrl+Enter")
_HINTS = {"guests": "受邀协助的人，不含当事人、调解员、记录人", "talk": "手写的记录可只打摘要"}
_POINTS = (
    "告知权利义务",
    "告知原则、方式和参与人身份",
    "双方陈述",
    "核实与质证",
    "结果风险告知",
    "协议内容，或不成的原因及其他途径",
    "签字",
)


class TalkForm(FormPage):
    """The record of one talk; nothing about its result is filled in beforehand.

    It is typed while people talk, so its draft is kept sooner than others.
    """

    draft_ms: ClassVar[int] = 5_000

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        for key in _KEYS:
            field = _FIELDS[key]
            self.add_box(replace(field, hint=_HINTS.get(key, field.hint)), limit=0)
        card = parts.Card("调解经过")
        when = parts.columns(gap=12)
        for key in ("held_on", "starts", "ends"):
            when.addWidget(self.boxes[key])
        when.addWidget(self.boxes["place"], 1)
        card.body.addLayout(when)
        rows = (("guests",), ("talk",), ("result",))
        grid = fill(field_grid(), self.boxes, rows)
        grid.setRowStretch(1, 1)
        card.body.addLayout(grid, 1)
        self.main.addWidget(card)
        self.side.addWidget(_points())
        self.side.addStretch(1)
        self.add_act("保存记录", self.submit, "check", _SUBMIT)
        self.chain(self.boxes[key].editor for key in _KEYS)
        self.checking = CaseChecking(desk, self, self._halves)
        self.edited.connect(self.checking.touched)

    def begin_talk(self, file: CaseFile) -> None:
        """An empty record of the next talk, today."""
        count = len(file.meetings) + 1
        title = f"记录调解 · 第{count}次 · {file.case.number or '未编号'}"
        kept_as = MediationMeeting.__tablename__
        self.begin(Subject(kept_as, file.case.id, title), {"held_on": f"{self.today}"})
        preset = partial(self._preset, file.case.id)
        Query(self.desk, self, settings.value, MEDIATION_PLACE).then(preset).start()
        self.checking.begin(file.case.id)
        self.boxes["talk"].focus()

    def _halves(self) -> Iterator[Half]:
        """The talk as it stands here; what is asked nowhere is seen to in what was said."""
        values, talk = glimpse(self.boxes, self.today), self.boxes["talk"]
        yield Half(MediationMeeting, values, lambda key: self.boxes.get(key, talk))

    @override
    def submit(self) -> None:
        """Keep the record."""
        case, read = self.subject.record, self.read()
        if read.problems:
            self.refuse(Invalid(read.problems))
        elif case is not None:
            act = Perform(self.desk, self, mediation.hold_meeting, case, read.values)
            self.run(act, lambda _talk: self.finish(case))

    def _preset(self, case: object, place: str) -> None:
        if case == self.subject.record and not self.boxes["place"].text():
            self.preset("place", place)


def _points() -> parts.Card:
    """What a record should not forget (§1.8); to be looked at, not to be filled in."""
    card = parts.Card("记录要点")
    for n, text in enumerate(_POINTS, 1):
        point = parts.label(f"{n}. {text}", "cell_name")
        point.setWordWrap(True)
        card.body.addWidget(point)
    return card
