"""The five pages the first-run assistant asks, and what was answered on them."""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from core.errors import Invalid
from core.record import Field, Kind
from core.services.founding import Facts
from core.settings import DUPLEX, MEETING_TIME, WEEK_DUE, WEEK_START
from gui import ask
from gui.widgets import answers, parts
from gui.widgets.answers import Answers
from gui.widgets.editors import LongEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for
from gui.widgets.secret import NewSecret
from gui.widgets.setting_box import setting_box, value_of
from gui.widgets.wizard_page import WizardPage

KINDS = (("center", "乡镇（街道）综治中心"), ("station", "片区工作站"), ("committee", "调委会"))
WORKBOOKS = "花名册 (*.xlsx *.xls *.csv)"

_FIELDS = {
    one.key: one
    for one in (
        Field("kind", "单位性质", Kind.CODE, required=True),
        Field("unit", "单位全称", Kind.TEXT, required=True, hint="与公章上的一样"),
        Field("short", "简称", Kind.TEXT, hint="编号用，如“石桥镇”"),
        Field("county", "所在县（市、区）", Kind.TEXT),
        Field("name", "您的姓名", Kind.TEXT, required=True),
        Field("post", "您的职务", Kind.TEXT, hint="如 综治专干、主任"),
        Field(
            "colleagues",
            "还有谁一起用",
            Kind.LONG,
            hint="一行一人：姓名，空一格写职务，如“王建国 主任”。口令以后由各人自己设。",
        ),
        Field("villages", "村（社区）名称", Kind.LONG, hint="一行一个，也可以用顿号、空格隔开"),
        Field("last", "今年已经编到第几号", Kind.TEXT, hint="如 37；今年还没有编过就留空"),
    )
}


class FirstPages:
    """The pages in order; `told` reads everything answered so far."""

    def __init__(self, window: QWidget, today: date) -> None:
        self._window = window
        self._today = today
        self._roster: Path | None = None
        self.boxes = {key: _box(one) for key, one in _FIELDS.items()}
        self.secret = NewSecret()
        self.settings = [setting_box(one) for one in (WEEK_START, WEEK_DUE, MEETING_TIME, DUPLEX)]
        self.listed = self._asked()

    @property
    def roster(self) -> Path | None:
        """The workbook to be imported next, if one was chosen."""
        return self._roster

    def told(self) -> Answers:
        """Everything answered so far."""
        text = {key: box.text().strip() for key, box in self.boxes.items()}
        put_off = [page.put_off for page in self.listed]
        facts = Facts(
            name=text["unit"],
            user=text["name"],
            short_name=text["short"],
            county=text["county"],
            kind=self.boxes["kind"].chosen,
            post=text["post"],
        )
        return Answers(
            facts,
            self.secret.text,
            answers.people(text["colleagues"]),
            () if put_off[2] else answers.villages(text["villages"]),
            0 if put_off[3] else answers.last_number(text["last"]),
            {} if put_off[4] else {box.key: value_of(box, self._today) for box in self.settings},
            roster=self._roster,
        )

    def _asked(self) -> tuple[WizardPage, ...]:
        box, rows = self.boxes, self.settings
        unit = WizardPage(
            "这是什么单位",
            "决定菜单和文书上的叫法，以后可以在设置里改。",
            ((box["kind"], box["county"]), (box["unit"],), (box["short"],)),
            optional=False,
        )
        box["unit"].left.connect(lambda _key: self._guess_short())
        person = WizardPage(
            "您是谁",
            "您是本站点的第一个用户，可以管理其他人和设置。",
            ((box["name"], box["post"]), self.secret.boxes, (box["colleagues"],)),
            optional=False,
        )
        person.checks += [self.secret.check, self._colleagues_differ]
        villages = WizardPage(
            "辖区的村（社区）",
            "粘贴名称即可；有花名册的，选好工作簿，建好站点就接着导入。",
            ((box["villages"],),),
            optional=True,
        )
        villages.add(self._roster_row())
        number = WizardPage(
            "卷号从几号接着编",
            "今年纸质调解卷宗编到第几号，程序就从下一号接着编，不会重号。",
            ((box["last"],),),
            optional=True,
        )
        number.checks.append(self._number_is_read)
        times = WizardPage(
            "什么时候报、什么时候开会",
            "工作台按这些时间提醒您今天要报什么。",
            ((rows[0], rows[1]), (rows[2], rows[3])),
            optional=True,
        )
        times.checks.append(self._settings_are_read)
        return unit, person, villages, number, times

    def _roster_row(self) -> QFrame:
        made = parts.frame("scrolled")
        across = parts.columns(made)
        across.addWidget(parts.button("选择花名册工作簿", self._choose_roster, "table-account"))
        self._roster_name = parts.label("还没有选", "caption")
        across.addWidget(self._roster_name, 1)
        return made

    def _choose_roster(self) -> None:
        path = ask.open_file(self._window, "选择花名册", WORKBOOKS)
        if path is not None:
            self._roster = path
            self._roster_name.setText(f"建好站点后接着导入：{path.name}")

    def _guess_short(self) -> None:
        if not self.boxes["short"].text():
            self.boxes["short"].set_text(answers.town(self.boxes["unit"].text()))

    def _settings_are_read(self) -> FieldBox | None:
        first = None
        for box in self.settings:
            try:
                value_of(box, self._today)
                box.set_problem("")
            except Invalid as error:
                box.set_problem(error.text)
                first = first or box
        return first

    def _number_is_read(self) -> FieldBox | None:
        box = self.boxes["last"]
        try:
            answers.last_number(box.text())
        except Invalid as error:
            box.set_problem(error.text)
            return box
        box.set_problem("")
        return None

    def _colleagues_differ(self) -> FieldBox | None:
        box = self.boxes["colleagues"]
        names = [self.boxes["name"].text().strip()]
        names += [name for name, _post in answers.people(box.text())]
        twice = next((name for name in names if names.count(name) > 1), "")
        box.set_problem(f"“{twice}”写了两次，请加上村名等区分" if twice else "")
        return box if twice else None


def _box(described: Field) -> FieldBox:
    if described.kind is Kind.LONG:
        return FieldBox(described, LongEditor())
    box = editor_for(described, Offer(KINDS if described.key == "kind" else ()))
    if described.key == "kind":
        box.set_text(KINDS[0][0])
    return box
