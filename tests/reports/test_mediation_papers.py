"""The three papers of a mediation case, at every state, as a mediator would read them."""

import zipfile
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from core.services import agreement, case_check, case_file, case_moves, mediation
from core.services.agreement import AgreementDraft
from core.services.lines import Line
from core.services.mediation import CaseDraft
from reports import fonts, pdf, word
from reports.binding import plan
from reports.documents import (
    acceptance_notice,
    acceptance_register,
    end_notice,
    mediation_agreement,
    mediation_record,
    refusal_notice,
    rights_notice,
)
from reports.form import Issue
from reports.page import Blank, Labelled, PageBreak, Signatures, Table, plain
from tests.reading import squeezed

TODAY = date(2026, 3, 25)
PAPERS = (acceptance_register.FORM, rights_notice.FORM, mediation_agreement.FORM)
ZHANG = Line({"name": "张𠮷", "sex": "1", "nationality": "01", "age": 56, "address": "东风村三组"})
LI = Line({"side": "respondent", "name": "李㛃", "phone": "0000-8800123"})
FIRM = Line(
    {
        "side": "respondent",
        "kind": "organisation",
        "name": "临川县恒昌建筑劳务有限公司",
        "representative": "冯志远",
    }
)
SUMMARY = "屋檐滴水引向小巷，雨天倒灌。"


@pytest.fixture
def case(station):
    def accepted(*parties, **values):
        draft = CaseDraft({"source": "02", "dispute": "02", "summary": SUMMARY} | values, parties)
        return station.perform(mediation.accept, draft).value

    return accepted


@pytest.fixture
def paper(station):
    def composed(form, case, *, demo=False):
        return station.ask(form.document, case, Issue(TODAY, "李海燕", demo))

    return composed


def word_xml(path) -> str:
    """Everything in a Word file, page numbers too."""
    with zipfile.ZipFile(path) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith("xml"))


def text(document) -> str:
    return "\n".join(plain(document))


def printed(document, path) -> list[str]:
    """The text of each page, as it is found in the file."""
    pdf.write(document, path, shelf=fonts.shipped())
    with pypdfium2.PdfDocument(path) as file:
        return [page.get_textpage().get_text_range().replace("\r\n", "") for page in file]


def agreed(station, case, *items, **more):
    draft = AgreementDraft(
        facts="双方认可损失1200元。", clauses=("李㛃赔偿张𠮷1200元。",), items=items, **more
    )
    station.perform(agreement.agree, case, draft)


def paid(**more) -> Line:
    values = {"payer": "李㛃", "receiver": "张𠮷", "item": "赔偿", "amount": Decimal(1200)}
    return Line(values | {"due": date(2026, 4, 5), "way": "现金"} | more)


def test_the_register_says_who_when_and_what(case, paper):
    shown = text(paper(acceptance_register.FORM, case(ZHANG, LI)))
    for wanted in (
        "编号：石桥镇人调字〔2026〕第001号",
        "2026年3月25日，石桥镇人民调解委员会经当事人同意，调解张𠮷与李㛃之间的纠纷。",
        "申请人：张𠮷\n被申请人：李㛃",
        "邻里纠纷",
        "■当事人申请\u3000□人民调解委员会主动调解\n□接受委托移送",
        SUMMARY,
    ):
        assert wanted in shown


@pytest.mark.parametrize(
    ("source", "ticked"),
    [("01", "■人民调解委员会主动调解"), ("05", "■接受委托移送（公安机关委托移送）")],
)
def test_one_source_is_ticked(case, paper, source, ticked):
    shown = text(paper(acceptance_register.FORM, case(ZHANG, LI, source=source)))
    assert ticked in shown
    assert shown.count("■") == 1


def test_consent_by_word_of_mouth_is_told_beside_the_signature(case, paper):
    shown = text(paper(acceptance_register.FORM, case(ZHANG, LI, consent="3月5日电话同意")))
    assert "口头同意情况：3月5日电话同意" in shown


