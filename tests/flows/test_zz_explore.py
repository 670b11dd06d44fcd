import shutil
import pytest
from gui.window import Window
from gui.screens import unlock
from core import places
from tests.conftest import PASSWORD
from tests.flows.driving import Hands
from PySide6.QtWidgets import QApplication


@pytest.fixture
def clerk(qtbot, tmp_path, prepared, clock, asked, monkeypatch):
    monkeypatch.setattr(unlock, "_SECOND_MS", 20)
    folder = tmp_path / "station"
    shutil.copytree(prepared, folder)
    window = Window(folder, clock)
    qtbot.addWidget(window)
    window.start(); window.show(); window.activateWindow()
    yield Hands(qtbot, window)
    window.close()


def test_explore(clerk, asked, tmp_path, clock, qtbot):
    c = clerk
    faults = tmp_path / "station" / "faults"
    def step(title, full=True):
        t=c.seen
        i=t.find("版本 0.1.0"); t = t[i+10:] if i>0 else t
        print("=====", title, c.presses, repr(c.here), c.at, c.at and c.at.objectName(), list(faults.glob("*")) if faults.exists() else "")
        if full: print(t)
    c.say(PASSWORD); c.do("Return")
    c.press("Alt+3","Ctrl+N"); c.rest(); step("D13", False)
    c.press("F6","F6"); c.say("一件事"); c.press("Ctrl+Return", "Ctrl+Return"); c.rest(); step("D20", False); print([l for l in c.seen.split() if "登记" in l])
    c.do("Alt+2"); c.press("Ctrl+N"); c.say("占道"); c.do("Ctrl+Return")
    c.do("Alt+1","Ctrl+K"); c.type("zd"); c.sees("Enter 打开"); c.do("Return"); step("D8", False)
    c.do("F8"); c.press("Esc"); c.rest(); step("?", False)
    c.press("F8", "F8", "F8"); c.rest(); step("mash", False)
    c.do("Esc"); c.do("Esc"); step("mash", False)
    c.go("矛盾纠纷台账"); c.press("F2"); c.rest(); step("amend", False)
    c.press("Ctrl+A"); c.say("占道二"); c.press("Ctrl+N"); c.do("Ctrl+Return"); step("amended")
    c.press("Delete"); c.rest(); step("delete")
    c.do("Ctrl+Z"); step("ctrl z")
