"""A real input method types into the real window: fcitx5 under a virtual screen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin
[Groups/0/Items/0]
Name=keyboard-us
Layout=
[Groups/0/Items/1]
Name=pinyin
Layout=
[GroupOrder]
0=Default
"""


@pytest.fixture
def typed(tmp_path, prepared):
    """Type nihao and a space into one field after the other; what stood there."""
    station = shutil.copytree(prepared, tmp_path / "station")
    settings = tmp_path / "home" / ".config" / "fcitx5"
    settings.mkdir(parents=True)
    (settings / "profile").write_text(PROFILE)
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)

    def type_(**environment):
        done = subprocess.run(
            [
                "dbus-run-session",
                "--",
                sys.executable,
                "-m",
                "tests.flows.typed_on_a_screen",
                str(station),
            ],
            check=False,
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(tmp_path / "home"),
                "XDG_RUNTIME_DIR": str(runtime),
                "LANG": "C.UTF-8",
                "QT_QPA_PLATFORM": "xcb",
                **environment,
            },
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return type_


def test_a_clerk_types_ni_hao_with_her_own_input_method(typed):
    everywhere = typed(QT_IM_MODULE="fcitx").split("，")
    assert everywhere == ["你好"] * 3, "the search, a field of a form, a choice"


def test_without_the_portal_only_letters_would_arrive(typed):
    assert typed(QT_IM_MODULE="ibus") == "nihao "