def test_the_register_of_fourteen_workers_fits_one_page(case, paper, tmp_path):
    workers = [Line({"name": f"郑木工{n:02}"}) for n in range(1, 15)]
    pages = printed(paper(acceptance_register.FORM, case(*workers, FIRM)), tmp_path / "a.pdf")
    assert len(pages) == 1
    assert "郑木工01等14人与临川县恒昌建筑劳务有限公司之间的纠纷" in pages[0]
    assert "临川县恒昌建筑劳务有限公司（冯志远）" in pages[0]


def test_every_party_gets_a_notice_of_its_own_on_one_sheet(case, paper, tmp_path):
    document = paper(rights_notice.FORM, case(ZHANG, LI, FIRM))
    assert sum(isinstance(block, PageBreak) for block in document.blocks) == 2
    pages = printed(document, tmp_path / "a.pdf")
    assert len(pages) == 3
    for page, name in zip(pages, ("张𠮷", "李㛃", "临川县恒昌建筑劳务有限公司"), strict=True):
        assert f"{name}：" in page
        assert "被告知人（签名、盖章或者按指印）" in page
        assert "不收取任何费用" in page
        assert "三十日内共同向人民法院申请司法确认" in page


def test_papers_for_each_party_are_counted_each_by_itself(case, paper, tmp_path):
    document = paper(acceptance_notice.FORM, case(ZHANG, LI, FIRM))
    pages = printed(document, tmp_path / "a.pdf")
    assert [("第1页/共1页" in squeezed(page)) for page in pages] == [True, True, True]
    word.write(document, tmp_path / "a.docx")
    assert "NUMPAGES" not in word_xml(tmp_path / "a.docx")


def test_a_talk_to_be_written_by_hand_has_two_pages_of_lines(case, paper, tmp_path):
    document = paper(mediation_record.FORM, case(ZHANG, LI))
    path = tmp_path / "a.pdf"
    pages = printed(document, path)
    assert len(pages) == 2
    assert "调解结果" in pages[1]
    with pypdfium2.PdfDocument(path) as file:
        first = file[0].render(scale=1).to_pil().convert("L")
    foot = first.crop((100, 640, 500, 760))
    dark = [row for row in range(foot.height) if foot.getpixel((200, row)) < 128]
    assert len(dark) >= 3, "the first page is ruled down to its foot"


def test_the_notice_names_whom_the_dispute_is_with(case, paper):
    shown = text(paper(rights_notice.FORM, case(ZHANG, LI, FIRM)))
    assert "就您与李㛃、临川县恒昌建筑劳务有限公司之间的纠纷" in shown
    assert "就您与张𠮷之间的纠纷" in shown


def test_the_agreement_holds_every_party_clause_and_sum(station, case, paper, tmp_path):
    identity = case(ZHANG, LI)
    agreed(station, identity, paid(), signed_on=TODAY)
    pages = printed(paper(mediation_agreement.FORM, identity), tmp_path / "a.pdf")
    shown = "".join(pages)
    for wanted in (
        "石桥镇人调字〔2026〕第001号",
        "张𠮷",
        "汉族",
        "李㛃",
        "0000-8800123",
        "双方认可损失1200元。",
        "1. 李㛃赔偿张𠮷1200元。",
        "2026年4月5日",
        "共计人民币1200.00元（大写：壹仟贰佰元整）",
        "本协议一式3份",
        "石桥镇人民调解委员会（印章）",
        "2026年3月25日",
    ):
        assert wanted in shown
    assert "调解员（签名）" in pages[-1]
    assert "签名并加盖" in pages[-1], "the closing never stands alone on its page"


def test_each_party_has_its_letter_and_its_line_to_sign(case, paper):
    document = paper(mediation_agreement.FORM, case(ZHANG, LI, FIRM))
    sides = [block.side for block in document.blocks if isinstance(block, Labelled)]
    assert sides == ["甲方", "乙方", "丙方"]
    (closing,) = [block for block in document.blocks if isinstance(block, Signatures)]
    assert closing.signers == (
        "甲方（签名、盖章或者按指印）",
        "乙方（签名、盖章或者按指印）",
        "丙方（签名、盖章或者按指印）",
        "人民调解员（签名）",
        "记录人（签名）",
    )
    assert "住所" in text(document)
    assert "负责人\n冯志远" in text(document)


