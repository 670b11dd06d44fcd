"""Beside the roster: posts are given and ended, each on its own day."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from typing_extensions import override

from core.ledger import Values
from core.record import Field, Kind
from core.services import posts
from core.services.posts import Term
from core.services.records import Row
from gui.ledger.acted_pane import ActedPane, Made, day_in, link_in
from gui.tasks import Perform, Query
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.choices import Choice

GIVE, END = "任职", "离任"
_GRID = Field("grid", "网格", Kind.LINK, link="grid")
_KIND = Field("kind", "岗位", Kind.CODE, required=True, code="post_kind")
_UNTIL = Field("until", "离任日期", Kind.DATE, hint="还在任就空着")
_MAIN = Field("main", "作为主要岗位", Kind.YES)
_POST = Field("post", "哪个岗位", Kind.LINK, required=True, link="post")


class StaffPane(ActedPane):
    """任职 from any past day, 离任 from any day since."""

    @override
    def _made(self) -> Made:
        return {
            GIVE: ("account-plus-outline", self._ask_grid),
            END: ("account-minus-outline", self._ask_which),
        }

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        return (GIVE, END) if self._may_keep and row.values["left"] is None else ()

    def _ask_grid(self) -> None:
        self._with_choices("grid", self._ask_post)

    def _ask_post(self, row: Row, grids: list[Choice]) -> None:
        since = Wanted(Field("since", "任职起日", Kind.DATE, required=True), f"{self._today()}")
        wanted = (Wanted(_GRID, choices=grids), Wanted(_KIND), since, Wanted(_UNTIL), Wanted(_MAIN))
        self._ask(Question(GIVE, wanted, partial(self._give, row), "可以补登以前的任职。"))

    def _give(self, row: Row, values: Values) -> None:
        since = day_in(values, "since")
        if since is not None:
            kind, main = str(values.get("kind") or ""), bool(values.get("main"))
            until = day_in(values, "until")
            term = Term(row.id, link_in(values, "grid"), kind, since, until, main)
            self._run(Perform(self._desk, self, posts.give, term))

    def _ask_which(self) -> None:
        if self._row is not None:
            show = partial(self._ask_end, self._row)
            Query(self._desk, self, posts.told_of, self._row.id, self._today()).then(show).start()

    def _ask_end(self, row: Row, held: Sequence[tuple[UUID, str]]) -> None:
        if not held:
            self._say("现在没有岗位，不用登记离任。")
            return
        listed = [(str(one), name) for one, name in held]
        day = Wanted(Field("until", "离任日期", Kind.DATE, required=True), f"{self._today()}")
        wanted = (Wanted(_POST, listed[0][0], listed), day)
        self._ask(Question(END, wanted, partial(self._leave_post, row), "这天起不再担任。"))

    def _leave_post(self, _row: Row, values: Values) -> None:
        post, day = link_in(values, "post"), day_in(values, "until")
        if post is not None and day is not None:
            self._run(Perform(self._desk, self, posts.end, post, day))
