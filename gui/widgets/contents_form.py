"""卷内材料, a line each: evidence, mediators beside the first, what was prevented, loans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from typing_extensions import override

from core import draft
from core.errors import Invalid
from core.record import Kind, Record
from core.records.mediation_case import CoMediator, Evidence, FileLoan, Prevention
from core.services import case_contents, records
from core.services.case_file import CaseFile
from gui.tasks import Desk, Perform, Query
from gui.widgets import parts
from gui.widgets.choices import Choice
from gui.widgets.draft_chip import Subject
from gui.widgets.form_page import Spot, numbered
from gui.widgets.form_weighing import Shape, WeighedForm
from gui.widgets.line_table import REMOVE, LineKind, LineTable

_SUBMIT = ("Ctrl+Return", "Ctrl+Enter")
_KEYS = f"每行写完按回车再加一行，{REMOVE} 移去一行；空着的行不保存。"


@dataclass(frozen=True, slots=True)
class Contents:
    """One kind of things in a file: its act, what a line asks, what is worth knowing of it.

    `inside` is where the file read whole keeps them.
    """

    act: str
    title: str
    lines: LineKind
    inside: str
    told: str

    def of(self, file: CaseFile) -> Sequence[Record]:
        """Those of one file, in order."""
        found: Sequence[Record] = getattr(file, self.inside)
        return found


CONTENTS = (
    Contents(
        "list_evidence",
        "证据清单",
        LineKind(
            Evidence,
            (
                Evidence.name,
                Evidence.kind,
                Evidence.giver,
                Evidence.copy,
                Evidence.pages,
                Evidence.proves,
            ),
            "再加一件",
            ("giver",),
        ),
        "evidence",
        "照片、票据、证明各写一行，装订时按这张清单打印；扫描件放在“附件”里。",
    ),
    Contents(
        "name_beside",
        "共同调解员",
        LineKind(CoMediator, (CoMediator.staff, CoMediator.share), "再加一名"),
        "beside",
        "承办调解员以外一起调解的人，文书上一并签名；比例不填的，补贴平分。",
    ),
    Contents(
        "tell_prevented",
        "防止激化",
        LineKind(Prevention, (Prevention.kind, Prevention.people), "再加一项"),
        "preventions",
        "这件调解防止了什么、涉及多少人，计入月报；没有的不填。",
    ),
    Contents(
        "lend",
        "借阅登记",
        LineKind(
            FileLoan,
            (
                FileLoan.lent_on,
                FileLoan.borrower,
                FileLoan.unit,
                FileLoan.purpose,
                FileLoan.approver,
                FileLoan.due,
                FileLoan.returned_on,
            ),
            "再借一次",
        ),
        "loans",
        "纸质卷宗借给谁、什么时候还；还回来时填归还日期，或用“归还卷宗”。",
    ),
)


class ContentsForm(WeighedForm):
    """The lines of one kind, to be kept as one act."""

    def __init__(self, desk: Desk, kind: Contents) -> None:
        super().__init__(desk)
        self.kind = kind
        self._names: dict[str, str] = {}
        self.weigh(self._shape())
        self.lines = LineTable(kind.lines, self.today)
        card = parts.Card(kind.title)
        for text in (kind.told, _KEYS):
            said = parts.label(text, "caption")
            said.setWordWrap(True)
            card.body.addWidget(said)
        card.body.addWidget(self.lines)
        self.main.addWidget(card)
        self.main.addStretch(1)
        self._across.setStretch(1, 0)
        self.add_act(f"保存{kind.title}", self.submit, "check", _SUBMIT)
        self.lines.edited.connect(self.touched)
        self.lines.changed.connect(self._chain)
        self.lines.submitted.connect(self.submit)
        self._chain()

    def begin_lines(self, file: CaseFile) -> None:
        """The lines the file has; staff to choose from are read first."""
        self._file = file
        links = [one for one in self.kind.lines.fields if one.kind is Kind.LINK]
        if not links:
            self._open(file)
        for one in links:
            task = Query(self.desk, self, records.choices, one.link)
            task.then(partial(self._offer, file, one.key)).start()

    @override
    def texts(self) -> dict[str, str]:
        return self.lines.texts()

    @override
    def set_texts(self, texts: Mapping[str, str]) -> None:
        self.lines.today = self.today
        self.lines.set_lines(numbered(texts, self.kind.lines.name))

    @override
    def spots(self) -> Iterator[Spot]:
        yield from self.lines.spots()

    @override
    def spot(self, key: str) -> Spot | None:
        return self.lines.spot(key)

    @override
    def submit(self) -> None:
        """Keep the lines, in this order."""
        case = self.subject.record
        self.lines.settle()
        lines, problems = self.lines.read()
        if problems:
            self.refuse(Invalid(problems))
        elif case is not None and self._file is not None:
            seen = case_contents.versions(self.kind.of(self._file))
            given = (case, self.kind.lines.name, lines, seen)
            act = Perform(self.desk, self, case_contents.keep, *given)
            self.run(act, lambda _kept: self.finish(case))

    def _offer(self, file: CaseFile, key: str, found: list[tuple[UUID, str]]) -> None:
        choices: list[Choice] = [(str(identity), name) for identity, name in found]
        self.lines.offer_choices((key,), choices)
        self._names = dict(choices)
        if self._file is file:
            self._open(file)

    def _open(self, file: CaseFile) -> None:
        self.lines.offer([one.name for one in file.parties])
        title = f"{self.kind.title} · {file.case.number or '未编号'}"
        kept = self._shown(file)
        self.begin(Subject(self.kind.lines.name, file.case.id, title), kept, kept)
        self.weighing.begin(file)
        self.lines.order()[0].setFocus()

    def _shown(self, file: CaseFile) -> dict[str, str]:
        """The kept lines as texts; who is linked by its key."""
        return {
            f"{self.kind.lines.name}.{n}.{key}": text
            for n, one in enumerate(self.kind.of(file))
            for key, text in self._line(one).items()
        }

    def _line(self, record: Record) -> dict[str, str]:
        texts = {"id": str(record.id)}
        for one in self.kind.lines.fields:
            value = getattr(record, one.key)
            texts[one.key] = str(value) if isinstance(value, UUID) else draft.show(one, value)
        return texts

    def _shape(self) -> Shape:
        """The form for `FormWeighing`; a line is called by its place and what begins it."""

        def called(file: CaseFile) -> dict[str, str]:
            first = self.kind.lines.fields[0].key
            lines = (self._line(one) for one in self.kind.of(file))
            return {
                one["id"]: f"第{n}行 {self._read(file, first, one[first])}"
                for n, one in enumerate(lines, 1)
            }

        fields = {one.key: one for one in self.kind.lines.fields}
        return Shape(
            self._shown, lambda _: None, {}, self.kind.lines.name, fields, called, self._read
        )

    def _read(self, _file: CaseFile, _key: str, text: str) -> str:
        """Who is linked, by name."""
        return self._names.get(text, text)

    def _chain(self) -> None:
        self.chain(self.lines.order())
