"""Beside the ledger of training: who is expected, and one line for each who came."""

from collections.abc import Sequence
from functools import partial

from typing_extensions import override

from core.ledger import Values
from core.record import Field, Kind
from core.services import courses
from core.services.courses import Result
from core.services.records import Row
from gui.ledger.acted_pane import ActedPane, Made, day_in, link_in
from gui.tasks import Perform, Query
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.choices import Choice

EXPECT, MARK = "列入参训人员", "登记出勤成绩"
_GRID = Field("grid", "网格", Kind.LINK, link="grid", hint="不选就是全体在岗人员")
_CALLED = Field("called", "姓名", Kind.LONG, hint="不填就是这个范围的全体；几个人用顿号隔开")
_HOW = "每人一行：姓名 出勤 成绩，如“王五 到 92”。没有考试就不写成绩；没列出的不改。"


class TrainingPane(ActedPane):
    """应到, 实到, the average and who passed stand above the acts."""

    @override
    def _made(self) -> Made:
        return {
            EXPECT: ("account-multiple-plus-outline", self._ask_grid),
            MARK: ("clipboard-check-outline", self._ask_roll),
        }

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        return (EXPECT, MARK) if self._may_keep else ()

    @override
    def _tell(self, row: Row) -> None:
        asked = Query(self._desk, self, courses.went, row.id)
        asked.then(partial(self._on_counted, row)).start()

    def _on_counted(self, row: Row, found: Result) -> None:
        if self._row is not None and self._row.id == row.id:
            self._say(found.told if found.expected else "还没有列入参训人员")

    def _ask_grid(self) -> None:
        if self._row is not None:
            self._with_choices("grid", self._ask_whom, day_in(self._row.values, "held_on"))

    def _ask_whom(self, row: Row, grids: list[Choice]) -> None:
        wanted = (Wanted(_GRID, choices=grids), Wanted(_CALLED))
        self._ask(Question(EXPECT, wanted, partial(self._expect, row)))

    def _expect(self, row: Row, values: Values) -> None:
        grid, called = link_in(values, "grid"), str(values.get("called") or "")
        self._run(Perform(self._desk, self, courses.expect_all, row.id, grid, called))

    def _ask_roll(self) -> None:
        if self._row is not None:
            show = partial(self._ask_marks, self._row)
            Query(self._desk, self, courses.roll, self._row.id).then(show).start()

    def _ask_marks(self, row: Row, roll: str) -> None:
        wanted = (Wanted(Field("roll", "名单", Kind.LONG, required=True), roll),)
        self._ask(Question(MARK, wanted, partial(self._mark, row), _HOW))

    def _mark(self, row: Row, values: Values) -> None:
        text = str(values.get("roll") or "")
        self._run(Perform(self._desk, self, courses.mark_roll, row.id, text))
