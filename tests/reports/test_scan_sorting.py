"""A stack from the office copier files itself; what bears no bars is asked about once."""

import json
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen import canvas

from core.errors import Invalid
from core.services import attachments, case_file, case_papers, mediation, scan_sorting
from core.services.attachments import Place
from core.services.lines import Line
from core.services.mediation import CaseDraft
from main import main
from reports import documents
from reports.form import Issue
from tests.conftest import PASSWORD

TODAY = date(2026, 3, 25)


def locked_pdf():
    """A PDF that opens by a password."""
    made = BytesIO()
    sheet = canvas.Canvas(made, encrypt="kept-2026")
    sheet.showPage()
    sheet.save()
    return made.getvalue()


@pytest.fixture
def cases(station):
    """Two disputes of one committee."""

    def accepted(*names):
        sides = ("applicant", "respondent")
        parties = tuple(Line({"name": n, "side": s}) for n, s in zip(names, sides, strict=True))
        draft = CaseDraft({"source": "02", "dispute": "02"}, parties)
        return station.perform(mediation.accept, draft).value

    return accepted("张三", "李四"), accepted("王五", "赵六")


@pytest.fixture
def sheets(station, tmp_path):
    """A paper as the copier sees it: dots, a little askew, greyer than it was."""

    def copied(name, case, tilt=0.0):
        path = tmp_path / f"{name}.pdf"
        station.ask(documents.draw, name, case, path, Issue(TODAY, "李海燕"))
        with pypdfium2.PdfDocument(path) as printed:
            images = [page.render(scale=200 / 72).to_pil().convert("L") for page in printed]
        grey = [one.point(lambda dot: 40 + dot * 3 // 4) for one in images]
        return [one.rotate(tilt, expand=False, fillcolor=230) for one in grey]

    return copied


def stacked(pages, path):
    pages[0].save(path, "pdf", save_all=True, append_images=pages[1:], resolution=200)
    return path


def test_papers_of_two_cases_find_their_files(station, cases, sheets, tmp_path):
    first, second = cases
    pages = sheets("mediation_agreement", first) + sheets("application", second, tilt=0.4)
    found = scan_sorting.sort(station, stacked(pages, tmp_path / "SCAN0042.pdf"))
    assert [(one.case, one.kind) for one in found.filed] == [
        (first, "mediation_agreement"),
        (second, "application"),
    ]
    assert found.left == ()
    (paper,) = station.ask(case_file.file, second).papers
    assert case_papers.state(paper) == "已扫描"
    (kept,) = station.ask(attachments.of_record, Place("mediation_case", second))
    assert (paper.scan, paper.pages) == (kept.id, kept.pages)


def test_an_upside_down_sheet_and_an_empty_back(station, cases, sheets, tmp_path):
    front = sheets("application", cases[0])[0].rotate(180)
    back = Image.new("L", front.size, 250)
    found = scan_sorting.sort(station, stacked([front, back], tmp_path / "a.pdf"))
    assert [one.kind for one in found.filed] == ["application"]
    assert found.left == (1,)
    assert "第2页没有认出页脚条码" in "".join(scan_sorting.unknown(found.left))


def test_each_party_gets_its_own_sheet_in_the_order_of_the_stack(station, cases, sheets, tmp_path):
    station.perform(case_papers.printed, cases[0], "rights_notice")
    for page in sheets("rights_notice", cases[0]):
        scan_sorting.sort(station, stacked([page], tmp_path / "one.pdf"))
    file = station.ask(case_file.file, cases[0])
    assert {one.subject for one in file.papers if one.scan} == {one.id for one in file.parties}


def test_pages_without_bars_are_told_once_where_they_belong(station, cases, sheets, tmp_path):
    pages = [Image.new("L", (1654, 2339), 245) for _ in range(2)] + sheets("application", cases[0])
    path = stacked(pages, tmp_path / "a.pdf")
    rest = scan_sorting.Rest(cases[1], "identity")
    found = scan_sorting.sort(station, path, rest)
    assert [(one.case, one.kind, one.pages) for one in found.filed] == [
        (cases[1], "identity", (0, 1)),
        (cases[0], "application", (2,)),
    ]
    assert found.filed[0].line.startswith("第1至2页 → 石桥镇人调字〔2026〕第002号 当事人身份证明")


def test_a_case_one_may_not_see_is_no_home(station, cases, sheets, somebody, tmp_path):
    station.perform(mediation.amend, cases[0], {"privacy": "L3"}, ())
    path = stacked(sheets("application", cases[0]), tmp_path / "a.pdf")
    found = scan_sorting.sort(somebody("clerk", "周秀兰"), path)
    assert found.filed == ()
    assert found.left == (0,)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b"words called a picture", "“SCAN.jpg”是文本，不是 PDF"),
        (b"\xff\xd8\xff\xe0 a picture", "“SCAN.jpg”是图片，不是 PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"%PDF-1.4 torn", "这个 PDF 没有拷贝完整"),
        (locked_pdf(), "这个 PDF 设有打开密码"),
    ],
)
def test_what_cannot_be_taken_apart_is_told_by_what_it_is(station, tmp_path, content, said):
    path = tmp_path / "SCAN.jpg"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=said):
        scan_sorting.sort(station, path)


def test_a_file_that_is_not_there_is_told(station, tmp_path):
    with pytest.raises(Invalid, match="读不出"):
        scan_sorting.sort(station, tmp_path / "gone.pdf")


def test_the_verb_tells_what_went_where(station, cases, sheets, tmp_path, capsys):
    path = stacked(sheets("application", cases[0]), tmp_path / "a.pdf")
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, "utf-8")
    words = ["--station", str(station.folder), "--user", "李海燕", "--password-file", str(secret)]
    assert main(["scans", str(path), "--json", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "filed": [{"number": "石桥镇人调字〔2026〕第001号", "kind": "application", "pages": [1]}],
        "left": [],
    }
    out = BytesIO()
    Image.new("L", (1654, 2339), 245).save(out, "pdf", resolution=200)
    path.write_bytes(out.getvalue())
    assert main(["scans", str(path), *words]) == 1
    assert main(["scans", str(path), "--rest", "第002号", "没有这种", *words]) == 1
