"""Told cases are read without loss, checked to the field, and lived through the operations."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from core.errors import Invalid
from core.intake import cases
from core.journal import feed
from core.records.mediation_case import MediationCase
from core.services import agreement, case_check, case_file, case_flow, case_life, records
from core.services.case_life import Step

FILE = Path("resources/demo/cases.json")
FACTS = Path("resources/demo/case_facts.json")


@pytest.fixture
def told(tmp_path):
    """A file of one small case, changed as a test wants."""
    whole = json.loads(FILE.read_text(encoding="utf-8"))

    def changed(change=None, meta=None) -> Path:
        case = json.loads(json.dumps(whole["cases"][0]))
        if change is not None:
            change(case)
        path = tmp_path / "cases.json"
        content = {"meta": whole["meta"] | (meta or {}), "cases": [case]}
        path.write_text(json.dumps(content), encoding="utf-8")
        return path

    return changed


def test_every_case_of_the_demonstration_is_read():
    stories = cases.read(FILE)
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    assert stories.as_of.isoformat() == raw["meta"]["as_of"]
    assert len(stories.cases) == len(raw["cases"]) == 23
    for story, case in zip(stories.cases, raw["cases"], strict=True):
        assert [one["name"] for one in story.parties] == [one["name"] for one in case["parties"]]
        assert len(story.meetings) == len(case["meetings"])
        assert len(story.items) == len(case["performance"])
        assert (story.agreement is None) == (case["agreement"] is None)
        assert (story.end is not None) == bool(case["end_reason"])


def told_whole():
    return cases.with_facts(cases.read(FILE), FACTS)


@pytest.mark.parametrize("stories", [cases.read(FILE), told_whole()], ids=["bare", "with facts"])
def test_every_case_is_lived_to_its_recorded_state_without_loss(station, stories):
    begun = case_life.live(lambda _day: station, stories.cases, spoiled=stories.spoiled)
    assert len(begun) == len(stories.cases)
    for story in stories.cases:
        found = station.ask(case_file.file, begun[story.id])
        same_facts(found, story)
        assert case_flow.standing(found.case.state, found.items, stories.as_of) == story.state
        if story.state in ("Z80", "Z90"):
            assert {one.kind for one in found.papers} == set(story.papers), story.id
        if story.state == "Z90":
            assert found.case.filed_on == story.filed_on
            assert all((found.case.filer, found.case.pages, found.case.retention)), story.id


def test_the_five_missing_numbers_are_drawn_and_voided_with_their_reasons(station):
    stories = told_whole()
    case_life.live(lambda _day: station, stories.cases, spoiled=stories.spoiled)
    listed = station.ask(all_cases)
    numbered = sorted(one.number for one in listed if one.number)
    assert numbered == [f"石桥镇人调字〔2025〕第{n:03d}号" for n in range(1, 28)]
    voided = [one for one in listed if one.voided_on]
    assert [one.number[-4:-1] for one in sorted(voided, key=lambda one: one.number)] == [
        "005",
        "011",
        "020",
        "022",
        "025",
    ]
    assert all(one.void_reason for one in voided)


def test_the_file_that_lay_finished_goes_in_by_one_form(station):
    story = next(one for one in told_whole().cases if one.id == "DEMO-24")
    begun = case_life.live(lambda _day: station, [story])
    found = station.ask(case_file.file, begun["DEMO-24"])
    assert found.case.entered_whole
    assert found.agreement.effective_on < found.case.accepted_on
    steps = station.ask(lambda session: list(feed.changes(session, records=[found.case.id])))
    assert [one.label.split("：")[0] for one in steps] == ["补录已办结"]


def all_cases(session):
    return list(session.scalars(select(MediationCase)))


def same_facts(found: case_file.CaseFile, story: cases.Story) -> None:
    told = story.agreement
    assert found.case.number == (story.number or None)
    assert all(getattr(found.case, key) == value for key, value in story.values.items())
    assert [one.name for one in found.parties] == [one["name"] for one in story.parties]
    assert [one.result for one in found.meetings] == [one["result"] for one in story.meetings]
    assert [(one.item, one.amount, one.due, one.done_on) for one in found.items] == [
        (one["item"], one["amount"], one["due"], one["done_on"]) for one in story.items
    ]
    assert bool(found.agreement) == bool(told)
    if found.agreement and told:
        assert agreement.clauses(found.agreement) == told.clauses
        assert found.agreement.amount == told.amount
        assert found.agreement.effective_on == told.effective_on
        assert found.agreement.number == story.number


def test_mediators_are_put_on_the_roster_once(station, make):
    first = cases.read(FILE).cases[0]
    known = make.staff(name=first.mediators[0])
    begun = case_life.live(lambda _day: station, [first])
    found = station.ask(case_file.file, begun[first.id])
    assert found.case.mediator == known.id
    assert set(found.names.values()) == {first.mediators[0], first.recorder}


def test_the_clock_goes_with_the_days_and_never_back(station, clock):
    days: list[date] = []

    def on_day(day: date):
        days.append(day)
        return station

    case_life.live(on_day, cases.read(FILE).cases[:5])
    assert days[1:] == sorted(days[1:])
    assert case_life.live(on_day, []) == {}


def test_a_complaint_nobody_acted_on_is_registered(told, station):
    def bare(case):
        case.update(accept_date=None, meetings=[], agreement=None, performance=[])
        case.update(status_code="Z10", apply_date=None, case_no=None, notice_date=None)
        case.update(followups=[], close_date=None, filed_date=None)

    (story,) = cases.read(told(bare)).cases
    assert list(case_life.steps(story)) == [Step(story.values["happened_on"], story)]
    begun = case_life.live(lambda _day: station, [story])
    assert station.ask(case_file.file, begun[story.id]).case.state == "Z10"


def test_a_told_case_that_skipped_its_report_stands_as_it_was_told(told, station):
    def grave(case):
        case.update(risk="重大")

    (story,) = cases.read(told(grave)).cases
    begun = case_life.live(lambda _day: station, [story])
    found = station.ask(case_file.file, begun[story.id])
    assert (found.case.state, found.case.entered_whole) == ("Z90", True)
    assert "请先登记“报告”" in found.events[-1].text
    assert (found.case.filed_on, found.case.filer) == (story.filed_on, story.recorder)
    findings = station.ask(case_check.of_case, found.case.id, cases.read(FILE).as_of).findings
    assert {one.rule for one in findings}.isdisjoint({"I03", "I06"})


def test_an_unsigned_agreement_stays_unsigned(told, station):
    def unsigned(case):
        case["agreement"]["effective_date"] = None
        case.update(status_code="Z40", followups=[], close_date=None, filed_date=None)
        case["agreement"]["amount"] = 1200.5
        case["performance"] = case["performance"][1:]
        case["performance"][0]["done"] = None

    (story,) = cases.read(told(unsigned)).cases
    begun = case_life.live(lambda _day: station, [story])
    found = station.ask(case_file.file, begun[story.id])
    assert found.case.state == "Z40"
    assert found.agreement is not None
    assert found.agreement.amount == Decimal("1200.50")


def put(*path, value):
    def change(case):
        place = case
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            put("accept_date", value="2025-02-30"),
            "案例“DEMO-01”的“accept_date”“2025-02-30”不是日期",
        ),
        (put("accept_date", value=20250305), "案例“DEMO-01”的“accept_date”应是文字"),
        (put("title", value=None), "案例“DEMO-01”缺“title”，请补上"),
        (put("source", value="听说的"), "案例“DEMO-01”的“source”没有“听说的”这一项"),
        (put("category_gov", value="8888"), "“category_gov”没有“8888”这一项"),
        (put("people_count", value="两个"), "的“people_count”“两个”应是整数"),
        (put("people_count", value=True), "的“people_count”“True”应是整数"),
        (put("parties", 1, "name", value=""), "案例“DEMO-01”第2个当事人缺“name”"),
        (put("parties", value="张三"), "案例“DEMO-01”的“parties”应是列表"),
        (put("parties", 0, value="张三"), "第1个当事人应是一组"),
        (put("meetings", 0, "result", value="谈成了"), "第1个调解记录的“result”没有“谈成了”"),
        (put("agreement", value=[]), "案例“DEMO-01”的协议应是一组"),
        (put("agreement", "clauses", value=[1]), "的协议的“clauses”应是文字"),
        (put("agreement", "amount", value="1200"), "的协议的“amount”“1200”应是金额"),
        (put("performance", 0, "amount", value=-1), "第1个履行事项的“amount”“-1”应是金额"),
        (put("status_code", value="Z99"), "“status_code”没有“Z99”这一项"),
        (put("id", value=""), "第1个案例缺“id”"),
        (put("people_count", value=10**19), "应是整数"),
        (put("agreement", "copies", value=2**63), "的协议的“copies”“9223372036854775808”应是整数"),
        (put("amount_in_dispute", value=float("inf")), "“amount_in_dispute”“inf”应是金额"),
        (put("amount_in_dispute", value=float("nan")), "“amount_in_dispute”“nan”应是金额"),
        (put("performance", 0, "amount", value=1e30), "第1个履行事项的“amount”“1e+30”应是金额"),
        (put("parties", 0, "name", value="张\ud842"), "第1个当事人的“name”里有半个字"),
        (put("documents", value=["D01", "D99"]), "案例“DEMO-01”的“documents”没有“D99”这一项"),
        (put("prevent_flags", value=["打架"]), "案例“DEMO-01”的“prevent_flags”没有“打架”这一项"),
        (put("happen_date", value="0025-03-01"), "“0025-03-01”不在1900年到2100年之间"),
        (
            put("events", value=[{"date": "2025-03-09", "content": "延期至2025-13-45"}]),
            "第1个处理记录的“content”“2025-13-45”不是日期",
        ),
    ],
)
def test_what_cannot_be_used_is_named_by_case_and_field(told, change, sentence):
    with pytest.raises(Invalid) as refused:
        cases.read(told(change))
    assert sentence in refused.value.text
    assert refused.value.text.endswith("。")


def lived(station, story):
    begun = case_life.live(lambda _day: station, [story])
    return station.ask(case_file.file, begun[story.id])


@pytest.mark.parametrize(("key", "rule"), [("apply_date", "A03"), ("happen_date", "A04")])
def test_days_that_contradict_each_other_are_lived_as_found_and_found_out(
    told, station, clock, key, rule
):
    (story,) = cases.read(told(put(key, value="2025-03-09"))).cases

    def on_day(day):
        clock.set(datetime.combine(day, time(2), UTC))
        return station

    begun = case_life.live(on_day, [story])
    found = station.ask(case_file.file, begun[story.id])
    same_facts(found, story)
    assert (found.case.state, found.case.entered_whole) == ("Z90", True)
    checked = station.ask(case_check.of_case, found.case.id, story.told_on)
    assert rule in {one.rule for one in checked.findings}


def test_an_agreement_signed_after_it_was_performed_keeps_what_was_performed(told, station):
    (story,) = cases.read(told(put("agreement", "sign_date", value="2025-12-31"))).cases
    found = lived(station, story)
    assert [one.done_on for one in found.items] == [one["done_on"] for one in story.items]


def test_a_case_nobody_knows_a_day_of_is_registered_on_the_day_it_is_told(told, station):
    def bare(case):
        case.clear()
        case.update(id="X", status_code="Z10", title="口角", source="依申请调解")

    (story,) = cases.read(told(bare)).cases
    assert list(case_life.steps(story)) == [Step(date(2025, 11, 20), story)]
    assert lived(station, story).case.state == "Z10"


def test_a_case_of_days_to_come_is_refused_by_its_name(told, station):
    (story,) = cases.read(told(put("happen_date", value="2099-01-01"))).cases
    with pytest.raises(Invalid, match="案例“DEMO-01”：发生日期在今天之后"):
        case_life.live(lambda _day: station, [story])


def test_blank_names_of_mediators_are_nobody(told):
    (story,) = cases.read(told(put("mediators", value=["周调解甲", "", " "]))).cases
    assert story.mediators == ("周调解甲",)


def test_a_file_without_its_day_is_refused(told):
    with pytest.raises(Invalid, match="文件开头缺“as_of”"):
        cases.read(told(meta={"as_of": None}))


@pytest.mark.parametrize("content", ["[]", "{}", '{"cases": []}', '{"cases": {}}'])
def test_a_file_without_cases_is_refused(tmp_path, content):
    path = tmp_path / "别的.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid, match=r"“别的\.json”里没有案例"):
        cases.read(path)


def test_what_is_no_case_file_is_told_so(tmp_path):
    with pytest.raises(Invalid, match="找不到案例文件"):
        cases.read(tmp_path / "无.json")
    with pytest.raises(Invalid, match="打不开"):
        cases.read(tmp_path)
    odd = b"[" * 100_000, b'{"cases": [' + b"9" * 5000 + b"]}"
    for content in (b"{", "姓名，电话".encode("gbk"), b"\xff\xfe\x00", *odd):
        path = tmp_path / "x.json"
        path.write_bytes(content)
        with pytest.raises(Invalid, match="不是案例文件"):
            cases.read(path)


def test_the_same_case_or_number_twice_is_refused(tmp_path):
    whole = json.loads(FILE.read_text(encoding="utf-8"))
    path = tmp_path / "cases.json"
    first, second = whole["cases"][:2]
    for key, named in (("id", "DEMO-01"), ("case_no", first["case_no"])):
        listed = [first, second | {key: first[key]}]
        path.write_text(json.dumps({"meta": whole["meta"], "cases": listed}), encoding="utf-8")
        with pytest.raises(Invalid, match=f"编号“{named}”与前面的案例重复"):
            cases.read(path)


def test_reasons_in_free_words_find_their_place_on_the_list():
    ends = [one.end for one in cases.read(FILE).cases if one.end]
    assert [(one.act, one.reason) for one in ends] == [
        ("refuse", "outside"),
        ("end", "apart"),
        ("withdraw", "withdrawn"),
        ("end", "refused"),
    ]


def test_names_already_known_are_not_registered_again(station):
    stories = cases.read(FILE).cases[:2]
    case_life.live(lambda _day: station, [stories[0]])
    case_life.live(lambda _day: station, [stories[1]])
    names = [name for _, name in station.ask(records.choices, "staff")]
    assert sorted(names) == sorted(set(names))


def test_what_was_performed_of_an_agreement_that_could_not_be_kept_is_no_fault(told, station):
    """An agreement of tomorrow is refused; the case still stands where its paper stands."""
    (story,) = cases.read(told(put("agreement", "sign_date", value="2026-12-31"))).cases
    found = lived(station, story)
    assert (found.agreement, found.case.state) == (None, "Z90")
    assert "按纸质卷宗补录" in found.events[-1].text


def suspended(case):
    case.update(status_code="Z32", meetings=case["meetings"][:1], performance=[], followups=[])
    case.update(agreement=None, judicial=None, close_date=None, filed_date=None)
    told = {"date": "2025-03-10", "action": "中止", "content": "等待鉴定，中止至2025-12-31"}
    case["events"] = [told]


def test_a_suspended_case_stands_still_until_it_is_resumed(told, station):
    found = lived(station, cases.read(told(suspended)).cases[0])
    assert (found.case.state, found.case.suspended_on) == ("Z32", date(2025, 3, 10))
    assert not found.case.entered_whole


def test_a_suspension_nobody_knows_the_end_of_is_kept_as_it_lies_on_paper(told, station):
    def open_ended(case):
        suspended(case)
        case["events"][0]["content"] = "等待鉴定"

    found = lived(station, cases.read(told(open_ended)).cases[0])
    assert (found.case.state, found.case.entered_whole) == ("Z32", True)
    assert [one.kind for one in found.events] == ["suspend", "note"]
    assert "请填写预计恢复的日期" in found.events[-1].text


@pytest.mark.parametrize("state", ["Z20", "Z41", "Z60", "Z63", "Z91"])
def test_a_state_no_act_of_the_story_leads_to_is_reached_as_it_lies_on_paper(told, station, state):
    (story,) = cases.read(told(put("status_code", value=state))).cases
    found = lived(station, story)
    assert (found.case.state, found.case.entered_whole) == (state, True)
