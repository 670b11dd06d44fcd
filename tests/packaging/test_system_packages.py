"""System packages: found, chosen, installed, or named for somebody who can."""

import os

import pytest

LDD = """\
/opt/PySide6/Qt/plugins/platforms/libqxcb.so:
\tlinux-vdso.so.1 (0x00007ffc)
\tlibxcb-cursor.so.0 => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f3f)
/opt/PySide6/QtWidgets.abi3.so:
\tlibEGL.so.1 => not found
\tlibxcb-cursor.so.0 => not found
"""


def test_each_missing_library_is_named_once(setup):
    assert setup.gaps(LDD) == ["libEGL.so.1", "libxcb-cursor.so.0"]
    assert setup.gaps("\tlibc.so.6 => /lib/libc.so.6 (0x1)\n") == []


def test_first_name_that_apt_offers_is_chosen(setup):
    offered = {"libcups2t64", "libgl1"}.__contains__
    assert setup.choose("libcups2|libcups2t64", offered) == "libcups2t64"
    assert setup.choose("libgl1", offered) == "libgl1"
    assert setup.choose("nothing|like-it", offered) is None


def test_package_counts_as_there_under_either_name(setup, machine):
    machine({"dpkg-query": "ii libcups2t64\nrc xvfb\n"})
    assert setup.unmet(["libcups2|libcups2t64", "xvfb"]) == ["xvfb"]


def test_no_version_offered_is_not_a_candidate(setup, machine):
    machine({"policy old": "  Candidate: (none)", "policy new": "  Candidate: 1.2-3"})
    assert setup.is_offered("new")
    assert not setup.is_offered("old")
    assert not setup.is_offered("unheard-of")


def test_nothing_is_installed_when_everything_is_there(setup, machine):
    commands = machine({"dpkg-query": "ii xvfb\n"})
    setup.apt(["xvfb"])
    assert not commands.called("apt-get")


def test_root_installs_without_sudo_and_hears_what_failed(setup, machine, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    commands = machine({"policy xvfb": "Candidate: 2"})
    setup.apt(["xvfb", "not-in-any-list"])
    assert commands.called("install -y --no-install-recommends xvfb")
    assert not commands.called("sudo")
    assert "没有装上，请检查网络和软件源：xvfb not-in-any-list" in capsys.readouterr().err


def test_user_with_sudo_is_not_asked_without_a_terminal(setup, machine, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(os, "isatty", lambda _descriptor: False)
    commands = machine({"policy xvfb": "Candidate: 2"})
    setup.apt(["xvfb"])
    assert commands.called("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq")


def test_user_without_sudo_reads_the_packages_in_one_line(setup, machine, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    commands = machine({"policy libcups2t64": "Candidate: 2"}, programs="apt-get")
    setup.apt(["libcups2|libcups2t64", "xvfb"])
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith("libcups2t64 xvfb\n")
    assert not commands.called("apt-get")


def test_library_nobody_can_install_stops_only_if_offscreen_fails(
    setup, machine, monkeypatch, capsys
):
    monkeypatch.setattr(setup, "qt_gaps", lambda: ["libEGL.so.1"])
    machine(programs="")
    setup.system_packages(tests=False)
    assert "系统仍缺少：libEGL.so.1" in capsys.readouterr().err
    machine(failing="QApplication", programs="")
    with pytest.raises(setup.Missing, match=r"libEGL\.so\.1"):
        setup.system_packages(tests=False)


def test_tools_of_the_tests_are_wanted_by_tests_only(setup, machine, monkeypatch, capsys):
    monkeypatch.setattr(setup, "qt_gaps", list)
    machine(programs="")
    setup.system_packages(tests=False)
    assert capsys.readouterr().err == ""
    setup.system_packages(tests=True)
    assert "openbox" in capsys.readouterr().err
