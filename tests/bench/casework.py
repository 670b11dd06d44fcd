"""What a mediator waits for: a long case opened, its file checked, its agreement printed."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from core.services import agreement, case_check, case_course, case_file, case_moves, mediation
from core.services.agreement import AgreementDraft
from core.services.case_moves import Step
from core.services.lines import Line
from core.services.mediation import CaseDraft
from reports import documents
from reports.form import Issue
from tests.bench.measure import Ratio, compared
from tests.bench.scene import Bench

ENTRIES = 200
TITLE = "石桥村一组水管纠纷（测量用）"
PARTIES = (Line({"name": "何长林"}), Line({"side": "respondent", "name": "何长根"}))


def case_of(bench: Bench) -> UUID:
    """The long case of the station, made once: 200 entries of its journal, agreed on."""
    with bench.station.engine.connect() as connection:
        found = connection.execute(
            text("SELECT id FROM mediation_case WHERE title = :title"), {"title": TITLE}
        ).scalar()
    return UUID(str(found)) if found else _made(bench)


def _made(bench: Bench) -> UUID:
    station = bench.station
    values = {"title": TITLE, "source": "02", "dispute": "02", "summary": "公用水管被圈占。" * 20}
    case = station.perform(mediation.accept, CaseDraft(values, PARTIES)).value
    talk = {"result": "success", "talk": "何长林陈述。何长根陈述。" * 50}
    station.perform(mediation.hold_meeting, case, talk)
    paid = {"payer": "何长根", "receiver": "何长林", "item": "移管", "amount": Decimal(300)}
    items = (Line({**paid, "due": date(2026, 12, 1), "way": "现金"}),)
    clauses = ("何长根移出水管。", "何长根支付三百元。")
    station.perform(agreement.agree, case, AgreementDraft(clauses=clauses, items=items))
    for n in range(ENTRIES - 3):
        station.perform(case_moves.record, case, Step(text=f"第{n}次电话联系双方"))
    return case


def opened(bench: Bench) -> Ratio:
    """A case with 200 entries of the journal as its screen shows it, against one row read."""
    case, today = case_of(bench), bench.station.today()
    return compared(
        "打开 200 条过程的案件（毫秒）",
        lambda: bench.station.ask(case_course.opened, case, today),
        lambda: _row(bench, case),
    )


def checked(bench: Bench) -> Ratio:
    """All 83 rules over that case in memory, as while somebody types, against one row read."""
    case, today = case_of(bench), bench.station.today()
    file = bench.station.ask(case_file.file, case)
    near = bench.station.ask(case_check.around, file)
    book = bench.station.ask(case_check.of_station)
    return compared(
        "自查一件（毫秒）",
        lambda: case_check.review(file, near, book, today),
        lambda: _row(bench, case),
    )


def printed(bench: Bench) -> Ratio:
    """Its agreement as a PDF, against as many empty pages."""
    from reportlab.pdfgen.canvas import Canvas

    case, path = case_of(bench), bench.folder / "agreement.pdf"
    issue = Issue(bench.station.today(), "李海燕")

    def ours() -> None:
        bench.station.ask(documents.draw, "mediation_agreement", case, path, issue)

    def floor() -> None:
        canvas = Canvas(str(bench.folder / "empty.pdf"))
        for _ in range(pages):
            canvas.showPage()
        canvas.save()

    pages = bench.station.ask(documents.draw, "mediation_agreement", case, path, issue)
    return compared(f"打印协议书 {pages} 页（毫秒）", ours, floor)


def _row(bench: Bench, case: UUID) -> None:
    with bench.station.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT * FROM mediation_case WHERE id = ?", (case.hex,)
        ).fetchall()
