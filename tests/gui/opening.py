"""How every page, form and step of the window is come to: for those who walk them all."""

from functools import partial

from openpyxl import Workbook

from core import records
from core.services import case_file
from core.services.records import Filter, ids
from gui import indoors
from gui.screens.first_run import FirstRun
from gui.screens.restore import RestoreScreen
from gui.screens.unlock import UnlockScreen
from gui.widgets.screen import Target


def _go(place, frame):
    frame.go(Target(place))


def _register(ledger, frame):
    frame.go(Target("ledgers", ledger=ledger))
    frame.pages.front.new()


def _act_on_a_case(act, frame):
    frame.go(Target("mediation"))
    screen = frame.pages.front
    screen.forms.begin(act, screen.pane.file or frame.desk.station.ask(_case))


def _case(session):
    (only,) = ids(session, records.ledger("mediation_case"), Filter())
    return case_file.file(session, only)


def _tab_of_settings(number, frame):
    frame.go(Target("settings"))
    frame.pages.front.show_tab(number)


def _workbook(frame):
    book = Workbook()
    book.active.append(["姓名", "性别", "手机号"])
    book.active.append(["张𠮷㛃", "男", "13800136021"])
    path = frame.desk.station.folder.parent / "东风村.xlsx"
    book.save(path)
    frame.go(Target("import", ledger="staff", file=path))


TYPED = [
    one.name
    for one in records.LEDGERS
    if one.name not in {"visit", "mediation_case", "meeting", "hand_over", "destruction", "user"}
]
VIEWS = {
    **{one.key: partial(_go, one.key) for one in indoors.PLACES},
    **{f"new {name}": partial(_register, name) for name in TYPED},
    **{act: partial(_act_on_a_case, act) for act in ("amend", "hold_meeting", "agree")},
    **{f"settings {n}": partial(_tab_of_settings, n) for n in range(7)},
    "new case": lambda frame: frame.go(Target("mediation", ledger="mediation_case")),
    "new visit": lambda frame: frame.go(Target("visits", begin=True)),
    "workbook": _workbook,
}


def _first_page(number, desk, folder, clock):
    made = FirstRun(desk, folder / "new", clock)
    made._show(number)
    return made


def _unlock(desk, folder, clock):
    made = UnlockScreen(desk, folder / "station", lambda *_given: None)
    made.lock()
    return made


def _rescue(desk, folder, clock):
    made = _unlock(desk, folder, clock)
    made._turn()
    return made


OUTSIDE = {
    **{f"first page {n + 1}": partial(_first_page, n) for n in range(5)},
    "unlock": _unlock,
    "recovery code": _rescue,
    "restore": lambda desk, folder, clock: RestoreScreen(desk, folder / "back", clock),
}
