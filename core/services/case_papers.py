"""How far each paper of a file has come: printed, signed, scanned, bound (decision A2)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core import codes
from core.errors import Invalid, Problem, UserError
from core.ledger import Values
from core.record import Record
from core.records.attachment import Attachment
from core.records.mediation_case import CasePaper, MediationCase
from core.rights import Actor, Right
from core.services import agreement, case_file, caseload, owed, records
from core.services.case_file import CaseFile
from core.services.mediation import not_later
from core.services.owed import Owed
from core.services.pending import Item
from core.station import Station, Tx, operation
from core.workdays import Calendar

AGREEMENT = "mediation_agreement"
PRINTED, WAITING, SIGNED, SCANNED, BOUND = "已打印", "待签回", "已签回", "已扫描", "已装订"

FRAME = ("cover", "contents", "back_cover")
"""Papers that are drawn with the whole file and around it."""

STATES = (WAITING, PRINTED, SIGNED, SCANNED, BOUND)
"""From furthest behind to done."""

_TO_SIGN = "Z40"
_YEAR = timedelta(days=365)
_MOST_LETTERS = 119
_CASE = MediationCase.__tablename__
_EVENTS = {
    "extension": "extend",
    "suspension": "suspend",
    "recusal": "recuse",
    "transfer": "transfer",
    "risk_report": "report",
}
_EACH: Mapping[str, Callable[[CaseFile], tuple[Record, ...]]] = {
    "rights_notice": lambda file: file.parties,
    "acceptance_notice": lambda file: file.parties,
    "invitation": lambda file: file.parties,
    "end_notice": lambda file: file.parties,
    "authorisation": lambda file: tuple(one for one in file.parties if one.agent),
    "investigation": lambda file: file.inquiries,
    "mediation_record": lambda file: file.meetings,
    "performance_proof": lambda file: file.items,
    "follow_up": lambda file: file.follow_ups,
}
_UNSIGNED = (
    "cover",
    "contents",
    "acceptance_notice",
    "identity",
    "invitation",
    "evidence",
    "closing_report",
    "file_note",
    "back_cover",
    "other",
)
"""Papers nobody waits for: they bear no signature that a file lacks."""
_SEALED = frozenset(
    {"acceptance_register", "refusal_notice", "end_notice", "oral_register", "follow_up"}
    | {AGREEMENT, "extension", "suspension", "transfer", "risk_report"}
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scan that turned out to be a paper: of which kind, about whom, and which file shows it."""

    kind: str
    scan: UUID
    pages: int | None = None
    subject: UUID | None = None


def about(file: CaseFile, kind: str) -> tuple[Record, ...]:
    """What a kind of paper is about: parties, talks, steps …; nothing where it is the case."""
    if kind in _EVENTS:
        return file.happened(_EVENTS[kind])
    return _EACH[kind](file) if kind in _EACH else ()


def is_each(kind: str) -> bool:
    """Whether there is one such paper for each party, talk or step, not one for the case."""
    return kind in _EACH or kind in _EVENTS


def state(paper: CasePaper) -> str:
    """How far one paper has come, in a word; empty before it is printed."""
    come = (
        (BOUND, paper.bound_on),
        (SCANNED, paper.scan),
        (SIGNED, paper.signed_on and not paper.unsigned),
        (PRINTED if paper.kind in _UNSIGNED else WAITING, paper.printed_on),
    )
    return next((word for word, so in come if so), "")


def waiting(papers: Iterable[CasePaper]) -> tuple[CasePaper, ...]:
    """Those that are printed and have not come back with every signature."""
    return tuple(one for one in papers if state(one) == WAITING)


def out(session: Session, cases: Iterable[UUID]) -> dict[UUID, str]:
    """What of each of these cases is printed and not back, in words."""
    printed = (CasePaper.printed_on.is_not(None), CasePaper.binned.is_(None))
    query = select(CasePaper).where(CasePaper.case.in_(cases), *printed)
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for one in waiting(session.scalars(query.order_by(CasePaper.position))):
        found[one.case][codes.name_of("paper_kind", one.kind)] += 1
    return {
        case: "、".join(f"{kind}{count}份" for kind, count in kinds.items())
        for case, kinds in found.items()
    }


def signers(file: CaseFile, paper: CasePaper) -> tuple[str, ...]:
    """Whose hands a paper wants: of whom it is about, else of every party and who mediates."""
    for party in file.parties:
        if party.id == paper.subject:
            return tuple(filter(None, (party.name, party.agent)))
    for item in file.items:
        if item.id == paper.subject:
            return tuple(filter(None, (item.receiver, item.payer)))
    return (*(one.name for one in file.parties), *file.mediators)


@operation("记下打印整卷", needs=Right.PRINT)
def printed_whole(tx: Tx, case: UUID) -> None:
    """The whole file was printed today: its cover, contents and back cover are there."""
    file = case_file.file(tx.session, case)
    for kind in FRAME:
        _paper(tx, file, kind, None).printed_on = tx.today
    _name(tx, file.case, "")


@operation("记下打印", needs=Right.PRINT)
def printed(tx: Tx, case: UUID, kind: str, subject: UUID | None = None) -> int:
    """A paper was printed today, for one subject or for all it is about; how many papers."""
    file = case_file.file(tx.session, case)
    wanted = tuple(one.id for one in about(file, kind) if subject in {None, one.id})
    for one in wanted if is_each(kind) else (None,):
        _paper(tx, file, kind, one).printed_on = tx.today
    _name(tx, file.case, codes.name_of("paper_kind", kind))
    return len(wanted) if is_each(kind) else 1


