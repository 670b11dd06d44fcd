"""A machine set-up can be tried on: no command runs, no file outside a temporary folder changes."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module whose project is an empty folder."""
    spec = importlib.util.spec_from_file_location("fresh_machine", PACKAGING / "setup.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / "grid station" / ".venv"
    venv.mkdir(parents=True)
    for name, path in {
        "ROOT": venv.parent,
        "VENV": venv,
        "STAMP": venv / "made-from",
        "TRIED": venv / "fetch-tried",
        "PYTHON": venv / "bin" / "python",
        "RESOURCES": venv.parent / "resources",
    }.items():
        monkeypatch.setattr(module, name, path)
    return module


class Commands:
    """Stands in for every program set-up calls, and remembers the calls."""

    def __init__(self, answers: dict[str, str] | None = None, failing: str = "") -> None:
        self.answers = answers or {}
        self.failing = failing
        self.calls: list[str] = []

    def output(self, *command: str | Path) -> str:
        line = " ".join(map(str, command))
        self.calls.append(line)
        return next((text for part, text in self.answers.items() if part in line), "")

    def succeeds(self, *command: str | Path, **_options: Any) -> bool:
        line = " ".join(map(str, command))
        self.calls.append(line)
        return not (self.failing and self.failing in line)

    def called(self, part: str) -> bool:
        return any(part in call for call in self.calls)


@pytest.fixture
def machine(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Commands]:
    """Give `setup` a pretended machine."""

    def pretend(
        answers: dict[str, str] | None = None, failing: str = "", programs: str = "apt-get sudo"
    ) -> Commands:
        commands = Commands(answers or {}, failing)
        monkeypatch.setattr(setup, "output", commands.output)
        monkeypatch.setattr(setup, "succeeds", commands.succeeds)
        there = programs.split()
        monkeypatch.setattr(
            setup.shutil, "which", lambda name, **_: f"/bin/{name}" if name in there else None
        )
        return commands

    return pretend
