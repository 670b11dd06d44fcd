"""What a colleague is called where it matters who is meant, though two have one name."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.records import ledger
from core.records.staff import Staff
from core.services import records


def told(session: Session, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """王五; 王秀英（网格长 · 东风村） where somebody else of the station has that name."""
    known = records.titles(session, "staff", wanted)
    alike = (
        select(Staff.id, Staff.name)
        .where(Staff.binned.is_(None), Staff.left.is_(None))
        .where(Staff.name.in_(set(known.values())), Staff.id.not_in(known))
    )
    others = dict(session.execute(alike).tuples().all()) if known else {}
    apart = records.apart(session, ledger("staff"), known | others, counted=False)
    return {one: apart[one] for one in known}
