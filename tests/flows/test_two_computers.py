"""Two computers and windows on one server: each sees what the other did, nobody loses a word."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from core.records import ledger
from core.services import founding, moving, records
from core.services.records import Filter
from core.store import address
from gui.tasks import Perform
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from gui.window import Window
from tests.conftest import FACTS, PASSWORD
from tests.flows.driving import Hands

ROOT = Path(__file__).parents[2]
SEEN_WITHIN = 3000
AWAY = "连不上数据库服务器"


@pytest.fixture
def folders(copy_on_server, tmp_path):
    east = copy_on_server(tmp_path / "east")
    moving.join(tmp_path / "west", east)
    return east, tmp_path / "west"


@pytest.fixture
def computers(qtbot, folders, clock):
    """Both windows, unlocked and looking at the roster."""
    made = [Window(folder, clock) for folder in folders]
    for window in made:
        qtbot.addWidget(window)
        window.start()
        window.show()
        box = window.front.findChild(QLineEdit, "password")
        box.setText(PASSWORD)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda one=window: isinstance(one.front, Frame), timeout=10_000)
        window.frame.go(Target("ledgers", ledger="staff"))
        qtbot.waitUntil(lambda one=window: not one.frame.desk.busy, timeout=10_000)
    yield tuple(Hands(qtbot, window) for window in made)
    for window in made:
        window.close()


def save(hands, values, *place):
    desk = hands.window.frame.desk
    Perform(desk, hands.window.frame, records.save, "staff", values, *place).start()


def test_each_sees_what_the_other_did_within_three_seconds(computers, qtbot):
    for here, there, name in (
        (*computers, "王秀英"),
        (*reversed(computers), "张𠮷㛃"),
    ):
        save(here, {"name": name})
        qtbot.waitUntil(lambda: not here.window.frame.desk.busy, timeout=5000)  # noqa: B023
        qtbot.waitUntil(lambda: name in there.seen, timeout=SEEN_WITHIN)  # noqa: B023


def test_a_server_out_of_reach_is_said_until_it_is_back(computers, folders, server, qtbot):
    east, west = computers
    name = address.place(folders[0]).rpartition("/")[2]
    server.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
    for one in computers:
        qtbot.waitUntil(lambda: AWAY in one.seen, timeout=2 * SEEN_WITHIN)  # noqa: B023
    save(east, {"name": "断线时的人"})
    qtbot.waitUntil(lambda: not east.window.frame.desk.busy, timeout=5000)
    server.run(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
    qtbot.waitUntil(lambda: AWAY not in west.seen, timeout=2 * SEEN_WITHIN)
    save(west, {"name": "王秀英"})
    qtbot.waitUntil(lambda: "王秀英" in east.seen, timeout=2 * SEEN_WITHIN)
    assert "断线时的人" not in east.seen


KILLED = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from core.rights import Right
from core.records.staff import Staff
from core.services import founding
from core.station import operation

@operation("存到一半", needs=Right.KEEP)
def half(tx):
    tx.add(Staff(name="半截的人"))
    tx.session.flush()
    print("写到一半", flush=True)
    time.sleep(600)

folder, who, password = sys.argv[1:]
founding.open_station(Path(folder), who, password, lambda: datetime.now(UTC)).perform(half)
"""


def test_a_computer_killed_in_the_middle_leaves_no_lock_and_no_trace(folders, clock):
    words = [sys.executable, "-c", KILLED, str(folders[1]), FACTS.user, PASSWORD]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE) as victim:
        assert victim.stdout.readline().decode().strip() == "写到一半"
        os.kill(victim.pid, signal.SIGKILL)
    station = founding.open_station(folders[0], FACTS.user, PASSWORD, clock)
    start = time.monotonic()
    station.perform(records.save, "staff", {"name": "王秀英"})
    assert time.monotonic() - start < 3
    assert station.ask(records.count, ledger("staff"), Filter(words="半截")) == 0
    assert station.ask(records.count, ledger("staff"), Filter()) == 1
    station.close()


def test_many_processes_draw_numbers_and_none_is_given_twice(folders, clock):
    drawing = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime;"
        "from core.rights import Right; from core.services import founding, numbers;"
        "from core.station import operation;"
        "draw = operation('取号', needs=Right.KEEP)(lambda tx: numbers.draw(tx, None, 2026));"
        "s = founding.open_station(Path(sys.argv[1]), *sys.argv[2:], lambda: datetime.now(UTC));"
        "print(*(s.perform(draw).value for _ in range(12)), sep='\\n')"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", drawing, str(folder), FACTS.user, PASSWORD],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for folder in folders
    ]
    drawn = [line for run in runs for line in run.communicate(timeout=60)[0].split()]
    assert sorted(drawn) == [f"石桥镇人调字〔2026〕第{n:03d}号" for n in range(1, 25)]
