"""Rules G: whether it was done, and who went to see (§6.2)."""

import re
from datetime import date, timedelta

from core.records.mediation_case import FollowUp
from core.services.case_check.book import rule
from core.services.case_check.look import Look, Points, day
from core.services.case_check.written import said

_TOLD = frozenset({"partial", "refused"})
_UNDONE = frozenset({"none", "part"})
_HARD = frozenset({"hard", "major"})
_NOISE = re.compile(
    "当事人|双方|对方|对调解|结果|表示|非常|基本|比较|很|均|都|满意|[\\s，。、,.；;！!]"
)
_OVER = frozenset({"Z61", "Z63", "Z70", "Z80", "Z90"})


@rule("G01")
def overdue_unseen(x: Look) -> Points:
    """Somebody looked whether a promise was kept when its day had passed."""
    looked = max((one.done_on for one in x.file.follow_ups if one.performed), default=None)
    for one in x.file.late(x.today):
        if one.outcome not in _TOLD and not (looked and one.due and looked >= one.due):
            yield x.at(one, "done_on", 事项=said(one))


@rule("G02")
def done_unproved(x: Look) -> Points:
    """A receipt, or both sides say so."""
    for one in x.file.items:
        if one.done_on and not one.proof and not x.paper("performance_proof", one.id):
            yield x.at(one, "proof", 事项=said(one))


@rule("G03")
def nobody_went(x: Look) -> Points:
    """A written agreement is followed up, unless that was waived for a reason."""
    found = x.written
    wanted = found and found.effective_on and not x.case.follow_up_waived
    if not found or not wanted or x.file.follow_ups or x.paper("follow_up"):
        return
    ends = [one.due for one in x.file.items if one.due]
    last = max(ends, default=found.effective_on) or x.today
    late = last + timedelta(int(x.rule.number("天数"))) < x.today
    if x.filing or (x.case.state in _OVER and late):
        yield x.missing(FollowUp, "done_on")


@rule("G04")
def went_too_early(x: Look) -> Points:
    """Nobody follows up what is not agreed, or finds all performed before it is due or done."""
    found = x.file.agreement
    for one in x.file.follow_ups:
        if found and found.signed_on and one.done_on < found.signed_on:
            yield x.at(one, "done_on", 问题=f"{day(one.done_on)}的回访早于协议")
        elif one.performed == "all" and _still_open(x, one.done_on):
            told = f"{day(one.done_on)}的回访写已全部履行，但还没有到履行期限"
            yield x.at(one, "performed", 问题=told)


@rule("G05")
def told_too_little(x: Look) -> Points:
    """Satisfied alone says nothing of what was performed."""
    for one in x.file.follow_ups:
        if not _NOISE.sub("", one.finding or ""):
            yield x.at(one, "finding", 日期=day(one.done_on))


@rule("G06")
def visit_contradicts(x: Look) -> Points:
    """What a visit found undone was not done by then."""
    items = x.file.items
    if not items or not all(one.done_on for one in items):
        return
    last = max(one.done_on for one in items if one.done_on)
    for one in x.file.follow_ups:
        if one.performed in _UNDONE and one.done_on >= last:
            yield x.at(one, "performed", 日期=day(one.done_on))


@rule("G07")
def once_only(x: Look) -> Points:
    """What was hard to settle is looked after more than once."""
    often = len(x.file.follow_ups)
    over = x.file.agreement and (x.case.state in _OVER or x.case.closed_on)
    if over and x.case.grade in _HARD and 0 < often < x.rule.number("次数"):
        yield x.at(x.file.follow_ups[-1], "next_on", 次数=often)


def _still_open(x: Look, on: date) -> bool:
    """Whether a day lies before every promise is due, and something was not done by then."""
    ends = [one.due for one in x.file.items if one.due]
    undone = any(not one.done_on or one.done_on > on for one in x.file.items)
    return bool(ends) and on < min(ends) and undone
