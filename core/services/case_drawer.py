"""What lives in some cases and what it is called: each table read once for all of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.record import Record, parent_key
from core.records.mediation_case import CoMediator, FollowUp, MediationCase, Party
from core.records.organisation import Organisation
from core.services import records

R = TypeVar("R", bound=Record)

Links = Mapping[str, set[UUID]]
"""Linked records by their table."""


class CaseDrawer:
    """Opened for the cases at hand; asking for one of them reads for all."""

    def __init__(self, session: Session, cases: Sequence[MediationCase]) -> None:
        self._session, self._cases = session, cases
        self._ids = [one.id for one in cases]
        self._found: dict[type[Record], dict[UUID, list[Any]]] = {}

    def inside(self, record: type[R], case: UUID) -> tuple[R, ...]:
        """What of that kind lives in one of the cases, in its own order, binned ones left out."""
        if record not in self._found:
            self._found[record] = self._grouped(record)
        return tuple(self._found[record].get(case, ()))

    def only(self, record: type[R], case: UUID) -> R | None:
        """The one there is of that kind, if there is one."""
        return next(iter(self.inside(record, case)), None)

    def names(self, case: MediationCase) -> dict[UUID, str]:
        """What the records a case links to are called."""
        return {
            one: self._titles[one]
            for linked in self._links(case).values()
            for one in linked
            if one in self._titles
        }

    def committee(self, own: UUID | None) -> str:
        """A committee's full name as on its seal; of who names none, the station's first."""
        return self._committees.get(own, "")

    @cached_property
    def versions(self) -> dict[UUID, int]:
        """The versions of the parties of each case added up, binned ones too."""
        query = select(Party.case, func.sum(Party.version)).where(Party.case.in_(self._ids))
        return dict(self._session.execute(query.group_by(Party.case)).tuples().all())

    @cached_property
    def _titles(self) -> dict[UUID, str]:
        wanted: dict[str, set[UUID]] = defaultdict(set)
        for case in self._cases:
            for table, linked in self._links(case).items():
                wanted[table] |= linked
        read = (records.titles(self._session, table, one) for table, one in wanted.items())
        return {one: name for titles in read for one, name in titles.items()}

    @cached_property
    def _committees(self) -> dict[UUID | None, str]:
        """The names by identity, and by nothing the first there is."""
        query = select(Organisation.id, Organisation.name, Organisation.kind)
        listed = self._session.execute(
            query.where(Organisation.binned.is_(None)).order_by(Organisation.id)
        ).all()
        first = next((name for _id, name, kind in listed if kind == "committee"), "")
        return {None: first} | {one: name for one, name, _kind in listed}

    def _links(self, case: MediationCase) -> Links:
        staff = (
            *(one.staff for one in self.inside(CoMediator, case.id)),
            *(one.visitor for one in self.inside(FollowUp, case.id)),
        )
        linked = {
            "grid": (case.grid,),
            "staff": (case.mediator, case.recorder, *staff),
            "organisation": (case.committee,),
        }
        return {table: {one for one in wanted if one} for table, wanted in linked.items()}

    def _grouped(self, record: type[Record]) -> dict[UUID, list[Any]]:
        key = parent_key(record)
        assert key is not None, record
        owner = getattr(record, key)
        order = getattr(record, "position", record.id)
        query = select(record).where(owner.in_(self._ids), record.binned.is_(None))
        found: dict[UUID, list[Any]] = defaultdict(list)
        for one in self._session.scalars(query.order_by(order)):
            found[getattr(one, key)].append(one)
        return found
