"""A month of duty for sixty people: solved, against the bare solver on the same model."""

import importlib
from datetime import date
from typing import Any
from uuid import UUID

from core import workdays
from core.progress import silent
from core.services import duty_proposal, duty_sheet
from core.services.duty_sheet import LEADER, MEMBER, Person, Rules, Sheet, Turn
from tests.bench.measure import Ratio, compared
from tests.bench.scene import Bench

PEOPLE, LEADERS = 60, 12
MONTH = date(2026, 5, 1), date(2026, 5, 31)


def solved(_bench: Bench) -> Ratio:
    """The whole proposal: the model built, solved, and read back."""
    sheet = month()
    model = duty_proposal.planned(sheet).model
    highspy = importlib.import_module("highspy")

    def bare() -> None:
        solver: Any = highspy.Highs()
        solver.silent()
        for option, value in (("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.01)):
            solver.setOptionValue(option, value)
        solver.passModel(model.laid_out(highspy))
        solver.run()

    def ours() -> None:
        assert not duty_proposal.solved(sheet, silent).clashes

    return compared("60 人一个月排班（毫秒）", ours, bare, times=3)


def month() -> Sheet:
    """The sheet of a May nobody is on yet."""
    days, untold = duty_sheet.days_of(*MONTH, workdays.known())
    known = (UUID(int=n) for n in range(1, PEOPLE + 1))
    people = {one: Person(one, f"人{one.int}", f"人{one.int}") for one in known}
    turns = tuple(Turn(one, LEADER if one.int <= LEADERS else MEMBER) for one in people)
    return Sheet(days, Rules(rest=3), turns, people, (), untold=untold)
