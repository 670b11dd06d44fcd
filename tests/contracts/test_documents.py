"""Every paper: it prints empty and full, PDF and Word say the same, and its words are looked at."""

import shutil
from datetime import date, time
from itertools import pairwise

import pytest

from core.records.duty import DutyLog, DutyShift, DutySwap, ShiftHandOver
from core.records.equipment import Equipment
from core.records.grid_change import GridChange
from core.records.hand_over import HandOver
from core.records.leave import Leave
from core.records.mediation_case import (
    CaseEvent,
    Confirmation,
    Evidence,
    FollowUp,
    Investigation,
    MediationMeeting,
)
from core.records.staff import Post
from core.services import (
    agreement,
    founding,
    grid_acts,
    grid_sheet,
    hand_over,
    kit,
    mediation,
    meeting,
    records,
    visits,
)
from core.services.agreement import AgreementDraft
from core.services.hand_over import Held, Person, Terms
from core.services.kit import HandOut
from core.services.lines import Line
from core.services.meeting import Decision
from reports import documents, pdf, word
from reports.documents import DOCUMENTS
from reports.fonts import shipped
from reports.form import BLANK, Issue
from reports.page import plain
from tests.conftest import FACTS, PASSWORD, FixedClock, Make
from tests.reading import bare, pdf_pages, said, word_text

FORMS = pytest.mark.parametrize("form", DOCUMENTS, ids=lambda one: one.name)
DAY = date(2026, 3, 25)
NAMES = {"张𠮷㛃", "石仁和", "周建国", "王秀英", "马国良", "李海燕"}
ISSUE = Issue(DAY, "李海燕")
PARTIES = (
    {
        "side": "applicant",
        "kind": "person",
        "name": "张𠮷㛃",
        "sex": "2",
        "age": 41,
        "agent": "张小军",
    },
    {
        "side": "respondent",
        "kind": "organisation",
        "name": "丰收农资店",
        "representative": "店主石仁和",
    },
)


STEPS = (
    {"kind": "extend", "text": "等待种子质量检验结果", "until": date(2026, 5, 8)},
    {"kind": "suspend", "text": "店主住院", "until": date(2026, 4, 10)},
    {"kind": "recuse", "text": "调解员与店主是亲家", "receiver": "周建国"},
    {"kind": "transfer", "text": "涉及种子质量，请依法处理", "unit": "临川县农业农村局"},
    {
        "kind": "report",
        "text": "多户农民准备到店里讨说法",
        "unit": "石桥派出所",
        "receiver": "刘警官",
    },
)


@pytest.fixture(scope="module")
def station(prepared, tmp_path_factory):
    """One station for all papers: they only read."""
    folder = tmp_path_factory.mktemp("papers") / "station"
    shutil.copytree(prepared, folder)
    opened = founding.open_station(folder, FACTS.user, PASSWORD, FixedClock())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def make(station):
    return Make(station)


@pytest.fixture(scope="module")
def story(station, make):
    """One meeting held and one case settled; the record of each ledger, and an empty one."""
    people = [make.staff(name=name) for name in ("周建国", "王秀英", "马国良")]
    task = make.task(
        title="核对出租房消防通道",
        owner=people[0].id,
        due=date(2026, 3, 23),
        given_on=date(2026, 3, 20),
    )
    held = station.perform(meeting.prepare, DAY).value
    station.perform(
        meeting.decide, held, [Decision("约谈农资店店主", people[1].id, date(2026, 3, 27))]
    )
    values = {
        "source": "02",
        "dispute": "14",
        "summary": "张𠮷㛃买的种子发芽率低，要求退款，店主不认。",
        "accepted_on": DAY,
        "mediator": people[0].id,
    }
    case = station.perform(
        mediation.accept, mediation.CaseDraft(values, tuple(map(Line, PARTIES)))
    ).value
    promised = {
        "payer": "丰收农资店",
        "receiver": "张𠮷㛃",
        "item": "退还种子款",
        "due": date(2026, 4, 1),
    }
    station.perform(
        agreement.agree,
        case,
        AgreementDraft(
            facts="双方确认种子发芽率不足。",
            clauses=("丰收农资店退还种子款1200元。",),
            items=(Line({**promised, "amount": 1200}),),
            signed_on=DAY,
        ),
    )
    _told(make, case, people)
    empty = make.case(title="刚登记的纠纷")
    return {
        "meeting": (held, held),
        "mediation_case": (case, empty.id),
        "visit": (_visited(station), make.visit().id),
        "task": (task.id, make.task(title="刚交办的").id),
        "hand_over": (_handed_over(station, people), _only_agreed(make)),
        **_duty(make, people),
        "grid_change": (_merged(station, make), _only_told(make)),
        "leave": (_away(make, people), make.record(_leave(people[2])).id),
        "equipment": (_handed_out(station, make, people), make.record(_thing(people[2])).id),
    }


