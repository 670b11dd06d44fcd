"""What the check finds in the told cases, fixed by hand from §6.2 (`demo_findings.csv`)."""

import csv
import gc
import json
import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import codes
from core.intake import cases
from core.places import resources
from core.record import Kind, fields
from core.records.mediation_case import (
    LEDGER,
    Agreement,
    CaseEvent,
    CasePaper,
    Confirmation,
    Evidence,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
)
from core.services import case_check, case_life, founding, records
from core.services.case_check import Level
from core.services.case_check.look import Around, Other
from core.services.records import Filter
from tests.conftest import FACTS, PASSWORD, FixedClock
from tests.core.whole_case import TODAY, Whole, of, sound

DEMO = resources() / "demo"

with (Path(__file__).parent / "demo_findings.csv").open(encoding="utf-8", newline="") as table:
    EXPECTED = {row["case"]: row["findings"].split() for row in csv.DictReader(table)}


@pytest.fixture(scope="module")
def told():
    """The cases of the demonstration with the facts their file lacks."""
    return cases.with_facts(cases.read(DEMO / "cases.json"), DEMO / "case_facts.json")


@pytest.fixture(scope="module")
def found(told, prepared, tmp_path_factory):
    """What the check says on the day of the demonstration, when all cases have been lived."""
    folder = tmp_path_factory.mktemp("told") / "station"
    shutil.copytree(prepared, folder)
    station = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    begun = case_life.live(lambda _day: station, told.cases, spoiled=told.spoiled)
    checked = station.ask(lambda s: list(case_check.of_cases(s, [*begun.values()], told.as_of)))
    everything = station.ask(lambda s: list(records.ids(s, LEDGER, Filter())))
    voided = [one for one in everything if one not in begun.values()]
    assert len(voided) == len(told.spoiled) > 0
    for one in station.ask(lambda s: list(case_check.of_cases(s, voided, told.as_of))):
        assert one.findings == ()
    station.close()
    return {name: one.findings for name, one in zip(begun, checked, strict=True)}


def test_every_told_case_is_expected(told):
    assert set(EXPECTED) == {one.id for one in told.cases}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_told_case_has_just_what_was_expected(found, name):
    assert sorted({one.rule for one in found[name]}) == EXPECTED[name]


def test_planted_defects_are_found_and_no_error_stands_elsewhere(found):
    raw = json.loads((DEMO / "cases.json").read_text("utf-8"))["cases"]
    for one in raw:
        planted = set(one["planted_defects"])
        assert planted <= {each.rule for each in found[one["id"]]}
        assert {each.rule for each in found[one["id"]] if each.level is Level.ERROR} <= planted


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "title": st.text(max_size=40),
            "source": st.sampled_from(["01", "02", "05"]),
            "place": st.text(max_size=20),
            "people": st.integers(0, 99),
        },
    )
)
@settings(max_examples=60, deadline=None)
def test_a_complaint_just_noted_is_asked_nothing_it_was_never_asked(values):
    values = {"title": "口角", "source": "02", "state": "Z10"} | values
    whole = Whole(of(MediationCase, **values), [], [], None, [], [], [], [])
    assert whole.codes() <= {"I01", "K01", "K02", "A05"}
    plain = {key: value for key, value in values.items() if key not in {"title", "place"}}
    told = of(MediationCase, title="口角", **plain)
    assert Whole(told, [], [], None, [], [], [], []).codes() == set()


def typed(record):
    """A record as a form may hold it: any field empty, or anything its kind lets in."""
    given = {one.key: value(one) for one in fields(record) if one.key != "case"}
    return st.fixed_dictionaries(given).map(lambda values: of(record, **values))


def value(one):
    days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
    kinds = {
        Kind.WHOLE: st.integers(-5, 10**9),
        Kind.DECIMAL: st.decimals(-1, 10**12, places=2),
        Kind.YES: st.booleans(),
        Kind.DATE: days,
        Kind.TIME: st.times(),
        Kind.LINK: st.uuids(),
    }
    words = st.one_of(st.text(max_size=30), st.sampled_from(WORDS))
    if one.kind is Kind.CODE:
        words = st.sampled_from([each.code for each in codes.table(one.code).items])
    return st.none() | kinds.get(one.kind, words)


WORDS = (
    "{姓名}%s",
    "年息一分半",
    "1,2万元（大写：零佰亿角分）",
    "月利率٣％",
    "张永福（男，٤٥岁）",
    "\U00020bb7".join("尽快罚款"),
)
LINES = {
    "parties": Party,
    "meetings": MediationMeeting,
    "items": Performance,
    "papers": CasePaper,
    "evidence": Evidence,
    "follow_ups": FollowUp,
    "inquiries": Investigation,
    "events": CaseEvent,
}
FILES = st.builds(
    Whole,
    case=typed(MediationCase),
    agreement=st.none() | typed(Agreement),
    confirmation=st.none() | typed(Confirmation),
    **{key: st.lists(typed(record), max_size=2) for key, record in LINES.items()},
)


@given(FILES, st.booleans())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_somebody_has_half_typed_is_checked_without_a_fault(whole, filing):
    found = case_check.review(
        whole.file(), case_check.ALONE, case_check.printed(), TODAY, filing=filing
    )
    assert all(one.text and one.rule in case_check.CHECKS for one in found)


def test_every_place_is_a_field_somebody_can_go_to(found):
    tables = {LEDGER.name: LEDGER.record} | {one.name: one.record for one in LEDGER.children}
    for findings in found.values():
        for one in findings:
            assert hasattr(tables[one.place.table], one.place.key)


def test_a_case_is_checked_while_somebody_types():
    """A long file among a thousand others; processor time, so that neighbours do not count."""
    whole = sound()
    whole.case.summary = whole.case.summary * 40
    whole.meetings[0].talk = whole.meetings[0].talk * 40
    text = "双方因小巷积水发生争吵经邻居劝开后申请调解要求改建排水并赔偿损失" * 6
    others = tuple(
        Other(of(MediationCase).id, f"第{n}号", "02", None, texts=(("summary", text[n % 50 :]),))
        for n in range(1000)
    )
    file, around = whole.file(), Around(same=others)
    book = case_check.printed()
    case_check.review(file, around, book, TODAY)
    gc.collect()
    spent = []
    for _ in range(5):
        start = time.process_time()
        case_check.review(file, around, book, TODAY)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.05
