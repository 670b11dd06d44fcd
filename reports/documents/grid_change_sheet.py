"""网格调整对照表: the division before and after, and where everything open went, to be signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from core.records.grid import Grid
from core.records.grid_change import GridChange, GridChangeLine
from core.services import founding, grid_past, grid_sheet, records
from reports import wording
from reports.form import Form, Issue, sheet_of
from reports.page import Align, Block, Column, Document, Paragraph, Signatures, Table, Title
from reports.wording import UNDATED, dated

_NAME = "grid_change_sheet"
_GRIDS: tuple[float, ...] = (0.75, 2.6, 2.2, 2.2, 3.0)
_CARRIED: tuple[float, ...] = (0.8, 1.4, 3.8, 1.9, 1.9, 1.8)
_ALIGNS: tuple[Align, ...] = ("center", "left", "left", "left", "left", "left")


@dataclass(frozen=True, slots=True)
class GridChangePaper:
    """One change as its paper sees it; `names` are those of its day."""

    station: str
    made: GridChange
    lines: tuple[GridChangeLine, ...]
    names: Mapping[UUID, str]
    issue: Issue


def gather(session: Session, identity: UUID, issue: Issue) -> GridChangePaper:
    """Read the change once."""
    made = records.get(session, GridChange, identity)
    lines = tuple(records.children(session, GridChangeLine, identity))
    return GridChangePaper(
        founding.own(session).name, made, lines, _names(session, made, lines), issue
    )


def _names(session: Session, made: GridChange, lines: Sequence[GridChangeLine]) -> dict[UUID, str]:
    past = grid_past.on(session, made.changed_on)
    wanted = {one for line in lines for one in (line.source, line.target) if one is not None}
    return {one: past.name(records.get(session, Grid, one)) for one in wanted}


def compose(paper: GridChangePaper) -> Document:
    """Grids first, then each thing that went; room to sign for those who gave and took."""
    words, made = wording.load(_NAME), paper.made
    opening = words.text(
        "开头",
        原因=made.reason,
        日期=dated(made.changed_on),
        方式=grid_sheet.title(made.kind),
        依据=made.basis,
        调整前=made.before,
        调整后=made.after,
        划转=made.carried or words.text("空表"),
    )
    grids = [one for one in paper.lines if one.kind == grid_sheet.GRID]
    carried = [one for one in paper.lines if one.kind != grid_sheet.GRID]
    blocks: tuple[Block, ...] = (
        Title(words.text("标题"), paper.station),
        *(Paragraph(line, indent=0) for line in opening.splitlines()),
        Paragraph(words.text("网格"), indent=0, keep=True),
        _table(words.lines("网格栏目"), _GRIDS, [_of_grid(paper, one) for one in grids]),
        Paragraph(words.text("划转"), indent=0, keep=True),
        _table(words.lines("划转栏目"), _CARRIED, [_of_item(paper, one) for one in carried]),
        Paragraph(words.text("说明"), indent=0, keep=True),
        Signatures(words.lines("签名"), date=UNDATED, columns=3),
    )
    return sheet_of(made.changed_on, words.text("标题"), blocks, paper.issue)


def _table(heads: Sequence[str], widths: Sequence[float], rows: Sequence[tuple[str, ...]]) -> Table:
    numbered = tuple((str(n), *row) for n, row in enumerate(rows, 1))
    columns = tuple(map(Column, heads, widths, _ALIGNS))
    return Table(columns, numbered, empty=wording.load(_NAME).text("空表"))


def _of_grid(paper: GridChangePaper, one: GridChangeLine) -> tuple[str, ...]:
    return (one.item, _place(paper, one.source), _place(paper, one.target), one.note or "")


def _of_item(paper: GridChangePaper, one: GridChangeLine) -> tuple[str, ...]:
    places = (_place(paper, one.source), _place(paper, one.target))
    return (one.kind, one.item, *places, one.note or "")


def _place(paper: GridChangePaper, grid: UUID | None) -> str:
    return paper.names[grid] if grid is not None else "—"


FORM = Form(_NAME, "网格调整对照表", "grid_change", gather, compose)
