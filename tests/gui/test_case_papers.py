"""文书: every paper by its stage and how far it has come, the whole file, the pack to take."""

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from core.services import agreement, case_file, case_papers
from gui.widgets import case_pane, paper_menu
from gui.widgets.paper_menu import PAPERS, STAGES
from reports import documents
from reports.form import Issue
from tests.gui.mediating import DAY, Clerk, a_case, agreed, registered
from tests.reading import pdf_pages

BY_NAME = {one.name: one for one in PAPERS}


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
    assert paper_menu.likely(file).name == "rights_notice"
    noted = station.ask(case_file.file, registered(station))
    assert paper_menu.likely(noted).name == "acceptance_register"
    agreed(station, case, form="oral")
    assert paper_menu.likely(station.ask(case_file.file, case)).name == "oral_register"


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
