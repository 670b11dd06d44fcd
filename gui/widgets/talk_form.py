"""笔录: what was said in a talk or an inquiry, when, where and by whom; typed or summed up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from typing_extensions import override

from core import draft
from core.errors import Invalid, Problem
from core.field import Field, Kind
from core.ledger import Values
from core.record import Record, fields
from core.records.mediation_case import Investigation, MediationMeeting
from core.services import case_contents, mediation, settings
from core.services.case_file import CaseFile
from core.settings import MEDIATION_PLACE, PHRASES
from gui.tasks import Desk, Perform, Query
from gui.widgets import clock, parts
from gui.widgets.case_checking import CaseChecking, Half
from gui.widgets.draft_chip import Subject
from gui.widgets.form_page import field_grid, fill, glimpse
from gui.widgets.form_weighing import Shape, WeighedForm
from gui.widgets.talk_editor import TalkEditor, without_empty_turns
from reports import wording

_SUBMIT = ("Ctrl+Return", "Ctrl+Enter")
_STAMP = "F6"
_WHEN = ("held_on", "starts", "ends")
_SHEETS = Field("sheets", "手写原件页数", Kind.WHOLE, hint="手写的填页数，只打摘要就行；没有的不填")
_TURNS = (
    "回车：一问一答轮流；空着的问、答上再按回车，就不再轮流",
    "Shift+回车：同一个人接着说",
    "F2：写上谁说的；F3：常用的话，按数字选；按 0 把这一句留作常用",
    f"{_STAMP}：记下现在的时间，先起后止",
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """One kind of record of what was said: its fields, the rows around the text, what to mind.

    `phrases` names the part of the template that has its usual sentences, `paper` its paper.
    """

    record: type[Record]
    title: str
    above: tuple[tuple[str, ...], ...]
    below: tuple[tuple[str, ...], ...]
    points: tuple[str, ...]
    phrases: str
    paper: str
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """Its fields, in the order of Tab."""
        around = (self.above, (("talk",),), self.below)
        rows = [*_WHEN, "place", *(key for rows in around for row in rows for key in row if key)]
        return tuple(key for key in rows if key != _SHEETS.key)


TALK = Minutes(
    MediationMeeting,
    "记录调解",
    (("guests",),),
    (("result", "informed"), ("present", _SHEETS.key)),
    (
        "告知权利义务",
        "告知原则、方式和参与人身份",
        "双方陈述",
        "核实与质证",
        "结果风险告知",
        "协议内容，或不成的原因及其他途径",
        "签字",
    ),
    "调解",
    "mediation_record",
    {"guests": "受邀协助的人，不含当事人、调解员、记录人"},
)
INQUIRY = Minutes(
    Investigation,
    "登记调查",
    (("asked", "relation"), ("askers", "recorder")),
    (("phone", "present"), (_SHEETS.key, "")),
    (
        "说明身份和来意",
        "被调查人的身份、和双方的关系",
        "时间、地点、经过说清楚",
        "谁看见、有什么凭据",
        "念给本人听过，本人签名",
    ),
    "调查",
    "investigation",
    {"present": "在场的其他人", "askers": "两人以上为好"},
)


class TalkForm(WeighedForm):
    """One record; nothing about how a talk ended is filled in beforehand.

    It is typed while people talk, so its draft is kept sooner than others.
    """

    draft_ms: ClassVar[int] = 5_000

    def __init__(self, desk: Desk, minutes: Minutes = TALK) -> None:
        super().__init__(desk)
        self.minutes = minutes
        self._kept: UUID | None = None
        self.talk = TalkEditor()
        self.talk.kept.connect(self._keep_phrase)
        known = {one.key: one for one in fields(minutes.record)}
        for key in minutes.keys:
            asked = replace(known[key], hint=minutes.hints.get(key, known[key].hint))
            self.add_box(asked, 0, self.talk if key == "talk" else None)
        self.add_box(_SHEETS)
        self._lay_out_card()
        self.weigh(self._shape())
        self.side.addWidget(_listed("记录要点", _numbered(minutes.points)))
        self.side.addWidget(_listed("怎么记得快", _TURNS))
        self.side.addStretch(1)
        self.add_act("记时间", self.stamp, "clock-outline").setToolTip(f"先起后止（{_STAMP}）")
        self.add_act("保存记录", self.submit, "check", _SUBMIT)
        self.add_key(_STAMP, self.stamp)
        self.chain(self.boxes[key].editor for key in (*minutes.keys, _SHEETS.key))
        self.checking = CaseChecking(desk, self, self._halves)
        self.edited.connect(self.checking.touched)

    def begin_talk(self, file: CaseFile) -> None:
        """An empty record of the next one, today."""
        self._kept = None
        presets = {"held_on": f"{self.desk.station.today()}"}
        if self.minutes is INQUIRY:
            presets["askers"] = "、".join(file.mediators)
            presets["recorder"] = file.names.get(file.case.recorder or file.case.id, "")
        self._open(file, file.case.id, len(self._all(file)) + 1, presets)
        if self.minutes is TALK:
            place = Query(self.desk, self, settings.value, MEDIATION_PLACE)
            place.then(partial(self._preset, file.case.id)).start()

    def begin_kept(self, file: CaseFile, record: UUID) -> None:
        """A record as it was kept, to be corrected."""
        place = next((n for n, one in enumerate(self._all(file), 1) if one.id == record), None)
        if place is not None:
            self._kept = record
            self._open(file, record, place, self._shown(file))

    @override
    def submit(self) -> None:
        """Keep the record."""
        read = self.read()
        if read.problems or not read.values.get("held_on"):
            missing = () if read.problems else (Problem("held_on", "请填写日期"),)
            self.refuse(Invalid((*read.problems, *missing)))
            return
        values = dict(read.values)
        sheets = values.pop(_SHEETS.key, None)
        values["talk"] = without_empty_turns(str(values["talk"] or "")) or None
        self._keep(values, sheets if isinstance(sheets, int) else None)

    def stamp(self) -> None:
        """Write down that it begins now; once it has begun, that it ends."""
        now = clock.local(self.desk.station.now())
        key = "ends" if self.boxes["starts"].text() else "starts"
        self.boxes[key].set_text(f"{now:%H:%M}")
        self.touched()

    def _keep(self, values: Values, sheets: int | None) -> None:
        case = self._case
        if self._kept is not None and self._file is not None:
            seen = case_contents.versions(self._standing(self._file))
            given = ((self.minutes.record, self._kept), values, sheets, seen)
            self.run(Perform(self.desk, self, case_contents.correct, *given), self._finish)
        else:
            act = mediation.hold_meeting if self.minutes is TALK else case_contents.inquire
            self.run(Perform(self.desk, self, act, case, values, sheets), self._finish)

    def _standing(self, file: CaseFile) -> list[Record]:
        """The record that is corrected as it is kept, and its sheets; nothing where it is gone."""
        papers = file.papers_of(self.minutes.paper)
        kept = (one for one in self._all(file) if one.id == self._kept)
        return [shown for one in kept for shown in case_contents.said_in(one, papers)]

    def _shown(self, file: CaseFile) -> dict[str, str]:
        """The kept record as texts of the form."""
        kept, *sheets = self._standing(file) or (None,)
        keys = self.minutes.keys if kept is not None else ()
        texts = {key: draft.show(self.boxes[key].field, getattr(kept, key)) for key in keys}
        return {**texts, _SHEETS.key: str(getattr(next(iter(sheets), None), "pages", None) or "")}

    def _shape(self) -> Shape:
        """The form for `FormWeighing`; a record of what was said has no lines."""
        labels = {key: box.field.label for key, box in self.boxes.items()}
        return Shape(self._shown, lambda _: self._kept, labels, "", {}, lambda _: {})

    def _finish(self, _kept: object) -> None:
        self.finish(self._case)

    def _open(self, file: CaseFile, about: UUID, count: int, presets: Mapping[str, str]) -> None:
        self._case, self._file = file.case.id, file
        act = f"更正{self.minutes.title.removeprefix('登记')}" if self._kept else self.minutes.title
        title = f"{act} · 第{count}次 · {file.case.number or '未编号'}"
        self.talk.speakers = tuple(dict.fromkeys(_speakers(file)))
        self._offer_phrases(())
        own = PHRASES[self.minutes.phrases], self.desk.station.actor.id
        kept = Query(self.desk, self, settings.value, *own)
        kept.then(lambda text: self._offer_phrases(text.splitlines())).start()
        subject = Subject(self.minutes.record.__tablename__, about, title)
        self.begin(subject, presets, presets if self._kept else {})
        self.weighing.begin(file if self._kept else None)
        self.checking.begin(file.case.id, eager=self._kept is not None)
        self.boxes["talk" if self.minutes is TALK else "asked"].focus()

    def _offer_phrases(self, own: Sequence[str]) -> None:
        """One's own sentences before those of the template."""
        delivered = wording.load("record_phrases").lines(self.minutes.phrases)
        self.talk.phrases = tuple(dict.fromkeys((*own, *delivered)))

    def _keep_phrase(self, sentence: str) -> None:
        key = PHRASES[self.minutes.phrases].key
        kept = Perform(self.desk, self, settings.keep_line, key, sentence)
        kept.then(self._offer_phrases).start()

    def _halves(self) -> Iterator[Half]:
        """The record as it stands here; what is asked nowhere is seen to in what was said."""
        values, talk = glimpse(self.boxes, self.today), self.boxes["talk"]
        values.pop(_SHEETS.key, None)
        yield Half(self.minutes.record, values, lambda key: self.boxes.get(key, talk), self._kept)

    def _all(self, file: CaseFile) -> tuple[Any, ...]:
        return file.meetings if self.minutes is TALK else file.inquiries

    def _preset(self, case: object, place: str) -> None:
        if case == self.subject.record and not self.boxes["place"].text():
            self.preset("place", place)

    def _lay_out_card(self) -> None:
        card = parts.Card("调解经过" if self.minutes is TALK else "调查经过")
        when = parts.columns(gap=12)
        for key in _WHEN:
            when.addWidget(self.boxes[key])
        when.addWidget(self.boxes["place"], 1)
        card.body.addLayout(when)
        above, below = self.minutes.above, self.minutes.below
        grid = fill(field_grid(), self.boxes, (*above, ("talk",), *below))
        grid.setRowStretch(len(above), 1)
        card.body.addLayout(grid, 1)
        self.main.addWidget(card)


def _speakers(file: CaseFile) -> Iterator[str]:
    """Who may say something: the parties, who acts for them, who mediates."""
    for one in file.parties:
        yield from filter(None, (one.name, one.agent, one.guardian, one.representative))
    yield from file.mediators


def _numbered(points: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{n}. {text}" for n, text in enumerate(points, 1))


def _listed(title: str, texts: tuple[str, ...]) -> parts.Card:
    """To be looked at, not to be filled in (§1.8)."""
    card = parts.Card(title)
    for text in texts:
        point = parts.label(text, "cell_name")
        point.setWordWrap(True)
        card.body.addWidget(point)
    return card
