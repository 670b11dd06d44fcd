"""Handing a person's work to another (工作交接): what is in hand, and the act itself.

A later module takes part by adding one function to `SOURCES`, and its columns to `_HOLDERS`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core import codes, records, secrecy
from core.draft import SavedDraft
from core.errors import Conflict, Invalid
from core.record import Record, record_class
from core.records.hand_over import HandOver, HandOverLine
from core.records.mediation_case import FileLoan, MediationCase
from core.records.meeting import Meeting
from core.records.staff import Staff
from core.records.task import CLOSED, Task
from core.records.user import User
from core.records.visit import Visit
from core.rights import Right
from core.services import case_papers, caseload, drafts, pending, users
from core.services import records as service
from core.station import Tx, operation

CASE, LOAN, VISIT, TASK = "调解案件", "借阅的卷宗", "来访来电", "交办事项"
MEETING, DRAFT = "会议", "草稿"

_LONGEST = 120
_OVER = ("Z11", "Z12", "Z90")
_RESTRICTED = "L3"
_HOLDERS: dict[str, tuple[str, ...]] = {
    MediationCase.__tablename__: ("mediator", "recorder"),
    Visit.__tablename__: ("owner",),
    Task.__tablename__: ("owner", "helper"),
    Meeting.__tablename__: ("chair", "recorder"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who gives or takes work: with a login, a line on the roster, or both.

    `told` is the name as it is chosen: no two on the roster alike.
    """

    name: str
    user: UUID | None = None
    staff: UUID | None = None
    gone: bool = False
    told: str = field(default="", compare=False)

    @property
    def key(self) -> UUID:
        """What tells one person from another."""
        found = self.user or self.staff
        assert found is not None, self.name
        return found


@dataclass(frozen=True, slots=True)
class Held:
    """One thing in somebody's hands; a thing that is no record (a key, a stick) has no table."""

    kind: str
    item: str
    due: date | None = None
    note: str = ""
    table: str = ""
    id: UUID | None = None

    @property
    def place(self) -> tuple[str, UUID | None]:
        """Which record it is."""
        return (self.table, self.id)


@dataclass(frozen=True, slots=True)
class Terms:
    """Who hands over to whom, who watches, why; `close` ends the giver's login."""

    giver: Person
    taker: Person
    witness: str = ""
    reason: str = ""
    note: str = ""
    close: bool = False


def people(session: Session) -> list[Person]:
    """Everybody who may have work in hand: who logs in, and who is only on the roster."""
    query = select(Staff).where(Staff.binned.is_(None)).order_by(Staff.name)
    staff = {one.id: one for one in session.scalars(query)}
    names = {one.id: one.name for one in staff.values()}
    told = service.apart(session, records.ledger("staff"), names)
    found = []
    for one in session.scalars(select(User).where(User.binned.is_(None)).order_by(User.name)):
        line = users.staff_of(session, one)
        called = told.get(line, one.name) if line else one.name
        found.append(Person(one.name, one.id, line, one.closed, called))
    listed = {one.staff for one in found}
    found += [
        Person(one.name, None, one.id, one.left is not None, told[one.id])
        for one in staff.values()
        if one.id not in listed
    ]
    return sorted(found, key=lambda one: one.gone)


def named(session: Session, name: str) -> Person:
    """The one person called `name`."""
    found = [one for one in people(session) if one.name == name]
    if len(found) != 1:
        why = "不止一个叫" if found else "用户和花名册里没有"
        raise Invalid(f"{why}“{name}”的人，请核对姓名。")
    return found[0]


def held(session: Session, giver: Person, day: date) -> tuple[Held, ...]:
    """Everything the station knows to be in somebody's hands on `day`."""
    return tuple(chain.from_iterable(source(session, giver, day) for source in SOURCES))


def _cases(session: Session, giver: Person, _day: date) -> Iterator[Held]:
    """Cases not yet filed; a restricted one is listed by its number alone."""
    case = MediationCase
    query = (
        select(case)
        .where(*caseload.COUNTS, case.state.not_in(_OVER))
        .where(or_(case.mediator == giver.staff, case.recorder == giver.staff))
        .order_by(case.due.is_(None), case.due, case.id)
    )
    cases = session.scalars(query).all() if giver.staff else ()
    papers = case_papers.out(session, [one.id for one in cases])
    for one in cases:
        state = codes.name_of("mediation_state", one.state or "")
        part = "" if one.mediator == giver.staff else "记录人"
        out = f"待签回：{papers[one.id]}" if one.id in papers else ""
        yield _held(CASE, _called(one), one, _noted(state, part, out), one.due)


