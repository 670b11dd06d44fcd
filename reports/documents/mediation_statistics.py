"""人民调解案件情况统计表: three bands on A4 landscape, and what differs from what was reported."""

from collections.abc import Mapping

from core.services import mediation_columns as columns
from core.services.figure_checks import Number
from core.services.figures import share
from core.services.mediation_columns import SUCCESS, TOTAL
from core.services.mediation_figures import BASES, WHOLE
from core.services.statistics import Overview
from reports import board, wording
from reports.board import Board
from reports.form import Issue
from reports.page import Column
from reports.wording import Wording, chinese_date

NAME = "mediation_statistics"

_MOST = 20
_UNIT, _NARROW = 3.2, 1.0
_DIFFERENCE = (5.0, 5.0, 2.0, 2.0, 2.0)

Lines = Mapping[str, Mapping[str, Number]]


def boards(overview: Overview, issue: Issue) -> tuple[Board, ...]:
    """The table and, where what was reported is no longer so, what differs."""
    words = wording.load(NAME)
    table = _table(overview, issue, words)
    return (table, _differences(overview, words)) if overview.differences else (table,)


def _table(overview: Overview, issue: Issue, words: Wording) -> Board:
    heads = (Column("单位", _UNIT), *(_head(one) for one in columns.columns()))
    lines = _lines(overview)
    remarks = [words.text("成功率", 成功率=_success(lines[WHOLE]))]
    if not any(lines[WHOLE].values()):
        remarks.append(words.text("零报告"))
    return Board(
        words.text("标题"),
        _note(overview, issue, words),
        heads,
        tuple(
            (name, *(numbers.get(one.key, 0) for one in columns.columns()))
            for name, numbers in lines.items()
        ),
        board.bands(heads, _MOST, words.lines("部分")),
        tuple(remarks),
        dense=True,
    )


def _head(one: columns.Column) -> Column:
    title = one.name if one.name == one.unit else f"{one.name}（{one.unit}）"
    return Column(title, _NARROW, "center", one.above)


def _lines(overview: Overview) -> Lines:
    """The numbers that go on paper: those reported, where they were."""
    if overview.reported is not None:
        return overview.reported.lines
    return {
        line.name: {one.key: line.number(one.key) for one in columns.columns()}
        for line in overview.table.lines
    }


def _note(overview: Overview, issue: Issue, words: Wording) -> str:
    then = overview.reported
    state = (
        words.text("已报", 日期=then.when)
        if then
        else words.text("现在", 日期=chinese_date(issue.day))
    )
    return words.text(
        "副题",
        单位=overview.table.station,
        期=board.called(overview.table.period),
        口径=BASES[overview.table.basis],
        状态=state,
    )


def _success(whole: Mapping[str, Number]) -> str:
    """The share of disputes settled; a dash where there was none."""
    return share(int(whole[SUCCESS]), int(whole[TOTAL])).text


def _differences(overview: Overview, words: Wording) -> Board:
    then = overview.reported
    assert then is not None, "only what was reported differs"
    heads = words.lines("差异栏目")
    told = words.text(
        "差异",
        日期=then.when,
        新增=str(len(overview.came)),
        减少=str(len(overview.gone)),
    )
    return Board(
        words.text("差异标题"),
        board.called(overview.table.period),
        tuple(
            Column(head, width, "center") for head, width in zip(heads, _DIFFERENCE, strict=True)
        ),
        tuple(
            (one.line, columns.column(one.key).label, one.then, one.now, one.now - one.then)
            for one in overview.differences
        ),
        remarks=(told,),
    )
