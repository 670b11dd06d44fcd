"""满意度: what people said when they were followed up; those who were not asked do not count."""

from collections import Counter

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import codes
from core.records.mediation_case import FollowUp
from core.services import caseload
from core.services.agenda.sitting import PLEASED, Section, Sitting
from core.services.figures import share
from core.services.pending import Item

_PLEASED = ("best", "good")
_UNKNOWN = "none"


def answers(session: Session, sitting: Sitting) -> Section:
    """How many were asked, what they answered, and the share of those content."""
    query = (
        select(FollowUp.satisfaction, func.count())
        .where(FollowUp.binned.is_(None), FollowUp.satisfaction.is_not(None))
        .where(caseload.within(FollowUp.done_on, sitting.past))
        .group_by(FollowUp.satisfaction)
    )
    told: Counter[str] = Counter()
    for answer, number in session.execute(query).tuples():
        if answer is not None and answer != _UNKNOWN:
            told[answer] = number
    if not told:
        return Section(PLEASED, ())
    known = [one for one in codes.table("satisfaction").items if told[one.code]]
    said = "、".join(f"{one.name}{told[one.code]}件" for one in known)
    content = share(sum(told[one] for one in _PLEASED), told.total())
    return Section(PLEASED, (Item(f"回访满意率：{content.text}", said),))