def _called(case: MediationCase) -> str:
    title = "（限制查阅的案件）" if case.privacy == _RESTRICTED else case.title
    return " ".join(filter(None, (case.number, title)))


def _loans(session: Session, giver: Person, _day: date) -> Iterator[Held]:
    """Paper files he has borrowed and not given back."""
    query = (
        select(FileLoan, MediationCase)
        .join(MediationCase, MediationCase.id == FileLoan.case)
        .where(FileLoan.borrower == giver.name, FileLoan.returned_on.is_(None))
        .where(FileLoan.binned.is_(None), MediationCase.binned.is_(None))
        .order_by(FileLoan.lent_on, FileLoan.id)
    )
    for loan, case in session.execute(query).tuples():
        lent = f"{loan.lent_on.isoformat()}借出"
        yield _held(LOAN, _called(case), loan, lent, loan.due)


def _visits(session: Session, giver: Person, _day: date) -> Iterator[Held]:
    query = (
        select(Visit)
        .where(Visit.binned.is_(None), Visit.voided_on.is_(None), Visit.closed_on.is_(None))
        .where(Visit.owner == giver.staff)
        .order_by(Visit.due.is_(None), Visit.due, Visit.id)
    )
    for one in session.scalars(query) if giver.staff else ():
        item = " ".join(filter(None, (one.number, one.title)))
        yield _held(VISIT, item, one, codes.name_of("visit_state", one.state or ""), one.due)


def _tasks(session: Session, giver: Person, _day: date) -> Iterator[Held]:
    query = (
        select(Task)
        .where(*pending.COUNTS, or_(Task.state.is_(None), Task.state != CLOSED))
        .where(or_(Task.owner == giver.staff, Task.helper == giver.staff))
        .order_by(Task.due.is_(None), Task.due, Task.id)
    )
    for one in session.scalars(query) if giver.staff else ():
        state = codes.name_of("task_state", one.state or "open")
        part = "" if one.owner == giver.staff else "协办人"
        yield _held(TASK, one.title, one, _noted(state, part), one.due)


def _meetings(session: Session, giver: Person, day: date) -> Iterator[Held]:
    """Meetings still to come that he leads or keeps."""
    query = (
        select(Meeting)
        .where(Meeting.binned.is_(None), Meeting.locked.is_(None), Meeting.held_on >= day)
        .where(or_(Meeting.chair == giver.staff, Meeting.recorder == giver.staff))
        .order_by(Meeting.held_on, Meeting.id)
    )
    for one in session.scalars(query) if giver.staff else ():
        parts = (("主持人", one.chair), ("记录人", one.recorder))
        note = _noted(*(word for word, who in parts if who == giver.staff))
        yield _held(MEETING, one.title, one, note, one.held_on)


def _drafts(session: Session, giver: Person, _day: date) -> Iterator[Held]:
    for one in drafts.all_kept(session, giver.user) if giver.user else ():
        ledger = records.ledger_of(one.ledger)
        title = ledger.title if ledger else "表单"
        typed = {} if _is_restricted(session, one) else one.texts
        text = next((text.strip() for text in typed.values() if text.strip()), "")
        yield Held(DRAFT, _short(f"{title}：{text}"), None, "", SavedDraft.__tablename__, one.id)


def _is_restricted(session: Session, draft: SavedDraft) -> bool:
    """Whether a draft is of a restricted case, or would make one: the list is read by all."""
    ledger = records.ledger_of(draft.ledger)
    inside = ledger is not None and ledger.record is MediationCase
    if not inside and draft.ledger != drafts.PAPER_FILE:
        return False
    about = drafts.about(session, draft)
    words = (_RESTRICTED, codes.name_of("privacy_level", _RESTRICTED))
    marked = draft.texts.get(MediationCase.privacy.key) in words
    with secrecy.openly(session):
        open_to_all = about is None or secrecy.visible(session, MediationCase, about)
    return marked or not open_to_all


def _held(kind: str, item: str, record: Record, note: str, due: date | None) -> Held:
    return Held(kind, _short(item), due, note, record.__tablename__, record.id)


