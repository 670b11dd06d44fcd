"""文书: every paper by its stage and how far it has come, the whole file, the pack to take."""

import os
import time
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QMenu, QPushButton
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.services import agreement, attachments, case_file, case_papers, settings
from core.services.attachments import Place, Taken
from core.settings import DUPLEX
from gui.widgets import case_pane, paper_kinds
from gui.widgets.binding_way import BindingWay
from gui.widgets.paper_kinds import PAPERS, STAGES
from gui.widgets.paper_signing import Signing
from reports import documents
from reports.form import Issue
from tests.gui.mediating import DAY, Clerk, a_case, agreed, registered
from tests.gui.shell import Heartbeat
from tests.picturing import picture
from tests.reading import pdf_pages

BY_NAME = {one.name: one for one in PAPERS}
LONGEST_GAP_MS = 50
TRIES = 8
"""The quickest counts: others share the two cores (`tests/contracts/test_gaps.py`)."""


@pytest.fixture
def clerk(station, desk_of, tmp_path, qtbot):
    return Clerk(desk_of(station), tmp_path, qtbot)


def listed(clerk):
    return clerk.pane._views[case_pane.PAPER].widget()


def chips(clerk) -> list[str]:
    """The marks that stand behind papers, in words that say of which."""
    labels = listed(clerk).findChildren(QLabel)
    return [one.accessibleName() for one in labels if one.property("kind") == "chip"]


def click(clerk, name):
    (button,) = (
        one
        for one in listed(clerk).findChildren(QPushButton)
        if name in (one.accessibleName(), one.text())
    )
    button.click()


def press(clerk, name):
    click(clerk, name)
    clerk.settle()


def test_every_paper_of_a_case_is_offered_once():
    offered = [one.name for _stage, papers in STAGES for one in papers]
    assert sorted(offered) == sorted(set(offered))
    forms = {one.name for one in documents.CASE_PAPERS}
    assert forms - set(offered) == {"paper_only"}, "the counted sheet comes with the bound file"
    assert set(offered) <= forms


def test_the_menu_has_them_by_stage(clerk, station):
    clerk.open(a_case(station))
    clerk.screen.print_it()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    inner = {one.title(): one for one in menu.findChildren(QMenu)}
    assert list(inner) == [stage for stage, _papers in STAGES]
    (found,) = (one for one in inner["协议履行"].actions() if one.text() == "收条")
    found.trigger()
    assert clerk.shell.previewed[-1][0] == "收条"


def test_what_is_printed_waits_and_comes_back_signed(clerk, station):
    case = a_case(station)
    pane = clerk.open(case)
    clerk.screen.papers.preview(pane.file, BY_NAME["rights_notice"])
    assert chips(clerk) == [], "looking at it is not printing it"
    clerk.shell.subjects[-1].printed()
    clerk.settle()
    assert chips(clerk) == ["当事人权利义务告知书待签回 2/2"]
    press(clerk, "2份都已签回（今天）")
    assert chips(clerk) == ["当事人权利义务告知书已签回 2/2"]
    assert clerk.shell.said[-1] == "2份文书已签回"
    assert {one.signed_on for one in station.ask(case_file.file, case).papers} == {DAY}


def test_an_agreement_among_them_is_asked_about(clerk, station, asked):
    case = a_case(station)
    agreed(station, case)
    station.perform(case_papers.printed, case, "mediation_agreement")
    clerk.open(case)
    asked.will("yes", False)
    press(clerk, "1份都已签回（今天）")
    assert station.ask(case_file.file, case).agreement.effective_on is None
    asked.will("yes", True)
    press(clerk, "1份都已签回（今天）")
    assert station.ask(case_file.file, case).agreement.effective_on == DAY


def tick(clerk, name, *, on):
    """Space on a tick that Tab reaches."""
    (box,) = (one for one in listed(clerk).findChildren(QCheckBox) if name in said(one))
    assert box.isVisible()
    assert box.isChecked() is not on
    box.setFocus()
    clerk.press("Space")


def said(box):
    return box.accessibleName(), box.text()


def stamped(path):
    """Pages that bear a running number in the corner."""
    return [page for page in pdf_pages(path) if page[:1].isdigit()]


