"""The canary: no word of a restricted case reaches a clerk by any way; its people have them all.

The ways are taken from the registries: a new ledger, paper, verb or screen is tried unasked.
"""

import itertools
from datetime import date

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from core import codes, workdays
from core import records as registry
from core.commands import VERBS as CORE_VERBS
from core.commands.verb import Call
from core.errors import UserError
from core.ids import Ids
from core.intake import workbook
from core.intake.wire.manifest import Header, Sender
from core.journal import feed
from core.progress import silent
from core.record import Kind, fields, parent_key
from core.records import LEDGERS
from core.records.attachment import Attachment
from core.records.mediation_case import LEDGER, MediationCase
from core.rights import RIGHTS, Actor
from core.services import (
    agenda,
    desk,
    drafts,
    finding,
    grids,
    history,
    importing,
    meeting,
    outbox,
    packages,
    records,
    registers,
    statistics,
    weekly,
)
from core.services.figures import Period
from core.services.importing import Terms
from core.services.records import Filter
from core.services.registers import REGISTERS
from gui import indoors
from gui.widgets.frame import Frame
from gui.widgets.screen import Target
from reports import documents
from reports.commands import VERBS as REPORT_VERBS
from reports.commands import exporting, line
from reports.form import Issue
from tests.conftest import FACTS
from tests.reading import pdf_pages, squeezed, word_text

NUMBER = "石桥镇人调字〔2026〕第777号"
DAY = date(2026, 3, 25)
WRITTEN = (Kind.TEXT, Kind.LONG, Kind.PHONE, Kind.ID_NO, Kind.ORG_NO)
WHOLE = Filter()


