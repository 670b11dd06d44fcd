"""Attachments without a window: taken in, listed, written out."""

import pytest

from core import places
from core.services import founding
from core.store import keys
from tests.conftest import PASSWORD, QUICK
from tests.picturing import COMMENT, pdf, photo


@pytest.fixture
def case(make, station):
    made = str(make.case(title="相邻通行纠纷").id)
    station.engine.dispose()
    return made


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def test_files_are_attached_listed_and_written_out_without_their_place(verb, case, file, tmp_path):
    one, other, bad = file("一.jpg", photo()), file("二.pdf", pdf()), file("三.rar", b"Rar!1234")
    status, facts = verb("attach", "mediation_case", case, one, other, bad)
    assert (status, facts["added"], len(facts["refused"])) == (1, 2, 1)
    assert "压缩包" in facts["refused"][0]["text"]
    status, facts = verb("attachments", "矛盾纠纷台账", case, "-o", str(tmp_path / "带走"))
    assert [found["name"] for found in facts["attachments"]] == ["一.jpg", "二.pdf"]
    assert (tmp_path / "带走" / "二.pdf").read_bytes() == (tmp_path / "二.pdf").read_bytes()
    assert COMMENT not in (tmp_path / "带走" / "一.jpg").read_bytes()
    status, facts = verb("attach", "mediation_case", "相邻通行", one)
    assert (status, facts["added"]) == (0, 0)


def test_a_record_that_is_not_there_is_told(verb, case, file):
    status, said = verb("attach", "mediation_case", "abc", file("一.jpg", photo()))
    assert status == 1
    assert "没有或不止一条" in said
    status, said = verb("attachments", "task", case)
    assert status == 1
    assert "找不到" in said
    status, facts = verb("attachments", "mediation_case", case)
    assert (status, facts["attachments"]) == (0, [])


def test_who_may_not_change_the_record_leaves_nothing_behind(verb, case, file, station):
    station.perform(founding.add_user, "迎检组", "reader")
    keys.add(station.folder, station.secret.key, "迎检组", PASSWORD, QUICK)
    station.engine.dispose()
    words = ("attach", "mediation_case", case, file("一.jpg", photo()), "--user", "迎检组")
    status, said = verb(*words)
    assert status == 1
    assert "岗位不能" in said
    assert [p for p in places.attachments(station.folder).rglob("*") if p.is_file()] == []