def test_who_has_not_signed_is_ticked_and_what_is_not_back_stays_out(clerk, station):
    case = a_case(station)
    for kind in ("application", "rights_notice", "acceptance_register"):
        station.perform(case_papers.printed, case, kind)
    clerk.open(case)
    clerk.pane.turn_to(case_pane.PAPER)
    press(clerk, "有没签的…")
    assert QApplication.focusWidget().text() == "人民调解申请书"
    clerk.press("Space")
    tick(clerk, "权利义务告知书（李德厚）", on=False)
    tick(clerk, "李德厚还没签权利义务告知书（李德厚）", on=True)
    clerk.press("Ctrl+Return")
    clerk.settle()
    assert clerk.shell.said[-1] == "2份文书已签回，1份还没签齐"
    papers = station.ask(case_file.file, case).papers
    told = {(one.kind, one.unsigned): one.signed_on for one in papers}
    assert told == {
        ("application", None): None,
        ("rights_notice", None): DAY,
        ("rights_notice", "李德厚"): DAY,
        ("acceptance_register", None): DAY,
    }
    press(clerk, "有没签的…")
    names = [one.text() for one in listed(clerk).findChildren(QCheckBox) if one.isVisible()]
    assert names.count("李德厚") == 1, "who was missing is still ticked"
    clerk.press("Esc")
    assert not listed(clerk).findChild(Signing).isVisible()
    assert clerk.pane.isVisible(), "Esc leaves the question, not the case"


def test_a_day_nobody_has_signed_on_yet_is_told_below_it(clerk, station):
    case = a_case(station)
    station.perform(case_papers.printed, case, "application")
    clerk.open(case)
    clerk.pane.turn_to(case_pane.PAPER)
    press(clerk, "有没签的…")
    signing = listed(clerk).findChild(Signing)
    day = signing.findChild(QLineEdit, "signed_on")
    for typed, told in (("哪天", "日期"), ("2026-03-26", "今天之后")):
        day.setFocus()
        day.selectAll()
        clerk.type(typed) if typed.isascii() else clerk.say(typed)
        clerk.press("Ctrl+Return")
        clerk.settle()
        assert told in signing._day.problem
    assert station.ask(case_file.file, case).papers[0].signed_on is None


def test_an_agreement_one_has_not_signed_asks_nothing_and_is_not_in_force(clerk, station):
    case = a_case(station)
    agreed(station, case)
    station.perform(case_papers.printed, case, "mediation_agreement")
    clerk.open(case)
    clerk.pane.turn_to(case_pane.PAPER)
    press(clerk, "有没签的…")
    clerk.press("Space")
    tick(clerk, "李德厚还没签人民调解协议书", on=True)
    press(clerk, "记下签回")
    file = station.ask(case_file.file, case)
    assert file.papers[0].unsigned == "李德厚"
    assert file.agreement.effective_on is None


def test_a_file_is_marked_as_bound_with_the_pages_that_were_drawn(clerk, station, asked):
    case = a_case(station)
    station.perform(case_papers.printed, case, "application")
    clerk.open(case)
    clerk.pane.turn_to(case_pane.PAPER)
    asked.will("yes", False)
    press(clerk, "登记装订")
    assert station.ask(case_file.file, case).papers[0].bound_on is None
    press(clerk, "整本卷宗")
    pages = clerk.shell.previewed[-1][2]
    asked.will("yes", True)
    press(clerk, "登记装订")
    assert f"共{pages - 3}页" in asked.texts[-1], "cover, contents and back cover are not counted"
    file = station.ask(case_file.file, case)
    assert (file.papers[0].bound_on, file.case.pages) == (DAY, pages - 3)
    assert "已装订" in [one.text() for one in listed(clerk).findChildren(QLabel)]
    assert "登记装订" not in [one.text() for one in listed(clerk).findChildren(QPushButton)]


def test_a_file_is_bound_as_the_station_does_until_somebody_chooses(clerk, station):
    station.perform(settings.change, DUPLEX.key, "duplex")
    case = a_case(station)
    clerk.open(case)
    clerk.pane.turn_to(case_pane.PAPER)
    press(clerk, "整本卷宗")
    _title, path, on_both = clerk.shell.previewed[-1]
    assert stamped(path)
    assert clerk.shell.subjects[-1].duplex is None
    tick(clerk, "双面", on=False)
    tick(clerk, "印页号", on=False)
    press(clerk, "整本卷宗")
    _title, path, on_one = clerk.shell.previewed[-1]
    assert on_one < on_both
    assert not stamped(path)
    assert clerk.shell.subjects[-1].duplex is False
    clerk.open(case)
    way = listed(clerk).findChild(BindingWay)
    assert (way.numbered.isChecked(), way.duplex.isChecked()) == (False, False)


def test_the_whole_file_is_one_paper(clerk, station):
    case = a_case(station)
    agreed(station, case)
    station.perform(agreement.sign, case)
    clerk.open(case)
    press(clerk, "整本卷宗")
    title, path, pages = clerk.shell.previewed[-1]
    assert title == "整本卷宗"
    texts = pdf_pages(path)
    assert len(texts) == pages
    assert "李德厚拆除围栏" in "".join(texts)
    assert clerk.shell.subjects[-1].records == (("mediation_case", case),)


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_the_whole_file_is_kept_under_its_number(clerk, station, asked, tmp_path, suffix, qtbot):
    pane = clerk.open(a_case(station))
    asked.will("save_file", tmp_path / f"whole{suffix}")
    clerk.screen.papers.save_whole(pane.file, suffix)
    qtbot.waitUntil(lambda: bool(clerk.shell.said), timeout=60_000)
    assert (tmp_path / f"whole{suffix}").stat().st_size > 1000
    assert clerk.shell.said[-1].endswith(f"whole{suffix}")


