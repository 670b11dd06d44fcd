"""What lies in a file beside talks and agreement: evidence, inquiries, papers, mediators, loans."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.errors import Conflict, Invalid, Problem
from core.ledger import Values
from core.record import Record
from core.records.mediation_case import (
    CasePaper,
    CoMediator,
    Evidence,
    FileLoan,
    Investigation,
    MediationCase,
    MediationMeeting,
    Prevention,
)
from core.rights import Right
from core.services import case_flow, lines, mediation, records
from core.services.lines import Line
from core.services.mediation import name_act, not_later
from core.station import Tx, operation

KINDS: dict[str, type[Record]] = {
    record.__tablename__: record
    for record in (CasePaper, CoMediator, Evidence, FileLoan, Investigation, Prevention)
}
_PAPERS = {MediationMeeting.__tablename__: "mediation_record", "investigation": "investigation"}
_WHOLE = Decimal(100)

Seen = Mapping[UUID, int]
Wrong = Iterator[tuple[int, str, str]]


@operation("修改卷内材料", needs=Right.MEDIATE)
def keep(
    tx: Tx, case: UUID, table: str, wanted: Sequence[Line], seen: Seen | None = None
) -> list[UUID]:
    """Make the lines of one kind just these, in this order.

    `seen` are the versions of the lines a form was opened on: what others did since is not undone.
    """
    of, record = _open(tx, case), _kind(table)
    _refuse_overtaken(seen, records.children(tx.session, record, case), "清单")
    _refuse_wrong(tx, of, table, [one.values for one in lines.filled(record, wanted)])
    kept = lines.keep(tx, record, case, wanted)
    name_act(tx, of)
    return [one.id for one in kept]


@operation("登记卷内材料", needs=Right.MEDIATE)
def add(tx: Tx, case: UUID, wanted: Sequence[tuple[str, Values]]) -> list[UUID]:
    """Put things into the file behind what lies there, each with the name of its kind."""
    of = _open(tx, case)
    made = [_added(tx, _kind(table), case, values).id for table, values in wanted]
    name_act(tx, of)
    return made


@operation("登记调查", needs=Right.MEDIATE)
def inquire(tx: Tx, case: UUID, values: Values, sheets: int | None = None) -> UUID:
    """Keep one inquiry; `sheets` are the pages of a record written by hand, which stays paper."""
    of = _open(tx, case)
    _happened(tx, values)
    made = _added(tx, Investigation, case, values)
    mediation.keep_sheets(tx, made, _PAPERS[Investigation.__tablename__], sheets)
    name_act(tx, of)
    return made.id


@operation("更正笔录", needs=Right.MEDIATE)
def correct(
    tx: Tx,
    place: tuple[type[Record], UUID],
    values: Values,
    sheets: int | None = None,
    seen: Seen | None = None,
) -> None:
    """Change what the record of a talk or an inquiry says, if nobody else did since `seen`."""
    record, of = place
    kept: Any = records.get(tx.session, record, of)
    case = _open(tx, kept.case)
    if kept.binned is not None:
        raise Invalid("这份笔录已被撤销，没有保存。您填的内容还在，可复制后另记一次。")
    papers = records.children(tx.session, CasePaper, case.id)
    _refuse_overtaken(seen, said_in(kept, papers), "笔录")
    _happened(tx, values)
    for key, value in values.items():
        setattr(kept, key, value)
    mediation.keep_sheets(tx, kept, _PAPERS[record.__tablename__], sheets)
    name_act(tx, case)


@operation("归还卷宗", needs=Right.MEDIATE)
def give_back(tx: Tx, loan: UUID, on: date | None = None) -> None:
    """A paper file that was lent is back."""
    kept = records.get(tx.session, FileLoan, loan)
    case, day = _open(tx, kept.case), on or tx.today
    not_later(tx, day, "on", "归还日期")
    if day < kept.lent_on:
        raise Invalid([Problem("on", "归还日期早于借出日期，请核对")])
    kept.returned_on = day
    tx.on(day)
    name_act(tx, case)


@operation("登记存放位置", needs=Right.MEDIATE)
def put_away(tx: Tx, case: UUID, box: str) -> None:
    """Say where the paper file lies: cabinet, shelf, box, volume."""
    of = _open(tx, case)
    of.box = box.strip() or None
    name_act(tx, of)


def versions(kept: Iterable[Record]) -> dict[UUID, int]:
    """What a form of lines was opened on."""
    return {one.id: one.version for one in kept}


def said_in(kept: Record, papers: Iterable[CasePaper]) -> list[Record]:
    """What the form of a talk or an inquiry shows: its record, and the sheets written by hand."""
    return [kept, *(one for one in papers if one.only_paper and one.subject == kept.id)]


def lent(loans: Iterable[FileLoan]) -> list[FileLoan]:
    """The loans of a file that is still out; the last is where it is."""
    return [one for one in loans if one.returned_on is None]


def _added(tx: Tx, record: type[Record], case: UUID, values: Values) -> Record:
    [line] = lines.filled(record, [Line(values)])
    return mediation.keep_line(tx, record, case, line.values)


def _open(tx: Tx, case: UUID) -> MediationCase:
    of = records.get(tx.session, MediationCase, case)
    case_flow.refuse_laid_aside(of)
    return of


def _refuse_overtaken(seen: Seen | None, standing: Iterable[Record], what: str) -> None:
    if seen is not None and dict(seen) != versions(standing):
        raise Conflict(f"这份{what}刚被别人改过，没有保存。您填的内容还在，请核对后再保存。")


def _kind(table: str) -> type[Record]:
    if table not in KINDS:
        raise Invalid("这类材料不能在这里登记。")
    return KINDS[table]


def _happened(tx: Tx, values: Values) -> None:
    """What was said was said on a day, and not on one to come."""
    held = values.get("held_on")
    if not isinstance(held, date):
        raise Invalid([Problem("held_on", "请填写日期")])
    not_later(tx, held, "held_on", "日期")
    tx.on(held)


def _refuse_wrong(tx: Tx, case: MediationCase, table: str, rows: Sequence[Values]) -> None:
    """What cannot be, told of the line it stands in."""
    check = _CHECKS.get(table)
    found = check(tx, case, rows) if check else ()
    problems = [Problem(f"{table}.{n}.{key}", text) for n, key, text in found]
    if problems:
        raise Invalid(problems)


def _mediators(_tx: Tx, case: MediationCase, rows: Sequence[Values]) -> Wrong:
    """Nobody stands there twice, and shares leave something for who handles the case."""
    seen = {case.mediator}
    total = Decimal()
    for n, one in enumerate(rows):
        if one.get("staff") in seen:
            yield n, "staff", "这个人已经是本案的调解员了"
        seen.add(one.get("staff"))  # type: ignore[arg-type]  # links are identities
        share = one.get("share")
        total += share if isinstance(share, Decimal) else 0
        if share is not None and total > _WHOLE:
            yield n, "share", "几个人的比例加起来超过 100%，请核对"


def _loans(tx: Tx, _case: MediationCase, rows: Sequence[Values]) -> Wrong:
    """A file is lent before it is returned, and to one at a time."""
    for n, one in enumerate(rows):
        out, due, back = (one.get(key) for key in ("lent_on", "due", "returned_on"))
        assert isinstance(out, date)
        if max(out, back if isinstance(back, date) else out) > tx.today:
            yield n, "lent_on" if out > tx.today else "returned_on", "日期在今天之后，请核对"
        if isinstance(due, date) and due < out:
            yield n, "due", "应还日期早于借出日期，请核对"
        if isinstance(back, date) and back < out:
            yield n, "returned_on", "归还日期早于借出日期，请核对"
        if back is None and n + 1 < len(rows):
            yield n, "returned_on", "这一次还没有归还，不能又借出"


def _counted(key: str) -> "Check":
    def check(_tx: Tx, _case: MediationCase, rows: Sequence[Values]) -> Wrong:
        for n, one in enumerate(rows):
            count = one.get(key)
            if isinstance(count, int) and count < 1:
                yield n, key, "请填1以上的数，不清楚的不填"

    return check


Check = Callable[[Tx, MediationCase, Sequence[Values]], Wrong]
_CHECKS: dict[str, Check] = {
    CoMediator.__tablename__: _mediators,
    Evidence.__tablename__: _counted("pages"),
    FileLoan.__tablename__: _loans,
    Prevention.__tablename__: _counted("people"),
}
