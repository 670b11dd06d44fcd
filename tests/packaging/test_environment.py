"""The Python that is used, and the environment built from the lock."""

from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("version", "fits"),
    [((3, 10, 9), False), ((3, 11, 0), True), ((3, 13, 5), True), ((3, 14, 0), False)],
)
def test_python_outside_the_lock_is_refused(setup, version, fits):
    assert setup.suitable(version) is fits


def test_newer_python_beside_an_old_one_is_found(setup, machine):
    machine(programs="python3 python3.12 python3.11")
    assert setup.another_python() == "/bin/python3.12"


def test_old_python_alone_is_named(setup, machine):
    machine(programs="python3")
    with pytest.raises(setup.Missing, match=r"需要 Python 3\.11 至 3\.13"):
        setup.another_python()


def test_second_run_builds_nothing(setup, machine, capsys):
    commands = machine()
    setup.environment()
    assert commands.called("venv --clear")
    assert commands.called("--require-hashes --only-binary :all: -r")
    commands.calls.clear()
    capsys.readouterr()
    setup.environment()
    assert [call for call in commands.calls if "import pip" not in call] == []
    assert capsys.readouterr().err == ""


def test_environment_answers_to_lock_and_place(setup):
    first = setup.made_from(Path("/a/.venv"), b"alembic==1\n")
    assert first == setup.made_from(Path("/a/.venv"), b"alembic==1\n")
    assert first != setup.made_from(Path("/b/.venv"), b"alembic==1\n")
    assert first != setup.made_from(Path("/a/.venv"), b"alembic==2\n")


def test_environment_whose_python_no_longer_runs_is_built_again(setup, machine):
    setup.STAMP.write_text(setup.made_from(setup.VENV, setup.LOCK.read_bytes()))
    commands = machine(failing="import pip")
    setup.environment()
    assert commands.called("venv --clear")


def test_unfinished_installation_is_told_and_leaves_no_stamp(setup, machine):
    machine(failing="pip install")
    with pytest.raises(setup.Missing, match="没有装全"):
        setup.environment()
    assert not setup.STAMP.exists()


def test_missing_venv_module_is_named(setup, machine):
    machine(failing="venv --clear")
    with pytest.raises(setup.Missing, match="python3-venv"):
        setup.environment()
