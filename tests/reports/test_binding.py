"""The whole file of a case: everything in order, the contents right, nothing lost."""

import json
import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from core.errors import Cancelled
from core.records.mediation_case import FollowUp
from core.services import agreement, attachments, case_file, case_papers, mediation
from core.services.agreement import AgreementDraft
from core.services.attachments import Place, Taken
from core.services.case_papers import Scanned
from core.services.lines import Line
from core.services.mediation import CaseDraft
from main import main
from reports import binding
from reports.form import BLANK, Issue
from reports.volume import Way
from tests.conftest import PASSWORD
from tests.reading import pdf_pages, squeezed, word_text

TODAY = date(2026, 3, 25)
ZHANG = Line({"name": "张𠮷㛃", "agent": "张小军"})
LI = Line({"side": "respondent", "name": "李大山", "guardian": "李成"})
FIRM = Line({"side": "third", "kind": "organisation", "name": "临川县恒昌建筑劳务有限公司"})
CLAUSES = ("张𠮷㛃疏通排水沟。", "李大山收到赔偿款后不再阻拦。")
BOUND = Way()
SAID = "问：请说说经过。\n答：水从屋檐流下来，泡坏了墙。\n"


@pytest.fixture
def case(station, make):
    """A dispute of three, talked over once, agreed upon, visited again."""
    draft = CaseDraft({"source": "02", "dispute": "02"}, (ZHANG, LI, FIRM))
    made = station.perform(mediation.accept, draft).value
    talk = {"held_on": TODAY, "talk": SAID, "result": "success", "informed": "yes"}
    station.perform(mediation.hold_meeting, made, talk)
    paid = {"payer": "张𠮷㛃", "receiver": "李大山", "item": "赔偿墙面", "amount": Decimal(1200)}
    agreed = AgreementDraft(
        facts="双方确认损失。", clauses=CLAUSES, items=(Line(paid),), signed_on=TODAY
    )
    station.perform(agreement.agree, made, agreed)
    make.record(FollowUp(case=made, position=1, done_on=TODAY, person="李大山"))
    return made


@pytest.fixture
def bind(station, case, tmp_path):
    def bound(name="file.pdf", way=BOUND, **more):
        issue = Issue(TODAY, "李海燕")
        whole = station.ask(binding.gather, case, issue, station.folder)
        return binding.bind(whole, tmp_path / name, way, **more)

    return bound


@pytest.fixture
def attach(station, case):
    """Put a content beside the case as if it had come in."""

    def attached(name, media, content):
        store = station.ask(attachments.files, station.folder)
        kept = store.put([content])
        place = Place("mediation_case", case)
        taken = Taken(name, media, kept.size, kept.digest)
        station.perform(attachments.add, place, station.folder, [taken])
        return station.ask(attachments.of_record, place)[-1]

    return attached


