"""Verbs on people: work handed over without a window."""

import pytest

from core.services import founding
from core.store import keys
from tests.conftest import PASSWORD, QUICK


@pytest.fixture
def two(station, make):
    """李小满 has a task, a login and a password; 周建国 takes over."""
    staff = [make.staff(name=name).id for name in ("李小满", "周建国")]
    station.perform(founding.add_user, "李小满", "mediator")
    keys.add(station.folder, station.secret.key, "李小满", PASSWORD, QUICK)
    make.task(title="核对消防通道", owner=staff[0])
    station.engine.dispose()


def test_everything_is_handed_over_and_the_login_closed(verb, station, two, tmp_path):
    words = ("--user", "李海燕", "--thing", "钥匙：档案柜钥匙 2 把", "--thing", "雨伞")
    status, facts = verb("hand-over", "李小满", "周建国", "--close", *words)
    assert (status, facts["lines"], facts["closed"]) == (0, 3, True)
    assert keys.names(station.folder) == ("李海燕",)
    paper = tmp_path / "工作交接清单.pdf"
    status, facts = verb("print", "hand_over_list", facts["id"], "-o", str(paper))
    assert (status, facts["pages"]) == (0, 1)


def test_a_name_nobody_has_is_told(verb, two):
    status, said = verb("hand-over", "李小满", "周建设", "--user", "李海燕")
    assert status == 1
    assert "没有“周建设”" in said


def test_a_visitor_prints_nothing(verb, station, make, tmp_path):
    case = make.case()
    station.perform(founding.add_user, "县里来的", "reader")
    keys.add(station.folder, station.secret.key, "县里来的", PASSWORD, QUICK)
    paper = tmp_path / "登记表.pdf"
    words = (str(case.id), "-o", str(paper), "--user", "县里来的")
    status, said = verb("print", "acceptance_register", *words)
    assert status == 1
    assert "不能打印文书" in said
    assert not paper.exists()
