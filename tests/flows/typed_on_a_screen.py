"""A person at a real X screen with fcitx5 running: unlocks, and types nihao in several places.

Run inside a message bus of its own (`dbus-run-session`); prints what stood in each field then: the
search, and where Chinese arrives there, a field of a form and a choice that is searched by typing.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.conftest import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20.0
KEY_MS = "60"
HELLO = "你好"
CANDIDATES = 0.5
"""Seconds the input method takes to offer 你好; it tells nobody when it has."""


@contextmanager
def beside(*words: str, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Another program, for as long as it is wanted."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, **options) as program:
        try:
            yield program
        finally:
            program.terminate()
            program.wait(10)


def until(met: Callable[[], bool]) -> None:
    """Wait for something to be so; the person gives up after a while."""
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)


def fcitx(*words: str) -> str:
    """What the input method says of itself."""
    done = subprocess.run(["fcitx5-remote", *words], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def press(*words: str) -> None:
    """Keys of the real keyboard."""
    subprocess.run(["xdotool", *words], check=True)


class Eyes:
    """Reads what the window tells of its focus."""

    def __init__(self, window: subprocess.Popen[str]) -> None:
        self._window = window

    def see(self, met: Callable[[str, str], bool]) -> str:
        """The text of the field once it is as wanted."""
        for line in self._window.stdout:
            name, text = json.loads(line)
            if met(name, text):
                return text
        raise EOFError

    def hear(self, but: str) -> str:
        """The name of where the keyboard went from there."""
        for line in self._window.stdout:
            name, _ = json.loads(line)
            if name != but:
                return str(name)
        raise EOFError


def compose(eyes: Eyes) -> str:
    """Type nihao and take the first candidate; what stands in the field."""
    press("type", "--delay", KEY_MS, "nihao")
    time.sleep(CANDIDATES)
    press("key", "space")
    return eyes.see(lambda _, text: text.endswith((HELLO, "nihao ")))


def go(eyes: Eyes, wanted: str) -> None:
    """Tab until the field of that name has the keyboard."""
    here = ""
    while here != wanted:
        press("key", "Tab")
        here = eyes.hear(here)


def main(station: str) -> None:
    """The whole story on a screen of its own."""
    with ExitStack() as stack:
        screen = stack.enter_context(
            beside("Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24")
        )
        os.environ["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        stack.enter_context(beside("openbox"))
        stack.enter_context(beside("fcitx5", "--disable=wayland,cloudpinyin"))
        until(lambda: bool(fcitx()))
        told = stack.enter_context(
            beside(sys.executable, "-m", "tests.flows.shown_window", station, cwd=ROOT)
        )
        eyes = Eyes(told)
        eyes.see(lambda name, _: "口令" in name)
        press("type", "--delay", KEY_MS, PASSWORD)
        press("key", "Return")
        eyes.see(lambda name, _: "口令" not in name)
        press("key", "ctrl+k")
        eyes.see(lambda name, _: "搜索" in name)
        fcitx("-o")
        said = [compose(eyes)]
        if said == [HELLO]:
            press("key", "Escape", "alt+5", "ctrl+n")
            eyes.see(lambda name, _: name == "姓名")
            said.append(compose(eyes))
            go(eyes, "岗位")
            said.append(compose(eyes))
        sys.stdout.write("，".join(said))


if __name__ == "__main__":
    main(sys.argv[1])
