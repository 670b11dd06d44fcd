"""The check of a mediation file (§6.2): rules look at one case and say what to see to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from core import workdays
from core.progress import Progress, silent
from core.record import Record
from core.services import case_file, masking
from core.services.case_check import (
    acceptance,
    clauses,
    confirmation,
    filing,
    identity,
    inquiry,
    likeness,
    oral,
    performance,
    privacy,
    talks,
    written,
)
from core.services.case_check.book import (
    CHECKS,
    OFF,
    PERIODS,
    Book,
    Finding,
    Level,
    Place,
    Rule,
    called,
    of_station,
    printed,
    reset_rule,
    set_rule,
)
from core.services.case_check.half_typed import Typed, colleagues, tried
from core.services.case_check.look import ALONE, FILING, Around, Look
from core.services.case_check.neighbours import Neighbours
from core.services.case_check.notes import explain
from core.services.case_file import CaseFile

R = TypeVar("R", bound=Record)

__all__ = [
    "ALONE",
    "CHECKS",
    "LIKENESS",
    "OFF",
    "PERIODS",
    "TOPICS",
    "Around",
    "Book",
    "Finding",
    "Ground",
    "Level",
    "Place",
    "Reviewed",
    "Rule",
    "Typed",
    "around",
    "barring",
    "called",
    "explain",
    "ground",
    "of_case",
    "of_cases",
    "of_station",
    "printed",
    "reset_rule",
    "review",
    "set_rule",
    "while_typed",
]

TOPICS = (
    acceptance,
    identity,
    inquiry,
    talks,
    written,
    clauses,
    oral,
    performance,
    confirmation,
    filing,
    likeness,
    privacy,
)
"""Where the rules A to K are written down."""


LIKENESS = frozenset({"J01", "J02", "J03", "J04"})
"""What a case has in common with others: for its own people, and on no paper."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One case with what is to be seen to in it."""

    file: CaseFile
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a case is weighed against while somebody types: read once, when the form opens."""

    file: CaseFile
    around: Around
    book: Book
    own: bool = True


def review(
    file: CaseFile, around: Around, book: Book, today: date, *, filing: bool = False
) -> tuple[Finding, ...]:
    """What is to be seen to in one case, in the order of the rules; in a voided one nothing.

    `filing` asks also for what only a file that is to be closed must have.
    """
    if file.case.voided_on is not None:
        return ()
    closing = filing or file.case.filed_on is not None or file.case.state in FILING
    told = _told(file)
    rules = (book[code] for code in sorted(CHECKS))
    return tuple(
        rule.finding(point)
        for rule in rules
        if rule.on
        for point in CHECKS[rule.code](Look(told, around, today, rule, closing))
    )


def _told(file: CaseFile) -> CaseFile:
    """The case without lines somebody has only begun to type."""
    return replace(
        file,
        parties=_begun(file.parties, "name"),
        meetings=_begun(file.meetings, "held_on"),
        items=_begun(file.items, "payer", "item"),
        inquiries=_begun(file.inquiries, "held_on"),
        evidence=_begun(file.evidence, "name"),
        events=_begun(file.events, "happened_on"),
        follow_ups=_begun(file.follow_ups, "done_on"),
    )


def _begun(lines: tuple[R, ...], *keys: str) -> tuple[R, ...]:
    return tuple(one for one in lines if all(getattr(one, key) for key in keys))


def around(session: Session, file: CaseFile) -> Around:
    """What other cases have to do with one; read once, while its fields are typed."""
    return Neighbours(session, workdays.known(), file).of(file)


def of_case(session: Session, case: UUID, today: date, *, filing: bool = False) -> Reviewed:
    """One case and what is to be seen to in it."""
    file = case_file.file(session, case)
    near, book = around(session, file), of_station(session)
    return _reviewed(session, file, review(file, near, book, today, filing=filing))


def ground(session: Session, case: UUID | None) -> Ground:
    """The ground a form of this case stands on; of a new case, where there is none yet."""
    known = colleagues(session)
    book, calendar = of_station(session), workdays.known()
    if case is None:
        file = replace(case_file.nothing(session), names=known)
        return Ground(file, Around(colleagues=frozenset(known.values()), calendar=calendar), book)
    file = case_file.file(session, case)
    own = masking.handles(session, file.case)
    return Ground(replace(file, names=known | dict(file.names)), around(session, file), book, own)


def while_typed(
    ground: Ground, typed: Sequence[Typed], today: date, progress: Progress = silent
) -> tuple[Finding, ...]:
    """What would be to be seen to in the case if the form were kept as it stands."""
    progress("正在自查", 0)
    found = review(tried(ground.file, typed), ground.around, ground.book, today)
    return _told_to(found, own=ground.own)


def of_cases(
    session: Session,
    cases: Sequence[UUID],
    today: date,
    progress: Progress = silent,
    *,
    filing: bool = False,
) -> Iterator[Reviewed]:
    """Any number of cases, one after the other; what is around them is read once."""
    if len(cases) == 1:
        yield of_case(session, cases[0], today, filing=filing)
        return
    near, book = Neighbours(session, workdays.known()), of_station(session)
    for n, file in enumerate(case_file.files(session, cases), 1):
        progress("正在自查", n, len(cases))
        found = review(file, near.of(file), book, today, filing=filing)
        yield _reviewed(session, file, found)


def _reviewed(session: Session, file: CaseFile, found: tuple[Finding, ...]) -> Reviewed:
    return Reviewed(file, _told_to(found, own=masking.handles(session, file.case)))


def _told_to(found: tuple[Finding, ...], *, own: bool) -> tuple[Finding, ...]:
    """What is like other cases is told to who works on the case alone (decisions A7)."""
    return found if own else tuple(one for one in found if one.rule not in LIKENESS)


def barring(findings: Iterable[Finding], file: CaseFile) -> tuple[Finding, ...]:
    """What keeps a file from being closed: 错 always, 警 until somebody wrote a note about it."""
    noted = {one.rule for one in file.notes if one.note}

    def bars(one: Finding) -> bool:
        explained = bool(file.case.file_note) or one.rule in noted
        return one.level is Level.ERROR or (one.level is Level.WARN and not explained)

    return tuple(one for one in findings if bars(one))
