"""A restricted case exists for who handles it, who registered it, and the chief."""

from datetime import date

import pytest
from sqlalchemy import func, select, union
from sqlalchemy.orm import aliased

from core import secrecy
from core.errors import Invalid, NeedsYes
from core.record import record_class
from core.records import mediation_case
from core.records.attachment import Attachment
from core.records.mediation_case import Agreement, MediationCase, Party
from core.records.meeting import AgendaItem
from core.services import agenda, caseload, finding, history, mediation, records
from core.services.records import Filter
from tests.conftest import keep

pytestmark = pytest.mark.both_stores

CASES = mediation_case.LEDGER


@pytest.fixture
def restricted(make):
    mediator = make.staff(name="周秀兰")
    return make.case(
        title="少年甲与乙",
        privacy="L3",
        mediator=mediator.id,
        accepted_on=date(2026, 3, 2),
        due=date(2026, 4, 1),
        state="Z20",
        number="石桥镇人调字〔2026〕第007号",
    )


def sees(station, case):
    found = station.ask(records.ids, CASES, Filter())
    return case.id in found


def test_a_restricted_case_is_there_for_its_people_and_the_chief(acting, restricted, station):
    mediator = restricted.mediator
    assert sees(acting("chief"), restricted)
    assert sees(acting("admin"), restricted)
    assert sees(acting("mediator", hands=frozenset({mediator})), restricted)
    assert sees(acting("clerk", hands=frozenset({station.actor.id})), restricted)
    for role in ("clerk", "mediator", "reader"):
        assert not sees(acting(role), restricted)


def test_who_registers_a_restricted_case_keeps_seeing_it(acting):
    clerk = acting("clerk")
    case = clerk.perform(keep, MediationCase(title="甲", source="02", state="Z10", privacy="L3"))
    assert sees(clerk, case.value)
    assert case.value.registered_by == clerk.actor.id
    assert not sees(acting("clerk"), case.value)


def test_a_case_without_a_level_is_open(make, acting):
    case = make.case(privacy=None)
    assert sees(acting("reader"), case)


@pytest.mark.parametrize("child", CASES.children, ids=lambda one: one.name)
def test_what_lives_inside_a_restricted_case_is_hidden_with_it(child, acting, make, restricted):
    assert child.record in secrecy.guarded()
    party = make.record(Party(case=restricted.id, position=1, name="少年甲", side="applicant"))
    clerk = acting("clerk")
    assert clerk.ask(lambda s: s.get(Party, party.id)) is None
    assert clerk.ask(records.children, child.record, restricted.id) == []


def test_what_refers_to_a_restricted_case_is_hidden_with_it(acting, make, restricted):
    party = make.record(Party(case=restricted.id, position=1, name="少年甲", side="applicant"))
    facts = {"name": "照片.jpg", "media": "image/jpeg", "size": 1, "digest": "0" * 64}
    for table, owner in (("mediation_case", restricted.id), ("party", party.id)):
        make.record(Attachment(table=table, owner=owner, **facts))
    shown = make.record(Attachment(table="staff", owner=restricted.mediator, **facts))
    clerk = acting("clerk")
    assert clerk.ask(lambda s: list(s.scalars(select(Attachment.id)))) == [shown.id]
    assert {Attachment, AgendaItem} <= secrecy.guarded()


QUERIES = {
    "entity": lambda: select(MediationCase),
    "column": lambda: select(MediationCase.title),
    "count": lambda: select(func.nullif(func.count(), 0)).select_from(MediationCase),
    "newest": lambda: select(func.max(MediationCase.accepted_on)),
    "inside a count": lambda: select(func.nullif(func.count(), 0)).select_from(
        select(MediationCase.id).subquery()
    ),
    "common table": lambda: select(select(MediationCase.title).cte().c.title),
    "scalar": lambda: select(select(MediationCase.title).scalar_subquery()),
    "exists": lambda: select(func.nullif(select(MediationCase.id).exists(), False)),
    "alias": lambda: select(aliased(MediationCase).title),
    "union": lambda: union(select(MediationCase.title), select(MediationCase.place)),
    "join": lambda: select(Party.name).join(MediationCase, MediationCase.id == Party.case),
    "child": lambda: select(Party.name),
    "child alias": lambda: select(aliased(Party).name),
    "by child": lambda: select(Party.name).where(Party.case.in_(select(MediationCase.id))),
}


