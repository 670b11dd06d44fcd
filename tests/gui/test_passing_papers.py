"""A paper is looked at as a passing file: the person's own, and gone afterwards."""

import shutil
from threading import Event

import pytest

from core import places
from gui.widgets import opened_copies
from gui.widgets.frame import Frame
from gui.widgets.screen import Subject
from tests.conftest import FACTS


@pytest.fixture
def frame(qtbot, station, desk_of):
    made = Frame(desk_of(station), FACTS.name, ())
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def shown(qtbot, frame, small_pdf):
    """The file of a paper that is being looked at."""
    with qtbot.waitSignal(frame.paper.ready):
        frame.preview(lambda path: int(bool(shutil.copy(small_pdf, path))), "花名册")
    return next(places.papers(frame.desk.station.folder).rglob("花名册.pdf"))


def test_a_paper_lies_where_only_this_person_can_look(shown):
    assert shown.is_file()
    assert shown.parent.stat().st_mode & 0o077 == 0


def test_leaving_takes_it_away(frame, shown):
    frame.close_down()
    assert not shown.exists()


def test_what_a_power_cut_left_is_gone_at_the_next_start(frame, shown, tmp_path):
    opened_copies.wipe(frame.desk.station.folder)
    assert shown.is_file(), "the paper is still read behind the lock"
    opened_copies.wipe_all(frame.desk.station.folder)
    assert not shown.exists()


@pytest.mark.parametrize("second", ["晨会单", "签到表"])
def test_of_two_papers_asked_in_one_breath_the_last_is_shown(qtbot, frame, small_pdf, second):
    """A double click, or another button before the first paper was there."""
    go_on, refused, seen = Event(), [], []
    frame.desk.refused.connect(refused.append)

    def slowly(path):
        with places.writing(path) as part:
            go_on.wait(5)
            return int(bool(shutil.copy(small_pdf, part)))

    def at_once(path):
        with places.writing(path) as part:
            go_on.set()
            return int(bool(shutil.copy(small_pdf, part)))

    frame.preview(slowly, "晨会单", Subject("先要的", shown=lambda: seen.append("先要的")))
    frame.preview(at_once, second, Subject("后要的", shown=lambda: seen.append("后要的")))
    qtbot.waitUntil(lambda: not frame.desk.busy and bool(seen))
    assert (seen, refused) == (["后要的"], [])
