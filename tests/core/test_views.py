"""How a person looks at a ledger is kept for him alone, beside the journal, until he leaves."""

from sqlalchemy import select

from core.draft import SavedView
from core.journal.tables import Entry
from core.services import access, views
from core.services.views import View
from tests.conftest import colleague

WIDE = View(("title", "owner", "due"), {"owner": 150}, "due", rising=True)


def _seen(station, ledger="task"):
    return station.ask(views.kept, station.actor.id, ledger)


def _entries(station):
    return station.ask(lambda session: len(session.scalars(select(Entry.seq)).all()))


def test_a_view_is_one_s_own_of_one_ledger_and_no_entry_of_the_journal(station, acting):
    before = _entries(station)
    station.jot(views.keep, "task", WIDE)
    assert _seen(station) == WIDE
    assert _seen(station, "staff") == View()
    assert _seen(acting("chief")) == View()
    assert _entries(station) == before


def test_the_usual_view_leaves_nothing_behind(station):
    station.jot(views.keep, "task", View())
    station.jot(views.keep, "task", WIDE)
    station.jot(views.keep, "task", View())
    assert station.ask(lambda session: session.scalars(select(SavedView)).all()) == []


def test_columns_a_ledger_has_no_more_are_left_out(station):
    old = View(("title", "gone", "due"), {"gone": 90, "due": 120}, "gone", rising=True)
    station.jot(views.keep, "task", old)
    assert _seen(station) == View(("title", "due"), {"due": 120}, "", rising=True)


def test_a_view_goes_with_its_person(station):
    colleague(station, "新内勤", "clerk").jot(views.keep, "task", WIDE)
    station.jot(views.keep, "task", WIDE)
    station.perform(access.close, station.folder, "新内勤")
    owners = station.ask(lambda session: session.scalars(select(SavedView.owner)).all())
    assert owners == [station.actor.id]
