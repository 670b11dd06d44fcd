"""Which stage of a case lacks what: from its check and its papers."""

from dataclasses import replace
from datetime import date

import pytest

from core.records.mediation_case import CasePaper
from core.services import case_check, case_stages
from core.services.case_check import CHECKS, Level, Place
from core.services.case_stages import ACCEPT, AGREE, PERFORM, SHELVE, STAGES, TALK, VISIT
from tests.core.whole_case import TODAY, of, sound


def stages(whole, today=TODAY):
    file = whole.file()
    found = case_check.review(file, case_check.ALONE, case_check.printed(), today)
    return {one.name: one for one in case_stages.stages(file, found)}


def come(whole):
    return [one.come for one in stages(whole).values()]


def test_a_sound_file_on_the_shelf_lacks_nothing_anywhere():
    whole = sound()
    whole.case.state = "Z90"
    assert come(whole) == ["past"] * len(STAGES)
    assert not any(one.findings or one.waiting for one in stages(whole).values())


@pytest.mark.parametrize(
    ("broken", "stage"),
    [
        (lambda w: setattr(w.case, "kin", "yes"), ACCEPT),
        (lambda w: setattr(w.parties[0], "id_no", "110101196903074511"), ACCEPT),
        (lambda w: w.drop("rights_notice"), ACCEPT),
        (lambda w: setattr(w.meetings[0], "result", None), TALK),
        (lambda w: setattr(w.agreement, "signed_on", date(2025, 3, 1)), AGREE),
        (lambda w: setattr(w.items[0], "due", None), PERFORM),
        (lambda w: (w.follow_ups.clear(), w.drop("follow_up")), VISIT),
        (lambda w: w.drop("contents"), SHELVE),
    ],
)
def test_what_is_found_stands_in_the_stage_where_it_is_mended(broken, stage):
    whole = sound()
    broken(whole)
    assert stages(whole)[stage].findings


def test_nothing_the_check_finds_is_lost_between_the_stages():
    whole = sound()
    whole.papers.clear()
    whole.agreement.sealed_on = whole.case.consent = None
    file = whole.file()
    found = case_check.review(file, case_check.ALONE, case_check.printed(), TODAY)
    shown = [one for stage in case_stages.stages(file, found) for one in stage.findings]
    assert sorted(one.rule for one in shown) == sorted(one.rule for one in found)
    assert len(found) > 5


def test_a_paper_out_to_be_signed_is_counted_where_it_belongs():
    whole = sound()
    out = of(CasePaper, kind="mediation_agreement", printed_on=TODAY, only_paper=False)
    whole.papers = [one for one in whole.papers if one.kind != out.kind] + [out]
    assert [one.kind for one in stages(whole)[AGREE].waiting] == ["mediation_agreement"]


def test_how_far_a_case_is_and_what_it_went_round():
    whole = sound()
    whole.case.state = "Z50"
    whole.agreement, whole.items, whole.follow_ups = None, [], []
    assert come(whole) == ["past", "now", "ahead", "ahead", "ahead", "ahead"]
    whole.case.state = "Z80"
    assert come(whole) == ["past", "past", "never", "never", "never", "now"]
    whole.case.state, whole.meetings = "Z10", []
    assert come(whole)[:2] == ["now", "ahead"]


def test_every_finding_has_a_stage_and_every_level_a_count():
    assert {case_stages.of_place(Place(table, None, "x")) for table in ("party", "evidence")} == {
        ACCEPT,
        TALK,
    }
    assert case_stages.of_place(Place("case_paper", None, "signed_on", "cover")) == SHELVE
    whole = sound()
    whole.case.kin = "yes"
    accepted = stages(whole)[ACCEPT]
    assert accepted.count(Level.ERROR) == 1
    assert accepted.count(Level.HINT) == 0
    assert replace(accepted, findings=()).count(Level.ERROR) == 0
    assert len(CHECKS) == 83
