"""One page for every ledger: counts, filters, rows chosen, the record beside, what is empty."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import insert

from core.ids import Ids
from core.intake.incoming import Source
from core.records import LEDGERS, mediation_case, staff, task
from core.services import attachments, records, taking_in
from gui.ledger.beside import ROOM
from gui.ledger.list_pane import noun
from gui.ledger.saved_queries import put_back
from gui.screens.ledgers import LedgersScreen
from gui.widgets.screen import Target
from tests.gui.shell import Heartbeat, PaperShell, nameless, scrolls_sideways, tab_round
from tests.picturing import photo

KEY, NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
ROWS = QItemSelectionModel.SelectionFlag.Rows
STAFF, TASKS, CASES = staff.LEDGER, task.LEDGER, mediation_case.LEDGER


@pytest.fixture
def screen(qtbot, shell):
    made = LedgersScreen(shell)
    shell.shown = made
    qtbot.bring_up(made, 1170, 716)
    return made


@pytest.fixture
def enter(screen, desk, settle, qtbot):
    """Go to a ledger, as the menu does, and return its page."""

    def go(name, **given):
        screen.enter(Target("ledgers", name, **given))
        settle(desk)
        with qtbot.waitActive(screen):
            screen.activateWindow()
        return screen.page

    return go


@pytest.fixture
def people(make):
    grid = make.grid(name="东风村第1网格")
    return [
        make.staff(name="王秀英", sex="2", grid=grid.id),
        make.staff(name="李建国", sex="1", state="paused"),
        make.staff(name="陈𠮷祥", sex="1", grid=grid.id),
    ]


def _said(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def _button(page, text):
    found = [b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    assert found, text
    return found[0]


def _names(page):
    page.table.grab()
    while page.desk.busy:
        QApplication.processEvents()
    naming = page.table.columns.naming
    return [page.table.rows.cell(n, naming).text for n in range(page.table.rows.rowCount())]


def _tabs(page):
    return [one.words for one in page.filters.tabs.tabs]


def test_the_page_tells_how_many_there_are_by_state(enter, people):
    page = enter("staff")
    assert "共 3 人" in _said(page)
    assert _tabs(page) == ["全部 3", "在岗 2", "停岗 1"]


def test_a_voided_record_is_counted_by_itself_everywhere(enter, make, desk, settle):
    make.visit(title="村道积水", state="registered")
    make.visit(title="登重了", state="registered", voided_on=date(2026, 3, 25))
    page = enter("visit")
    told = [one for one in _said(page) if one.startswith("共 ")]
    assert [one.partition(" · ")[0] for one in told] == ["共 1 件，另有作废 1 件"] * 2
    assert _tabs(page)[:2] == ["全部 1", "已登记 1"]
    assert len(page.table.rows.ids) == 2, "it stays in the list"


def test_a_state_tab_narrows_the_list_and_the_counts_stay(enter, people, desk, settle):
    page = enter("staff")
    _button(page, "停岗 1").click()
    settle(desk)
    assert _names(page) == ["李建国"]
    assert "共 3 人，筛选后 1 人" in _said(page)
    assert _tabs(page) == ["全部 3", "在岗 2", "停岗 1"]


def test_words_narrow_after_a_pause_or_at_once_on_enter(enter, people, desk, settle, qtbot):
    page = enter("staff")
    words = page.filters.words
    with qtbot.waitSignal(page.filters.changed, timeout=1000):
        qtbot.keyClicks(words, "wxy")
    settle(desk)
    assert _names(page) == ["王秀英"]
    words.clear()
    with qtbot.waitSignal(page.filters.changed, timeout=100):
        qtbot.keyClick(words, Qt.Key.Key_Return)
    settle(desk)
    assert len(_names(page)) == 3


def test_what_is_still_being_composed_filters_nothing(enter, people, desk, settle, qtbot):
    page = enter("staff")
    QCoreApplication.sendEvent(page.filters.words, QInputMethodEvent("wang", []))
    qtbot.wait(350)
    assert (page.filters.active, desk.busy) == (False, False)
    event = QInputMethodEvent()
    event.setCommitString("王")
    with qtbot.waitSignal(page.filters.changed, timeout=1000):
        QCoreApplication.sendEvent(page.filters.words, event)
    settle(desk)
    assert _names(page) == ["王秀英"]


def test_enter_ends_a_composition_and_asks_for_nothing(enter, people, desk, settle, qtbot):
    page, told = enter("staff"), []
    page.seek()
    words = QApplication.focusWidget()
    words.searched.connect(told.append)
    QCoreApplication.sendEvent(words, QInputMethodEvent("wang", []))
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert (words, words.text(), told) == (page.filters.words, "", [])
    event = QInputMethodEvent()
    event.setCommitString("王")
    QCoreApplication.sendEvent(words, event)
    qtbot.keyClick(words, Qt.Key.Key_Return)
    settle(desk)
    assert (told, _names(page)) == (["王"], ["王秀英"])
    page.seek()
    qtbot.keyClicks(words, "ljg")
    qtbot.keyClick(words, Qt.Key.Key_Return)
    settle(desk)
    assert (told, _names(page)) == (["王", "ljg"], ["李建国"])


def _tick(qtbot, filter_, *names):
    """Open a filter and tick its values by keyboard, as one reads them."""
    filter_.setFocus()
    qtbot.keyClick(filter_, Qt.Key.Key_Down)
    for name in names:
        row = next(n for n, item in enumerate(filter_._items()) if item.data(NAME) == name)
        filter_.list.setCurrentRow(row)
        qtbot.keyClick(filter_.list, Qt.Key.Key_Space)
    qtbot.keyClick(filter_.list, Qt.Key.Key_Return)


def test_a_value_narrows_and_reset_appears_only_then(enter, people, desk, settle, qtbot):
    page = enter("staff")
    assert not page.filters._reset.isVisible()
    grid = page.filters.values["grid"]
    _tick(qtbot, grid, "东风村第1网格")
    settle(desk)
    assert sorted(_names(page)) == ["王秀英", "陈𠮷祥"]
    assert (grid.text(), grid.property("active")) == ("东风村第1网格 ▾", "yes")
    _button(page, "重置").click()
    settle(desk)
    assert len(_names(page)) == 3
    assert (grid.chosen, page.filters._reset.isVisible()) == ((), False)


def test_several_values_of_one_field_and_those_without_any(enter, make, desk, settle, qtbot):
    for name, post in (("甲", "10"), ("乙", "20"), ("丙", None), ("丁", "30")):
        make.staff(name=name, post=post)
    page = enter("staff")
    post = page.filters.values["post"]
    post.open()
    first, second = (item.data(NAME) for item in post._items()[:2])
    post.popup.hide()
    _tick(qtbot, post, first, second, "未填")
    settle(desk)
    assert len(post.chosen) == 3
    assert post.text() == f"{first} 等 3 项 ▾"
    wanted = {page.filters.values["post"].list.item(n).data(KEY) for n in (0, 1)} | {""}
    assert set(post.chosen) == wanted
    assert "丙" in _names(page)


def test_a_filter_counts_its_values_under_the_other_conditions(enter, people, desk, settle, qtbot):
    page = enter("staff")
    sex = page.filters.values["sex"]
    _tick(qtbot, page.filters.values["grid"], "东风村第1网格")
    settle(desk)
    _tick(qtbot, sex, "女")
    settle(desk)
    sex.open()
    settle(desk)
    told = {item.data(NAME): item.text() for item in sex._items()}
    assert (told["男"], told["女"], told["未填"]) == ("男　1", "女　1", "未填　0")
    sex.popup.hide()


def test_what_has_no_room_in_the_bar_is_filtered_below_one_button(enter, make, desk, settle, qtbot):
    make.staff(name="王秀英", education="20")
    make.staff(name="李建国", education="60")
    page = enter("staff")
    bar, more = page.filters, page.filters.more
    assert "education" in bar.values
    assert not bar.values["education"].isVisible()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    qtbot.waitUntil(bar.values["education"].isVisible)
    bar.values["education"].choose(["20"])
    bar.tell()
    settle(desk)
    assert _names(page) == ["王秀英"]
    assert more.text() == "更多筛选 1 ▾"
    assert "学历" in bar.values["education"].accessibleName()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not bar.values["education"].isVisible()
    _button(page, "重置").click()
    settle(desk)
    assert (more.text(), len(_names(page))) == ("更多筛选 ▾", 2)


def test_values_are_found_by_their_sounds(enter, make, qtbot):
    for n in range(12):
        make.grid(name=f"第{n}网格")
    make.grid(name="东风村网格")
    page = enter("staff")
    grid = page.filters.values["grid"]
    grid.open()
    qtbot.keyClicks(grid.search, "dfc")
    assert [item.data(NAME) for item in grid._items() if not item.isHidden()] == ["东风村网格"]
    grid.popup.hide()


def test_overdue_is_a_filter_of_its_own(enter, make, desk, settle):
    make.task(title="晚了", due=date(2026, 3, 20))
    make.task(title="办完的", due=date(2026, 3, 20), state="closed")
    make.task(title="还早", due=date(2026, 4, 20))
    page = enter("task")
    _button(page, "超期").click()
    settle(desk)
    assert _names(page) == ["晚了"]
    assert _tabs(page)[0] == "全部 1"
    assert enter("staff").filters.late.isHidden()


def _menu(page):
    page.queries.menu.aboutToShow.emit()
    return {act.text(): act for act in page.queries.menu.actions()}


def test_a_half_typed_record_waits_beside_the_title_and_is_gone_on_with(enter, desk, settle, qtbot):
    page = enter("staff")
    assert page.draft.button.isHidden()
    page.new()
    settle(desk)
    page.pane.form.fields.boxes["name"].set_text("王半句")
    qtbot.keyClick(page.pane.form, Qt.Key.Key_Escape)
    qtbot.waitUntil(page.draft.button.isVisible)
    assert page.draft.button.text() == "没写完的一份 · 03-25 08:10"
    page.draft.button.click()
    settle(desk)
    assert page.pane.form.fields.boxes["name"].text() == "王半句"


def _manage(page, name, place):
    _menu(page)
    page.queries.managing[name].actions()[place].trigger()


def test_what_one_often_looks_for_is_kept_used_and_opens_the_ledger(
    screen, shell, enter, make, asked, desk, settle, qtbot
):
    make.task(title="晚了", due=date(2026, 3, 20), source="meeting")
    make.task(title="还早", due=date(2026, 4, 20))
    page = enter("task")
    assert not _menu(page)["存为常用查询…"].isEnabled()
    _button(page, "超期").click()
    page.filters.values["due"].choose(["month"])
    asked.will("line", "本月超期")
    _menu(page)["存为常用查询…"].trigger()
    settle(desk)
    _button(page, "重置").click()
    settle(desk)
    assert len(_names(page)) == 2
    _menu(page)["本月超期"].trigger()
    settle(desk)
    assert _names(page) == ["晚了"]
    assert page.filters.values["due"].text_chosen() == "本月"
    _manage(page, "本月超期", 0)
    settle(desk)
    again = LedgersScreen(shell)
    qtbot.addWidget(again)
    again.enter(Target("ledgers", "task"))
    settle(desk)
    assert again.page.filters.late.isChecked()
    assert again.page.table.rows.rowCount() == 1


def test_a_kept_query_is_renamed_and_removed(enter, asked, desk, settle):
    page = enter("task")
    page.filters.words.setText("消防")
    asked.will("line", "消防")
    _menu(page)["存为常用查询…"].trigger()
    settle(desk)
    asked.will("line", "消防通道")
    _manage(page, "消防", 1)
    settle(desk)
    assert "消防通道" in _menu(page)
    _manage(page, "消防通道", 2)
    settle(desk)
    assert not any("消防" in words for words in _menu(page))


def test_days_narrow_a_list_in_words_with_counts_or_from_one_to_another_by_keyboard(
    enter, make, desk, settle, qtbot
):
    make.task(title="早", due=date(2026, 2, 28))
    make.task(title="今", due=date(2026, 3, 25))
    make.task(title="晚", due=date(2026, 3, 30))
    page = enter("task")
    due = page.filters.values["due"]
    qtbot.keyClick(due, Qt.Key.Key_Return)
    settle(desk)
    assert [due.list.item(n).text() for n in range(due.list.count())] == [
        "今天　1", "本周　1", "上周　0", "本月　2", "上月　1", "今年　3", "未填　0",
    ]  # fmt: skip
    _tick(qtbot, due, "本周")
    settle(desk)
    assert (_names(page), due.text()) == (["今"], "本周 ▾")
    _tick(qtbot, due, "本周")
    due.open()
    qtbot.keyClicks(due.since, "3-26")
    qtbot.keyClick(due.since, Qt.Key.Key_Return)
    settle(desk)
    assert (_names(page), due.text_chosen()) == (["晚"], "2026-03-26 起")
    due.open()
    due.until.setText("3月40日")
    qtbot.keyClick(due.until, Qt.Key.Key_Return)
    assert due.until.property("state") == "problem"
    assert _names(page) == ["晚"]


def test_two_spans_of_days_mean_either_and_the_earlier_day_comes_first(
    enter, make, desk, settle, qtbot
):
    make.task(title="上月的", due=date(2026, 2, 28))
    make.task(title="今天的", due=date(2026, 3, 25))
    make.task(title="没有定", due=None)
    page = enter("task")
    due = page.filters.values["due"]
    _tick(qtbot, due, "上月", "未填")
    settle(desk)
    assert sorted(_names(page)) == ["上月的", "没有定"]
    due.choose([])
    due.open()
    due.since.set_text("2026-03-31")
    due.until.set_text("2026-03-01")
    due.popup.hide()
    settle(desk)
    assert (_names(page), due.text_chosen()) == (["今天的"], "2026-03-01 至 2026-03-31")


def test_a_kept_query_of_this_month_asks_for_the_next_one_in_it(enter, make, desk, settle):
    make.task(title="三月的", due=date(2026, 3, 20))
    make.task(title="四月的", due=date(2026, 4, 20))
    page = enter("task")
    put_back(page.filters, {"due": ["month"]})
    settle(desk)
    assert _names(page) == ["三月的"]
    desk.station.clock.tick(days=31)
    put_back(page.filters, {"due": ["month"]})
    settle(desk)
    assert _names(page) == ["四月的"]


def test_a_figure_shows_exactly_its_records(enter, people, desk, settle):
    chosen = (people[0].id, people[2].id)
    page = enter("staff", ids=chosen, title="本月新到岗 2 人")
    assert sorted(_names(page)) == ["王秀英", "陈𠮷祥"]
    assert page.reading.listed.ids == tuple(page.table.rows.ids)
    _button(page, "本月新到岗 2 人").click()
    settle(desk)
    assert len(_names(page)) == 3


def test_a_prepared_filter_is_seen_in_its_editors(enter, people, desk, settle):
    page = enter("staff", where=(("state", "on"), ("sex", "1"), ("name", "陈𠮷祥")))
    assert _names(page) == ["陈𠮷祥"]
    assert (page.filters.tabs.chosen, page.filters.values["sex"].text_chosen()) == ("on", "男")
    page.filters.clear()
    settle(desk)
    assert len(_names(page)) == 3


def test_a_record_named_by_the_search_is_chosen_and_shown_beside(enter, people, qtbot, desk):
    page = enter("staff", record=people[1].id)
    assert page.table.current == people[1].id
    qtbot.waitUntil(lambda: page.pane.isVisible() and page.pane.detail.row is not None)
    assert page.pane.detail.row.texts["name"] == "李建国"


def test_the_pane_follows_the_keyboard_and_escape_puts_it_away(enter, people, qtbot):
    page = enter("staff")
    page.table.choose(page.table.rows.ids[0])
    qtbot.waitUntil(page.pane.isVisible)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    second = page.table.rows.ids[1]
    qtbot.waitUntil(lambda: page.pane.detail.row.id == second)
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.pane.isHidden()
    assert page.table.chosen_count == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Escape)
    assert page.table.chosen_count == 0


def test_the_pane_tells_what_belongs_to_a_record_and_its_history(enter, people, station, qtbot):
    person = people[0]
    station.perform(records.save, "staff", {"phone": "13800136021"}, person.id, 1)
    page = enter("staff", record=person.id)
    qtbot.waitUntil(lambda: "任职经历 1" in _said(page))
    assert "起" in _said(page)
    _button(page, "历史").click()
    qtbot.waitUntil(lambda: len(page.pane.detail.history.timeline.marks) == 2)
    newest = page.pane.detail.history.timeline.marks[0]
    assert (newest.head, newest.when) == ("李海燕 · 保存", "03-25 08:10")
    assert newest.text.startswith("手机：13800136021\n任职经历：新增（网格 东风村第1网格")


def test_the_pane_keeps_the_attachments_of_any_record(enter, people, station, qtbot, desk, settle):
    person = people[0]
    place = attachments.Place("staff", person.id)
    gathered = taking_in.gather(station, [Source("身份证复印件.jpg", photo())])
    station.perform(attachments.add, place, station.folder, gathered.taken)
    page = enter("staff", record=person.id)
    qtbot.waitUntil(lambda: page.pane.isVisible() and page.pane.detail.row is not None)
    _button(page, "附件").click()
    settle(desk)
    pane = page.pane.detail.attachments.pane
    assert pane.list.entries.one(0).name == "身份证复印件.jpg"
    page.table.choose(people[1].id)
    qtbot.waitUntil(lambda: page.pane.detail.row.id == people[1].id)
    settle(desk)
    assert pane.list.entries.rowCount() == 0


def test_several_chosen_rows_offer_a_bar(enter, people, desk, settle, qtbot):
    page = enter("staff")
    page.table.selectAll()
    assert "已选 3 人" in _said(page)
    assert "共 3 人 · 已选 3 人" in _said(page)
    assert {"导出", "打印", "删除（可找回）"} <= {
        b.text() for b in page.listing._many.findChildren(QPushButton)
    }
    page.table.choose(people[0].id)
    assert not page.listing._many.isVisible()


def test_deleting_asks_and_keeps_by_default(enter, people, asked, settle, station):
    page = enter("staff")
    desk = page.desk
    page.table.choose(people[0].id)
    asked.will("yes", False)
    page.table.remove_wanted.emit()
    settle(desk)
    assert station.ask(records.count, STAFF, records.Filter()) == 3
    asked.will("yes", True)
    page.table.remove_wanted.emit()
    settle(desk)
    assert asked.texts[-1] == "删除选中的 1 人？可以在“回收站”里找回。"
    assert station.ask(records.count, STAFF, records.Filter(binned=True)) == 1
    assert "已删除，可在回收站找回" in _names(page)
    page.refresh()
    settle(desk)
    assert sorted(_names(page)) == ["李建国", "陈𠮷祥"]


def test_a_numbered_case_is_voided_with_a_reason(enter, make, asked, desk, settle):
    case = make.case(number="石桥镇人调字〔2026〕第001号", title="相邻通行纠纷")
    page = enter("mediation_case")
    page.table.choose(case.id)
    asked.will("paragraph", "重复登记")
    page.table.remove_wanted.emit()
    settle(desk)
    page.table.grab()
    settle(desk)
    row = page.table.current_row
    assert (row.texts["void_reason"], row.binned) == ("重复登记", False)
    asked.will("paragraph", "  ")
    page.table.remove_wanted.emit()
    settle(desk)
    assert page.shell.failed == ["请写明作废原因。"]


def test_cases_and_meetings_open_in_their_own_place(enter, make, desk, settle, qtbot):
    case = make.case()
    page = enter("mediation_case", record=case.id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    page.new()
    gone = [(target.place, target.record) for target in page.shell.gone]
    assert gone == [("mediation", case.id), ("mediation", None)]


def test_an_empty_ledger_offers_to_begin_and_a_filtered_one_to_clear(enter, desk, settle):
    page = enter("staff")
    assert "网格员花名册里还没有记录" in _said(page)
    _button(page, "从 Excel 导入").click()
    assert page.shell.gone == [Target("import", ledger="staff")]
    page.filters.words.setText("没有这样的人")
    page.filters.words.searched.emit("没有这样的人")
    settle(desk)
    assert "没有符合条件的人员\n现在的条件：含“没有这样的人”" in _said(page)
    _button(page, "清除筛选").click()
    settle(desk)
    assert "网格员花名册里还没有记录" in _said(page)


def test_a_new_record_made_elsewhere_appears_and_the_chosen_one_stays(
    enter, people, make, desk, settle
):
    page = enter("staff", record=people[1].id)
    make.staff(name="新来的")
    page.refresh(frozenset({"staff"}))
    settle(desk)
    assert "新来的" in _names(page)
    assert page.table.current == people[1].id
    page.refresh(frozenset({"shipment"}))
    assert not desk.busy


def test_sorting_is_done_by_the_store(enter, make, desk, settle):
    for title, given in (("丙", 3), ("甲", 1), ("乙", 2)):
        make.task(title=title, given_on=date(2026, 3, given))
    page = enter("task")
    keys = [one.key for one in page.table.rows.columns]
    head = page.table.horizontalHeader()
    head.sectionClicked.emit(keys.index("given_on"))
    settle(desk)
    assert _names(page) == ["甲", "乙", "丙"]
    head.sectionClicked.emit(keys.index("given_on"))
    settle(desk)
    assert _names(page) == ["丙", "乙", "甲"]


def test_compact_rows_are_a_person_s_own_choice(enter, people, station, desk, settle):
    from core.services import settings

    page = enter("staff")
    assert page.table.rows.sight.two
    station.perform(settings.change, "rows", "compact")
    page.enter(Target("ledgers", "staff"))
    settle(desk)
    assert not page.table.rows.sight.two


def test_the_title_switches_between_ledgers_and_each_keeps_its_filter(
    screen, enter, people, desk, settle
):
    page = enter("staff")
    page.filters.words.setText("王")
    page.switched.emit("task")
    settle(desk)
    assert screen.page.ledger is TASKS
    screen.page.switched.emit("staff")
    settle(desk)
    assert screen.page is page
    assert _names(page) == ["王秀英"]


def test_every_ledger_says_what_is_registered_in_it():
    """登记请假, 登记排查: never 登记记录."""
    words = [noun(one) for one in LEDGERS]
    assert "记录" not in words
    assert len(set(words)) == len(words)


def test_only_a_manager_sees_the_users_and_a_reader_registers_nothing(
    desk_of, somebody, tmp_path, qtbot, settle
):
    desk = desk_of(somebody("reader"))
    shell = PaperShell(desk, tmp_path)
    screen = LedgersScreen(shell)
    qtbot.addWidget(screen)
    screen.show()
    screen.enter(Target("ledgers", "user"))
    settle(desk)
    assert screen.page.ledger is STAFF
    words = {b.text() for b in screen.page.findChildren(QPushButton) if b.isVisible()}
    assert not words & {"登记人员", "导入", "导出", "从 Excel 导入"}
    screen.new()
    assert screen.page.pane.isHidden()


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda one: one.name)
@pytest.mark.parametrize("size", [(964, 508), (1170, 716)])
def test_every_ledger_fits_and_names_its_controls(screen, enter, ledger, size):
    page = enter(ledger.name)
    screen.resize(*size)
    QApplication.processEvents()
    assert not scrolls_sideways(screen)
    assert not nameless(screen)
    least = screen.minimumSizeHint()
    assert (least.width() <= 964, least.height() <= 508) == (True, True), least
    assert page.head.isVisible()


def test_every_control_is_reached_by_tab_and_back(screen, enter, people, qtbot):
    page = enter("staff")
    wanted = tab_round(screen)
    assert {page.filters.words, page.table} <= set(wanted)
    wanted[0].setFocus()
    forth = []
    for _ in wanted:
        forth.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    back = []
    for _ in wanted:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        back.append(QApplication.focusWidget())
    assert len(set(forth)) == len(wanted)
    assert back == forth[::-1]


def test_in_a_small_window_the_record_takes_the_place_of_the_list(screen, enter, people, qtbot):
    page = enter("staff")
    screen.resize(ROOM - 60, 508)
    page.table.choose(people[0].id)
    qtbot.wait(200)
    assert page.pane.isHidden()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.pane.isVisible()
    assert not page.listing.isVisible()
    _button(page, "← 返回列表").click()
    assert (page.listing.isVisible(), page.table.hasFocus()) == (True, True)


def test_one_steps_to_the_neighbour_from_wherever_one_reads(screen, enter, make, qtbot):
    people = [make.staff(name=f"王{n:03d}") for n in range(130)]
    screen.resize(ROOM - 60, 508)
    page = enter("staff", record=people[0].id)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.keyClick(page.pane, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page.pane.detail.row.id == people[0].id
    for person in people[1:]:
        qtbot.keyClick(page.pane, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda one=person: page.pane.detail.row.id == one.id)
    assert page.pane.isVisible()
    qtbot.keyClick(page.pane, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page.table.current == people[-1].id


def test_a_half_typed_form_stays_when_one_asks_for_the_neighbour(enter, people, qtbot):
    page = enter("staff", record=people[1].id)
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: page.pane.editing)
    qtbot.keyClick(page.pane.form, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert (page.pane.editing, page.table.current) == (True, people[1].id)


def test_sums_stand_at_the_foot_and_follow_the_filter(enter, make, desk, settle):
    make.case(state="Z20", people=5, amount=40000)
    make.case(state="Z70", people=2, amount=Decimal("1234.50"))
    page = enter("mediation_case")
    assert "涉及7人 · 涉及金额41,234.50元" in _said(page)
    page.filters.tabs.choose("Z70")
    page.filters.changed.emit()
    settle(desk)
    assert "涉及2人 · 涉及金额1,234.50元" in _said(page)


def test_the_list_is_copied_as_a_sentence_and_as_lines_for_the_group(enter, make, desk, settle):
    grid = make.grid(name="东风村第1网格")
    make.case(title="王甲与李乙", state="Z20", people=5, grid=grid.id)
    make.case(title="赵丙", state="Z20", people=2)
    page = enter("mediation_case")
    _button(page, "复制一句话").click()
    settle(desk)
    told = "截至3月25日，共受理纠纷2件，涉及7人，涉及金额0元。"
    assert QApplication.clipboard().text() == told
    assert page.shell.said[-1] == f"已复制：{told}"
    _button(page, "复制为群文字").click()
    settle(desk)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "矛盾纠纷台账 2 件（截至3月25日）"
    assert "东风村第1网格" in "".join(lines[1:])
    assert "王甲" not in "".join(lines)
    assert page.shell.said[-1].endswith("（2 行，不含人名、电话、住址）")


def test_several_chosen_rows_are_told_instead_of_all(enter, make, desk, settle):
    tasks = [make.task(title=f"第{n}件", due=date(2026, 3, n + 1)) for n in range(3)]
    page = enter("task")
    page.table.choose(tasks[2].id)
    page.table.selectionModel().select(
        page.table.rows.index(1, 0), QItemSelectionModel.SelectionFlag.Select | ROWS
    )
    _button(page, "复制为群文字").click()
    settle(desk)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "交办事项台账 2 项（截至3月25日）"
    assert "第0件" not in "".join(lines)


def test_filtering_ten_thousand_leaves_the_window_free(enter, station, desk, settle, qtbot):
    new = Ids(station.clock).new
    rows = [
        {"id": new(), "version": 1, "name": f"人{n}", "state": ("on", "left")[n % 2]}
        for n in range(10_000)
    ]
    with station.engine.execution_options(writing=True).begin() as connection:
        connection.execute(insert(staff.Staff), rows)
    page = enter("staff")
    beat = Heartbeat(page)
    for state in ("left", None, "on"):
        page.filters.tabs.choose(state)
        page.filters.changed.emit()
        settle(desk)
    page.refresh(frozenset({"staff"}))
    settle(desk)
    assert beat.stop() < 100
    assert page.table.rows.rowCount() == 5_000
