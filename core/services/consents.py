"""What was recorded on somebody's word (代录): he finds it on his desk and confirms it himself."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core import admission, codes
from core.errors import Invalid, NotAllowed
from core.records.consent import Consent
from core.records.user import User
from core.rights import NEVER_AGREED, Actor, Right, held
from core.services.pending import Item
from core.services.records import get
from core.station import Tx, operation

TABLE = Consent.__tablename__


def approvers(session: Session, actor: Actor, day: date) -> list[str]:
    """Whose word may be recorded: everybody else who holds a right beyond looking."""
    found = {
        one.name: None
        for right in Right
        if right not in NEVER_AGREED
        for one in admission.able(session, right, day)
        if one.id != actor.id and held(one.role) - NEVER_AGREED
    }
    return list(found)


def waiting(session: Session, actor: Actor) -> list[Item]:
    """What waits for the person's own confirmation, the oldest first."""
    clerk = aliased(User)
    query = (
        select(Consent.id, Consent.act, Consent.way, clerk.name)
        .join(clerk, clerk.id == Consent.clerk)
        .where(Consent.approver == actor.id)
        .where(Consent.confirmed.is_(None), Consent.binned.is_(None))
        .order_by(Consent.id)
    )
    return [
        Item(
            f"确认代录：{act}",
            f"{name}录，{codes.name_of('consent_way', way)}同意",
            TABLE,
            one,
        )
        for one, act, way, name in session.execute(query)
    ]


@operation("确认代录", needs=Right.READ)
def confirm(tx: Tx, wanted: Sequence[UUID]) -> int:
    """The person named as having agreed says that it is so."""
    for identity in wanted:
        one = get(tx.session, Consent, identity)
        if one.approver != tx.actor.id:
            raise NotAllowed("只有同意的人本人能确认，请由他登录后确认。")
        if one.binned is not None:
            raise Invalid("这次操作已经撤销，不用再确认。")
        one.confirmed = one.confirmed or tx.now
    tx.detail = f"：{len(wanted)} 项"
    return len(wanted)
