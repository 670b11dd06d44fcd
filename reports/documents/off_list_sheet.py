"""清单外事项统计表: what was handed out beside the lists, in numbers and matter by matter."""

from core.services.records import Row
from core.services.task_figures import Line, OffList
from reports import board, wording
from reports.board import Board, Value
from reports.page import Column

NAME = "off_list_sheet"
_MATTER = ("given_on", "title", "source", "given_by", "owner", "due", "off_list_by")
_WIDTHS = (1.2, 2.4, 5.2, 1.8, 1.6, 1.6, 1.9, 1.6, 1.9)


def boards(found: OffList, station: str) -> tuple[Board, ...]:
    """The numbers by source, and the list of the matters."""
    words = wording.load(NAME)
    note = words.text("副题", 单位=station, 期=board.called(found.period))
    heads = (*words.lines("来源栏目"), *found.parts, *words.lines("清单外栏目"))
    columns = tuple(Column(one, 2.4 if n else 4, "center") for n, one in enumerate(heads))
    numbers = tuple(_numbers(one) for one in (*found.lines, found.total))
    remarks = (words.text("说明"),)
    first = Board(words.text("标题"), note, columns, numbers, remarks=remarks)
    wide = zip(words.lines("事项栏目"), _WIDTHS, strict=True)
    listed = tuple(Column(one, width, "center") for one, width in wide)
    rows = tuple(_matter(n, row) for n, row in enumerate(found.matters, 1))
    return (
        (first, Board(words.text("事项标题"), note, listed, rows, fitted=True))
        if rows
        else (first,)
    )


def _numbers(one: Line) -> tuple[Value, ...]:
    loose = one.given - sum(one.parts) - one.off
    share = f"{100 * one.off / one.given:.2f}%" if one.given else "—"
    return (one.source, one.given, *one.parts, loose, one.off, share)


def _matter(number: int, row: Row) -> tuple[Value, ...]:
    texts = [row.texts[key] for key in _MATTER]
    return (number, *texts, row.texts["off_list_until"])