def test_a_party_with_an_agent_shows_the_agent(case, paper):
    acting = Line({"name": "王秀英", "agent": "王小军"})
    assert "委托代理人\n王小军" in text(paper(mediation_agreement.FORM, case(acting, LI)))


def test_many_claimants_are_one_side_with_a_list_to_sign(case, paper, tmp_path):
    workers = [Line({"name": f"郑木工{n:02}", "age": 30}) for n in range(1, 14)]
    document = paper(mediation_agreement.FORM, case(*workers, FIRM))
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [len(tuple(one.rows)) for one in tables] == [13, 7]
    assert tuple(tables[-1].rows)[-1] == ("13", "郑木工13", "", "", "", "")
    assert "甲方（共13人）" in text(document)
    (closing,) = [block for block in document.blocks if isinstance(block, Signatures)]
    assert closing.signers[0] == "乙方（签名、盖章或者按指印）"
    assert printed(document, tmp_path / "a.pdf")


@pytest.mark.parametrize("form", PAPERS, ids=lambda form: form.name)
def test_a_paper_prints_before_anything_is_known(station, paper, tmp_path, form):
    draft = CaseDraft({"source": "02", "title": "东风村三组相邻通行纠纷"})
    case = station.perform(mediation.register, draft).value
    document = paper(form, case)
    assert document.record == "未编号的案件"
    assert document.footer_code == form.title
    pages = printed(document, tmp_path / "a.pdf")
    assert "None" not in "".join(pages)


def test_an_empty_agreement_has_lines_to_write_on(case, paper):
    document = paper(mediation_agreement.FORM, case(ZHANG))
    assert [block.lines for block in document.blocks if isinstance(block, Blank)] == [4, 6, 2]
    boxes = [block for block in document.blocks if isinstance(block, Labelled)]
    assert [one.side for one in boxes] == ["甲方", "乙方"]
    assert "本协议一式________份" in text(document)


@pytest.mark.parametrize("form", PAPERS, ids=lambda form: form.name)
def test_nothing_outside_the_page_names_a_person(case, paper, form):
    document = paper(form, case(ZHANG, LI), demo=True)
    assert document.watermark == "演示数据"
    assert document.footer_code == f"石桥镇人调字〔2026〕第001号 {form.title}"
    assert document.record == "石桥镇人调字〔2026〕第001号"
    assert document.title == form.title


@pytest.mark.parametrize("form", PAPERS, ids=lambda form: form.name)
def test_nobody_is_signed_for(station, case, paper, form):
    identity = case(ZHANG, LI)
    agreed(station, identity, paid(), signed_on=TODAY)
    station.perform(agreement.sign, identity)
    for block in paper(form, identity).blocks:
        if isinstance(block, Signatures):
            assert all(one.endswith("）") for one in block.signers)


def test_five_heirs_with_one_agent_each_have_a_line_that_he_may_sign(case, paper, tmp_path):
    heirs = [Line({"name": f"周继承{n}", "agent": "周小明"}) for n in range(1, 5)]
    document = paper(mediation_agreement.FORM, case(*heirs, LI))
    (closing,) = [block for block in document.blocks if isinstance(block, Signatures)]
    assert closing.signers[:5] == (
        *(f"{letter}方或其委托代理人（签名、盖章或者按指印）" for letter in "甲乙丙丁"),
        "戊方（签名、盖章或者按指印）",
    )
    pages = printed(document, tmp_path / "a.pdf")
    assert "记录人（签名）" in pages[-1]
    assert "签名并加盖" in pages[-1], "the closing never stands alone on its page"


