"""Who may open the station: new users, their roles, passwords, and closing a login."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget

from core import codes, draft
from core.errors import Invalid
from core.record import Field, Kind, Value
from core.records import ledger
from core.rights import RIGHTS
from core.services import access, founding, records, roles
from core.services.records import Filter, Row
from core.store import keys
from gui import ask
from gui.tasks import Desk, Perform, Query
from gui.widgets import lock_card, parts
from gui.widgets.choices import ChoiceEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.lines import Line, Lines
from gui.widgets.screen import Shell
from gui.widgets.secret import NewSecret
from gui.widgets.user_facts import UserFacts, user_box

_USERS = ledger("user")
_NAME = Field("user_name", "姓名", Kind.TEXT, required=True)
_POST = Field("user_post", "职务", Kind.TEXT)
_ROLE = Field("user_role", "岗位角色", Kind.CODE, required=True, hint="决定菜单和能办的事")


class UserAdmin(QFrame):
    """The list of users at the left, what can be done with one at the right."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._desk: Desk = shell.desk
        self._rows: Sequence[Row] = ()
        self._chosen: UUID | None = None
        self.lines = Lines("用户")
        self.lines.chosen.connect(self._choose)
        self._name = editor_for(_NAME)
        self._post = editor_for(_POST)
        usual = [(code, codes.name_of("role", code)) for code in RIGHTS]
        self._role = editor_for(_ROLE, Offer(usual))
        self._until = user_box("until", "user", Offer(today=shell.today()))
        self._until.set_hint("只读迎检不填，就只到今天")
        self.facts = UserFacts(shell)
        self.facts.offer_roles(usual)
        self.facts.changed.connect(self.read)
        self._called = dict(usual)
        self._secret = NewSecret()
        self._secret.entered(self._enter)
        self._title = parts.label("", "heading")
        self._ways = QStackedWidget()
        self._close_it = parts.button("停用", self._close, "account-off-outline", "danger")
        self._lay_out()
        self.begin_new()

    def read(self) -> None:
        """Show the users there are, under the names roles have here."""
        Query(self._desk, self, roles.called).then(self._call_roles).start()
        self.facts.read()

    def begin_new(self) -> None:
        """Offer the form for another user."""
        self._chosen = None
        self._title.setText("新用户")
        for box in (self._name, self._post, self._until):
            box.set_text("")
            box.set_problem("")
        self._role.set_text("clerk")
        self._secret.clear()
        self._ways.setCurrentIndex(0)

    def start_new(self) -> None:
        """Offer the form, and begin at the name."""
        self.begin_new()
        self._name.focus()

    def add(self) -> None:
        """Register the user; the password may be set now or later."""
        name = self._name.text().strip()
        self._name.set_problem("" if name else "请填写姓名")
        password = self._secret.text
        wrong = self._name if not name else self._secret.check() if password else None
        until, problem = _day(self._until, self._shell.today())
        self._until.set_problem(problem)
        wrong = wrong or (self._until if problem else None)
        if wrong is not None:
            wrong.focus()
            return
        Perform(
            self._desk,
            self,
            founding.add_user,
            name,
            self._role.chosen,
            self._post.text().strip(),
            until,
        ).then(lambda _user: self._added(name, password)).start()

    def set_password(self) -> None:
        """Give the chosen user a password; an older one opens nothing any more."""
        row = self._row()
        wrong = self._secret.check()
        if wrong is not None:
            wrong.focus()
        elif row is not None:
            self._give(row.texts["name"], self._secret.text)

    def _enter(self) -> None:
        """One Enter acts once, however often it is pressed."""
        if not self._desk.busy:
            (self.set_password if self._ways.currentIndex() else self.add)()

    def _added(self, name: str, password: str) -> None:
        if password:
            self._give(name, password)
        else:
            self._shell.say(f"已登记“{name}”，口令可以以后再设")
        self.start_new()

    def _give(self, name: str, password: str) -> None:
        station = self._desk.station
        Perform(
            self._desk, self, access.reset, station.folder, station.secret.key, name, password
        ).then(lambda _nothing: self._given(name)).start()

    def _given(self, name: str) -> None:
        self._secret.clear()
        self._shell.say(f"“{name}”的口令已设好")
        self.read()

    def _close(self) -> None:
        row = self._row()
        if row is None:
            return
        name = row.texts["name"]
        if row.id == self._desk.station.actor.id:
            self._shell.fail("不能停用自己，请由另一位管理员办理。")
        elif ask.yes(self, "停用用户", f"“{name}”以后不能再登录，名字仍留在记录里。", "停用"):
            Perform(self._desk, self, access.close, self._desk.station.folder, name).then(
                lambda _nothing: self._closed(name)
            ).start()

    def _closed(self, name: str) -> None:
        self._shell.say(f"“{name}”已停用")
        self.begin_new()
        lock_card.offer(self, self._shell, f"“{name}”如果拷走过数据，旧锁他还打得开。")

    def _row(self) -> Row | None:
        return next((row for row in self._rows if row.id == self._chosen), None)

    def _rows_of(self, ids: Sequence[UUID]) -> None:
        Query(self._desk, self, records.rows, _USERS, ids).then(self._show).start()

    def _show(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        known = keys.names(self._desk.station.folder)
        self.lines.show_lines([_line(row, self._called, known) for row in rows])
        row = self._row()
        if row is not None:
            self._show_row(row)

    def _choose(self, number: int) -> None:
        row = self._rows[number]
        self._chosen = row.id
        self._secret.clear()
        self._show_row(row)
        self._ways.setCurrentIndex(1)

    def _show_row(self, row: Row) -> None:
        self._title.setText(f"{row.texts['name']}  ·  {_role_of(row, self._called)}")
        self._close_it.setEnabled(not row.values["closed"])
        self.facts.show_row(row)

    def _call_roles(self, called: dict[str, str]) -> None:
        self._called = called
        offered = [(code, called[code]) for code in RIGHTS]
        chosen = self._role.chosen
        if isinstance(self._role.editor, ChoiceEditor):
            self._role.editor.set_choices(offered)
        self._role.set_text(chosen)
        self.facts.offer_roles(offered)
        Query(self._desk, self, records.ids, _USERS, Filter(rising=True)).then(
            self._rows_of
        ).start()

    def _lay_out(self) -> None:
        across = parts.columns(self, gap=12)
        left = parts.Card("用户", parts.button("新用户", self.start_new, "plus", "link"))
        left.body.addWidget(self.lines, 1)
        across.addWidget(left, 1)
        right = parts.Card()
        right.body.addWidget(self._title)
        self._ways.addWidget(_paired((self._name, self._post, self._role, self._until)))
        self._ways.addWidget(self.facts)
        right.body.addWidget(self._ways)
        for box in self._secret.boxes:
            right.body.addWidget(box)
        right.body.addStretch(1)
        foot = parts.columns(gap=12)
        foot.addWidget(self._close_it)
        foot.addStretch()
        add = parts.button("登记用户", self.add, "account-plus-outline", "primary")
        give = parts.button("设口令", self.set_password, "key-outline", "primary")
        foot.addWidget(add)
        foot.addWidget(give)
        right.body.addLayout(foot)
        across.addWidget(right, 1)

        def show_acts(page: int) -> None:
            add.setVisible(page == 0)
            give.setVisible(page == 1)
            self._close_it.setVisible(page == 1)

        self._ways.currentChanged.connect(show_acts)
        show_acts(0)


def _paired(boxes: Sequence[FieldBox]) -> QFrame:
    made = parts.frame("scrolled")
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    for place, box in enumerate(boxes):
        grid.addWidget(box, *divmod(place, 2))
    grid.setRowStretch(2, 1)
    return made


def _line(row: Row, called: Mapping[str, str], known: Sequence[str]) -> Line:
    note = "  ·  ".join(filter(None, (_role_of(row, called), row.texts["post"])))
    if row.values["closed"]:
        return Line(row.texts["name"], note, "已停用", "ink3")
    able = row.texts["name"] in known
    until = f"到 {row.texts['until']}" if row.values["until"] else ""
    return Line(
        row.texts["name"], note, until if able else "还没有口令", "ink3" if able else "warn"
    )


def _role_of(row: Row, called: Mapping[str, str]) -> str:
    return called.get(str(row.values["role"]), row.texts["role"])


def _day(box: FieldBox, today: date) -> tuple[date | None, str]:
    """The day typed, and what is wrong with it."""
    try:
        value: Value = draft.parse(box.field, box.text(), today)
    except Invalid as error:
        return None, error.text
    return (value if isinstance(value, date) else None), ""
