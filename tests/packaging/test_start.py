"""What the two commands start once the machine is ready, and how they fail."""

import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def started(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(setup, "hand_over", lambda *command: words.extend(map(str, command)) or 0)
    monkeypatch.setattr(setup.subprocess, "call", lambda command: words.extend(map(str, command)))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return words


def test_verb_is_passed_on_to_the_program(setup, started):
    setup.run(("export", "staff", "-o", "名册.xlsx"))
    assert started[1:] == [str(setup.ROOT / "main.py"), "export", "staff", "-o", "名册.xlsx"]


def test_run_with_a_screen_opens_the_window_on_the_demonstration(setup, started, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    setup.run(())
    assert started[2:] == ["window", "--demo"]


def test_run_without_a_screen_lives_the_day_and_says_where_the_files_are(
    setup, machine, started, monkeypatch, capsys
):
    machine({"demo_station": "/home/a/demo\n"})
    monkeypatch.setattr(setup.subprocess, "call", lambda command: started.extend(command) or 0)
    assert setup.run(()) == 0
    assert started[2:] == ["demo", "/home/a/demo"]
    assert "输出的文件在 /home/a/demo/outputs" in capsys.readouterr().err


def test_script_that_is_interrupted_or_denied_ends_with_a_sentence():
    line = (
        "import os, runpy, sys; sys.argv = ['setup.py']; "
        "import subprocess; subprocess.run = lambda *a, **k: (_ for _ in ()).throw({}); "
        f"runpy.run_path({str(PACKAGING / 'setup.py')!r}, run_name='__main__')"
    )
    for failure, sentence in (
        ("KeyboardInterrupt", "已中断。再运行一次会接着做。"),
        ("PermissionError(13, '权限不够', '/srv')", "/srv 权限不够"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", line.format(failure)],
            check=False,
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
