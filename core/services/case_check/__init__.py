"""The check of a mediation file (§6.2): rules look at one case and say what to see to."""

from datetime import date

from core.services.case_check import acceptance, identity, talks
from core.services.case_check.book import (
    CHECKS,
    Book,
    Finding,
    Level,
    Place,
    Rule,
    of_station,
    printed,
    set_rule,
)
from core.services.case_check.look import ALONE, FILING, Around, Look
from core.services.case_file import CaseFile

__all__ = [
    "ALONE",
    "CHECKS",
    "Around",
    "Book",
    "Finding",
    "Level",
    "Place",
    "Rule",
    "acceptance",
    "identity",
    "of_station",
    "printed",
    "review",
    "set_rule",
    "talks",
]


def review(
    file: CaseFile, around: Around, book: Book, today: date, *, filing: bool = False
) -> tuple[Finding, ...]:
    """What is to be seen to in one case, in the order of the rules.

    `filing` asks also for what only a file that is to be closed must have.
    """
    closing = filing or file.case.filed_on is not None or file.case.state in FILING
    rules = (book[code] for code in sorted(CHECKS))
    return tuple(
        rule.finding(point)
        for rule in rules
        if rule.on
        for point in CHECKS[rule.code](Look(file, around, today, rule, closing))
    )
