"""The demonstration's day, lived through the same operations as the window, and its papers."""

from contextlib import closing
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import records as ledgers
from core import workdays
from core.errors import Invalid
from core.intake import package as intake
from core.progress import Progress
from core.record import Value
from core.records.mediation_case import Agreement, MediationCase
from core.records.meeting import Attendance
from core.services import (
    agreement,
    case_contents,
    case_file,
    figures,
    founding,
    mediation,
    meeting,
    meeting_file,
    minutes,
    packages,
    partners,
    records,
    roster,
    weekly,
)
from core.services.agreement import AgreementDraft
from core.services.lines import Line
from core.services.meeting import Decision
from core.services.records import Filter
from core.station import Station
from core.store.keys import STANDARD
from reports import binding, documents
from reports.commands import duty, exporting, package, report
from reports.commands.diary import At
from reports.documents import ledger_list
from reports.form import Issue

COUNTY = founding.Facts(
    name="临川县社会治安综合治理中心",
    user="demo",
    short_name="临川县",
    kind="superior",
    code="999999",
    post="接收员",
)
OWN_UNITS = 2
PASSWORD = "demo-2026"  # noqa: S105 of invented data, told on the screen
MEETING_PAPERS = ("morning_sheet", "meeting_minutes", "sign_in_sheet")
CASE_PAPERS = ("acceptance_register", "rights_notice", "mediation_agreement")
QUARREL: dict[str, Value] = {
    "title": "",
    "source": "02",
    "dispute": "02",
    "place": "石桥镇石桥村一组",
    "summary": "何长根家新修院墙时把公用水管圈在墙内，弟弟何长林家几天没有水用，兄弟俩在村口争吵，"
    "村干部劝开后同意到镇里调解。",
    "request": "恢复何长林家用水，明确水管由谁维修",
    "people": 2,
    "risk": "normal",
    "consent": "双方到场口头同意",
}
BROTHERS = (
    {
        "side": "applicant",
        "kind": "person",
        "name": "何长林",
        "sex": "1",
        "address": "石桥镇石桥村一组",
    },
    {
        "side": "respondent",
        "kind": "person",
        "name": "何长根",
        "sex": "1",
        "address": "石桥镇石桥村一组",
    },
)


def live(station: Station, at: At, day: date, outputs: Path, progress: Progress) -> None:
    """The meeting at half past eight, a quarrel settled before noon, reports in the afternoon."""
    at(day, time(8, 30))
    progress("开晨会", 1, 6)
    held = _meet(station, day)
    at(day, time(9, 20))
    progress("调解一件纠纷", 2, 6)
    case = _mediate(station, day)
    at(day, time(15, 0))
    progress("打印文书", 3, 6)
    _papers(station, outputs, held, case)
    _schedule(station, outputs)
    progress("写周报和台账", 4, 6)
    _reports(station, outputs)
    at(day, time(16, 30))
    progress("报送数据包", 5, 6)
    _send(station, outputs)
    progress("一天结束", 6, 6)


def _meet(station: Station, day: date) -> UUID:
    held = station.perform(meeting.prepare, day).value
    there = [
        one for one in station.ask(records.children, Attendance, held) if one.state == "present"
    ]
    marks = {there[3].id: ("duty", "县里开会"), there[4].id: ("late", None)}
    station.perform(meeting.mark, held, marks)
    people = station.ask(roster.on_duty_roll, day)
    due = workdays.known().add_workdays(day, 2)
    decisions = [
        Decision("上门核对到期未履行的三件协议，问清原因", people[0].id, due),
        Decision("把本周纠纷台账发各村核对，周五上午收齐", people[2].id, due),
    ]
    station.perform(meeting.decide, held, decisions)
    station.perform(minutes.finalise, held)
    return held


def _mediate(station: Station, day: date) -> UUID:
    people = {name: one for one, name in station.ask(records.choices, "staff")}
    grids = {name: one for one, name in station.ask(records.choices, "grid")}
    values = {
        **QUARREL,
        "happened_on": day,
        "applied_on": day,
        "accepted_on": day,
        "grid": grids.get("石桥村"),
        "mediator": people.get("吴秀兰"),
        "recorder": people.get("王晓梅"),
    }
    draft = mediation.CaseDraft(values, tuple(Line(one) for one in BROTHERS))
    case = station.perform(mediation.accept, draft).value
    talk = (
        "已告知双方权利义务。何长林陈述没水用，何长根陈述修墙经过。"
        "调解员说明公用水管不得圈占，双方同意移出水管并共同负担维修。"
    )
    held: dict[str, Value] = {
        "held_on": day,
        "starts": time(9, 40),
        "ends": time(11, 0),
        "place": "调解室",
    }
    station.perform(mediation.hold_meeting, case, {**held, "talk": talk, "result": "success"})
    station.perform(agreement.agree, case, _agreed(day))
    station.perform(agreement.sign, case, day)
    _sign_papers(station, case, day)
    return case


def _sign_papers(station: Station, case: UUID, day: date) -> None:
    """What the brothers signed at the table, each paper for whom or what it is about."""
    file = station.ask(case_file.file, case)
    about = [("application", None), ("acceptance_register", None), ("mediation_agreement", None)]
    subjects = [(kind, one.id) for one in file.parties for kind in ("rights_notice", "identity")]
    talks = [("mediation_record", one.id) for one in file.meetings]
    signed: dict[str, Value] = {"dated": day, "signed_on": day, "sealed_on": day, "pages": 1}
    put = [{"kind": kind, "subject": of, **signed} for kind, of in (*about, *subjects, *talks)]
    station.perform(case_contents.add, case, [("case_paper", one) for one in put])


