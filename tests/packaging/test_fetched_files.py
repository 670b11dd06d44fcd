"""Fonts and map files: known, refused, or done without."""

import hashlib
import io
import os
import re
import tarfile
import time
from pathlib import Path
from types import ModuleType

import pytest


def one_file(setup: ModuleType, content: bytes, kind: str = "npm"):
    wanted = setup.Wanted("fonts/A.ttf", "package/A.ttf", [hashlib.sha256(content).hexdigest()])
    return setup.Source(kind, "a-font", "1.0", "楷体", "用宋体代替", [wanted])


def archive(folder: Path, content: bytes) -> Path:
    path = folder / "a-font-1.0.tgz"
    with tarfile.open(path, "w:gz") as tar:
        member = tarfile.TarInfo("package/A.ttf")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return path


def test_listed_file_is_put_in_its_place(setup, tmp_path):
    source = one_file(setup, b"a font")
    assert setup.take(archive(tmp_path, b"a font"), source.files[0], setup.RESOURCES)
    assert (setup.RESOURCES / "fonts" / "A.ttf").read_bytes() == b"a font"
    assert setup.incomplete([source], setup.RESOURCES) == []


def test_file_with_an_unknown_digest_is_not_used(setup, tmp_path):
    source = one_file(setup, b"a font")
    assert not setup.take(archive(tmp_path, b"another"), source.files[0], setup.RESOURCES)
    assert setup.incomplete([source], setup.RESOURCES) == [source]
    assert not (setup.RESOURCES / "fonts").exists()


def test_file_that_left_its_package_is_not_used(setup, tmp_path):
    wanted = one_file(setup, b"a font").files[0]._replace(member="package/moved/A.ttf")
    assert not setup.take(archive(tmp_path, b"a font"), wanted, setup.RESOURCES)


def test_unknown_file_in_the_folder_is_set_aside_and_kept(setup, capsys):
    font = setup.RESOURCES / "fonts" / "A.ttf"
    font.parent.mkdir(parents=True)
    font.write_bytes(b"somebody's own")
    setup.set_unknown_aside(one_file(setup, b"a font"), setup.RESOURCES)
    assert not font.exists()
    assert font.with_name("A.ttf.refused").read_bytes() == b"somebody's own"
    assert "不采用" in capsys.readouterr().err


@pytest.fixture
def one_font(setup: ModuleType, monkeypatch: pytest.MonkeyPatch):
    source = one_file(setup, b"a font")
    monkeypatch.setattr(setup, "read_sources", lambda _text: [source])
    return source


def test_font_that_cannot_be_had_is_named_and_set_up_goes_on(setup, machine, one_font, capsys):
    machine(failing="pack", programs="npm")
    setup.fetched_files(again=False)
    assert "没有取到楷体（软件包 a-font）：用宋体代替。" in capsys.readouterr().err


def test_font_that_cannot_be_had_is_tried_again_after_a_day(setup, machine, one_font):
    commands = machine(failing="pack", programs="npm")
    for again, age, tries in ((False, 0, 1), (False, 0, 1), (True, 0, 2), (False, 90_000, 3)):
        if setup.TRIED.exists():
            os.utime(setup.TRIED, (time.time() - age,) * 2)
        setup.fetched_files(again=again)
        assert len(commands.calls) == tries


def test_machine_without_npm_takes_node_from_a_hashed_wheel(setup, machine, tmp_path):
    commands = machine(programs="")
    program, script = setup.npm(tmp_path)
    assert (program.name, script.name) == ("node", "npm-cli.js")
    assert commands.called("--require-hashes --only-binary :all: --target")
    assert re.search(r"nodejs\S+==\S+ --hash=sha256:", (tmp_path / "node.txt").read_text())


def test_machine_without_npm_and_node_goes_on(setup, machine, tmp_path):
    machine(failing="pip install", programs="")
    assert setup.npm_pack(one_file(setup, b""), tmp_path) is None
    assert setup.apt_download(one_file(setup, b"", kind="apt"), tmp_path) is None
