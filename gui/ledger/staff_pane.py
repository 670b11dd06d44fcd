"""Beside the roster: posts are given, changed and ended, each on its own day; certificates."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from typing_extensions import override

from core.ledger import Values
from core.record import Field, Kind
from core.records.staff import Post
from core.services import posts, records
from core.services.posts import Term
from core.services.records import Row
from gui.ledger.acted_pane import Made, day_in, link_in
from gui.ledger.certificate_pane import CERTIFIED, CertificatePane
from gui.tasks import Perform, Query
from gui.widgets.act_panel import Question, Wanted
from gui.widgets.choices import Choice, ChoiceEditor, keyed
from gui.widgets.form_page import glimpse

GIVE, TRANSFER, END, MEND = "任职", "调岗", "离任", "更正"
_GRID = Field("grid", "网格", Kind.LINK, link="grid")
_KIND = Field("kind", "岗位", Kind.CODE, required=True, code="post_kind")
_SINCE = Field("since", "任职起日", Kind.DATE, required=True)
_FROM = Field("since", "调岗日期", Kind.DATE, required=True)
_UNTIL = Field("until", "离任日期", Kind.DATE, hint="还在任就空着")
_LEFT = Field("until", "离任日期", Kind.DATE, required=True)
_MAIN = Field("main", "作为主要岗位", Kind.YES)
_POST = Field("post", "哪个岗位", Kind.LINK, required=True, link="post")
_MOVED = "这天起到新的网格或岗位，原来的到这天为止。"

Listed = Sequence[tuple[UUID, str]]


class StaffPane(CertificatePane):
    """任职 from any past day, 调岗 and 离任 from any day since; slips are put right."""

    @override
    def _made(self) -> Made:
        return {
            GIVE: ("account-plus-outline", self._ask_grid),
            TRANSFER: ("account-switch-outline", partial(self._ask_held, self._ask_transfer)),
            END: ("account-minus-outline", partial(self._ask_held, self._ask_end)),
            MEND: ("pencil-outline", self._ask_which_post),
            CERTIFIED: ("certificate-outline", self._ask_which_certificate),
        }

    @override
    def _offered(self, row: Row) -> Sequence[str]:
        if not self._may_keep:
            return ()
        here = row.values["left"] is None
        return (GIVE, TRANSFER, END, MEND, CERTIFIED) if here else (MEND, CERTIFIED)

    def _ask_grid(self) -> None:
        self._with_choices("grid", self._ask_post, self._today())

    def _ask_post(self, row: Row, grids: list[Choice]) -> None:
        since = Wanted(_SINCE, f"{self._today()}")
        wanted = (Wanted(_GRID, choices=grids), Wanted(_KIND), since, Wanted(_UNTIL), Wanted(_MAIN))
        self._ask_dated(Question(GIVE, wanted, partial(self._give, row), "可以补登以前的任职。"))

    def _give(self, row: Row, values: Values) -> None:
        term = _term(row, values)
        if term is not None:
            self._run(Perform(self._desk, self, posts.give, term))

    def _ask_held(self, ask: Callable[[Row, list[Choice]], object]) -> None:
        row = self._row
        if row is not None:
            show = partial(self._with_held, row, ask)
            Query(self._desk, self, posts.told_of, row.id, self._today()).then(show).start()

    def _with_held(
        self, row: Row, ask: Callable[[Row, list[Choice]], object], held: Listed
    ) -> None:
        if not held:
            self._say("现在没有岗位，请先用“任职”登记。")
        elif self._row is not None and self._row.id == row.id:
            ask(row, keyed(held))

    def _ask_transfer(self, _row: Row, held: list[Choice]) -> None:
        self._with_choices("grid", partial(self._ask_where, held), self._today())

    def _ask_where(self, held: list[Choice], row: Row, grids: list[Choice]) -> None:
        wanted = (
            Wanted(_POST, held[0][0], held),
            Wanted(_GRID, str(row.values["grid"] or ""), grids),
            Wanted(_KIND, str(row.texts["post"])),
            Wanted(_FROM, f"{self._today()}"),
        )
        self._ask_dated(Question(TRANSFER, wanted, partial(self._transfer, row), _MOVED))

    def _transfer(self, row: Row, values: Values) -> None:
        post, term = link_in(values, "post"), _term(row, values)
        if post is not None and term is not None:
            self._run(Perform(self._desk, self, posts.transfer, post, term))

    def _ask_end(self, _row: Row, held: list[Choice]) -> None:
        wanted = (Wanted(_POST, held[0][0], held), Wanted(_LEFT, f"{self._today()}"))
        self._ask(Question(END, wanted, self._leave_post, "这天起不再担任。"))

    def _leave_post(self, values: Values) -> None:
        post, day = link_in(values, "post"), day_in(values, "until")
        if post is not None and day is not None:
            self._run(Perform(self._desk, self, posts.end, post, day))

    def _ask_which_post(self) -> None:
        row = self._row
        if row is not None:
            show = partial(self._choose_post, row)
            Query(self._desk, self, posts.ever_told_of, row.id).then(show).start()

    def _choose_post(self, row: Row, held: Listed) -> None:
        if not held:
            self._say("还没有登记过任职，没有可更正的。")
        elif self._row is not None and self._row.id == row.id:
            listed = keyed(held)
            wanted = (Wanted(_POST, listed[0][0], listed),)
            told = "选登错的那一条，下一步改；没有登错而是变动了的，请用“调岗”或“离任”。"
            self._ask(Question("下一步", wanted, partial(self._read_post, row), told))

    def _read_post(self, row: Row, values: Values) -> None:
        post = link_in(values, "post")
        if post is not None:
            ask = partial(self._with_post, row)
            Query(self._desk, self, records.get, Post, post).then(ask).start()

    def _with_post(self, row: Row, post: Post) -> None:
        ask = partial(self._ask_right, post)
        if self._row is not None and self._row.id == row.id:
            self._with_choices("grid", ask, post.since)

    def _ask_right(self, post: Post, row: Row, grids: list[Choice]) -> None:
        wanted = (
            Wanted(_GRID, str(post.grid or ""), grids),
            Wanted(_KIND, post.kind or ""),
            Wanted(_SINCE, f"{post.since}"),
            Wanted(_UNTIL, f"{post.until or ''}"),
            Wanted(_MAIN, "是" if post.main else ""),
        )
        self._ask_dated(Question(MEND, wanted, partial(self._put_right, post.id, row)))

    def _put_right(self, post: UUID, row: Row, values: Values) -> None:
        term = _term(row, values)
        if term is not None:
            self._run(Perform(self._desk, self, posts.change, post, term))

    def _ask_dated(self, question: Question) -> None:
        """The grids offered are those of the day that is told."""
        self._ask(question)
        self.panel.boxes["since"].left.connect(lambda _key: self._offer_grids())

    def _offer_grids(self) -> None:
        box, day = self.panel.boxes.get("grid"), self.panel.boxes.get("since")
        if box is None or day is None or not isinstance(box.editor, ChoiceEditor):
            return
        editor, told = box.editor, glimpse({"since": day}, self._today())
        on = day_in(told, "since") or self._today()
        asked = Query(self._desk, box, records.choices, "grid", on)
        asked.then(lambda found: editor.set_choices(keyed(found))).start()


def _term(row: Row, values: Values) -> Term | None:
    since = day_in(values, "since")
    if since is None:
        return None
    kind, main = str(values.get("kind") or ""), bool(values.get("main"))
    return Term(row.id, link_in(values, "grid"), kind, since, day_in(values, "until"), main)
