"""How long a backup takes, beside copying the same bytes and waiting for the disk."""

import os
from pathlib import Path

from core import places
from core.services import attachments, backups
from core.store import pool
from tests.bench.measure import Ratio, compared
from tests.bench.scene import Bench

_SCAN = 2 << 20
_ROW = 1 << 20


def backup(bench: Bench) -> Ratio:
    """Everything into one proved file."""
    _grow(bench)
    target = bench.folder / "stick" / "whole.zzbak"
    return compared(
        f"备份 {_size(bench)} MB 成一个文件（毫秒）",
        lambda: backups.to_file(bench.station, target),
        lambda: _copied(bench),
        1,
    )


def backup_again(bench: Bench) -> Ratio:
    """A proved backup of a place that has the scans already, as every half hour."""
    _grow(bench)
    backups.now(bench.station, cause=backups.AUTOMATIC)
    return compared(
        f"再备份 {_size(bench)} MB，附件已有（毫秒）",
        lambda: backups.now(bench.station, cause=backups.AUTOMATIC),
        lambda: _copied(bench),
        1,
    )


def _grow(bench: Bench) -> None:
    """Half of the megabytes in the database, half in scans; grown once."""
    store = bench.station.ask(attachments.files, bench.station.folder)
    if store.names():
        return
    for _ in range(max(1, bench.megabytes // 4)):
        store.put([os.urandom(_SCAN)])
    with bench.station.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE filler (bytes BLOB)")
        for _ in range(bench.megabytes // 2):
            connection.exec_driver_sql("INSERT INTO filler VALUES (?)", (os.urandom(_ROW),))


def _sources(bench: Bench) -> list[Path]:
    folder = bench.station.folder
    return [places.database(folder), *pool.contents(folder).values()]


def _size(bench: Bench) -> int:
    return sum(one.stat().st_size for one in _sources(bench)) >> 20


def _copied(bench: Bench) -> None:
    with (bench.folder / "floor.copy").open("wb") as out:
        for path in _sources(bench):
            with path.open("rb") as file:
                while chunk := file.read(_ROW):
                    out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
