"""Where a case stands and where it may go: transitions are data, their guards functions."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from core import codes, places
from core.errors import Invalid
from core.records.mediation_case import Agreement, MediationCase, Performance

_ORAL, _WRITTEN = "oral", "written"


@dataclass(frozen=True, slots=True)
class Transition:
    """One lawful move from state to state by an operation, and what must hold for it."""

    source: str
    target: str
    operation: str
    label: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards look at."""

    case: MediationCase
    agreement: Agreement | None = None
    items: tuple[Performance, ...] = ()


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
    leading = [one for one in transitions() if one.operation == operation]
    here = [one for one in leading if one.source == case.state]
    taken = next((one for one in here if not refusal(one, facts)), None)
    if taken is not None:
        case.state = taken.target
        return taken
    if here:
        raise Invalid(refusal(here[0], facts))
    goal = next((one for one in leading if not refusal(one, facts)), leading[0])
    raise Invalid(
        f"案件现在是“{state_name(case.state)}”，不能转为“{state_name(goal.target)}”，"
        "请核对是否选错了案件。"
    )


def refuse_laid_aside(case: MediationCase) -> None:
    """Nothing more is done with a case that is voided or in the bin."""
    if case.voided_on is not None:
        raise Invalid(f"{case.number or '这件'}已作废，不能再办理。确需办理的请另行登记。")
    if case.binned is not None:
        raise Invalid("这件在回收站里，请先找回再办理。")


def refusal(transition: Transition, facts: Facts) -> str:
    """The sentence of the first guard that does not hold; empty where all do."""
    return next((text for name in transition.guards if (text := GUARDS[name](facts))), "")


def state_name(state: str | None) -> str:
    """What people call a state."""
    return codes.name_of("mediation_state", state or "Z10")


def _unaccepted(facts: Facts) -> str:
    case = facts.case
    done = case.accepted_on is not None and case.number is not None
    return "这件已经受理过了，不用再次受理。" if done else ""


def _written(facts: Facts) -> str:
    return "" if _form(facts) == _WRITTEN else "口头协议不需要签章，达成之日即生效。"


def _oral(facts: Facts) -> str:
    return "" if _form(facts) == _ORAL else "书面协议要在签章齐备后才生效。"


def _form(facts: Facts) -> str:
    return facts.agreement.form if facts.agreement else _WRITTEN


def _signed(facts: Facts) -> str:
    found = facts.agreement
    dates = (
        (found.parties_signed_on, found.mediator_signed_on, found.sealed_on) if found else (None,)
    )
    return "" if all(dates) else "当事人、调解员签名和调委会盖章三项都齐了，协议才生效。"


def _nothing_due(facts: Facts) -> str:
    return "协议里还有履行事项。" if facts.items else ""


def _open_items(facts: Facts) -> str:
    return "" if any(one.done_on is None for one in facts.items) else "没有未履行的事项。"


def _all_done(facts: Facts) -> str:
    done = facts.items and all(one.done_on for one in facts.items)
    return "" if done else "还有事项没有履行。"


GUARDS: dict[str, Callable[[Facts], str]] = {
    "unaccepted": _unaccepted,
    "written": _written,
    "oral": _oral,
    "signed": _signed,
    "nothing_due": _nothing_due,
    "open_items": _open_items,
    "all_done": _all_done,
}