def _leave(person, **more):
    days = {"since": DAY, "until": date(2026, 3, 27)}
    return Leave(**({"staff": person.id, "kind": "01", "state": "asked"} | days | more))


def _away(make, people):
    """A leave that is granted: shifts and posts of three days go to somebody else."""
    away, other, chief = people
    grid = make.grid(name="东风网格")
    make.record(Post(staff=away.id, grid=grid.id, kind="04", since=date(2026, 1, 1), main=True))
    shift = DutyShift(day=date(2026, 3, 26), shift="night", staff=away.id, role="member")
    make.record(shift)
    granted = {"granted_by": chief.id, "granted_on": date(2026, 3, 24), "state": "granted"}
    told = {"substitute": other.id, "reason": "女儿高考体检"}
    return make.record(_leave(away, **told, **granted)).id


def _thing(person):
    return Equipment(staff=person.id, kind="bag", given_on=DAY)


def _handed_out(station, make, people):
    what = HandOut("cap", DAY, date(2028, 3, 25), by=people[2].id)
    station.perform(kit.hand_out, what, [one.id for one in people])
    return station.ask(lambda s: s.query(Equipment).first().id)


def _duty(make, people):
    """A shift given away for another, a day with one call and a quiet one, a hand-over."""
    first, second, chief = (make.staff(name=one.name).id for one in people)
    own = make.record(DutyShift(day=date(2026, 3, 28), shift="whole", role="member", staff=first))
    given = make.record(
        DutyShift(day=DAY, shift="whole", role="leader", staff=second, replaces=first)
    )
    consent = {"agreed_how": "phone", "agreed_on": DAY, "approved_by": chief, "approved_on": DAY}
    swap = {"given": given.id, "taken": own.id, "asked_on": DAY, "state": "approved"}
    make.record(DutySwap(asker=first, other=second, reason="家中有事", **swap, **consent))
    call = make.record(
        DutyLog(day=DAY, at=time(9, 5), unit="镇党政办", content="通知降雨", quiet=False)
    )
    quiet = make.record(DutyLog(day=date(2026, 3, 24), quiet=True))
    told = {"unfinished": "降雨通知还差两村没有回复", "equipment": "yes", "at": time(8, 30)}
    sheet = make.record(ShiftHandOver(day=DAY, giver=first, taker=second, **told))
    bare_sheet = make.record(ShiftHandOver(day=DAY, giver=second, taker=first))
    return {
        "duty_shift": (given.id, own.id),
        "duty_log": (call.id, quiet.id),
        "shift_hand_over": (sheet.id, bare_sheet.id),
    }


def _told(make, case, people):
    """What else there is in a file: a talk, an inquiry, evidence, steps of handling, a visit."""
    for one in (
        MediationMeeting(
            case=case,
            position=1,
            held_on=DAY,
            starts=time(9, 5),
            place="石桥镇调解室",
            informed="yes",
            talk="问：种子是哪天买的？\n答：二月十八日。",
            result="success",
        ),
        FollowUp(
            case=case,
            position=1,
            done_on=DAY,
            way="phone",
            person="张𠮷㛃",
            finding="种子款还没到期。",
            performed="undue",
            visitor=people[0].id,
        ),
        Investigation(
            case=case,
            position=1,
            held_on=DAY,
            starts=time(8, 20),
            ends=time(8, 50),
            place="张𠮷㛃家地头",
            asked="何长林",
            relation="同村种植户",
            askers="周建国、王秀英",
            recorder="王秀英",
            talk="问：您家的种子怎样？\n答：也没出齐。",
        ),
        Evidence(
            case=case,
            position=1,
            name="购种票据",
            kind="bill",
            giver="张𠮷㛃",
            copy="copy",
            pages=1,
        ),
        *(
            CaseEvent(case=case, position=n, happened_on=DAY, **step)
            for n, step in enumerate(STEPS, 1)
        ),
        Confirmation(case=case, state="C1", court="临川县人民法院", applied_on=DAY),
    ):
        make.record(one)