def scanned(pages: int) -> bytes:
    """What a copier makes of sheets: a PDF of pictures."""
    sheets = [Image.new("RGB", (413, 585), "lightyellow") for _ in range(pages)]
    out = BytesIO()
    sheets[0].save(out, "pdf", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def test_the_file_is_in_statutory_order(bind, tmp_path):
    assert bind().left_out == ()
    pages = pdf_pages(tmp_path / "file.pdf")
    order = [
        "人民调解卷宗",
        "卷内目录",
        "人民调解申请书",
        "人民调解受理登记表",
        "人民调解当事人权利义务告知书",
        "授权委托书",
        "人民调解记录",
        "人民调解协议书",
        "人民调解回访记录",
        "本卷共",
    ]
    first = [next(n for n, page in enumerate(pages) if title in page[:60]) for title in order]
    assert first == sorted(first)


def test_the_contents_agree_with_the_numbers_on_the_pages(station, case, bind, tmp_path):
    bound = bind()
    pages = pdf_pages(tmp_path / "file.pdf")
    assert len(pages) == bound.pages
    (listed,) = (one for one in pages if "卷内目录" in one)
    shown = {}
    for page in pages[2:-1]:
        number, title = re.match(r"(\d+)(?:第\d+页/共\d+页)?(\D.+)", page).groups()
        shown[int(number)] = title[:60]
    assert sorted(shown) == list(range(1, len(shown) + 1))
    for title in ("人民调解申请书", "人民调解受理登记表", "人民调解协议书", "人民调解回访记录"):
        number = min(n for n, page in shown.items() if title in page)
        assert re.search(rf"{title}{number}\d", listed), title
    assert f"本卷共{len(shown)}页" in pages[-1]


def test_every_party_clause_and_sum_is_found_in_the_text(bind, tmp_path):
    bind()
    text = "".join(pdf_pages(tmp_path / "file.pdf"))
    for wanted in ("张𠮷㛃", "李大山", "临川县恒昌建筑劳务有限公司", *CLAUSES, "壹仟贰佰元整"):
        assert wanted in text
    assert "1200.00" in text


def test_the_word_twin_says_the_same(station, case, bind, tmp_path):
    bind("file.docx")
    bind("file.pdf", Way(numbered=False))
    text = word_text(tmp_path / "file.docx")
    drawn = "".join(pdf_pages(tmp_path / "file.pdf"))
    for wanted in ("张𠮷㛃", *CLAUSES, "人民调解回访记录", "本卷共"):
        assert text.count(squeezed(wanted)) >= 1
        assert drawn.count(squeezed(wanted)) >= text.count(squeezed(wanted))


def test_a_signed_scan_takes_the_place_of_the_form_and_its_words_are_found(
    station, case, bind, attach, tmp_path
):
    scan = attach("SCAN0042.pdf", "application/pdf", scanned(3))
    station.perform(case_papers.scanned, case, [Scanned("mediation_agreement", scan.id)])
    bind()
    pages = pdf_pages(tmp_path / "file.pdf")
    place = next(n for n, page in enumerate(pages) if CLAUSES[0] in page)
    assert sum(CLAUSES[0] in page for page in pages) == 1
    numbers = [re.search(r"\d+", page[-4:] + page[:4]) for page in pages[place : place + 3]]
    assert all(numbers)
    (listed,) = (one for one in pages if "卷内目录" in one)
    assert re.search(r"人民调解协议书\d+3", listed), "three scanned pages are counted"


def test_a_photograph_nobody_listed_is_bound_under_its_own_name(bind, attach, tmp_path):
    out = BytesIO()
    Image.new("RGB", (800, 600), "grey").save(out, "jpeg")
    attach("墙面照片.jpg", "image/jpeg", out.getvalue())
    before = bind("first.pdf").pages
    assert bind().pages == before
    (listed,) = (one for one in pdf_pages(tmp_path / "file.pdf") if "卷内目录" in one)
    assert "墙面照片" in listed


@pytest.mark.parametrize(
    ("name", "media", "content", "said"),
    [
        ("坏.pdf", "application/pdf", b"%PDF-1.4 torn", "没有装入卷宗"),
        ("坏.jpg", "image/jpeg", b"\xff\xd8\xff torn", "没有装入卷宗"),
        ("说明.docx", "application/msword", b"words", "请另存为 PDF"),
    ],
)
def test_what_is_no_picture_and_no_pdf_is_named_and_stops_nothing(
    bind, attach, name, media, content, said
):
    attach(name, media, content)
    (sentence,) = bind().left_out
    assert f"“{name}”" in sentence
    assert said in sentence


def test_a_signed_paper_whose_scan_is_torn_is_drawn_and_the_contents_say_so(
    station, case, bind, attach, tmp_path
):
    scan = attach("坏.pdf", "application/pdf", b"%PDF-1.4 torn")
    station.perform(case_papers.scanned, case, [Scanned("mediation_agreement", scan.id)])
    assert len(bind().left_out) == 1
    pages = pdf_pages(tmp_path / "file.pdf")
    assert "扫描件打不开，未装入" in next(one for one in pages if "卷内目录" in one)
    assert CLAUSES[0] in "".join(pages)


def test_what_is_only_paper_is_counted_on_a_sheet(station, case, bind, tmp_path):
    for name, pages, copy in (("李大山户口簿", 2, "copy"), ("手写收条", 1, "original")):
        values = {"kind": "identity", "title": name, "pages": pages, "copy": copy}
        station.perform(case_papers.listed, case, values)
    bind()
    (sheet,) = (one for one in pdf_pages(tmp_path / "file.pdf") if "下列文书只有纸质件" in one)
    assert "李大山户口簿2复印件" in sheet
    assert "手写收条1原件" in sheet
    assert "共2件3" in sheet


def test_an_application_that_is_only_paper_is_not_drawn_again(station, case, bind, tmp_path):
    station.perform(case_papers.listed, case, {"kind": "application", "pages": 2})
    bind()
    text = "".join(pdf_pages(tmp_path / "file.pdf"))
    assert "现自愿申请人民调解" not in text


def test_numbers_are_left_to_the_stamp(bind, tmp_path):
    bind(way=Way(numbered=False))
    pages = pdf_pages(tmp_path / "file.pdf")
    assert all(page.startswith("第") for page in pages[2:-1] if "告知书" not in page)


def test_on_both_sides_every_paper_begins_on_a_front(bind, tmp_path):
    single = bind("single.pdf").pages
    double = bind(way=Way(duplex=True)).pages
    assert double > single
    pages = pdf_pages(tmp_path / "file.pdf")
    titles = ("人民调解申请书", "人民调解受理登记表", "人民调解协议书", "人民调解回访记录")
    for title in titles:
        place = next(n for n, page in enumerate(pages) if n > 1 and title in page[:50])
        assert place % 2 == 0, title


def test_a_talk_of_ten_pages_is_bound_whole(station, case, bind, tmp_path):
    long = "".join(
        f"问：第{n}个问题是什么？\n答：我记得是水沟的事，说了很多遍。\n" for n in range(130)
    )
    talk = {"held_on": TODAY, "talk": long, "result": "continued"}
    station.perform(mediation.hold_meeting, case, talk)
    bind()
    pages = pdf_pages(tmp_path / "file.pdf")
    text = "".join(pages)
    assert all(f"第{n}个问题是什么" in text for n in range(130))
    (listed,) = (one for one in pages if "卷内目录" in one)
    assert "人民调解记录（第1次）" in listed
    assert "人民调解记录（第2次）" in listed
    (closing,) = (one for one in pages if "■有待继续调解" in one)
    assert "答：" in closing, "the closing never stands alone on its page"


def test_a_dispute_just_noted_has_a_file_too(station, make, tmp_path):
    case = make.case(title="刚登记的纠纷")
    whole = station.ask(binding.gather, case.id, Issue(TODAY, "李海燕"), station.folder)
    assert binding.bind(whole, tmp_path / "file.pdf").pages >= 3


def test_a_stopped_binding_leaves_no_file(bind, tmp_path):
    def stop(step, done=0, total=0):
        if "协议书" in step:
            raise Cancelled

    with pytest.raises(Cancelled):
        bind(progress=stop)
    assert list(tmp_path.glob("file*")) == []


def test_the_blank_pack_needs_no_case(station, tmp_path):
    pages = station.ask(binding.pack, BLANK, Issue(TODAY, "李海燕"), tmp_path / "a.pdf")
    texts = pdf_pages(tmp_path / "a.pdf")
    assert len(texts) == pages
    for title in ("人民调解申请书", "受理登记表", "告知书", "人民调解记录", "协议书", "收条"):
        assert any(title in one for one in texts)
    assert "None" not in "".join(texts)


def test_the_pack_of_a_case_has_its_names_and_nothing_that_is_still_to_be_said(
    station, case, tmp_path
):
    station.ask(binding.pack, case, Issue(TODAY, "李海燕"), tmp_path / "a.pdf")
    text = "".join(pdf_pages(tmp_path / "a.pdf"))
    assert text.count("张𠮷㛃") >= 4
    assert CLAUSES[0] not in text
    assert "■调解成功" not in text


def test_the_verb_binds_by_number(station, case, tmp_path, capsys):
    number = station.ask(case_file.file, case).case.number
    secret = tmp_path / "secret"
    secret.write_text(PASSWORD, "utf-8")
    out = tmp_path / "f.pdf"
    words = ["--station", str(station.folder), "--user", "李海燕", "--password-file", str(secret)]
    assert main(["print", "mediation_file", number, "-o", str(out), "--json", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pages"] == len(pdf_pages(out))
    assert main(["print", "blank_pack", "空白", "-o", str(out), *words]) == 0
    assert main(["print", "mediation_file", "空白", "-o", str(out), *words]) == 1
    assert "空白的请用 blank_pack" in capsys.readouterr().err
