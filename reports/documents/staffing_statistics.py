"""组织队伍经费保障情况统计表: its items in two halves side by side on one landscape sheet."""

from itertools import zip_longest

from core.services.staffing_figures import Item, Staffing
from reports import board, wording
from reports.board import Board, Value
from reports.page import Column
from reports.wording import chinese_date

NAME = "staffing_statistics"

_WIDTHS = (1.2, 4.4, 1.0, 1.4)
_NOTHING: tuple[Value, ...] = ("", "", "", "")


def boards(table: Staffing) -> tuple[Board, ...]:
    """The table, ready to be drawn."""
    words = wording.load(NAME)
    heads = tuple(
        Column(name, width, "left" if number == 1 else "center")
        for number, (name, width) in enumerate(zip(words.lines("栏目"), _WIDTHS, strict=True))
    )
    half = -(-len(table.items) // 2)
    halves = (table.items[:half], table.items[half:])
    rows = ((*_cells(left), *_cells(right)) for left, right in zip_longest(*halves, fillvalue=None))
    lacking = any(one.figure is None for one in table.items)
    note = words.text(
        "副题",
        单位=table.station,
        日期=chinese_date(table.period.until),
        期=board.called(table.period),
    )
    remarks = (words.text("说明"),) if lacking else ()
    return (Board(words.text("标题"), note, heads * 2, tuple(rows), remarks=remarks, dense=True),)


def _cells(item: Item | None) -> tuple[Value, ...]:
    if item is None:
        return _NOTHING
    value = "—" if item.figure is None else item.figure.value
    return item.group, item.name, item.unit, value