class Birds:
    """A word of its own for each text field, and which field it stands in."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self._next = itertools.count(10)

    def filled(self, record, **given):
        values = {one.key: self._word(record, one) for one in fields(record) if _typed(one)}
        return record(**values | given)

    def _word(self, record, one):
        n = next(self._next)
        digits = {Kind.PHONE: f"1390000{n}{n}", Kind.ID_NO: f"11010119900307{n}{n}"}
        word = digits.get(one.kind, f"㛃雀{n}鸣")
        self.known[word] = f"{record.__tablename__}.{one.key}"
        return word

    def heard(self, text):
        close = squeezed(text)
        return sorted(place for word, place in self.known.items() if word in close)


def _typed(one):
    return one.kind in WRITTEN and not one.given


def required(record):
    """Something for each field that must be there and holds no words; links to anybody."""
    made = {Kind.WHOLE: 1, Kind.DATE: DAY, Kind.LINK: None}
    return {
        one.key: codes.table(one.code).items[0].code if one.kind is Kind.CODE else made[one.kind]
        for one in fields(record)
        if one.required and one.kind not in WRITTEN
    }


@pytest.fixture
def birds():
    return Birds()


@pytest.fixture
def restricted(station, make, birds):
    """A case everybody saw, discussed in a meeting, and then restricted by the chief."""
    mediator = make.staff(name="周秀兰")
    case = make.record(
        birds.filled(
            MediationCase,
            number=NUMBER,
            source="02",
            dispute="02",
            state="Z30",
            accepted_on=date(2026, 3, 2),
            due=date(2026, 3, 24),
            mediator=mediator.id,
            privacy="L2",
        )
    )
    extra = {
        "party": {"side": "applicant", "kind": "person"},
        "mediation_meeting": {"held_on": date(2026, 3, 9), "result": "continued"},
        "agreement": {"form": "written", "signed_on": date(2026, 3, 20)},
        "performance": {"due": date(2026, 3, 24)},
    }
    for child in LEDGER.children:
        given = required(child.record) | {parent_key(child.record): case.id}
        given |= {one: mediator.id for one in ("staff",) if one in given}
        given |= extra.get(child.name, {})
        make.record(birds.filled(child.record, **given))
    common = {"table": "mediation_case", "owner": case.id, "size": 1, "digest": "0" * 64}
    make.record(birds.filled(Attachment, **common))
    station.perform(meeting.prepare, DAY)
    station.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    make.case(title="东风村占道", state="Z30", accepted_on=DAY, due=DAY)
    texts = {one.key: getattr(case, one.key) for one in fields(MediationCase) if _typed(one)}
    station.jot(drafts.keep, "mediation_case", texts, case.id)
    return case


@pytest.fixture
def acting(station):
    return lambda role, **given: station.as_(
        Actor(Ids(station.clock).new(), "赵内勤", role, **given)
    )


@pytest.fixture
def clerk(acting, restricted):
    return acting("clerk")


@pytest.fixture
def people(acting, restricted):
    """Who may see everything: the mediator of the case, the chief, the administrator."""
    hands = frozenset({restricted.mediator})
    return [acting("mediator", hands=hands), acting("chief"), acting("admin")]


def listed(station):
    """Every row of every ledger with what lives inside it, its links, its bin, its history."""

    def read(session):
        for ledger in LEDGERS:
            found = records.ids(session, ledger, WHOLE)
            binned = records.ids(session, ledger, Filter(binned=True))
            yield from map(str, records.rows(session, ledger, [*found, *binned]))
            yield str(records.choices(session, ledger.name))
            for one in found:
                yield str(history.of_whole(session, ledger.name, one))
                for child in ledger.children:
                    lines = records.children(session, child.record, one)
                    yield from map(str, records.shown(session, lines))
        for other in registry.OTHERS:
            yield from (str(vars(one)) for one in session.query(other))

    return "\n".join(station.ask(lambda session: list(read(session))))


def looked_up(station, restricted, birds):
    """What is told to who knows an identity or a word of it."""
    tables = [LEDGER.name, *(child.name for child in LEDGER.children)]
    since = station.now().replace(year=2025)

    def read(session):
        yield str(records.titles(session, LEDGER.name, [restricted.id]))
        yield from (str(history.of_record(session, one, restricted.id)) for one in tables)
        for word in birds.known:
            yield str([hit.why + hit.name for hit in finding.find(session, word)])
            yield str([records.count(session, one, Filter(words=word)) for one in LEDGERS[:1]])
        yield str(feed.entries(session))
        yield str(drafts.all_kept(session, station.actor.id))
        yield str(history.undoable(session, station.actor.id, since))

    return "\n".join(station.ask(lambda session: list(read(session))))


def told(station):
    """The desk, the agenda, the week, the map, the outbox."""
    return "\n".join(
        str(station.ask(*query))
        for query in (
            (desk.today, DAY, workdays.known()),
            (agenda.compile_agenda, DAY),
            (weekly.weekly, Period(date(2026, 3, 20), date(2026, 3, 26))),
            (statistics.overview, Period(date(2026, 3, 1), date(2026, 3, 31)), "accepted"),
            (grids.survey, DAY),
            (outbox.overview,),
            (packages.counts,),
            *((registers.rows, one, Period(date(2026, 1, 1), DAY), DAY) for one in REGISTERS),
        )
    )


def exported(station, folder):
    """Every ledger in every format a clerk may choose."""
    for ledger in LEDGERS:
        for suffix in (".xlsx", ".csv", ".pdf", ".docx"):
            path = folder / f"{ledger.name}{suffix}"
            exporting.run(station, exporting.Wanted(ledger.name, path))
            yield written(path)


def written(path):
    if path.suffix == ".pdf":
        return "".join(pdf_pages(path))
    if path.suffix == ".docx":
        return word_text(path)
    if path.suffix == ".xlsx":
        return str(workbook.read(path, None, silent).sheets)
    return path.read_text("utf-8-sig", errors="replace")


def printed(station, folder, records_of):
    """Every paper of every record the ledgers list, and of the restricted case."""
    for form in documents.DOCUMENTS:
        for identity in records_of(form.ledger):
            path = folder / f"{form.name}.pdf"
            try:
                issue = Issue(DAY, station.actor.name, station.demo)
                station.ask(documents.draw, form.name, identity, path, issue)
            except UserError as refused:
                yield refused.text
            else:
                yield written(path)


def every_word(widget):
    """Whatever a window says: words, tips, names for a reader, and all rows of its lists."""
    for one in widget.findChildren(QWidget):
        yield f"{one.toolTip()} {one.accessibleName()} {one.windowTitle()}"
        if isinstance(one, (QLabel, QAbstractButton, QLineEdit)):
            yield one.text()
        elif isinstance(one, QTextEdit):
            yield one.toPlainText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(n) for n in range(one.count()))
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from _cells(one.model(), QModelIndex())


def _cells(model, parent):
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    width = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
    for row in range(model.rowCount(parent)):
        for column in range(width):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in roles)
            if column == 0 and model.rowCount(index):
                yield from _cells(model, index)


def test_no_list_link_bin_or_history_tells_a_clerk(clerk, birds, people):
    assert birds.heard(listed(clerk)) == []
    everything = sorted(birds.known.values())
    for one in people:
        assert birds.heard(listed(one)) == everything


def test_no_word_or_identity_leads_a_clerk_there(clerk, birds, restricted, people):
    assert birds.heard(looked_up(clerk, restricted, birds)) == []
    assert birds.heard(looked_up(people[1], restricted, birds)) != []


def test_desk_agenda_figures_and_outbox_tell_nobody_and_count_for_all(
    clerk, birds, people, acting, restricted
):
    assert birds.heard(told(clerk)) == []
    readers = [clerk, *people, *(acting(role) for role in RIGHTS)]

    def figures(one):
        seen = one.ask(desk.today, DAY, workdays.known())
        week = one.ask(weekly.weekly, Period(date(2026, 3, 20), date(2026, 3, 26)))
        held = one.ask(outbox.overview)
        table = one.ask(
            statistics.overview, Period(date(2026, 3, 1), date(2026, 3, 31)), "accepted"
        )
        agreed = (
            table,
            one.ask(packages.counts),
            one.ask(grids.survey, DAY),
            held.held,
            held.waiting,
        )
        return week, seen.cards, seen.months, seen.kinds, *agreed

    first = figures(clerk)
    assert first[0].figures()["accepted"].value is not None
    assert all(figures(one) == first for one in readers)


def test_nobody_finds_a_restricted_title_in_what_is_read_aloud(people, birds, restricted):
    for one in people:
        assert birds.heard(str(one.ask(agenda.compile_agenda, DAY))) == []


def test_no_file_a_clerk_exports_tells(clerk, birds, tmp_path, people):
    assert birds.heard("".join(exported(clerk, tmp_path))) == []
    chief = tmp_path / "案.csv"
    exporting.run(people[1], exporting.Wanted(LEDGER.name, chief))
    assert "mediation_case.title" in birds.heard(written(chief))


def test_no_paper_a_clerk_prints_tells(clerk, birds, tmp_path, people, restricted):
    def of(ledger):
        there = clerk.ask(records.ids, registry.ledger(ledger), WHOLE)
        return [*there[:3], restricted.id] if ledger == LEDGER.name else there[:3]

    assert birds.heard("".join(printed(clerk, tmp_path, of))) == []
    assert "party.name" in birds.heard("".join(printed(people[0], tmp_path, of)))


def test_importing_the_same_case_tells_a_clerk_only_that_the_number_is_taken(
    clerk, birds, tmp_path
):
    path = tmp_path / "案.csv"
    path.write_text(f"卷号,卷名,案件来源\n{NUMBER},别的,02\n", "utf-8-sig")
    (sheet,) = workbook.read(path, None, silent).sheets
    plan = clerk.ask(importing.plan, LEDGER.name, sheet, Terms(DAY))
    assert [row.verdict for row in plan.rows] == ["failed"]
    assert "已用于限制查阅的记录" in str(plan)
    assert birds.heard(str(plan)) == []


def test_a_package_is_whole_whoever_builds_it(clerk, birds, restricted):
    def complete(session):
        last = feed.last_seq(session)
        sender = Sender("1", "站", "1", "1", "1")
        header = Header("1", sender, 1, "", (1, last), ("", ""), "", "")
        return [str(one.new) for one in packages.lines(session, header)]

    missing = set(birds.known.values()) - set(birds.heard("".join(clerk.ask(complete))))
    stays = ("attachment", *(one.name for one in LEDGER.children if not one.record.uploaded))
    assert missing == {one for one in birds.known.values() if one.split(".")[0] in stays}


SPOKEN = {
    "check": (),
    "backup": ("-o", "DIR"),
    "find": ("WORD",),
    "agenda": ("--date", "2026-03-25"),
    "duty show": ("--month", "2026-03"),
    "duty copy": ("--month", "2026-03"),
    "duty propose": ("--month", "2026-03"),
    "review": ("--all",),
    "attach": (LEDGER.name, "CASE", "DIR/same.csv"),
    "attachments": (LEDGER.name, "CASE"),
    "keys card": ("-o", "DIR/own.card.json"),
    "hand-over": ("周秀兰", "李海燕"),
    "import": (LEDGER.name, "DIR/same.csv"),
    "export": (LEDGER.name, "-o", "DIR/out.csv"),
    "sent": ("--get", "1", "-o", "DIR/sent.csv"),
    "print": ("mediation_agreement", "CASE", "-o", "DIR/paper.pdf"),
    "report": ("weekly", "--period", "2026-03-20..2026-03-26", "-o", "DIR/week.pdf"),
    "package build": ("-o", "DIR/out"),
}
OTHER_STATIONS = {
    "init",
    "restore",
    "demo",
    "keys new",
    "keys enrol",
    "package verify",
    "receive",
    "migrate",
    "move",
    "rekey",
}
"""Verbs that make or open another station, or read nothing of this one."""


def fitting(verb, folder, word):
    """Words a verb nobody spoke of here asks for: a file, a first choice, else a word to find."""
    asked = line.parser((*CORE_VERBS, *REPORT_VERBS))
    for name in verb.split():
        (group,) = [one for one in asked._actions if hasattr(one.choices, "values")]
        asked = group.choices[name]
    for one in asked._actions:
        if one.required:
            yield from one.option_strings[:1]
            where = str(folder / "fitting") if one.metavar in ("FILE", "DIR") else word
            yield str(next(iter(one.choices))) if one.choices else where


def leaves(verbs, before=()):
    for verb in verbs:
        name = (*before, verb.name)
        if verb.acts:
            yield from leaves(verb.acts, name)
        else:
            yield " ".join(name)


@pytest.fixture
def spoken(restricted, birds, tmp_path):
    """What a verb answers a person, and what stands in the files it wrote."""
    (tmp_path / "same.csv").write_text(f"卷号,卷名,案件来源\n{NUMBER},别的,02\n", "utf-8-sig")
    fit = {"WORD": next(iter(birds.known)), "CASE": str(restricted.id)}

    def speak(verb, station):
        given = SPOKEN.get(verb) or fitting(verb, tmp_path, fit["WORD"])
        words = [fit.get(one, one.replace("DIR", str(tmp_path))) for one in given]
        args = line.parser((*CORE_VERBS, *REPORT_VERBS)).parse_args(
            [*verb.split(), *words, "--station", str(station.folder)]
        )
        try:
            answer = args.verb.run(Call(args, station.clock, silent, _opened=[station]))
        except UserError as refused:
            return refused.text
        found = [path for path in tmp_path.rglob("*") if path.suffix in (".pdf", ".csv", ".json")]
        files = [written(path) for path in found if station.folder not in path.parents]
        return f"{answer.facts} {answer.lines} {files}"

    return speak


@pytest.mark.parametrize("verb", sorted(leaves((*CORE_VERBS, *REPORT_VERBS))))
def test_no_verb_tells_a_clerk(verb, clerk, birds, spoken):
    if verb in OTHER_STATIONS:
        assert verb not in SPOKEN
    else:
        assert birds.heard(spoken(verb, clerk)) == []


@pytest.mark.parametrize("verb", ["find", "export", "print"])
def test_the_same_verbs_tell_the_chief(verb, people, birds, spoken):
    assert birds.heard(spoken(verb, people[1])) != []


@pytest.fixture
def seen(qtbot, desk_of, settle):
    """Everything the window says to one person at every place, each ledger included."""

    def look(station, words=()):
        desk = desk_of(station)
        frame = Frame(desk, FACTS.name, indoors.PLACES)
        qtbot.bring_up(frame, 1366, 690)
        targets = [Target(one.key) for one in indoors.PLACES]
        targets += [Target("ledgers", ledger=one.name) for one in LEDGERS]
        targets += [Target("meeting"), Target("bin")]
        found = []
        for target in targets:
            frame.go(target)
            for _ in range(3):
                settle(desk)
                QApplication.processEvents()
                found += list(every_word(frame))
        for word in words:
            frame.top.search.setFocus()
            frame.top.search.setText(word)
            frame.popup._search(word)
            settle(desk)
            found += [hit.name + hit.why for hit in frame.popup.hits]
        frame.close_down()
        return "\n".join(found)

    return look


def test_no_screen_tells_a_clerk(seen, clerk, birds, people):
    words = list(birds.known)[:3]
    assert birds.heard(seen(clerk, words)) == []
    assert "mediation_case.title" in birds.heard(seen(people[1], words))
