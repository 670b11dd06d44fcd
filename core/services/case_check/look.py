"""What a rule looks at: one case read whole, what stands around it, and the limits in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from core.record import Record
from core.records.mediation_case import Agreement, CasePaper, MediationCase, MediationMeeting, Party
from core.services.case_check.book import Place, Point, Rule
from core.services.case_file import CaseFile
from core.workdays import Calendar

FILING = frozenset({"Z70", "Z80", "Z90"})
"""States in which nothing is left but to file."""


@dataclass(frozen=True, slots=True)
class Talk:
    """When another talk of the same mediator was."""

    on: date
    starts: time | None
    ends: time | None


@dataclass(frozen=True, slots=True)
class Other:
    """Another case, as far as it is compared; `texts` are folded, by what they are called."""

    id: UUID
    called: str
    dispute: str | None
    closed_on: date | None
    parties: frozenset[str] = frozenset()
    talks: tuple[Talk, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What other cases have to do with this one: `same` share its mediator, `pairs` its parties.

    `taken` are its numbers that are used elsewhere too, `gap` is the number missing before it,
    `colleagues` are the names of the station's own people.
    """

    same: tuple[Other, ...] = ()
    pairs: int = 0
    taken: frozenset[str] = frozenset()
    gap: str = ""
    colleagues: frozenset[str] = frozenset()
    calendar: Calendar | None = None


ALONE = Around()


@dataclass(frozen=True, slots=True)
class Look:
    """One case under one rule. Facts nobody was asked for are unknown, never wrong."""

    file: CaseFile
    around: Around
    today: date
    rule: Rule
    filing: bool

    @property
    def talks(self) -> tuple[MediationMeeting, ...]:
        """The talks as they were held."""
        return tuple(sorted(self.file.meetings, key=lambda one: (one.held_on, one.position or 0)))

    @property
    def case(self) -> MediationCase:
        """The case itself."""
        return self.file.case

    @property
    def written(self) -> Agreement | None:
        """The written agreement, if that is what there is."""
        found = self.file.agreement
        return found if found is not None and found.form == "written" else None

    @property
    def oral(self) -> Agreement | None:
        """The oral agreement, if that is what there is."""
        found = self.file.agreement
        return found if found is not None and found.form == "oral" else None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The articles of the agreement."""
        found = self.file.agreement
        return tuple((found.clauses or "").splitlines()) if found else ()

    @property
    def accepted(self) -> bool:
        """Whether the case was taken on; nothing is asked of a complaint that was not."""
        return self.case.accepted_on is not None

    @property
    def begun(self) -> bool:
        """Whether mediation itself has begun."""
        return self.accepted and bool(self.talks or self.file.agreement)

    @property
    def residents(self) -> tuple[Party, ...]:
        """Applicants and respondents: who mediates, agrees and signs."""
        return tuple(one for one in self.file.parties if one.side != "third")

    def paper(self, kind: str, subject: UUID | None = None) -> CasePaper | None:
        """The first paper of a kind about a subject; one about nobody is about everybody."""
        about = {subject, None}
        found = (one for one in self.file.papers_of(kind) if not subject or one.subject in about)
        return next(found, None)

    def signed(self, kind: str, subject: UUID | None = None) -> CasePaper | None:
        """A paper of a kind that everybody has signed."""
        about = {subject, None}
        return next(
            (
                one
                for one in self.file.papers_of(kind)
                if (not subject or one.subject in about) and one.signed_on and not one.unsigned
            ),
            None,
        )

    def text(self, *more: str | None) -> str:
        """Everything written about the dispute itself."""
        case = self.case
        return "\n".join(filter(None, (case.title, case.summary, case.request, *more)))

    def at(self, record: Record, key: str, **words: object) -> Point:
        """Something found in a field of a record."""
        return Point(Place(str(record.__tablename__), record.id, key), words)

    def on_case(self, key: str, **words: object) -> Point:
        """Something found in a field of the case."""
        return self.at(self.case, key, **words)

    def missing(self, table: type[Record], key: str, **words: object) -> Point:
        """A record that should be there."""
        return Point(Place(str(table.__tablename__), None, key), words)

    def unpapered(self, kind: str, subject: UUID | None = None, **words: object) -> Point:
        """A paper that is not there or not signed."""
        there = self.paper(kind, subject)
        place = Place("case_paper", there.id if there else None, "signed_on", kind)
        return Point(place, words)


def day(one: date) -> str:
    """A day as a colleague says it: 3月5日."""
    return f"{one.month}月{one.day}日"


def article(clauses: tuple[str, ...], found: str) -> int:
    """The number of the article a passage stands in."""
    return next((n for n, one in enumerate(clauses, 1) if found in one), 1)


Points = Iterator[Point]
