"""Where things lie on the disk, and the one way a file is written: whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = "station.db"
LOCK = "station.lock"
DEMO = "demo.mark"


def resources() -> Path:
    """The folder of code tables, templates, fonts and icons that ships with the program."""
    root = getattr(sys, "_MEIPASS", None)
    return (Path(root) if root else Path(__file__).parent.parent) / "resources"


def home() -> Path:
    """The person's own folder for station data, created on first use."""
    import platformdirs

    return platformdirs.user_data_path("grid-station", appauthor=False, ensure_exists=True)


def default_station() -> Path:
    """The station a window or a verb opens when none is named."""
    return home() / "station"


def demo_station() -> Path:
    """The demonstration station, well apart from the real one."""
    return home() / "demo"


def database(folder: Path) -> Path:
    """The encrypted database of the station in `folder`."""
    return folder / DATABASE


def is_station(folder: Path) -> bool:
    """Whether `folder` holds a station."""
    return database(folder).is_file()


@contextmanager
def writing(path: Path) -> Iterator[Path]:
    """Hand out `NAME.part`, and rename it to `path` when the block ends well.

    A block that is left by an exception (a stopped or failed writer) leaves neither file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
