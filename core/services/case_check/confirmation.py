"""Rules H: the court's confirmation of an agreement (§6.2)."""

from datetime import date, timedelta

from core.errors import Invalid
from core.services.case_check.book import Point, rule
from core.services.case_check.look import Look, Points

_APPLIED = frozenset({"C2", "C3", "C4", "C5"})
_RULED = "C4"


@rule("H01")
def applied_too_late(x: Look) -> Points:
    """Within the period; between its natural end and the next working day, with care (B23)."""
    found, agreement = x.file.confirmation, x.file.agreement
    if not found or not found.applied_on or not agreement or not agreement.effective_on:
        return
    natural = agreement.effective_on + timedelta(int(x.rule.number("天数")))
    shifted = _shifted(x, natural)
    if found.applied_on > shifted:
        yield x.at(found, "applied_on", 问题=f"超过了{shifted:%Y-%m-%d}")
    elif found.applied_on > natural:
        told = f"在{natural:%Y-%m-%d}之后、因放假顺延到的{shifted:%Y-%m-%d}之内"
        point = x.at(found, "applied_on", 问题=told)
        yield Point(point.place, point.words, mild=True)


@rule("H02")
def applied_alone(x: Look) -> Points:
    """All parties apply together."""
    found = x.file.confirmation
    if found and found.joint == "no" and (found.applied_on or found.state in _APPLIED):
        yield x.at(found, "joint")


@rule("H03")
def ruling_missing(x: Look) -> Points:
    """What the court ruled lies in the file."""
    found = x.file.confirmation
    titles = [one.title for one in x.file.papers_of("confirmation")]
    there = any(title is None or "裁定" in title for title in titles)
    if found and found.state == _RULED and not there:
        yield x.unpapered("confirmation")


def _shifted(x: Look, natural: date) -> date:
    """The next working day; the day itself where the year's table is missing."""
    try:
        return x.around.calendar.shifted(natural) if x.around.calendar else natural
    except Invalid:
        return natural
