"""The review sheet (§6.4): findings by what is checked, and points where the station wants them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core import places
from core.services.case_check.book import Finding, Level

VETO = frozenset({"A07", "B11", "E13", "E14", "E15"})
"""What makes a file fail whatever its points."""


@dataclass(frozen=True, slots=True)
class Section:
    """One thing that is checked: the letters of its rules, its points, what 错 and 警 cost."""

    name: str
    rules: str
    points: int
    error: int
    warn: int


@dataclass(frozen=True, slots=True)
class Part:
    """One section with what was found in it and the points it keeps."""

    section: Section
    findings: tuple[Finding, ...]

    @property
    def points(self) -> int:
        """The points left; never below nothing."""
        levels = [one.level for one in self.findings]
        lost = levels.count(Level.ERROR) * self.section.error
        lost += levels.count(Level.WARN) * self.section.warn
        return max(0, self.section.points - lost)


@cache
def sections() -> tuple[Section, ...]:
    """What is checked, in order; what it is worth is data."""
    path = places.resources() / "codes" / "review_sections.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Section(
                row["name"], row["rules"], int(row["points"]), int(row["error"]), int(row["warn"])
            )
            for row in csv.DictReader(file)
        )


def parts(findings: Iterable[Finding]) -> tuple[Part, ...]:
    """The findings by section; what belongs to none is on no paper."""
    listed = tuple(findings)
    return tuple(
        Part(one, tuple(each for each in listed if each.rule[0] in one.rules)) for one in sections()
    )


def failed(findings: Iterable[Finding]) -> bool:
    """Whether something stands that no points make good."""
    return any(one.rule in VETO and one.level is Level.ERROR for one in findings)
