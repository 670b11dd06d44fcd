"""Where a case stands and where it may go: the moves are data (`mediation_transitions.csv`).

Overdue (Z62) and too late for the court (C6) follow from days and today: they are read, never
written.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from core import codes, places
from core.errors import Invalid, Problem
from core.records.mediation_case import MediationCase, Performance
from core.services import case_guards
from core.services.case_guards import GUARDS, Facts

PERFORMING, OVERDUE = "Z60", "Z62"


@dataclass(frozen=True, slots=True)
class Transition:
    """One lawful move from state to state by an operation, and what must hold for it."""

    source: str
    target: str
    operation: str
    label: str
    guards: tuple[str, ...]


@cache
def transitions() -> tuple[Transition, ...]:
    """Every move, in the order in which an operation tries them."""
    path = places.resources() / "codes" / "mediation_transitions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Transition(
                row["from"],
                row["to"],
                row["operation"],
                row["label"],
                tuple(row["guards"].split("|")) if row["guards"] else (),
            )
            for row in csv.DictReader(file)
        )


def move(facts: Facts, operation: str) -> Transition:
    """Take the case where the operation leads from here, or refuse with a sentence."""
    case = facts.case
    refuse_laid_aside(case)
    taken = _taken(facts, operation, case.state or "Z10", state_name)
    case.state = taken.target
    return taken


def move_court(facts: Facts, operation: str) -> Transition:
    """Take the judicial confirmation of a case one step on, or refuse with a sentence."""
    refuse_laid_aside(facts.case)
    confirmation = facts.confirmation
    assert confirmation is not None
    taken = _taken(facts, operation, confirmation.state, court_name)
    confirmation.state = taken.target
    return taken


def standing(state: str | None, items: tuple[Performance, ...], today: date) -> str:
    """The state as it is shown today: performing with something overdue reads 逾期未履行."""
    late = state == PERFORMING and case_guards.overdue(items, today)
    return OVERDUE if late else state or "Z10"


def able(state: str | None) -> frozenset[str]:
    """The operations that lead anywhere from a state."""
    return frozenset(one.operation for one in transitions() if one.source == state)


def refuse_laid_aside(case: MediationCase) -> None:
    """Nothing more is done with a case that is voided or in the bin."""
    if case.voided_on is not None:
        raise Invalid(f"{case.number or '这件'}已作废，不能再办理。确需办理的请另行登记。")
    if case.binned is not None:
        raise Invalid("这件在回收站里，请先找回再办理。")


def refusals(transition: Transition, facts: Facts) -> Iterator[Problem]:
    """What does not hold for a move, the first guard first."""
    for name in transition.guards:
        problem = GUARDS[name](facts)
        if problem is not None:
            yield problem


def state_name(state: str | None) -> str:
    """What people call a state."""
    return codes.name_of("mediation_state", state or "Z10")


def court_name(state: str | None) -> str:
    """What people call a state of the judicial confirmation."""
    return f"司法确认{codes.name_of('confirmation_state', state or 'C0')}"


def _taken(facts: Facts, operation: str, state: str, called: Callable[[str], str]) -> Transition:
    """The first move of the operation from `state` whose guards all hold."""
    leading = [one for one in transitions() if one.operation == operation]
    here = [one for one in leading if one.source == state]
    refused = [(one, list(refusals(one, facts))) for one in here]
    for one, problems in refused:
        if not problems:
            return one
    if refused:
        raise Invalid(refused[0][1])
    goal = next((one for one in leading if not any(refusals(one, facts))), leading[0])
    raise Invalid(
        f"案件现在是“{called(state)}”，不能转为“{called(goal.target)}”，请核对是否选错了案件。"
    )
