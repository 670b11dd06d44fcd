"""§6.2 C, E–K: each rule is broken by one change of a sound file, and kept by a near miss."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from core import workdays
from core.places import resources
from core.records.mediation_case import (
    CaseEvent,
    Confirmation,
    Evidence,
    Investigation,
    Party,
    Performance,
)
from core.services import case_check
from core.services.case_check.likeness import folded
from core.services.case_check.look import Around, Other
from tests.core.whole_case import NUMBER, TALK, TODAY, of, sound, vars_of

MARCH = date(2025, 3, 11)


def clauses(text):
    return lambda w: setattr(w.agreement, "clauses", w.agreement.clauses + "\n" + text)


def oral(w):
    w.agreement.form, w.agreement.copies = "oral", None
    w.agreement.amount, w.items[0].due, w.items[1].due = Decimal(800), MARCH, MARCH
    w.agreement.clauses = "李德厚当场付给张永福800元现金，并当天清理小巷里的积水和杂物。"
    w.add("oral_register")


def inquired(w, **given):
    w.inquiries.append(of(Investigation, held_on=MARCH, **given))


def confirmed(w, **given):
    w.confirmation = of(Confirmation, **{"state": "C2", "joint": "yes"} | given)


def loan(text):
    def change(w):
        w.case.dispute_gov = "0804"
        clauses(text)(w)

    return change


def instalments(whole):
    def change(w):
        w.items[0].amount = Decimal(600)
        second = of(
            Performance,
            payer="李德厚",
            item="第二期",
            amount=Decimal(600),
            way="现金",
            due=date(2025, 3, 20),
            done_on=date(2025, 3, 20),
            proof="收条",
        )
        w.items.append(second)
        vars_of(w.items[0], part_of="赔偿", whole=Decimal(whole))
        second.part_of = "赔偿"

    return change


def one_day(w):
    w.case.accepted_on = w.follow_ups[0].done_on = MARCH


def both(*changes):
    return lambda w: [change(w) for change in changes]


BREAKS = {
    "C01": lambda w: (setattr(w.case, "amount", Decimal(5000)), bare(w)),
    "C02": lambda w: (setattr(w.case, "dispute", "16"), bare(w)),
    "C03": lambda w: (setattr(w.case, "dispute", "07"), bare(w)),
    "C04": lambda w: inquired(w, asked="赵大娘"),
    "C06": lambda w: setattr(w.paper("evidence"), "pages", 3),
    "E01": lambda w: setattr(w.agreement, "number", None),
    "E02": lambda w: setattr(w.agreement, "number", NUMBER.replace("002", "003")),
    "E03": lambda w: setattr(w.agreement, "signed_on", date(2025, 3, 4)),
    "E04": lambda w: setattr(w.agreement, "facts", None),
    "E05": lambda w: setattr(w.items[1], "due", None),
    "E06": lambda w: setattr(w.items[0], "way", None),
    "E07": clauses("李德厚尽快把墙根清理干净。"),
    "E08": lambda w: replaced(w, "壹仟贰佰元整", "壹仟叁佰元整"),
    "E09": lambda w: setattr(w.agreement, "amount", Decimal("0.12")),
    "E10": lambda w: setattr(w.items[0], "due", date(2025, 3, 10)),
    "E11": lambda w: setattr(w.agreement, "sealed_on", None),
    "E12": lambda w: setattr(w.agreement, "copies", 2),
    "E13": clauses("双方签字后不得再起诉。"),
    "E14": clauses("再有争吵的，由村里罚款500元。"),
    "E15": clauses("父亲名下的房屋归李德厚使用。"),
    "E16": clauses("双方同意离婚。"),
    "E17": loan("借款按月息二分计算。"),
    "E18": clauses("李德厚先付订金。"),
    "E19": clauses("甲方与申请人各自清扫。"),
    "E20": lambda w: setattr(w.case, "request", "赔偿损失22000元"),
    "F01": both(oral, lambda w: setattr(w.agreement, "amount", Decimal(1200))),
    "F02": both(oral, lambda w: (bare(w), w.drop("performance_proof"), unproved(w))),
    "F03": both(oral, lambda w: setattr(w.agreement, "clauses", "双方和好。")),
    "G01": lambda w: setattr(w.items[0], "done_on", None) or w.follow_ups.clear(),
    "G02": lambda w: (w.drop("performance_proof"), setattr(w.items[0], "proof", None)),
    "G03": lambda w: (w.follow_ups.clear(), w.drop("follow_up")),
    "G04": lambda w: setattr(w.follow_ups[0], "done_on", date(2025, 3, 10)),
    "G05": lambda w: setattr(w.follow_ups[0], "finding", "满意。"),
    "G06": lambda w: setattr(w.follow_ups[0], "performed", "none"),
    "G07": lambda w: setattr(w.case, "grade", "hard"),
    "H01": lambda w: confirmed(w, applied_on=date(2025, 4, 14)),
    "H02": lambda w: confirmed(w, joint="no", applied_on=date(2025, 3, 20)),
    "H03": lambda w: confirmed(w, state="C4"),
    "I01": lambda w: w.drop("back_cover"),
    "I02": lambda w: (setattr(w.case, "pages", 20), [setattr(p, "pages", 1) for p in w.papers]),
    "I03": lambda w: setattr(w.case, "filer", None),
    "I04": lambda w: setattr(w.case, "filed_on", date(2025, 4, 6)),
    "I05": lambda w: w.events.append(of(CaseEvent, happened_on=date(2025, 3, 20), kind="recuse")),
    "I06": lambda w: vars_of(w.case, filed_on=None, state="Z61"),
    "I08": lambda w: w.drop("back_cover"),
    "J03": one_day,
    "K01": lambda w: setattr(w.case, "summary", w.case.summary + "电话13812345678。"),
    "K02": lambda w: setattr(w.case, "summary", w.case.summary + "其间有家暴。"),
}

KEEPS = {
    "C01": lambda w: (setattr(w.case, "amount", Decimal("4999.99")), bare(w)),
    "C02": lambda w: (vars_of(w.case, dispute="16"), named(w, "交警事故认定书")),
    "C03": lambda w: (vars_of(w.case, dispute="07"), bare(w), surveyed(w)),
    "C04": lambda w: (inquired(w), w.add("investigation", subject=w.inquiries[0].id)),
    "C06": lambda w: setattr(w.paper("evidence"), "pages", 2),
    "E01": lambda w: setattr(w.agreement, "form", "oral"),
    "E02": lambda w: setattr(w.case, "number", None),
    "E03": lambda w: setattr(w.agreement, "signed_on", date(2025, 3, 5)),
    "E04": lambda w: setattr(w.agreement, "facts", "双方对欠款无争议。"),
    "E05": lambda w: (w.items.clear(), vars_of(w.agreement, amount=None, clauses="互相道歉。")),
    "E06": lambda w: setattr(w.items[1], "way", None),
    "E07": clauses("李德厚于2025年3月20日前清理，如遇下雨尽快补做。"),
    "E08": clauses("另付人民币壹万零伍佰元整（¥10,500元）。"),
    "E09": lambda w: setattr(w.agreement, "amount", Decimal(1800)),
    "E10": lambda w: setattr(w.items[0], "due", MARCH),
    "E11": lambda w: setattr(w.agreement, "form", "oral"),
    "E12": lambda w: setattr(w.agreement, "copies", 5),
    "E13": clauses("逾期不付的，张永福可以向人民法院起诉。"),
    "E14": clauses("双方今后和睦相处，不再争吵。"),
    "E15": clauses("李德厚名下的房屋屋檐改向西侧。"),
    "E16": clauses("双方解除婚约，互不再主张其他财产。"),
    "E17": loan("借款按年利率12%计算。"),
    "E18": clauses("李德厚先付定金。"),
    "E19": clauses("村委会派人到场。"),
    "E20": lambda w: setattr(w.case, "request", "赔偿损失1800元"),
    "F01": oral,
    "F02": both(oral, lambda w: (bare(w), w.drop("performance_proof"))),
    "F03": oral,
    "G01": lambda w: vars_of(w.items[0], done_on=None, outcome="partial"),
    "G02": lambda w: (w.drop("performance_proof"), vars_of(w.items[0], proof="双方确认")),
    "G03": lambda w: (w.follow_ups.clear(), vars_of(w.case, follow_up_waived="当场付清")),
    "G04": lambda w: setattr(w.follow_ups[0], "done_on", date(2025, 3, 28)),
    "G05": lambda w: setattr(w.follow_ups[0], "finding", "款已付清，两家和好。"),
    "G06": lambda w: vars_of(w.follow_ups[0], performed="part", done_on=date(2025, 3, 20)),
    "G07": lambda w: setattr(w.case, "grade", "normal"),
    "H01": lambda w: confirmed(w, applied_on=date(2025, 4, 10)),
    "H02": lambda w: confirmed(w, joint=None, applied_on=date(2025, 3, 20)),
    "H03": lambda w: (confirmed(w, state="C4"), w.add("confirmation", title="民事裁定书")),
    "I01": lambda w: setattr(w.case, "state", "Z61") or setattr(w.case, "filed_on", None),
    "I02": lambda w: (vars_of(w.case, pages=11), [setattr(p, "pages", 1) for p in w.papers]),
    "I03": lambda w: vars_of(w.case, filer=None, filed_on=None, state="Z80"),
    "I04": lambda w: setattr(w.case, "filed_on", date(2025, 4, 7)),
    "I05": lambda w: w.events.append(of(CaseEvent, happened_on=date(2025, 3, 8), kind="recuse")),
    "I06": lambda w: vars_of(w.case, filed_on=None, state="Z61", closed_on=date(2025, 4, 10)),
    "I08": lambda w: (w.drop("back_cover"), setattr(w.case, "file_note", "封底另附")),
    "J03": lambda w: (one_day(w), setattr(w.follow_ups[0], "done_on", date(2025, 3, 20))),
    "K01": lambda w: setattr(w.parties[0], "phone", "13812345678"),
    "K02": lambda w: vars_of(w.case, summary=w.case.summary + "其间有家暴。", privacy="L3"),
}


def bare(w):
    w.evidence.clear()
    w.drop("evidence")


def named(w, name):
    w.evidence[0].name = name


def surveyed(w):
    w.events.append(of(CaseEvent, happened_on=MARCH, kind="survey"))


def replaced(w, old, new):
    w.agreement.clauses = w.agreement.clauses.replace(old, new)


def unproved(w):
    for one in w.items:
        one.proof = None


@pytest.mark.parametrize("code", BREAKS)
def test_one_change_breaks_its_rule(code):
    whole = sound()
    BREAKS[code](whole)
    assert code in whole.codes()


@pytest.mark.parametrize("code", KEEPS)
def test_a_near_miss_keeps_the_rule(code):
    whole = sound()
    KEEPS[code](whole)
    assert code not in whole.codes()


def test_every_rule_of_the_page_has_its_check_and_its_sentence():
    rules = case_check.printed()
    assert set(case_check.CHECKS) == set(rules)
    assert len(rules) == 83
    assert not [one.code for one in rules.values() if "疑似" in one.sentence or "%" in one.name]


@pytest.mark.parametrize(
    ("clause", "vague"),
    [
        ("李德厚于3月20日前付500元，余款年底前后付清。", True),
        ("李德厚尽快还清借款。担保期二年。", True),
        ("余款尽快付清，最迟不超过2025年12月31日。", False),
        ("李德厚于3月20日前尽快付清500元。", False),
    ],
)
def test_each_payment_has_a_day_of_its_own(clause, vague):
    whole = sound()
    clauses(clause)(whole)
    assert ("E07" in whole.codes()) is vague


@pytest.mark.parametrize(("whole", "broken"), [("1200", False), ("1500", True)])
def test_instalments_make_up_the_sum_their_group_names(whole, broken):
    file = sound()
    instalments(whole)(file)
    found = [one.place.key for one in file.found("E08")]
    assert found == (["whole"] if broken else [])


def test_an_agreement_on_money_without_items_has_neither_day_nor_way():
    whole = sound()
    whole.items.clear()
    found = {one.place.key for one in (*whole.found("E05"), *whole.found("E06"))}
    assert found == {"due", "way"}


def test_a_name_with_one_wrong_character_is_told():
    whole = sound()
    clauses("张进福不得阻拦。")(whole)
    assert "是不是“张永福”" in whole.found("E19")[0].text


def test_somebody_who_is_no_party_promises_nothing_unnoticed():
    whole = sound()
    whole.items[1].payer = "王铁柱"
    assert [one.place.id for one in whole.found("E19")] == [whole.items[1].id]


def test_a_third_person_signs_what_is_taken_from_him():
    whole = sound()
    clauses("父亲名下的房屋归李德厚使用。")(whole)
    whole.parties.append(of(Party, side="third", kind="person", name="李大山"))
    assert whole.found("E15") == []
    whole.paper("mediation_agreement").unsigned = "李大山"
    assert [one.place.key for one in whole.found("E15")] == ["unsigned"]


@pytest.mark.parametrize(
    ("applied", "level"),
    [(date(2025, 5, 3), None), (date(2025, 5, 6), "警"), (date(2025, 5, 7), "错")],
)
def test_a_period_that_ends_on_a_holiday_errs_after_the_next_working_day(applied, level):
    """In force on April 3: day 30 is May 3, a holiday; offices open again on May 6."""
    whole = sound()
    whole.agreement.effective_on = date(2025, 4, 3)
    confirmed(whole, applied_on=applied)
    calendar = workdays.load(resources() / "codes" / "calendar_exceptions.csv")
    found = whole.found("H01", Around(calendar=calendar))
    assert [one.level.value for one in found] == ([level] if level else [])


def test_facts_never_asked_are_unknown_and_bar_only_the_filing():
    whole = sound()
    whole.case.elsewhere = whole.case.kin = None
    assert [one.place.key for one in whole.found("I01")] == ["elsewhere", "kin"]
    vars_of(whole.case, state="Z60", filed_on=None, closed_on=None)
    assert whole.codes() == set()
    assert "I01" in whole.codes(filing=True)


def other(**given):
    return Other(uuid4(), "〔2025〕第009号", **{"dispute": "02", "closed_on": None} | given)


def test_texts_of_another_case_are_told_whoever_they_are_about():
    whole = sound()
    text = folded(whole.case.summary, whole.parties)
    around = Around(same=(other(texts=(("summary", text[:-3] + "再协商"),)),))
    (found,) = whole.found("J01", around)
    assert found.text == "纠纷简况与〔2025〕第009号的文字几乎一样，请按本案实际情况核对"
    strangers = Around(same=(other(texts=(("summary", text),), dispute="03"),))
    assert whole.found("J01", strangers) == []


def test_an_oral_agreement_in_the_words_of_another_is_told():
    whole = sound()
    oral(whole)
    text = folded(whole.agreement.clauses, whole.parties)
    assert whole.found("F03", Around(same=(other(texts=(("clauses", text),)),)))


def test_many_cases_closed_on_one_day_are_told():
    whole = sound()
    alike = tuple(other(closed_on=whole.case.closed_on) for _ in range(5))
    assert whole.found("J02", Around(same=alike[:4])) == []
    assert whole.found("J02", Around(same=alike))[0].text.startswith("这位调解员4月7日办结了6件")


def test_a_gap_a_double_and_the_same_two_again_are_told():
    whole = sound()
    assert whole.codes(Around(gap="第001号")) == {"I07"}
    assert whole.codes(Around(taken=frozenset({NUMBER}))) == {"E01", "I07"}
    assert whole.codes(Around(pairs=1)) == {"J04"}


def test_a_mediator_who_asks_alone_is_told_only_where_that_is_wanted():
    whole = sound()
    inquired(whole, askers="吴秀兰", recorder="吴秀兰")
    whole.add("investigation")
    assert whole.codes() == set()
    rule = case_check.printed()["C05"]
    book = dict(case_check.printed()) | {"C05": rule.__class__(**_on(rule))}
    found = case_check.review(whole.file(), case_check.ALONE, book, TODAY)
    assert [one.rule for one in found] == ["C05"]


def _on(rule):
    return {key: getattr(rule, key) for key in rule.__slots__} | {"on": True}


@pytest.mark.parametrize(
    ("told", "named"),
    [("调解员：郑志强。", True), ("调解员：吴秀兰。", False), ("调解员：请坐。", False)],
)
def test_a_colleague_the_cover_does_not_name_is_told(told, named):
    whole = sound()
    whole.meetings[0].talk = told + TALK
    around = Around(colleagues=frozenset({"吴秀兰", "郑志强"}))
    assert ("I05" in whole.codes(around)) is named


def test_evidence_without_pages_is_not_counted():
    whole = sound()
    whole.evidence.append(of(Evidence, name="收据", kind="bill"))
    whole.paper("evidence").pages = 9
    assert whole.found("C06") == []
