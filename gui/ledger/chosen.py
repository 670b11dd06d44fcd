"""Just the chosen records as a file: the same columns, masks and engines as a whole ledger."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from core.checks import Purpose
from core.errors import NotAllowed
from core.ledger import Ledger
from core.progress import Progress
from core.rights import Right
from core.services import listing, records
from core.services.records import Row
from gui.tasks import Desk
from reports.page import Document

_PURPOSE: Purpose = "internal"


def document(desk: Desk, ledger: Ledger, ids: Sequence[UUID]) -> Document:
    """The chosen records as a list on paper."""
    from reports.documents import ledger_list

    fields = listing.columns(ledger, ())
    rows = desk.station.ask(records.rows, ledger, ids)
    texts = tuple(tuple(listing.texts(row, fields, _PURPOSE)) for row in rows)
    note = _note(desk, ledger, rows)
    demo = desk.station.demo
    return ledger_list.compose(ledger_list.Lines(ledger.title, note, fields, texts, (), demo))


def write(desk: Desk, ledger: Ledger, ids: Sequence[UUID], path: Path, progress: Progress) -> int:
    """Write the chosen records by the file's ending; return how many."""
    if not desk.station.actor.may(Right.SEND):
        raise NotAllowed(f"您的岗位不能{Right.SEND.value}，请找有此权限的同事办理。")
    if path.suffix.lower() not in {".xlsx", ".csv"}:
        from reports import documents

        documents.write(document(desk, ledger, ids), path, progress)
        return len(ids)
    return _write_table(desk, ledger, ids, path, progress)


def _write_table(
    desk: Desk, ledger: Ledger, ids: Sequence[UUID], path: Path, progress: Progress
) -> int:
    from reports import excel
    from reports.excel import comma
    from reports.excel.listing import Listing

    listed = listing.columns(ledger, ())
    fields = (*listed, *listing.others(ledger, listed))
    rows = desk.station.ask(records.rows, ledger, ids)
    cells = (listing.cells(row, fields, _PURPOSE) for row in rows)
    made = Listing(ledger.title, _note(desk, ledger, rows), fields, cells, len(rows))
    if path.suffix.lower() == ".csv":
        return comma.write(made, path, progress=progress)
    return excel.write(made, path, progress)


def _note(desk: Desk, ledger: Ledger, rows: Sequence[Row]) -> str:
    station = desk.station
    said = f"范围：选出的 {len(rows)} {ledger.unit}    {station.actor.name} {station.today()}"
    return said + ("    演示数据" if station.demo else "")
