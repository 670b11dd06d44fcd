"""交办事项: what is open, the most urgent first; progress, closing and postponing by keyboard."""

from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton, QToolButton

from core.records.listed_matter import ListedMatter
from core.records.task import Task
from core.services import records, settings, task
from gui.widgets.meeting_head import RUN, TASKS
from gui.widgets.screen import Target
from gui.widgets.where import list_target
from tests.gui.meeting_room import DAY, Recorder, ten
from tests.reading import pdf_pages

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

GIVEN = date(2026, 3, 20)


@pytest.fixture
def people(make):
    return ten(make)


@pytest.fixture
def tasks(make, people):
    return [
        make.task(title="清河道", given_on=GIVEN, due=date(2026, 3, 30), owner=people[1].id),
        make.task(title="修路灯", given_on=GIVEN, due=date(2026, 3, 23), owner=people[3].id),
        make.task(title="访五保户", given_on=GIVEN),
        make.task(title="早销号的", given_on=GIVEN, state="closed"),
    ]


@pytest.fixture
def clerk(station, tasks, desk_of, tmp_path, qtbot):
    made = Recorder(desk_of(station), tmp_path, qtbot)
    made.screen.tabs.choose(TASKS)
    made.screen.tasks.enter()
    made.settle()
    return made


@pytest.fixture
def desk(clerk):
    return clerk.screen.tasks


def listed(desk):
    return [(one.text, one.right, one.tone) for one in map(desk.list.line, range(desk.list.count))]


def read(clerk, task):
    return clerk.station.ask(records.get, Task, task.id)


def test_open_tasks_are_listed_by_urgency_with_ages_in_words(clerk, desk):
    assert listed(desk) == [
        ("修路灯", "超期 2 天", "bad"),
        ("清河道", "剩 5 天", "ink3"),
        ("访五保户", "未定时限", "ink3"),
    ]
    assert desk.list.line(0).note == "赵六，3月23日到期，交办5天"
    assert clerk.screen.head.note.text() == "未销号 3 项，超期 1 项"
    assert clerk.screen.tabs._buttons[TASKS].text() == "交办事项 3"


def test_the_pane_follows_the_arrows(clerk, desk, qtbot, tasks):
    clerk.press("Down")
    qtbot.waitUntil(lambda: desk.pane.identity == tasks[0].id)
    assert desk.pane._title.text() == "清河道"
    assert desk.pane.facts.shown["due"].text() == "2026-03-30（剩 5 天）"


def test_progress_is_written_by_enter_text_enter(clerk, desk, tasks):
    clerk.press("Return")
    clerk.settle()
    clerk.say("已报供电所")
    clerk.press("Return")
    clerk.settle()
    one = read(clerk, tasks[1])
    assert (one.progress, one.state) == ("3月25日 已报供电所", "doing")
    assert desk.list.hasFocus()
    assert "已报供电所" in desk.pane._progress.text()


def test_a_hurried_double_enter_writes_progress_once(clerk, tasks):
    clerk.press("Return")
    clerk.settle()
    clerk.say("已报供电所")
    clerk.press("Return")
    clerk.press("Return")
    clerk.settle()
    assert read(clerk, tasks[1]).progress == "3月25日 已报供电所"


def test_empty_progress_is_refused_below_the_field(clerk, desk, tasks):
    clerk.press("Return")
    clerk.settle()
    clerk.press("Return")
    clerk.settle()
    assert read(clerk, tasks[1]).progress is None
    assert "进展" in desk.pane.panel.boxes["text"].problem or clerk.shell.failed


def test_a_done_task_waits_to_be_closed_and_goes_when_closed(clerk, desk, tasks):
    desk.pane.write_progress()
    clerk.say("修好了")
    desk.pane.panel.boxes["done"].set_text("是")
    clerk.press("Return")
    clerk.settle()
    assert ("修路灯", "已完成待销号", "ink3") in listed(desk)
    assert desk.pane.identity == tasks[1].id
    desk.pane.close_task()
    clerk.press("Return")
    clerk.settle()
    one = read(clerk, tasks[1])
    assert (one.state, one.done_on) == ("closed", DAY)
    assert "修路灯" not in [text for text, _, _ in listed(desk)]


def test_postponing_needs_a_later_day_and_counts(clerk, desk, tasks):
    desk.pane.postpone()
    clerk.press("Return")
    assert desk.pane.panel.boxes["due"].problem
    clerk.type("3-20")
    clerk.press("Return")
    clerk.settle()
    assert "晚于原时限" in clerk.shell.failed[0]
    desk.pane.panel.boxes["due"].set_text("3-31")
    desk.pane.panel.boxes["reason"].focus()
    clerk.say("等配件")
    clerk.press("Return")
    clerk.settle()
    one = read(clerk, tasks[1])
    assert (one.due, one.postponed) == (date(2026, 3, 31), 1)
    assert "等配件" in one.progress


def test_escape_leaves_the_question_and_returns_to_the_list(clerk, desk):
    clerk.press("Return")
    clerk.settle()
    clerk.say("写到一半")
    clerk.press("Escape")
    assert desk.list.hasFocus()
    clerk.press("Return")
    clerk.settle()
    assert desk.pane.panel.boxes["text"].text() == "写到一半"


def test_mine_are_those_of_the_person_behind_the_login(clerk, desk, people):
    desk._mine.click()
    assert desk._empty.findChild(type(desk._empty._words)) is not None
    assert "花名册" in desk._empty._words.text()
    own = clerk.station.actor.id
    clerk.station.perform(records.save, "user", {"staff": people[3].id}, own)
    clerk.screen.refresh(frozenset({"user"}))
    clerk.settle()
    assert [text for text, _, _ in listed(desk)] == ["修路灯"]
    assert desk._mine.text() == "我的 1"