@pytest.mark.parametrize("ask", QUERIES.values(), ids=QUERIES.keys())
def test_no_shape_of_query_finds_it(ask, acting, make, restricted):
    make.record(Party(case=restricted.id, position=1, name="少年甲", side="applicant"))

    def found(session):
        return [row for row in session.execute(ask()).all() if row[0] is not None]

    assert acting("clerk").ask(found) == []
    assert acting("chief").ask(found) != []


def test_its_history_is_for_who_sees_it(acting, restricted, station):
    assert acting("clerk").ask(history.of_record, "mediation_case", restricted.id) == []
    assert len(station.ask(history.of_record, "mediation_case", restricted.id)) == 1


def test_a_hidden_case_can_neither_be_opened_nor_changed(acting, restricted):
    clerk = acting("clerk")
    with pytest.raises(Invalid, match="找不到这条记录"):
        clerk.perform(records.save, "mediation_case", {"title": "改"}, restricted.id)
    with pytest.raises(Invalid, match="找不到这条记录"):
        clerk.ask(records.get, MediationCase, restricted.id)


def test_search_neither_finds_nor_counts_it(acting, restricted):
    assert acting("clerk").ask(finding.find, "少年甲") == []
    assert acting("clerk").ask(records.count, CASES, Filter(words="少年甲")) == 0
    assert len(acting("chief").ask(finding.find, "少年甲")) == 1


def test_figures_are_equal_for_all_and_hidden_ones_can_be_counted(acting, restricted, make):
    shown = make.case(accepted_on=date(2026, 3, 3), state="Z20")
    figures = {
        role: acting(role).ask(caseload.figure, caseload.open_on(date(2026, 3, 25)))
        for role in ("clerk", "chief", "mediator", "reader", "admin")
    }
    assert {one.value for one in figures.values()} == {2}
    both = figures["clerk"].ids
    assert acting("clerk").ask(secrecy.hidden, MediationCase, both) == {restricted.id}
    assert acting("chief").ask(secrecy.hidden, MediationCase, both) == frozenset()
    assert shown.id in both


def test_counting_tells_no_text(station):
    for query in (select(MediationCase), select(MediationCase.title), select(Party.phone)):
        with pytest.raises(TypeError, match="tells no texts"):
            station.ask(secrecy.counting, query)


def test_the_agenda_is_for_everybody_whoever_compiles_it(acting, restricted):
    for role in ("chief", "clerk"):
        sections = acting(role).ask(agenda.compile_agenda, date(2026, 3, 31))
        told = [item.line for one in sections for item in one.items]
        assert not any("少年甲" in line for line in told)
        assert "限制查阅的纠纷1件超期或临期（承办人会后单独汇报）" in told


def test_the_number_of_a_hidden_case_is_taken_and_its_name_not_told(acting, restricted, make):
    other = make.case()
    clerk = acting("clerk")
    with pytest.raises(Invalid, match="已用于“限制查阅的案件”"):
        clerk.perform(mediation.admit, other.id, date(2026, 3, 5), restricted.number)


def test_agreements_of_hidden_cases_are_hidden_in_every_table():
    assert {record_class(one.name) for one in CASES.children} <= secrecy.guarded()
    assert Agreement in secrecy.guarded()


def test_who_restricts_a_case_away_from_himself_is_asked_first(make, acting):
    case = make.case()
    clerk = acting("clerk")
    with pytest.raises(NeedsYes, match="您保存以后就看不到它了"):
        clerk.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    assert sees(clerk, case)
    sure = clerk.confirmed("restrict")
    sure.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    assert not sees(clerk, case)
    assert sees(acting("chief"), case)


def test_its_mediator_the_chief_and_the_registrar_restrict_without_a_question(make, acting):
    mediator = make.staff(name="周秀兰")
    for who in (acting("mediator", hands=frozenset({mediator.id})), acting("chief")):
        case = make.case(mediator=mediator.id)
        who.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
        assert sees(who, case)


def test_the_form_of_the_mediation_screen_asks_too(make, acting):
    case = make.case(title="占道")
    with pytest.raises(NeedsYes, match="限制"):
        acting("clerk").perform(mediation.amend, case.id, {"privacy": "L3"}, ())


def test_an_act_that_hid_a_case_can_be_taken_back_by_who_did_it(make, acting, station):
    case = make.case()
    clerk = acting("clerk")
    sure = clerk.confirmed("restrict")
    done = sure.perform(records.save, "mediation_case", {"privacy": "L3"}, case.id)
    clerk.perform(history.undo, done.seq)
    assert sees(clerk, case)