def mark(station: Station, case: UUID, kind: str, subject: UUID | None = None) -> None:
    """Note after the act that a paper was printed, which stands also where nothing can be noted."""
    if codes.item("paper_kind", kind):
        with suppress(UserError):
            station.perform(printed, case, kind, subject)


@operation("全部已签", needs=Right.MEDIATE)
def signed(
    tx: Tx, case: UUID, on: date | None = None, unsigned: Mapping[UUID, str] | None = None
) -> int:
    """All papers that wait came back signed and sealed on one day; how many lack nothing.

    `unsigned` names by paper who has still to sign it; nobody, where the paper is not back at
    all. A written agreement that everybody has signed comes into force with it.
    """
    file, missing = case_file.file(tx.session, case), unsigned or {}
    back = [one for one in waiting(file.papers) if missing.get(one.id) != ""]
    if not back:
        raise Invalid("没有待签回的文书。" if not missing else "没有勾选签回的文书，请先勾选。")
    day = on or tx.today
    not_later(tx, day, "signed_on", "签名日期")
    for one in back:
        one.signed_on, one.unsigned = day, _fitting(missing.get(one.id, ""))
        if one.kind in _SEALED and not one.unsigned:
            one.sealed_on = one.sealed_on or day
    whole = [one for one in back if not one.unsigned]
    if any(one.kind == AGREEMENT for one in whole) and file.case.state == _TO_SIGN:
        agreement.sign(tx, case, day)
        tx.final = True
    tx.on(day)
    _name(tx, file.case, f"{len(whole)}份")
    return len(whole)


@operation("登记扫描件", needs=Right.MEDIATE)
def scanned(tx: Tx, case: UUID, found: Iterable[Scanned]) -> int:
    """Attachments of the case are these papers; what was not listed before is now."""
    file, count = case_file.file(tx.session, case), 0
    for count, one in enumerate(found, 1):  # noqa: B007  the count is wanted after the loop
        shown = records.get(tx.session, Attachment, one.scan)
        if (shown.table, shown.owner) != (_CASE, case):
            raise Invalid("这个扫描件不是本案的附件，请先把它添加到本案。")
        paper = _paper(tx, file, one.kind, one.subject)
        paper.scan, paper.pages, paper.only_paper = one.scan, one.pages or shown.pages, False
        file = case_file.file(tx.session, case)
    _name(tx, file.case, f"{count}份")
    return count


@operation("登记纸质件", needs=Right.MEDIATE)
def listed(tx: Tx, case: UUID, values: Values) -> UUID:
    """A paper that is only there as paper: what it is, its pages, original or copy."""
    if not values.get("kind"):
        raise Invalid([Problem("kind", "请选择是哪种文书")])
    file = case_file.file(tx.session, case)
    paper = _new(tx, file, str(values["kind"]))
    for key, value in values.items():
        setattr(paper, key, value)
    paper.only_paper = True
    _name(tx, file.case, codes.name_of("paper_kind", paper.kind))
    return paper.id


@operation("登记装订", needs=Right.MEDIATE)
def bound(tx: Tx, case: UUID, pages: int | None = None) -> None:
    """The file was bound today; how many pages it has, where that is known."""
    file = case_file.file(tx.session, case)
    for one in file.papers:
        one.bound_on = tx.today
    file.case.pages = pages or file.case.pages
    _name(tx, file.case, "")


def owed_back(session: Session, actor: Actor, day: date, _calendar: Calendar) -> Owed:
    """Cases with papers that are out to be signed; the agreement has a line of its own."""
    case, paper = MediationCase, CasePaper
    query = (
        select(case, func.count(paper.id), func.min(paper.kind))
        .join(paper, paper.case == case.id)
        .where(paper.printed_on.between(day - _YEAR, day), paper.binned.is_(None))
        .where(or_(paper.signed_on.is_(None), paper.unsigned.is_not(None)))
        .where(paper.scan.is_(None), paper.bound_on.is_(None))
        .where(paper.kind.not_in((*_UNSIGNED, AGREEMENT)), *caseload.COUNTS)
        .where(owed.own(actor, case.mediator))
        .group_by(case.id)
        .order_by(func.min(paper.printed_on), case.id)
    )
    found, more = owed.first(session, query)
    return Owed([_item(*row) for row in found], more)


def _fitting(names: str) -> str | None:
    """Names as far as their field holds them."""
    if len(names) > _MOST_LETTERS:
        return names[:_MOST_LETTERS].rpartition("、")[0] + "等"
    return names or None


def _item(case: MediationCase, count: int, kind: str) -> Item:
    what = codes.name_of("paper_kind", kind)
    told = what if count == 1 else f"{what}等{count}份"
    return Item(case.title, f"{WAITING}：{told}", _CASE, case.id, owner=case.mediator)


def _paper(tx: Tx, file: CaseFile, kind: str, subject: UUID | None) -> CasePaper:
    """The paper of that kind about that subject, listed now if it was not."""
    for one in file.papers_of(kind):
        if one.subject == subject and (subject is not None or not one.only_paper):
            return one
    made = _new(tx, file, kind)
    made.subject = subject
    return made


def _new(tx: Tx, file: CaseFile, kind: str) -> CasePaper:
    last = tx.session.scalar(
        select(func.max(CasePaper.position)).where(CasePaper.case == file.case.id)
    )
    made = CasePaper(case=file.case.id, position=(last or 0) + 1, kind=kind)
    tx.add(made)
    tx.session.flush()
    return made


def _name(tx: Tx, case: MediationCase, what: str) -> None:
    """The journal names a case by its number and papers by their kind: no person."""
    tx.detail = f"：{case.number or '未编号'} {what}".rstrip()