def test_words_narrow_the_list(clerk, desk):
    clerk.screen.seek()
    clerk.say("王秀英")
    clerk.press("Return")
    assert [text for text, _, _ in listed(desk)] == ["清河道"]
    desk.words.setText("没有的")
    clerk.press("Return")
    assert "没有找到" in desk._empty._words.text()


def test_a_link_from_elsewhere_opens_the_task(clerk, desk, tasks):
    clerk.screen.tabs.choose(RUN)
    clerk.open(ledger="task", record=tasks[2].id)
    assert clerk.screen.tabs.chosen == TASKS
    assert desk.pane.identity == tasks[2].id


def test_the_whole_ledger_is_one_link_away(clerk, desk):
    desk._open_ledger()
    assert clerk.shell.gone == [Target("ledgers", ledger="task")]


def test_who_may_not_keep_tasks_is_offered_no_acts(somebody, tasks, desk_of, tmp_path, qtbot):
    reader = Recorder(desk_of(somebody("reader")), tmp_path, qtbot)
    reader.screen.tabs.choose(TASKS)
    assert reader.screen.tasks.pane._buttons == {}
    reader.screen.tasks.enter()
    reader.press("Return")
    reader.settle()
    assert not reader.screen.tasks.pane.panel.isVisible()


def test_a_deadline_is_typed_in_working_days(clerk, desk, tasks):
    desk.pane.postpone()
    clerk.say("3个工作日")
    due = desk.pane.panel.boxes["due"]
    assert due.text() == "2026-03-30"
    desk.pane.panel.boxes["reason"].focus()
    clerk.press("Return")
    clerk.settle()
    assert read(clerk, tasks[1]).due == date(2026, 3, 30)
    assert desk.pane.facts.shown["postponed"].text() == "1 次（原时限 2026-03-23）"


def test_closing_asks_for_a_sentence_where_nothing_is_written(clerk, desk, tasks):
    desk.pane.close_task()
    desk.pane.panel.answer()
    clerk.settle()
    assert "写一句办理结果" in clerk.shell.failed[0]
    desk.pane.panel.boxes["closing"].focus()
    clerk.say("灯已换好")
    clerk.press("Return")
    clerk.settle()
    assert read(clerk, tasks[1]).closing == "灯已换好"


def test_what_was_closed_by_mistake_is_taken_up_again(clerk, desk, tasks, station):
    station.perform(task.close, tasks[1].id, DAY, "灯已换好")
    desk.refresh()
    clerk.settle()
    desk._closed.click()
    clerk.settle()
    assert [text for text, _, _ in listed(desk)] == ["修路灯"]
    assert desk.list.line(0).note == "赵六，3月25日销号"
    acts = [one.text() for one in desk.pane.findChildren(QPushButton) if one.isVisible()]
    assert acts == ["重新办理"]
    desk.pane._buttons["重新办理"].click()
    clerk.settle()
    assert read(clerk, tasks[1]).state == "doing"
    assert listed(desk) == []


def test_who_agreed_is_asked_only_where_the_station_wants_it(clerk, desk, tasks, station, make):
    make.record(ListedMatter(name="排查", part="basic"))
    off = station.perform(records.save, "task", {"title": "迎检", "source": "superior"}).value
    desk.refresh()
    clerk.settle()
    desk.show_task(off)
    clerk.settle()
    assert desk.pane.facts.shown["matter"].text() == "清单外"
    assert not desk.pane._buttons["补批准人"].isVisible()
    station.perform(settings.change, "off_list_asks", "yes")
    desk.refresh()
    clerk.settle()
    desk.pane._buttons["补批准人"].click()
    clerk.settle()
    desk.pane.panel.boxes["by"].set_text("赵六")
    desk.pane.panel.boxes["until"].set_text("2026-04-30")
    desk.pane.panel.answer()
    clerk.settle()
    assert desk.pane.facts.shown["matter"].text() == "清单外（赵六批准，到2026-04-30）"


def test_the_numbers_open_the_tasks_behind_them(clerk, desk, tasks):
    desk._numbers.click()
    clerk.settle()
    table = desk.figures.table
    shown = {table.model().index(n, 0).data(): n for n in range(table.model().rowCount())}
    rate = table.model().index(shown["按时完成率"], 1)
    assert rate.data() == "0/1 = 0.00%"
    table.setCurrentIndex(rate)
    table.setFocus()
    clerk.press("Return")
    assert clerk.shell.gone[-1] == list_target("task", (tasks[1].id,), "按时完成率")


def test_the_sheet_of_what_was_off_the_lists_is_previewed(clerk, desk, tasks):
    desk._numbers.click()
    clerk.settle()
    desk.figures.print_it()
    assert clerk.shell.previewed


def test_a_task_is_registered_by_hand_from_the_desk(clerk, desk, tasks):
    begin = next(one for one in desk.bar.findChildren(QPushButton) if one.text() == "登记交办")
    begin.click()
    assert clerk.shell.gone[-1] == Target("ledgers", ledger="task", begin=True)


def test_the_order_is_numbered_before_it_is_looked_at(clerk, desk, tasks):
    order = desk.pane.findChild(QToolButton)
    assert order.accessibleName() == "交办单"
    for _ in range(2):
        order.click()
        clerk.settle()
    titles = [title for title, _, _ in clerk.shell.previewed]
    assert titles == ["交办单〔2026〕交字第1号"] * 2
    assert "〔2026〕交字第1号" in pdf_pages(clerk.shell.previewed[0][1])[0]