def test_a_minor_is_signed_for_by_its_guardian_and_who_cannot_read_has_a_witness(case, paper):
    child = Line({"name": "周小宝", "guardian": "周大力"})
    old = Line({"side": "respondent", "name": "王老五", "witness": "村支书", "also_called": "五叔"})
    shown = text(paper(mediation_agreement.FORM, case(child, old)))
    assert "甲方法定代理人（签名、盖章或者按指印）" in shown
    for label, value in (
        ("法定代理人", "周大力"),
        ("代书人或\n见证人", "村支书"),
        ("曾用名\n或小名", "五叔"),
    ):
        assert f"{label}\n{value}" in shown


@pytest.mark.parametrize(
    ("reason", "gov", "ticked"),
    [
        ("outside", "1102", "与行政机关之间的行政争议"),
        ("outside", "1403", "与行政机关之间的行政争议"),
        ("outside", "1502", "不是民事权益争议"),
        ("outside", "0201", "由专门机关管辖处理"),
        ("elsewhere", "0201", "已经受理或者解决"),
        ("refused", "1102", "一方当事人明确拒绝调解"),
    ],
)
def test_who_is_turned_down_reads_the_one_reason_among_the_five(
    station, paper, reason, gov, ticked
):
    draft = CaseDraft({"source": "02", "dispute_gov": gov}, (ZHANG, LI))
    case = station.perform(mediation.register, draft).value
    form = refusal_notice.FORM

    def boxed():
        return [one for one in plain(paper(form, case)) if one[0] in {"□", "■"}]

    assert [one[0] for one in boxed()] == ["□"] * 5
    station.perform(mediation.refuse, case, reason)
    [marked] = [one for one in boxed() if one[0] == "■"]
    assert ticked in marked


def shelved(station, case):
    """The case waits for the shelf; the kinds of the papers its file would be bound of."""
    station.perform(case_moves.waive_follow_up, case, "当面都说清楚了")
    station.perform(case_moves.ready_to_file, case)
    return {one.kind for one in plan.items(station.ask(case_file.file, case), ())}


def test_the_notice_that_mediation_ended_tells_why_and_when_on_the_shelf_too(station, case, paper):
    one = case(ZHANG, LI)
    station.perform(mediation.hold_meeting, one, {"held_on": TODAY})
    station.perform(mediation.end, one, "apart", TODAY, told=True)
    told = plain(paper(end_notice.FORM, one))
    assert "■分歧大无法达成" in told
    assert "end_notice" in shelved(station, one)
    assert plain(paper(end_notice.FORM, one)) == told


def test_who_was_turned_down_reads_why_and_when_on_the_shelf_too(station, paper):
    draft = CaseDraft({"source": "02"}, (ZHANG, LI))
    one = station.perform(mediation.register, draft).value
    station.perform(mediation.refuse, one, "elsewhere", TODAY)
    told = plain(paper(refusal_notice.FORM, one))
    assert shelved(station, one) >= {"refusal_notice"}
    assert plain(paper(refusal_notice.FORM, one)) == told


def test_an_agreement_that_came_to_nothing_keeps_no_file_from_its_shelf(station, case):
    one = case(ZHANG, LI)
    draft = AgreementDraft(clauses=("李㛃改屋檐。",), signed_on=TODAY)
    station.perform(agreement.agree, one, draft)
    station.perform(mediation.end, one, "refused", TODAY, told=True)
    found = station.ask(case_check.of_case, one, TODAY, filing=True).findings
    assert "E11" not in {one.rule for one in found}
    missing = [one.text for one in found if one.rule == "I01"]
    assert "还没有终止调解告知" in "".join(missing)
    assert "协议书" not in "".join(missing)


def test_what_was_withdrawn_wants_no_notice_that_mediation_ended(station, case):
    one = case(ZHANG, LI)
    station.perform(mediation.withdraw, one, on=TODAY)
    assert "withdrawal" in shelved(station, one)
    found = station.ask(case_check.of_case, one, TODAY, filing=True).findings
    missing = "".join(one.text for one in found if one.rule == "I01")
    assert "撤回申请书" in missing
    assert "终止" not in missing