@pytest.fixture
def thick(station):
    """A case with a scan of 39 MB."""
    case, out = a_case(station), BytesIO()
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(BytesIO(picture() + os.urandom(39 << 20))), 0, 0)
    canvas.save()
    store = station.ask(attachments.files, station.folder)
    kept = store.put([out.getvalue()])
    taken = Taken("SCAN0042.pdf", "application/pdf", kept.size, kept.digest)
    station.perform(attachments.add, Place("mediation_case", case), station.folder, [taken])
    return case


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_scan_of_39_mb_is_bound_while_the_window_goes_on(clerk, thick, asked, tmp_path, suffix):
    pane, held = clerk.open(thick), []
    while not held or (min(held) > LONGEST_GAP_MS and len(held) < TRIES):
        asked.will("save_file", tmp_path / f"{len(held)}{suffix}")
        beat = Heartbeat(clerk.screen, time.monotonic)
        clerk.screen.papers.save_whole(pane.file, suffix)
        clerk.settle()
        held.append(beat.stop())
    assert "没有装入" not in clerk.shell.said[-1]
    assert min(held) <= LONGEST_GAP_MS, held


def test_a_pack_to_take_along_with_names_or_without(clerk, station):
    clerk.open(a_case(station))
    press(clerk, "空白文书包")
    assert "张永福" in "".join(pdf_pages(clerk.shell.previewed[-1][1]))
    clerk.screen.papers.pack()
    assert "张永福" not in "".join(pdf_pages(clerk.shell.previewed[-1][1]))
    assert clerk.shell.subjects[-1].records == ()


def test_a_reader_cannot_say_that_papers_were_signed(station, somebody, desk_of, tmp_path, qtbot):
    case = a_case(station)
    station.perform(case_papers.printed, case, "application")
    clerk = Clerk(desk_of(somebody("reader")), tmp_path, qtbot)
    clerk.open(case)
    assert chips(clerk) == ["人民调解申请书待签回"]
    assert listed(clerk).findChild(QPushButton, "all_signed") is None


def test_the_likely_paper_follows_the_case(clerk, station):
    case = a_case(station)
    file = station.ask(case_file.file, case)
    assert paper_kinds.likely(file).name == "rights_notice"
    noted = station.ask(case_file.file, registered(station))
    assert paper_kinds.likely(noted).name == "acceptance_register"
    agreed(station, case, form="oral")
    assert paper_kinds.likely(station.ask(case_file.file, case)).name == "oral_register"


@pytest.fixture
def copied(station, tmp_path):
    """One printed sheet and one empty one, as the copier makes a PDF of them."""

    def made(case):
        printed = tmp_path / "printed.pdf"
        station.ask(documents.draw, "application", case, printed, Issue(DAY, "李海燕"))
        with pypdfium2.PdfDocument(printed) as pages:
            sheet = pages[0].render(scale=200 / 72).to_pil().convert("L")
        out = tmp_path / "SCAN0042.pdf"
        empty = Image.new("L", sheet.size, 250)
        sheet.save(out, "pdf", save_all=True, append_images=[empty], resolution=200)
        return out

    return made


def test_a_scanned_stack_files_itself_and_the_rest_is_asked_about(
    clerk, station, asked, copied, qtbot
):
    case = a_case(station)
    clerk.open(case)
    asked.will("open_file", copied(case))
    asked.will("choose", "当事人身份证明")
    click(clerk, "扫描归卷")
    qtbot.waitUntil(lambda: len(station.ask(case_file.file, case).papers) == 2, timeout=60_000)
    clerk.settle()
    papers = station.ask(case_file.file, case).papers
    assert [(one.kind, case_papers.state(one)) for one in papers] == [
        ("application", "已扫描"),
        ("identity", "已扫描"),
    ]
    assert chips(clerk) == ["人民调解申请书已扫描"]


def test_pages_nobody_chose_for_are_left_alone(clerk, station, asked, copied, qtbot):
    case = a_case(station)
    clerk.open(case)
    asked.will("open_file", copied(case))
    asked.will("choose", None)
    click(clerk, "扫描归卷")
    qtbot.waitUntil(lambda: not asked.answers, timeout=60_000)
    clerk.settle()
    assert [one.kind for one in station.ask(case_file.file, case).papers] == ["application"]
