"""At the form: only the grids of the record's day are offered, and a new grid has its next code."""

from datetime import date

import pytest

from core.records import grid as grids_of
from core.records import visit as visits_of
from core.records.grid import Grid
from core.records.visit import Visit
from core.services import grid_acts, mediation, records
from core.services.grid_sheet import Terms
from core.services.mediation import CaseDraft
from gui.widgets.case_form import CaseForm
from tests.gui.typist import Typist

CLOSED = date(2026, 3, 10)
SAID = "“东风网格”2026-03-10已停用，由“红旗网格”接管，请改选。"


@pytest.fixture
def clerk():
    return Typist()


@pytest.fixture
def grids(station, make):
    """东风网格 was merged into 红旗网格; one visit had been registered and settled before."""
    found = [make.grid(name=name, opened=None).id for name in ("东风网格", "红旗网格")]
    make.visit(
        title="旧事", came_on=date(2026, 3, 2), closed_on=date(2026, 3, 4), reply="已办",
        grid=found[0], state="closed", number="访2026-001",
    )  # fmt: skip
    station.perform(grid_acts.merge, found, found[1], Terms(CLOSED, "撤并"))
    return found


def offered(box):
    return [
        box.editor.itemText(row) for row in range(box.editor.count()) if box.editor.itemText(row)
    ]


def test_a_new_visit_is_offered_the_grids_of_its_own_day(grids, page_of, idle, clerk, qtbot):
    page = page_of(visits_of.LEDGER)
    page.new()
    idle()
    boxes = page.pane.form.fields.boxes
    assert offered(boxes["grid"]) == ["红旗网格"]
    boxes["came_on"].focus()
    boxes["came_on"].editor.selectAll()
    clerk.type("3.5")
    clerk.press("Tab")
    qtbot.waitUntil(lambda: offered(boxes["grid"]) == ["东风网格", "红旗网格"])


def test_the_name_of_a_closed_grid_is_answered_under_its_field(
    grids, station, page_of, idle, clerk, qtbot
):
    page = page_of(visits_of.LEDGER)
    page.new()
    idle()
    boxes = page.pane.form.fields.boxes
    for key, text in (("title", "路灯不亮"), ("grid", "东风网格")):
        boxes[key].focus()
        clerk.say(text)
    clerk.press("Ctrl+Return")
    qtbot.waitUntil(lambda: boxes["grid"].problem == SAID)
    assert boxes["grid"].text() == "东风网格", "what was typed stands"
    boxes["grid"].editor.lineEdit().selectAll()
    clerk.say("红旗网格")
    clerk.press("Ctrl+Return")
    kept = "路灯不亮"
    qtbot.waitUntil(
        lambda: station.ask(lambda s: s.query(Visit).filter_by(title=kept).count()) == 1
    )


def test_an_old_record_goes_on_showing_its_closed_grid(grids, station, page_of, idle, clerk):
    page = page_of(visits_of.LEDGER)
    page.table.setFocus()
    clerk.press("Ctrl+Home", "Return")
    idle()
    clerk.press("Return")
    idle()
    boxes = page.pane.form.fields.boxes
    assert boxes["grid"].text() == "东风网格"
    boxes["note"].set_text("已回访")
    page.pane.form.submit()
    idle()
    kept = station.ask(lambda s: s.query(Visit).one())
    assert (kept.grid, kept.note) == (grids[0], "已回访")


def test_the_form_of_a_case_offers_and_answers_the_same(grids, station, qtbot, desk, idle, clerk):
    form = CaseForm(desk)
    qtbot.bring_up(form, 1170, 716)
    form.begin_new()
    idle()
    assert offered(form.boxes["grid"]) == ["红旗网格"]
    form.boxes["title"].set_text("张三与李四相邻纠纷")
    form.boxes["grid"].focus()
    clerk.say("东风网格")
    clerk.press("Ctrl+Return")
    idle()
    qtbot.waitUntil(lambda: form.boxes["grid"].problem == SAID)


def test_a_grid_chosen_stays_when_another_day_is_written(grids, qtbot, desk, idle, clerk):
    form = CaseForm(desk)
    qtbot.addWidget(form)
    form.resize(1170, 716)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()
    form.begin_new()
    idle()
    form.boxes["grid"].set_text("红旗网格")
    form.boxes["applied_on"].focus()
    clerk.say("3-24")
    clerk.press("Tab")
    idle()
    assert form.boxes["grid"].text() == "红旗网格"


def test_a_case_kept_on_a_grid_that_closed_since_is_changed_without_a_question(
    station, make, qtbot, desk, idle
):
    grid = make.grid(name="东风网格", opened=None).id
    values = {"title": "张三与李四相邻纠纷", "source": "02", "grid": grid}
    case = station.perform(mediation.register, CaseDraft(values)).value
    station.perform(mediation.withdraw, case)
    station.perform(records.save, "grid", {"closed": CLOSED}, grid)
    form = CaseForm(desk)
    qtbot.addWidget(form)
    form.begin_change(station.ask(mediation.case_file.file, case))
    idle()
    assert form.boxes["grid"].text() == "东风网格"


def test_a_new_grid_is_given_the_next_code_of_its_village(
    station, make, page_of, idle, clerk, qtbot
):
    village = make.grid(name="东风村", level="village", code="999999101201").id
    make.grid(name="旧网格", parent=village, code="999999101201004", closed=CLOSED)
    page = page_of(grids_of.LEDGER)
    page.new()
    idle()
    boxes = page.pane.form.fields.boxes
    boxes["name"].focus()
    clerk.say("第5网格")
    boxes["parent"].focus()
    clerk.say("东风村")
    clerk.press("Tab")
    qtbot.waitUntil(lambda: boxes["code"].text() == "999999101201005")
    values = {"name": "抢先网格", "parent": village, "code": "999999101201005"}
    station.perform(records.save, "grid", values)
    clerk.press("Ctrl+Return")
    told = "编码 999999101201005 已是“抢先网格”的，下一个可用的是 999999101201006"
    qtbot.waitUntil(lambda: boxes["code"].problem == told)
    boxes["code"].editor.setText("999999101201006")
    clerk.press("Ctrl+Return")
    qtbot.waitUntil(
        lambda: station.ask(lambda s: s.query(Grid).filter_by(name="第5网格").count()) == 1
    )


def test_a_code_typed_by_hand_is_not_written_over(station, make, page_of, idle, clerk):
    for n, name in enumerate(("东风村", "红旗村"), 1):
        make.grid(name=name, level="village", code=f"99999910120{n}")
    page = page_of(grids_of.LEDGER)
    page.new()
    idle()
    boxes = page.pane.form.fields.boxes

    def put_under(name):
        boxes["parent"].set_text(name)
        boxes["parent"].edited.emit("parent")
        idle()
        return boxes["code"].text()

    assert put_under("东风村") == "999999101201001"
    assert put_under("红旗村") == "999999101202001", "what was proposed follows"
    boxes["code"].set_text("省编-88")
    assert put_under("东风村") == "省编-88"