def _noted(*parts: str) -> str:
    return "，".join(filter(None, parts))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


Source = Callable[[Session, Person, date], Iterable[Held]]

SOURCES: tuple[Source, ...] = (_cases, _loans, _visits, _tasks, _meetings, _drafts)


@operation("工作交接", needs=Right.MANAGE, final=True)
def carry_out(tx: Tx, terms: Terms, lines: Sequence[Held]) -> UUID:
    """Give the chosen work to the taker, write the list down, and close the giver's login.

    The password of a closed login is taken away after this, by `users.forget`.
    """
    _refuse_wrong_people(terms)
    now = {one.place: one for one in held(tx.session, terms.giver, tx.today)}
    chosen = [one for one in lines if one.table]
    _refuse_stale(chosen, now)
    if terms.close:
        _ask_about_the_rest(tx, terms, len(now) - len(chosen))
    _refuse_unable(terms, chosen)
    for one in chosen:
        _give(tx, terms, one)
    if terms.close and terms.giver.user:
        users.shut(tx, tx.session.get_one(User, terms.giver.user))
    made = HandOver(
        day=tx.today,
        giver=terms.giver.name,
        taker=terms.taker.name,
        witness=terms.witness.strip() or None,
        reason=terms.reason.strip() or None,
        note=terms.note.strip() or None,
        locked=tx.now,
    )
    tx.add(made)
    for position, one in enumerate(lines, 1):
        tx.add(_line(made.id, position, one))
    tx.detail = f"：{terms.giver.name}交{terms.taker.name}，{len(lines)} 项"
    return made.id


def _line(owner: UUID, position: int, one: Held) -> HandOverLine:
    return HandOverLine(
        hand_over=owner,
        position=position,
        kind=_short(one.kind),
        item=_short(one.item),
        due=one.due,
        note=_short(one.note) or None,
    )


def _refuse_wrong_people(terms: Terms) -> None:
    if terms.giver.key == terms.taker.key:
        raise Invalid("移交人和接交人不能是同一个人。")
    if terms.taker.gone:
        raise Invalid(f"“{terms.taker.name}”已离岗或停用，请换一位接交人。")
    if terms.witness.strip() in {terms.giver.name, terms.taker.name}:
        raise Invalid("监交人不能是移交人或接交人，请换一位，或先空着由人手签。")


def _refuse_stale(chosen: Sequence[Held], now: dict[tuple[str, UUID | None], Held]) -> None:
    gone = [one.item for one in chosen if one.place not in now]
    if gone:
        raise Conflict(f"“{gone[0]}”刚有变动，已不在移交人名下。请重新核对清单再交接。")


def _ask_about_the_rest(tx: Tx, terms: Terms, rest: int) -> None:
    if rest:
        left = f"还有 {rest} 项没有勾选，停用登录后仍挂在“{terms.giver.name}”名下。仍要交接吗？"
        tx.confirm("left_behind", left)


def _refuse_unable(terms: Terms, chosen: Sequence[Held]) -> None:
    """Work needs a line on the roster, a draft needs a login."""
    wanted = {one.table for one in chosen}
    if wanted & _HOLDERS.keys() and terms.taker.staff is None:
        raise Invalid(f"花名册里还没有“{terms.taker.name}”，接不了案件和事项。请先登记到花名册。")
    if SavedDraft.__tablename__ in wanted and terms.taker.user is None:
        raise Invalid(
            f"“{terms.taker.name}”没有登录，接不了草稿。请先给他登记用户，或去掉草稿那几项。"
        )


def _give(tx: Tx, terms: Terms, one: Held) -> None:
    """Put the taker wherever the giver stood; a draft changes its owner, not its words."""
    if one.table == SavedDraft.__tablename__:
        assert terms.taker.user is not None, "refused before"
        tx.session.get_one(SavedDraft, one.id).owner = terms.taker.user
        return
    record = tx.session.get_one(record_class(one.table), one.id)
    if isinstance(record, FileLoan):
        record.borrower = terms.taker.name
        return
    for key in _HOLDERS[one.table]:
        if getattr(record, key) == terms.giver.staff:
            setattr(record, key, terms.taker.staff)
    if isinstance(record, Task) and record.helper == record.owner:
        record.helper = None
