"""Every list about the station's people, in the order of its switch."""

from core.errors import Invalid
from core.services import certificates, courses, kit, sent_down, vacancies
from core.services.team import TeamList

TEAM_LISTS: tuple[TeamList, ...] = (
    vacancies.VACANT,
    vacancies.DOUBLED,
    vacancies.ANSWERING,
    vacancies.HEADCOUNT,
    kit.LACKING,
    kit.RENEWALS,
    certificates.CERTIFICATES,
    certificates.REGISTER,
    courses.RESULTS,
    sent_down.SENT_DOWN,
)


def team_list(name: str) -> TeamList:
    """The list of that name or title."""
    for one in TEAM_LISTS:
        if name in (one.name, one.title):
            return one
    known = "、".join(one.title for one in TEAM_LISTS)
    raise Invalid(f"没有“{name}”这张清单。可用的：{known}。")
