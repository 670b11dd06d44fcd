"""Fields of a form: named, reachable by Tab, safe for input methods, with a line for problems."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLabel, QVBoxLayout, QWidget

from core.record import Field, Kind
from gui.widgets.choices import ChoiceEditor, SearchEditor
from gui.widgets.dates import DateEditor
from gui.widgets.editors import LineEditor
from gui.widgets.field_box import FieldBox, Offer, editor_for

VILLAGES = (
    *("石桥村", "东风村", "红旗社区", "柳林村", "新华社区", "高家庄"),
    *("大王庄", "小王庄", "前进村", "曙光村", "河湾村", "单店村"),
)
MANY = [(f"v{n}", name) for n, name in enumerate(VILLAGES)]
FEW = [("1", "一般"), ("2", "紧急")]
TODAY = date(2026, 3, 25)
DAY_AND_TEXT = (Kind.DATE, Kind.TEXT)

# Pop-ups on the offscreen platform log what it cannot do; real platforms say nothing.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def shown(qtbot):
    pages = []

    def show(*boxes: QWidget) -> QWidget:
        page = QWidget()
        pages.append(page)
        down = QVBoxLayout(page)
        for box in boxes:
            down.addWidget(box)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show


def _all_kinds() -> list[FieldBox]:
    return [
        editor_for(
            Field(kind.name.lower(), kind.value, kind, required=True),
            Offer(MANY if kind is Kind.LINK else FEW, today=TODAY),
        )
        for kind in Kind
    ]


def _compose(editor, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QApplication.sendEvent(editor, event)


def test_every_kind_of_value_has_a_named_editor(shown):
    boxes = _all_kinds()
    shown(*boxes)
    for box in boxes:
        assert box.editor.objectName() == box.key
        assert box.editor.accessibleName() == box.field.label
        assert "必填" in box.editor.accessibleDescription()


def test_tab_goes_through_all_fields_and_back_the_same_way(shown, qtbot):
    boxes = _all_kinds()
    page = shown(*boxes)
    boxes[0].focus()
    there = [page.focusWidget().objectName()]
    for _ in boxes[1:]:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        there.append(page.focusWidget().objectName())
    back = [page.focusWidget().objectName()]
    for _ in boxes[1:]:
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Backtab)
        back.append(page.focusWidget().objectName())
    assert there == [box.key for box in boxes]
    assert back == there[::-1]


def test_what_is_put_in_comes_out_and_tells_nobody(shown):
    for box in _all_kinds():
        told = []
        box.edited.connect(told.append)
        text = {Kind.YES: "是", Kind.CODE: "紧急", Kind.LINK: "东风村"}.get(box.field.kind, "无")
        box.set_text(text)
        assert box.text() == text
        assert told == []


def test_typing_tells_which_field_was_edited_and_leaving_says_so(shown, qtbot):
    name, phone = (editor_for(Field(k, k, Kind.TEXT)) for k in ("name", "phone"))
    shown(name, phone)
    told = []
    name.edited.connect(lambda key: told.append(f"edited {key}"))
    name.left.connect(lambda key: told.append(f"left {key}"))
    name.focus()
    qtbot.keyClicks(name.editor, "w")
    phone.focus()
    assert told == ["edited name", "left name"]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG])
def test_the_input_method_changes_nothing_until_it_commits(shown, qtbot, kind):
    box = editor_for(Field("name", "姓名", kind))
    shown(box)
    box.focus()
    _compose(box.editor, "zhang")
    assert box.text() == ""
    _compose(box.editor, "", "张𠮷㛃")
    assert box.text() == "张𠮷㛃"
    qtbot.keyClick(box.editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(box.editor, Qt.Key.Key_Backspace)
    assert box.text() == "张"


def test_enter_that_ends_a_composition_submits_nothing(shown, qtbot):
    box = editor_for(Field("name", "姓名", Kind.TEXT))
    shown(box)
    submitted = []
    box.editor.returnPressed.connect(lambda: submitted.append(box.text()))
    _compose(box.editor, "zhang")
    qtbot.keyClick(box.editor, Qt.Key.Key_Return)
    assert submitted == []
    _compose(box.editor, "", "张")
    qtbot.keyClick(box.editor, Qt.Key.Key_Return)
    assert submitted == ["张"]


def test_long_text_counts_characters_not_halves(shown):
    box = editor_for(Field("summary", "纠纷简要情况", Kind.LONG))
    shown(box)
    box.set_text("𠮷" * 42)
    assert "42 / 500 字" in [label.text() for label in box.findChildren(QLabel)]
    box.set_text("长" * 501)
    (count,) = [label for label in box.findChildren(QLabel) if "/ 500" in label.text()]
    assert count.property("kind") == "over"


def test_a_problem_stands_below_its_field_and_moves_nothing(shown):
    box = editor_for(Field("id_no", "身份证号", Kind.ID_NO, hint="选填"))
    shown(box)
    box.set_text("110101199003074515")
    before = box.sizeHint().height()
    box.set_problem("身份证号末位校验不正确，请核对")
    assert box.problem == "身份证号末位校验不正确，请核对"
    assert box.editor.property("state") == "problem"
    assert box.sizeHint().height() == before
    assert box.text() == "110101199003074515"
    box.set_problem("")
    assert box.editor.property("state") == ""
    assert "选填" in [label.text() for label in box.findChildren(QLabel)]


def test_where_a_filled_in_value_comes_from_is_said(shown):
    box = editor_for(Field("grid", "所属网格", Kind.LINK))
    box.set_hint("根据地址自动带出，可修改")
    assert "根据地址自动带出，可修改" in [label.text() for label in box.findChildren(QLabel)]


def test_a_given_number_is_seen_but_not_typed(shown, qtbot):
    box = editor_for(Field("number", "卷号", Kind.TEXT, given=True))
    shown(box)
    qtbot.keyClicks(box.editor, "7")
    assert box.text() == ""


def test_a_box_is_ticked_by_the_space_bar(shown, qtbot):
    box = editor_for(Field("told", "已告知", Kind.YES))
    shown(box)
    assert box.text() == "否"
    qtbot.keyClick(box.editor, Qt.Key.Key_Space)
    assert box.text() == "是"


def test_a_choice_is_shown_by_words_or_code_and_can_be_empty(shown):
    box = editor_for(Field("level", "紧急程度", Kind.CODE), Offer(FEW))
    shown(box)
    assert (box.text(), box.chosen) == ("", "")
    box.set_text("2")
    assert (box.text(), box.chosen) == ("紧急", "2")
    box.set_text("不在表里的")
    assert (box.text(), box.chosen) == ("", "")


def test_choosing_by_key_tells_that_it_was_edited(shown, qtbot):
    editor = ChoiceEditor(FEW)
    shown(editor)
    told = []
    editor.edited.connect(lambda: told.append(editor.text()))
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert told == ["一般"]


def test_the_wheel_never_changes_an_answer(shown):
    editor = ChoiceEditor(FEW)
    shown(editor)
    editor.set_text("一般")
    wheel = QWheelEvent(
        QPointF(5, 5),
        editor.mapToGlobal(QPointF(5, 5)),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor, wheel)
    assert editor.text() == "一般"


def _offered(editor: SearchEditor) -> list[str]:
    model = editor.completer().completionModel()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("红", ["红旗社区"]), ("王庄", ["大王庄", "小王庄"]), ("dfc", ["东风村"]), ("sd", ["单店村"])],
)
def test_a_long_list_is_searched_by_characters_and_initials(shown, qtbot, typed, found):
    editor = SearchEditor(MANY)
    shown(editor)
    editor.setFocus()
    if typed.isascii():
        qtbot.keyClicks(editor, typed)
    else:
        _compose(editor.lineEdit(), "", typed)
    assert _offered(editor) == found


def test_picking_a_hit_writes_its_words(shown, qtbot):
    editor = SearchEditor(MANY)
    shown(editor)
    editor.setFocus()
    qtbot.keyClicks(editor, "dfc")
    qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Down)
    qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    assert (editor.text(), editor.chosen) == ("东风村", "v1")


def test_words_that_match_nothing_stay_to_be_corrected(shown):
    editor = SearchEditor(MANY)
    editor.set_text("东风屯")
    assert (editor.text(), editor.chosen) == ("东风屯", "")
    assert editor.key_of("柳林村") == "v3"


def test_a_choice_is_composed_in_peace_and_committed_once(shown, qtbot):
    editor, told, entered = SearchEditor(MANY), [], []
    shown(editor)
    editor.edited.connect(lambda: told.append(editor.text()))
    editor.lineEdit().returnPressed.connect(lambda: entered.append(editor.text()))
    editor.setFocus()
    for preedit in ("d", "dong", "dongfeng"):
        _compose(QApplication.focusWidget(), preedit)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (editor.text(), told, entered) == ("", [], [])
    assert not editor.completer().popup().isVisible()
    _compose(QApplication.focusWidget(), "", "东风")
    assert (editor.text(), told, _offered(editor)) == ("东风", ["东风"], ["东风村"])
    editor.completer().popup().hide()
    editor.set_text("")
    qtbot.keyClicks(editor, "dfc")
    assert _offered(editor) == ["东风村"]


PEOPLE = [
    ("p1", "王建国（石桥村）"),
    ("p2", "王建国（东风村）"),
    ("p3", "曾小贤"),
    ("p4", "单雄信"),
    ("p5", "王秀英"),
]


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("wxy", "p5"),
        ("wangxiuying", "p5"),
        ("秀英", "p5"),
        ("zeng", "p3"),
        ("cengx", "p3"),
        ("shan", "p4"),
        ("dxx", "p4"),
    ],
)
def test_leaving_takes_the_one_choice_that_was_meant_by_any_reading(shown, qtbot, typed, person):
    editor, other = SearchEditor(PEOPLE), LineEditor()
    shown(editor, other)
    told = []
    editor.setFocus()
    if typed.isascii():
        qtbot.keyClicks(editor, typed)
    else:
        _compose(editor.lineEdit(), "", typed)
    editor.edited.connect(lambda: told.append(editor.chosen))
    qtbot.keyClick(QApplication.activePopupWidget() or editor, Qt.Key.Key_Tab)
    assert other.hasFocus()
    assert (editor.chosen, told) == (person, [person])


def test_several_that_sound_alike_are_listed_and_none_is_guessed(shown, qtbot):
    editor, other = SearchEditor(PEOPLE), LineEditor()
    shown(editor, other)
    editor.setFocus()
    qtbot.keyClicks(editor, "wjg")
    assert _offered(editor) == ["王建国（石桥村）", "王建国（东风村）"]
    editor.completer().popup().hide()
    other.setFocus()
    assert (editor.text(), editor.chosen) == ("wjg", "")


def test_however_narrow_the_field_two_of_one_name_are_told_apart_in_its_list(shown, qtbot):
    apart = [("p1", "王秀英（专职网格员 · 东风村第一网格）"), ("p2", "王秀英（网格长 · 柳林村）")]
    editor = SearchEditor(apart)
    editor.setFixedWidth(120)
    shown(editor)
    edge = editor.screen().availableGeometry().right()
    editor.window().move(edge - 140, 0)
    editor.setFocus()
    qtbot.keyClicks(editor, "wxy")
    for popup in (editor.completer().popup(), editor.view()):
        if popup is editor.view():
            editor.showPopup()
        words = popup.fontMetrics().horizontalAdvance(apart[0][1])
        assert popup.viewport().width() > words
        assert popup.window().geometry().right() <= edge
        popup.window().hide()


def test_of_two_with_the_same_name_the_one_shown_stays_chosen(shown, qtbot):
    editor = SearchEditor([("p1", "王建国"), ("p2", "王建国")])
    shown(editor)
    editor.set_text("p2")
    assert (editor.text(), editor.chosen) == ("王建国", "p2")
    editor.set_text("")
    editor.setFocus()
    qtbot.keyClicks(editor, "wjg")
    for _ in range(2):
        qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Down)
    qtbot.keyClick(editor.completer().popup(), Qt.Key.Key_Return)
    assert editor.chosen == "p2"


def test_ctrl_enter_in_the_open_list_settles_the_choice_and_submits(shown, qtbot):
    editor = SearchEditor(PEOPLE)
    shown(editor)
    submitted = []
    editor.submitted.connect(lambda: submitted.append(editor.chosen))
    editor.setFocus()
    qtbot.keyClicks(editor, "wxy")
    popup = editor.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert submitted == ["p5"]
    assert not popup.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F4, Qt.Key.Key_Down])
def test_a_day_is_picked_from_the_calendar_by_keyboard(shown, qtbot, key):
    editor = DateEditor(TODAY)
    shown(editor)
    editor.setFocus()
    qtbot.keyClick(editor, key, Qt.KeyboardModifier.AltModifier)
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    assert calendar.selectedDate() == QDate(2026, 3, 25)
    calendar.activated.emit(QDate(2026, 3, 27))
    assert editor.text() == "2026-03-27"


def test_the_calendar_opens_at_the_day_already_typed(shown):
    editor = DateEditor(TODAY)
    shown(editor)
    editor.set_text("2026-01-05")
    popup = editor.open_calendar()
    assert popup.findChild(QCalendarWidget).selectedDate() == QDate(2026, 1, 5)
    popup.close()


def test_a_calendar_without_a_known_day_opens_anyway(shown):
    editor = DateEditor()
    shown(editor)
    editor.open_calendar().close()


def test_plain_arrows_stay_with_the_text(shown, qtbot):
    editor = DateEditor(TODAY)
    shown(editor)
    qtbot.keyClick(editor, Qt.Key.Key_Down)
    assert QApplication.activePopupWidget() is None


def test_fields_of_known_length_are_as_wide_as_their_answer(shown):
    made = [editor_for(Field(kind.name, kind.value, kind)) for kind in (Kind.ID_NO, Kind.DATE)]
    long, short = (one.editor for one in made)
    assert isinstance(long, LineEditor)
    assert short.maximumWidth() < long.maximumWidth() < 260


def _beside(box: FieldBox) -> list[str]:
    return [label.text() for label in box.findChildren(QLabel) if label.text()]


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("3.25", "= 2026-03-25 周三", "2026-03-25"),
        ("0325", "= 2026-03-25 周三", "2026-03-25"),
        ("昨", "= 2026-03-24 周二", "2026-03-24"),
        ("上周五", "= 2026-03-20 周五", "2026-03-20"),
        ("2026-03-25", "周三", "2026-03-25"),
    ],
)
def test_the_day_understood_stands_beside_what_is_typed(shown, qtbot, typed, said, kept):
    joined, name = (editor_for(Field(k.name, k.value, k), Offer(today=TODAY)) for k in DAY_AND_TEXT)
    shown(joined, name)
    joined.focus()
    _compose(joined.editor, "", typed)
    assert said in _beside(joined)
    assert joined.text() == kept
    name.focus()
    assert joined.editor.displayText() == kept
    assert said.split()[-1] in _beside(joined)


def test_a_date_nobody_understands_stays_as_it_was_typed(shown, qtbot):
    joined, name = (editor_for(Field(k.name, k.value, k), Offer(today=TODAY)) for k in DAY_AND_TEXT)
    shown(joined, name)
    joined.focus()
    _compose(joined.editor, "", "上礼拜")
    name.focus()
    assert (joined.text(), joined.editor.displayText()) == ("上礼拜", "上礼拜")
    assert not [said for said in _beside(joined) if said.startswith("=")]


def test_what_the_input_method_still_composes_is_not_understood_as_a_day(shown):
    joined = editor_for(Field("joined", "到岗日期", Kind.DATE), Offer(today=TODAY))
    shown(joined)
    joined.focus()
    _compose(joined.editor, "zuo")
    assert joined.text() == ""
    assert _beside(joined) == ["到岗日期"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (Kind.TIME, "930", "09:30"),
        (Kind.TIME, "9点半", "09:30"),
        (Kind.MOMENT, "昨天9点半", "2026-03-24 09:30"),
    ],
)
def test_times_are_understood_and_written_out_on_leaving(shown, kind, typed, kept):
    at, name = (
        editor_for(Field(k.name, k.value, k), Offer(today=TODAY)) for k in (kind, Kind.TEXT)
    )
    shown(at, name)
    at.focus()
    _compose(at.editor, "", typed)
    assert any(said.startswith(f"= {kept}") for said in _beside(at))
    name.focus()
    assert at.editor.displayText() == kept
