"""The check while a case is typed: what stands in a form counts as if it were kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.record import Record, columns
from core.records.mediation_case import (
    Agreement,
    CaseEvent,
    CoMediator,
    Confirmation,
    Evidence,
    FollowUp,
    Investigation,
    MediationCase,
    MediationMeeting,
    Party,
    Performance,
    Prevention,
)
from core.records.staff import Staff
from core.services.case_file import CaseFile
from core.services.lines import Line

_ONE: Mapping[type[Record], str] = {
    MediationCase: "case",
    Agreement: "agreement",
    Confirmation: "confirmation",
}
_MANY: Mapping[type[Record], str] = {
    Party: "parties",
    MediationMeeting: "meetings",
    Performance: "items",
    CoMediator: "beside",
    Investigation: "inquiries",
    Evidence: "evidence",
    CaseEvent: "events",
    FollowUp: "follow_ups",
    Prevention: "preventions",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """Lines of one table as they stand in a form; all there are of them where it is `whole`."""

    record: type[Record]
    lines: tuple[Line, ...] = field(default_factory=tuple)
    whole: bool = False


def tried(file: CaseFile, typed: Sequence[Typed]) -> CaseFile:
    """The case as it would be if the form were kept now; nothing of `file` is changed."""
    for one in typed:
        file = replace(file, **_part(file, one))
    return file


def _part(file: CaseFile, typed: Typed) -> dict[str, Any]:
    name = _ONE.get(typed.record) or _MANY[typed.record]
    if typed.record in _ONE:
        [line] = typed.lines
        return {name: _copied(typed.record, getattr(file, name), line)}
    kept = {one.id: one for one in getattr(file, name)}
    made = {one.id: _copied(typed.record, kept.get(one.id), one) for one in typed.lines}
    standing = made if typed.whole else kept | made
    for position, one in enumerate(standing.values(), 1):
        if one.id in made and "position" in columns(typed.record):
            one.position = position
    return {name: tuple(standing.values())}


def _copied(record: type[Record], known: Record | None, line: Line) -> Any:
    """A record nobody keeps: what is kept of it, with what is typed over it."""
    keys = columns(record)
    base = {key: getattr(known, key) for key in keys} if known else dict(_defaults(record))
    return record(**base | {"id": line.id} | {k: v for k, v in line.values.items() if k in keys})


def _defaults(record: type[Record]) -> Iterator[tuple[str, Any]]:
    for key, column in columns(record).items():
        if column.default is not None and column.default.is_scalar:
            yield key, column.default.arg


def colleagues(session: Session) -> dict[UUID, str]:
    """What the station's own people are called: a form may name any of them."""
    return dict(session.execute(select(Staff.id, Staff.name)).tuples().all())