def _handed_over(station, people):
    """周建国 gives all he has, and three things no computer knows of, to 王秀英."""
    giver, taker = (Person(one.name, None, one.id) for one in people[:2])
    lines = station.ask(hand_over.held, giver, DAY)
    lines += (
        Held("钥匙", "档案柜钥匙 2 把", None, "完好"),
        Held("U盘", "移动存储介质（编号 U-03）1 个"),
        Held("纸质卷宗", "张𠮷㛃调解卷宗原件 1 册，38 页", date(2026, 4, 1), "待装订"),
    )
    terms = Terms(giver, taker, "马国良", "岗位调整", "公章由站长保管，不在移交之列。")
    return station.perform(hand_over.carry_out, terms, lines).value


def _merged(station, make):
    """Two grids become one, with a case, a visit and a head of grid in them."""
    village = make.grid(name="东风村", code="999999101201", level="village").id
    first, second = (
        make.grid(name=f"第{n}网格", code=f"99999910120190{n}", parent=village).id for n in (1, 2)
    )
    make.case(grid=first, state="Z20", dispute="02", accepted_on=DAY)
    make.visit(grid=first)
    head = {"name": "马桂花", "grid": first, "post": "04", "joined": DAY}
    make.task(owner=station.perform(records.save, "staff", head).value, title="清点楼道杂物")
    terms = grid_sheet.Terms(DAY, "两格户数都不足 300 户", "石桥镇〔2026〕3号")
    return station.perform(grid_acts.merge, [first, second], second, terms).value


def _only_told(make):
    """A change written down by hand, long before this program."""
    change = GridChange(changed_on=DAY, kind="merge", before="甲网格、乙网格", reason="撤并")
    return make.record(change).id


def _visited(station):
    """Somebody with a grievance that no receipt may tell."""
    values = {"title": "广场舞噪声扰民", "source": "visit", "name": "李女士", "came_on": DAY}
    return station.perform(visits.register, values).value


def _only_agreed(make):
    """A hand-over of which nothing but the two people is known."""
    return make.record(HandOver(day=DAY, giver="周建国", taker="王秀英")).id


@FORMS
def test_the_words_of_a_paper(station, story, form, snapshot):
    document = station.ask(form.document, story[form.ledger][0], ISSUE)
    assert "\n".join(plain(document)) == snapshot


@FORMS
def test_pdf_and_word_say_the_same_in_the_same_order(station, story, form, tmp_path):
    document = bare(station.ask(form.document, story[form.ledger][0], ISSUE))
    pdf.write(document, tmp_path / "paper.pdf", shelf=shipped())
    word.write(document, tmp_path / "paper.docx", shelf=shipped())
    assert "".join(pdf_pages(tmp_path / "paper.pdf")) == said(document)
    assert word_text(tmp_path / "paper.docx") == said(document)


@FORMS
def test_a_paper_prints_at_any_state(station, story, form, tmp_path):
    path = tmp_path / "empty.pdf"
    assert station.ask(documents.draw, form.name, story[form.ledger][1], path, ISSUE) >= 1
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("form", documents.CASE_PAPERS, ids=lambda one: one.name)
def test_a_paper_of_a_case_prints_without_a_case(station, form):
    text = "\n".join(plain(station.ask(form.document, BLANK, ISSUE)))
    assert "None" not in text
    assert "■" not in text, "nothing is ticked that nobody said"


@FORMS
def test_nobody_signs_for_anybody(station, story, form):
    texts = list(plain(station.ask(form.document, story[form.ledger][0], ISSUE)))
    behind = [after for before, after in pairwise(texts) if "签名" in before]
    assert not [text for text in behind if text.strip() in NAMES]


@FORMS
def test_a_form_has_its_template_and_a_title_of_its_own(form):
    assert documents.form(form.title) is form
    assert documents.form(form.name) is form
