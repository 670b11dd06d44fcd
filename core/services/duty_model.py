"""A small model of whole numbers for HiGHS: columns, rows, and a slack with a name for each rule.

Whoever needs it has asked `ready` first: the library is an optional part of the program.
"""

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import Cancelled, Invalid
from core.progress import Progress

LIBRARY = "highspy"
MISSING = (
    "这台电脑上的程序没有带自动排班的组件（highspy）。请管理员联网运行一次安装（packaging/run.sh，"
    "Windows 是 run.cmd），或换用完整安装包。“复制上月并顺延”照常可用。"
)

_SECONDS = 20.0
_HALF = 0.5
_LOOK = 0.1

Terms = Mapping[int, float]


def ready() -> bool:
    """Whether the solver is installed here."""
    return importlib.util.find_spec(LIBRARY) is not None


@dataclass(slots=True)
class Model:
    """Costs to be kept least under rules; `slacks` names the columns by which a rule gives way."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, Terms]] = field(default_factory=list)
    slacks: dict[int, str] = field(default_factory=dict)

    def column(self, cost: float = 0.0, most: float = 1.0) -> int:
        """A whole number from nothing to `most`."""
        self.costs.append(cost)
        self.uppers.append(most)
        return len(self.costs) - 1

    def slack(self, rule: str, cost: float, most: float = 1.0) -> int:
        """How far a rule gives way, at this cost for each step."""
        column = self.column(cost, most)
        self.slacks[column] = rule
        return column

    def at_most(self, terms: Terms, most: float) -> None:
        """The sum of the terms is no more."""
        self.rows.append((float("-inf"), most, terms))

    def exactly(self, terms: Terms, amount: float) -> None:
        """The sum of the terms is this."""
        self.rows.append((amount, amount, terms))

    def solved(self, progress: Progress) -> list[float]:
        """The value of each column; stopped by the `Cancelled` that `progress` raises."""
        if not ready():
            raise Invalid(MISSING)
        highspy = importlib.import_module(LIBRARY)
        solver = highspy.Highs()
        solver.silent()
        for option, value in (
            ("time_limit", _SECONDS),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.01),
        ):
            solver.setOptionValue(option, value)
        solver.HandleUserInterrupt = True
        solver.passModel(self.laid_out(highspy))
        _run(solver, progress)
        solution = solver.getSolution()
        if not solution.value_valid:
            raise Invalid("在规定时间内没有排出方案。请先手工排几天，或放宽轮值规则后再试。")
        return list(solution.col_value)

    def gave_way(self, values: Sequence[float]) -> dict[str, int]:
        """The rules that gave way, and how far."""
        return {
            rule: round(values[column])
            for column, rule in self.slacks.items()
            if values[column] > _HALF
        }

    def laid_out(self, highspy: Any) -> Any:
        """The model as HiGHS takes it: rows one after the other."""
        import numpy as np

        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.rows)
        lp.col_cost_, lp.col_upper_ = np.array(self.costs), np.array(self.uppers)
        lp.col_lower_ = np.zeros(len(self.costs))
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(self.costs)
        lp.row_lower_ = np.array([low for low, _, _ in self.rows])
        lp.row_upper_ = np.array([high for _, high, _ in self.rows])
        matrix = lp.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(terms) for _, _, terms in self.rows)])
        matrix.index_ = np.array([one for _, _, terms in self.rows for one in terms])
        matrix.value_ = np.array([terms[one] for _, _, terms in self.rows for one in terms])
        return lp


def _run(solver: Any, progress: Progress) -> None:
    """Solve in the solver's own thread, looking up often enough to be stopped."""
    solver.startSolve()
    done = False
    try:
        while not done:
            progress("正在排班")
            done, _ = solver.wait(_LOOK)
    except Cancelled:
        solver.cancelSolve()
        solver.wait()
        raise