def _agreed(day: date) -> AgreementDraft:
    due = workdays.known().add_workdays(day, 3)
    until = f"{due.year}年{due.month}月{due.day}日"
    return AgreementDraft(
        facts="公用水管铺设在前，院墙修建在后，何长根负主要责任。",
        clauses=(
            f"何长根于{until}前把公用水管移到院墙外并恢复通水。",
            "移管材料费600元由何长根、何长林各负担一半，何长林的300元在通水当日现金付清。",
            "今后水管维修由两家共同负责，任何一方不得再圈占。",
        ),
        signed_on=day,
        items=(
            Line(
                {
                    "payer": "何长根",
                    "receiver": "何长林",
                    "item": "移出水管并恢复通水",
                    "way": "施工",
                    "due": due,
                }
            ),
            Line(
                {
                    "payer": "何长林",
                    "receiver": "何长根",
                    "item": "支付一半材料费",
                    "amount": Decimal(300),
                    "way": "现金",
                    "due": due,
                }
            ),
        ),
    )


def _papers(station: Station, outputs: Path, held: UUID, case: UUID) -> None:
    issue = Issue(station.today(), station.actor.name, station.demo)
    fullest = station.ask(_fullest) or case
    for folder, names, identity in (
        ("晨会", MEETING_PAPERS, held),
        ("调解文书", CASE_PAPERS, case),
        ("调解文书/多方当事人", CASE_PAPERS, fullest),
    ):
        for name in names:
            title = documents.form(name).title
            for ending in (".pdf", ".docx"):
                path = outputs / folder / f"{title}{ending}"
                station.ask(documents.draw, name, identity, path, issue)
    _minutes(station, outputs, issue)
    _bound_file(station, outputs, issue)


def _minutes(station: Station, outputs: Path, issue: Issue) -> None:
    """The minutes of every meeting, each under its day."""
    for day, held in station.ask(meeting_file.held):
        path = outputs / "晨会" / "历次记录" / f"{day} 日晨会记录.pdf"
        station.ask(documents.draw, "meeting_minutes", held, path, issue)


def _schedule(station: Station, outputs: Path) -> None:
    """The duty of the month, as paper, workbook and calendar."""
    wanted = duty.month(station.today())
    for ending in (".pdf", ".docx", ".xlsx", ".ics"):
        duty.write(station, wanted, outputs / "值班" / f"值班表{ending}")


def _bound_file(station: Station, outputs: Path, issue: Issue) -> None:
    """The thickest file on the shelf, bound as a whole."""
    thickest = station.ask(_thickest)
    if thickest is not None:
        whole = station.ask(binding.gather, thickest, issue, station.folder)
        binding.bind(whole, outputs / "调解文书" / f"{binding.TITLE}.pdf")


def _thickest(session: Session) -> UUID | None:
    """The archived case with the most pages."""
    shelved = select(MediationCase.id).where(MediationCase.state == "Z90")
    return session.scalars(shelved.order_by(MediationCase.pages.desc())).first()


def _fullest(session: Session) -> UUID | None:
    """The case whose written agreement promises the most: the one a reviewer looks at."""
    kept = session.scalars(select(Agreement).where(Agreement.form == "written")).all()
    return max(kept, key=lambda one: len(one.clauses or "")).case if kept else None


def _reports(station: Station, outputs: Path) -> None:
    issue = Issue(station.today(), station.actor.name, station.demo)
    week = figures.week_of(station.today(), station.ask(weekly.week_start))
    for ending in (".pdf", ".docx"):
        report.run(station, f"{week.since}..{week.until}", outputs / f"周报{ending}")
    for one in ledgers.LEDGERS:
        if one.name == "user" or not station.ask(records.count, one, Filter()):
            continue
        for ending in (".xlsx", ".csv"):
            wanted = exporting.Wanted(one.name, outputs / "台账" / f"{one.title}{ending}")
            exporting.run(station, wanted)
        document = station.ask(ledger_list.document, one.name, Filter(), issue)
        documents.write(document, outputs / "台账" / f"{one.title}.pdf")
    exporting.run(station, exporting.Wanted("grid", outputs / "网格地图.html"))


def _send(station: Station, outputs: Path) -> None:
    """The package goes to a county of its own, which then must have what the station has."""
    keys = station.folder / "county-keys"
    for kind in (partners.COUNTY, partners.RECOVERY):
        station.perform(partners.enrol, partners.new_keys(kind, COUNTY.name, keys))
    written = package.build(station, outputs / "报送数据包")
    county, _ = founding.create(
        station.folder / "county", COUNTY, PASSWORD, station.clock, STANDARD
    )
    with closing(county):
        county.perform(partners.enrol, station.ask(partners.own_card))
        identity = partners.read_key(keys / "county.key")
        verified = intake.verify(written.files[-1], county.ask(packages.enrolled), identity)
        with closing(intake.lines(verified, identity)) as steps:
            packages.take_in(county, verified, steps)
        sent, got = station.ask(packages.counts), county.ask(packages.counts)
    got["organisation"] -= OWN_UNITS
    if sent != got:
        raise Invalid("县级一方收到的件数与本站不一致，请保留数据包并联系维护人员。")
